import { expect, test } from 'vitest';
import { progressLine } from '../../../src/app/host/progress-line.ts';
import { memoryHost } from '../memory-host.ts';

function shown(isTerminal: boolean, seconds: readonly number[]): readonly string[] {
  const written: string[] = [];
  let second = 0;
  const progress = progressLine({
    ...memoryHost(),
    now: () => new Date(Date.UTC(2026, 10, 18) + second * 1000).toISOString(),
    stderr: { write: (text) => void written.push(text), isTerminal, columns: 80 },
  });
  for (second of seconds) progress.show({ operation: 'backup:ListBackupJobs', done: second, expected: 100 });
  progress.clear();
  return written;
}

test('a short run without a terminal logs no progress, a long one a line each half minute', () => {
  expect(shown(false, [1, 5, 29])).toEqual([]);
  expect(shown(false, [1, 30, 31, 59, 61])).toEqual([
    'reading AWS: 30 of 100 calls, backup:ListBackupJobs\n',
    'reading AWS: 61 of 100 calls, backup:ListBackupJobs\n',
  ]);
});

test('on a terminal one line is drawn over and cleared', () => {
  expect(shown(true, [1, 2]).at(-1)).toBe('\r\u001b[K');
  expect(shown(true, [1, 2]).every((text) => text.startsWith('\r\u001b[K') && !text.includes('\n'))).toBe(true);
});
