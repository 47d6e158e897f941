import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { memoryHost, runLine } from '../memory-host.ts';

async function script(shell: string): Promise<string> {
  const host = memoryHost();
  expect(await runLine(`completion ${shell}`, host)).toBe(0);
  return host.out();
}

/** What bash offers at the end of a command line. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const line = ['holdfast', ...words];
  const quoted = line.map((word) => `'${word}'`).join(' ');
  const asked = `${await script('bash')}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${line.length - 1}; _holdfast; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', asked], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

test('bash completes commands, groups and options', async () => {
  expect(await offered('val')).toEqual(['validate']);
  expect(await offered('history', '')).toEqual(['update', 'athena-table']);
  expect(await offered('check', '--terr')).toEqual(['--terraform-plan']);
  expect(await offered('history', 'update', '--led')).toEqual(['--ledger']);
  expect(await offered('check', '--policies', 'x', '--regi')).toEqual(['--regions']);
});

test.each(['zsh', 'fish'])('%s has every command, and the shell takes the script where it is there', async (shell) => {
  const text = await script(shell);
  for (const name of ['check', 'history', 'doctor', 'terraform-plan']) expect(text).toContain(name);
  const { error, status, stderr } = spawnSync(shell, ['-n'], { input: text, encoding: 'utf8' });
  if (error === undefined) expect([status, stderr]).toEqual([0, '']);
});

test('another shell is refused, and the known ones are named', async () => {
  const host = memoryHost();
  expect(await runLine('completion tcsh', host)).toBe(2);
  expect(host.err()).toContain('bash, zsh, fish');
});

test('the hooks for pre-commit run commands that there are', async () => {
  const hooks = parse(readFileSync(resolve(import.meta.dirname, '../../../.pre-commit-hooks.yaml'), 'utf8'));
  for (const { entry, language, files, pass_filenames } of hooks) {
    expect([language, pass_filenames]).toEqual(['node', false]);
    expect('policies/gold.yaml').toMatch(new RegExp(files));
    const host = memoryHost({ files: { 'policies/p.yaml': 'kind: x' } });
    await runLine(entry.replace(/^holdfast /, ''), host);
    expect(host.err()).not.toContain('unknown command');
  }
});
