import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { ExampleParts } from '../../src/controls/example.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { savedInventory, temporaryFile } from '../app/saved-inventory.ts';

export interface Fixed {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** What a shell would run, joined where a backslash breaks it. */
  readonly live: readonly string[];
  readonly comments: string;
}

export function policyWith(body: string): string {
  return `apiVersion: holdfast/v1\nkind: Policy\nname: example\ntables: { names: [orders] }\n${body}\n`;
}

export function settings(asked: string): string {
  return policyWith(`restore: { settings: { ${asked} } }`);
}

/** What `fix` prints of the examples' world. Every script is held to the shell's grammar. */
export async function fixed(line: string, policy: string, parts: ExampleParts | Inventory = {}): Promise<Fixed> {
  const file = 'schema' in parts ? temporaryFile('inventory.json') : savedInventory(parts);
  if ('schema' in parts) writeFileSync(file, JSON.stringify(parts));
  const host = memoryHost({ files: { 'policies/p.yaml': policy } });
  const exit = await runLine(`fix --inventory ${file} ${line}`.trim(), host);
  const out = host.out();
  if (out.startsWith('#!')) execFileSync('bash', ['-n'], { input: out });
  const lines = out.replaceAll('\\\n', '').split('\n');
  const live = lines.filter((each) => /^\s*aws /.test(each)).map((each) => each.trim().replace(/ +/g, ' '));
  expect(live.filter(isDestructive)).toEqual([]);
  expect(changesAtOnce(lines)).toEqual([]);
  const comments = out
    .replaceAll('\\\n# ', '')
    .split('\n')
    .filter((each) => each.startsWith('#'))
    .map((each) => each.slice(2));
  return { exit, out, err: host.err(), live, comments: comments.join(' ').replace(/ +/g, ' ') };
}

/** What takes something away, or cannot be taken back, is never run. */
function isDestructive(command: string): boolean {
  return /delete-(?!protection)|deregister|no-deletion|"Delete"|(Stream|Recovery)Enabled":false|to-live.*"Enabled":false|changeable-for-days/.test(
    command,
  );
}

/** AWS takes one change of a table at a time: changes before which a script does not wait until it is ACTIVE. */
function changesAtOnce(lines: readonly string[]): readonly string[] {
  return lines.filter((line, at) => {
    if (!/^\s*aws dynamodb update-table /.test(line)) return false;
    const before = lines.slice(0, at).filter((each) => /^\s*(?:aws dynamodb update-table|until_active) /.test(each));
    return !before.at(-1)?.startsWith('until_active ');
  });
}
