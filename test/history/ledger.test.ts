import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLedger, writeLedger } from '../../src/history/ledger.ts';
import { readMerge } from '../../src/history/ledger-merge.ts';
import { daily, linesOf, record, textOf } from './ledger-fixtures.ts';

const TEN = writeLedger(daily(1, 10));

function changed(change: (lines: string[]) => void): string {
  const lines = [...linesOf(TEN)];
  change(lines);
  return textOf(lines);
}

function problemsOf(text: string) {
  return readLedger(text).problems.map(({ line, message }) => `${line} ${message}`);
}

describe('a ledger', () => {
  test('has one restore a line, its fields in order, and the SHA-256 of the line before', () => {
    const [first = '', second = ''] = linesOf(writeLedger(daily(1, 2)));
    expect(first).toBe(
      '{"v":1,"id":"r1","source":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders","restored":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders-restored","from":"restore-job","started":"2026-01-06T00:00:00.000Z","completed":"2026-01-06T00:30:00.000Z","minutes":30,"status":"COMPLETED","recoveryPointCreated":"2026-01-06T00:00:00.000Z","account":"111122223333","region":"eu-west-1","prev":"0000000000000000000000000000000000000000000000000000000000000000"}',
    );
    const sha256 = createHash('sha256').update(first).digest('hex');
    expect(JSON.parse(second)).toMatchObject({ id: 'r2', prev: sha256 });
  });

  test('is read back as it was written, optional facts and failed restores too', () => {
    const records = [
      record('a', 1, { sizeBytes: 12, cold: true, recoveryPointCreated: '2026-01-01T00:00:00.000Z' }),
      record('b', 2, { from: 'restore-test', validation: 'SUCCESSFUL', cold: false }),
      record('c', 3, { status: 'FAILED', minutes: null, restored: null }),
      record('d', 4, { status: 'ABORTED', minutes: null, completed: null }),
    ];
    expect(readLedger(writeLedger(records))).toEqual({ records, problems: [] });
  });

  test('may be empty', () => {
    expect(readLedger('')).toEqual({ records: [], problems: [] });
    expect(writeLedger([])).toBe('');
  });

  test('is sorted by end, then by id', () => {
    const text = writeLedger([record('z', 2), record('b', 1), record('a', 1)]);
    expect(readLedger(text).records.map(({ id }) => id)).toEqual(['a', 'b', 'z']);
  });
});

