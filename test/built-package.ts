import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { actionYaml } from '../src/app/action/action-yaml.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** A real Node 24, the runtime of the Action, whatever runs the tests. */
export const NODE_24 = join(ROOT, 'node_modules/node/bin/node');

/**
 * What a user gets, built from the source as it is now, in a folder of its own with no `node_modules` above it: `dist`,
 * `policies`, `schemas` and action.yml. Gone when the tests of the file are done.
 */
export function builtPackage(): string {
  const folder = temporaryFolder();
  execFileSync(NODE_24, [join(ROOT, 'scripts/build.ts'), join(folder, 'dist')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for (const part of ['policies', 'schemas']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'action.yml'), actionYaml());
  return folder;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The Nodes to run the built command line on: 24, and that of the machine where it is another version. */
export function nodes(): readonly { readonly version: string; readonly path: string }[] {
  const path = (process.env['PATH'] ?? '')
    .split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':');
  const found = [NODE_24, ...which('node', path)].map((node) => ({
    path: node,
    version: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
  }));
  return found.filter((node, index) => found.findIndex((other) => other.version === node.version) === index);
}

function which(name: string, path: string): readonly string[] {
  try {
    return [execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8', env: { PATH: path } }).trim()];
  } catch {
    return [];
  }
}

/** Nothing of the machine's: no account, no settings, no colours. */
export function scrubbed(home: string, more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', HOME: home, AWS_EC2_METADATA_DISABLED: 'true', ...more };
}
