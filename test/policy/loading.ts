import { type LoadedPolicies, loadPolicies } from '../../src/policy/load.ts';
import type { Problem } from '../../src/policy/problem.ts';

export const CONTROL_IDS = [
  'policy-coverage',
  'plan-coverage',
  'backup-frequency',
  'backup-rpo',
  'copy-coverage',
  'copy-frequency',
  'restore-time',
  'restored-time-to-live',
];

export const HEADER = 'apiVersion: holdfast/v1\nkind: Policy\nname: orders\n';

/** Files by path; those of `elsewhere` are there to be resolved and are not named. */
export function load(
  files: Readonly<Record<string, string | Uint8Array>>,
  elsewhere: Readonly<Record<string, string>> = {},
): LoadedPolicies {
  const resolve = (from: string, relative: string) => {
    const path = new URL(relative, `file:///${from}`).pathname.slice(1);
    const text = elsewhere[path];
    return text === undefined ? undefined : { path, bytes: encode(text) };
  };
  const given = Object.entries(files).map(([path, content]) => ({
    path,
    bytes: typeof content === 'string' ? encode(content) : content,
  }));
  return loadPolicies(given, resolve, CONTROL_IDS);
}

export function loadOne(text: string | Uint8Array): LoadedPolicies {
  return load({ 'p.yaml': text });
}

/** `17:7 message` and, after ` | `, the hint. */
export function listed(problems: readonly Problem[]): readonly string[] {
  return problems.map(
    ({ line, column, message, hint }) => `${line}:${column} ${message}${hint === undefined ? '' : ` | ${hint}`}`,
  );
}

export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