describe('a broken ledger names the line', () => {
  test('that was changed', () => {
    const text = changed((lines) => lines.splice(3, 1, (lines[3] ?? '').replace('"id":"r4"', '"id":"x4"')));
    expect(problemsOf(text)).toEqual([
      '4 was changed, or lines after it were removed: line 5 names another SHA-256 as that of the line before',
    ]);
  });

  test('whose duration was made shorter', () => {
    const text = changed((lines) => lines.splice(3, 1, (lines[3] ?? '').replace('"minutes":30', '"minutes":10')));
    expect(problemsOf(text)[0]).toBe('4 has minutes that are not what lies between `started` and `completed`');
  });

  test('after which one was removed', () => {
    expect(problemsOf(changed((lines) => lines.splice(4, 2)))).toEqual([
      '4 was changed, or lines after it were removed: line 5 names another SHA-256 as that of the line before',
    ]);
  });

  test('before which lines were removed', () => {
    expect(problemsOf(changed((lines) => lines.splice(0, 2)))).toEqual([
      '1 is not the first line of a ledger: lines before it were removed, or its `prev` was changed',
    ]);
  });

  test('that was moved', () => {
    const text = changed((lines) => lines.splice(3, 2, ...lines.slice(3, 5).toReversed()));
    expect(problemsOf(text)[0]).toMatch(/^4 follows line 5 by its `prev`, not line 3: lines were moved/);
  });

  test('that was inserted: the one after it does not follow it', () => {
    const [, , third = '', fourth = ''] = linesOf(TEN);
    const forged = fourth.replace('"id":"r4"', '"id":"forged"');
    const text = changed((lines) => lines.splice(3, 0, forged));
    expect(third).toContain('"id":"r3"');
    expect(problemsOf(text)).toEqual([
      '5 follows line 3 by its `prev`, not line 4: lines were moved or inserted, or two ledgers were merged',
    ]);
  });

  test('that records a restore again', () => {
    expect(problemsOf(writeLedger([record('a', 1), record('b', 2), record('a', 3)]))).toEqual([
      '3 records restore a again, as line 1 does',
    ]);
  });

  test('that is cut', () => {
    expect(problemsOf(TEN.slice(0, -40))).toEqual(['10 is cut in the middle']);
    expect(problemsOf(TEN.slice(0, -1))).toEqual([
      '10 is the last and has no line feed: the file was cut, or edited by hand',
    ]);
  });

  test('that ends with CR LF', () => {
    expect(problemsOf(TEN.replaceAll('\n', '\r\n'))[0]).toBe(
      '1 ends with CR LF: Git, or an editor, changed the line ends',
    );
  });

  test('with a conflict marker', () => {
    const text = changed((lines) => {
      lines.splice(8, 0, '<<<<<<< HEAD');
      lines.splice(10, 0, '=======');
      lines.push('>>>>>>> other');
    });
    expect(readLedger(text).problems.map(({ line }) => line)).toEqual([9, 11, 13]);
    expect(problemsOf(text)[0]).toContain('is a conflict marker of Git');
  });

  test.each([
    ['not json', 'is not JSON'],
    ['[]', 'is not a JSON object'],
    ['{"id":"a"}', 'has no version; this Holdfast reads version 1'],
    ['{"v":2}', 'is of version 2; this Holdfast reads version 1'],
    ['{"v":1,"id":""}', 'has no valid `id`'],
    ['', 'is empty'],
  ])('that is foreign: %s', (line, message) => {
    expect(problemsOf(changed((lines) => lines.push(line)))).toEqual([`11 ${message}`]);
  });

  test.each([
    ['a field that nobody knows', (line: string) => line.replace('"v":1,', '"v":1,"note":"x",')],
    ['blanks', (line: string) => line.replaceAll('":', '": ')],
    ['a field twice', (line: string) => line.replace('"id":"r10"', '"id":"r11","id":"r10"')],
  ])('that Holdfast did not write: %s', (_, change) => {
    const text = changed((lines) => lines.push(change(lines.pop() ?? '')));
    expect(problemsOf(text)).toEqual(['10 is not written as Holdfast writes it']);
  });

  test.each([
    ['COMPLETED without an end', { completed: null, minutes: null }, 'is COMPLETED, and says not when'],
    [
      'over before it began',
      { completed: '2020-01-01T00:00:00.000Z' },
      'says that the restore was over before it began',
    ],
    ['failed, with minutes', { status: 'FAILED' }, 'has minutes, although it is FAILED'],
  ])('that contradicts itself: %s', (_, more, message) => {
    expect(problemsOf(writeLedger([record('a', 1, more)]))).toEqual([`1 ${message}`]);
  });
});

describe('tampering before the last line', () => {
  const at = fc.integer({ min: 0, max: 8 });

  test('is always seen, and never taken for a merge, when a line is removed', () => {
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 4 }), (from, many) => {
        const text = changed((lines) => lines.splice(from, Math.min(many, 9 - from)));
        expect([readLedger(text).problems.length > 0, readMerge(text).ok]).toEqual([true, false]);
      }),
    );
  });

  test('is always seen, and never taken for a merge, when lines change places', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(10).keys()], { minLength: 10 }), (order) => {
        fc.pre(order.some((line, index) => line !== index));
        const text = changed((lines) => lines.splice(0, 10, ...order.map((index) => lines[index] ?? '')));
        expect([readLedger(text).problems.length > 0, readMerge(text).ok]).toEqual([true, false]);
      }),
    );
  });

  test('is always seen, and never taken for a merge, when a character of a line is another', () => {
    fc.assert(
      fc.property(at, fc.nat(), fc.constantFrom('0', '1', 'a', 'Z', ' ', '"', '\n'), (line, place, character) => {
        const before = linesOf(TEN)[line] ?? '';
        const index = place % before.length;
        fc.pre(before[index] !== character);
        const text = changed((lines) =>
          lines.splice(line, 1, before.slice(0, index) + character + before.slice(index + 1)),
        );
        expect([readLedger(text).problems.length > 0, readMerge(text).ok]).toEqual([true, false]);
      }),
      { numRuns: 1_000 },
    );
  });
});
