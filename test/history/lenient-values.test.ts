import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  lenientFlag,
  lenientInstant,
  lenientList,
  lenientNumber,
  lenientObject,
  lenientText,
} from '../../src/history/lenient-values.ts';

describe('an instant', () => {
  test.each([
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000Z'],
    ['2026-11-20T10:00:00.125Z', '2026-11-20T10:00:00.125Z'],
    ['2026-11-20T12:00:00+02:00', '2026-11-20T10:00:00.000Z'],
    ['2026-11-20 10:00:00', '2026-11-20T10:00:00.000Z'],
    ['2026-11-20 10:00:00.000 UTC', '2026-11-20T10:00:00.000Z'],
    ['Jan 10, 2019 1:45:24 PM', '2019-01-10T13:45:24.000Z'],
    ['Jan 10, 2019, 1:45:24 PM', '2019-01-10T13:45:24.000Z'],
    ['Jan 10, 2019 12:00:00 AM', '2019-01-10T00:00:00.000Z'],
    ['Jan 10, 2019 12:00:00 PM', '2019-01-10T12:00:00.000Z'],
    ['Jan 10, 2019 1:45:24 PM', '2019-01-10T13:45:24.000Z'],
    [1_547_108_091, '2019-01-10T08:14:51.000Z'],
    [1_547_108_091_906, '2019-01-10T08:14:51.906Z'],
    [{ seconds: 1_547_108_091, nanos: 906_000_000 }, '2019-01-10T08:14:51.906Z'],
    [{ seconds: '1547108091' }, '2019-01-10T08:14:51.000Z'],
  ])('%j is %s', (value, expected) => {
    expect(lenientInstant(value)).toBe(expected);
  });

  test.each([[''], ['soon'], ['Foo 10, 2019 1:45:24 PM'], [null], [true], [{}], [Number.NaN], [1e300], [[]]])(
    '%j is none',
    (value) => {
      expect(lenientInstant(value)).toBeUndefined();
    },
  );
});

test('objects and lists are read out of strings', () => {
  expect(lenientObject(' {"a":1}')).toEqual({ a: 1 });
  expect(lenientObject('[1]')).toBeUndefined();
  expect(lenientObject('{broken')).toBeUndefined();
  expect(lenientList('[1]')).toEqual([1]);
  expect(lenientList('[broken')).toBeUndefined();
  expect(lenientList({})).toBeUndefined();
});

test('nothing makes a reader throw', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const read of [lenientInstant, lenientObject, lenientList, lenientText, lenientNumber, lenientFlag])
        read(value);
    }),
  );
});
