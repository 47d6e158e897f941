import { expect, test } from 'vitest';
import { epochMs, instant, plusMinutes } from '../../src/model/instant.ts';

test.each([
  [plusMinutes('2026-11-22T08:00:00.000Z', 1e13), '9999-12-31T23:59:59.999Z'],
  [plusMinutes('2026-11-22T08:00:00.000Z', -1e308), '0000-01-01T00:00:00.000Z'],
  [instant(Number.POSITIVE_INFINITY), '9999-12-31T23:59:59.999Z'],
  [instant(epochMs('+275760-09-13T00:00:00.000Z')), '9999-12-31T23:59:59.999Z'],
  [instant(-0), '1970-01-01T00:00:00.000Z'],
  [instant(0.5), '1970-01-01T00:00:00.000Z'],
])('what no calendar of four digits holds is the last instant, or the first: %s', (at, expected) => {
  expect(at).toBe(expected);
});

test('no instant is made of what is not a number', () => {
  expect(() => instant(Number.NaN)).toThrow(RangeError);
});
