import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonErrorPosition } from '../../src/yaml/json-position.ts';

describe('the place where JSON stops being JSON', () => {
  test.each([
    ['nothing at all', '', { line: 1, column: 1, isCut: true }],
    ['an object that is not closed', '{"a": 1', { line: 1, column: 8, isCut: true }],
    ['a text that is not closed', '{\n  "a": "b', { line: 2, column: 10, isCut: true }],
    ['half a word', '[tru', { line: 1, column: 5, isCut: true }],
    ['a wrong word', '{"a": tru}', { line: 1, column: 7, isCut: false }],
    ['a comma before the end', '[1,\n]', { line: 2, column: 1, isCut: false }],
    ['a missing comma', '{"a": 1 "b": 2}', { line: 1, column: 9, isCut: false }],
    ['a key that is no text', '{a: 1}', { line: 1, column: 2, isCut: false }],
    ['a bracket of the other kind', '[1}', { line: 1, column: 3, isCut: false }],
    ['more after the end', '{} {}', { line: 1, column: 4, isCut: false }],
    ['a line break in a text', '["a\nb"]', { line: 1, column: 2, isCut: false }],
    ['a conflict of Git', '{\n<<<<<<< HEAD\n"a": 1}', { line: 2, column: 1, isCut: false }],
  ])('is found for %s', (_, text, position) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonErrorPosition(text)).toEqual(position);
  });

  test('is the end for every cut of a true document', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(), (value, cut) => {
        const whole = JSON.stringify(value);
        const text = whole.slice(0, cut % whole.length);
        expect(jsonErrorPosition(text).isCut).toBe(true);
      }),
    );
  });

  test('is found in time in a text of a megabyte that never ends', () => {
    expect(jsonErrorPosition(`{"a": "${'x'.repeat(1_000_000)}`).isCut).toBe(true);
  });
});
