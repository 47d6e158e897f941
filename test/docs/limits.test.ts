import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memoryHost, runLine } from '../app/memory-host.ts';

const LIMITS = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/limits.md'), 'utf8');
const PLANNED = /^- Planned, and not there yet: (.*?)\n-/ms.exec(LIMITS)?.[1] ?? '';
const words = (text: string | undefined) => [...(text ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
const [commands, options, formats] = PLANNED.split(';').map(words);

/** A line of the limits that is true no more fails here, and goes. */
describe('what docs/limits.md calls planned is refused today:', () => {
  test('commands, options and formats, where anything is', () => {
    expect(PLANNED.split(';').length).toBeLessThanOrEqual(3);
  });

  test.each(commands ?? [])('the command %s', async (command) => {
    const host = memoryHost();
    expect([await runLine(command, host), host.err()]).toEqual([2, expect.stringContaining('unknown command')]);
  });

  test.each(options ?? [])('the option %s', async (option) => {
    const host = memoryHost();
    expect([await runLine(`check ${option} x`, host), host.err()]).toEqual([
      2,
      expect.stringContaining('unknown option'),
    ]);
  });

  test.each(formats ?? [])('the format %s', async (format) => {
    const host = memoryHost();
    expect([await runLine(`check --report ${format}`, host), host.err()]).toEqual([
      2,
      expect.stringContaining('is not one of'),
    ]);
  });
});
