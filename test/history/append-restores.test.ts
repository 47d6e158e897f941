import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendRestores } from '../../src/history/append-restores.ts';
import { readLedger, writeLedger } from '../../src/history/ledger.ts';
import { daily, record } from './ledger-fixtures.ts';

describe('restores that are added', () => {
  test('come after the lines that are there, which stay as they are', () => {
    const before = writeLedger(daily(1, 3));
    const { text, added, rechained } = appendRestores(daily(1, 3), daily(3, 5));
    expect(text.startsWith(before)).toBe(true);
    expect({ added, rechained, text }).toEqual({ added: 2, rechained: 0, text: writeLedger(daily(1, 5)) });
  });

  test('take their place in the order when they are found late; later lines are chained again and counted', () => {
    const { text, added, rechained } = appendRestores(daily(1, 5), [record('late', 2.5), record('new', 9)]);
    expect({ added, rechained }).toEqual({ added: 2, rechained: 3 });
    expect(readLedger(text)).toMatchObject({
      problems: [],
      records: [{}, {}, { id: 'late' }, {}, {}, {}, { id: 'new' }],
    });
  });

  test('change no text when all of them are there', () => {
    expect(appendRestores(daily(1, 5), daily(2, 3))).toMatchObject({
      added: 0,
      completed: 0,
      rechained: 0,
      text: writeLedger(daily(1, 5)),
    });
  });

  test('bring the result of a validation that AWS took later', () => {
    const validated = record('r2', 2, { validation: 'TIMED_OUT' });
    const { records, added, completed, rechained } = appendRestores(daily(1, 4), [validated]);
    expect({ added, completed, rechained }).toEqual({ added: 0, completed: 1, rechained: 2 });
    expect(records[1]).toEqual(validated);
  });

  test('are those that are there, whatever the case of their ids', () => {
    const known = record('Restore-A', 2);
    const again = record('rESTORE-a', 2, { validation: 'FAILED' });
    const { records, added, completed } = appendRestores([known], [again]);
    expect({ records, added, completed }).toEqual({
      records: [{ ...known, validation: 'FAILED' }],
      added: 0,
      completed: 1,
    });
  });

  test('never change what is recorded', () => {
    const other = record('r2', 2, { status: 'FAILED', minutes: null });
    const { text, completed } = appendRestores(daily(1, 4), [other]);
    expect({ text, completed }).toEqual({ text: writeLedger(daily(1, 4)), completed: 0 });
  });

  test('give the same ledger in whatever parts they come', () => {
    const all = daily(1, 12);
    const whole = writeLedger(all);
    fc.assert(
      fc.property(fc.shuffledSubarray([...all], { minLength: 12 }), fc.nat(12), fc.nat(12), (order, a, b) => {
        const parts = [order.slice(0, a), order.slice(a), order.slice(0, b)];
        let records = appendRestores([], []).records;
        for (const part of parts) {
          const appended = appendRestores(records, part);
          expect(readLedger(appended.text)).toEqual({ records: appended.records, problems: [] });
          records = appended.records;
        }
        expect(writeLedger(records)).toBe(whole);
      }),
    );
  });
});
