import { describe, expect, test } from 'vitest';
import { frozen } from '../../src/sources/frozen.ts';

describe('a frozen inventory', () => {
  test('cannot be changed, down to its leaves', () => {
    const value = frozen({ regions: [{ tables: { known: true, value: [{ name: 'orders' }] } }] });
    expect(Object.isFrozen(value.regions[0]?.tables.value[0])).toBe(true);
  });

  test('holds what JSON holds: a member that is undefined is left out', () => {
    expect(frozen({ a: undefined, b: [{ c: undefined, d: null }] })).toStrictEqual({ b: [{ d: null }] });
  });
});
