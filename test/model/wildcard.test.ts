import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWildcard, wildcard } from '../../src/model/wildcard.ts';

function asRegExp(pattern: string): RegExp {
  const parts = [...pattern].map((char) =>
    char === '*' ? '.*' : char === '?' ? '.' : char.replace(/[\\^$.|+()[\]{}/]/, '\\$&'),
  );
  return new RegExp(`^${parts.join('')}$`, 'su');
}

describe('wildcard', () => {
  it('agrees with the regular expression that says the same', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.', '😀', '\n'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '😀', '\n', '*'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (asked, given) => {
        expect(wildcard(asked)(given)).toBe(asRegExp(asked).test(given));
      }),
      { numRuns: 3000 },
    );
  });

  it('fits every text that was made from the pattern', () => {
    const part = fc.oneof(
      fc.constant('*'),
      fc.constant('?'),
      fc.string({ maxLength: 4 }).map((text) => text.replace(/[*?]/g, '')),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(part, fc.string({ maxLength: 5 })), { maxLength: 6 }), (parts) => {
        const text = parts.map(([asked, fill]) => (asked === '*' ? fill : asked === '?' ? 'x' : asked)).join('');
        expect(wildcard(parts.map(([asked]) => asked).join(''))(text)).toBe(true);
      }),
    );
  });

  it('is quick with patterns made to be slow', () => {
    const fits = wildcard(`${'*a'.repeat(120)}*b`);
    expect(fits('a'.repeat(20_000))).toBe(false);
    expect(fits(`${'a'.repeat(20_000)}b`)).toBe(true);
  });

  it('takes any of several patterns', () => {
    expect(['x', 'ab', 'c'].map(anyWildcard(['a*', 'c']))).toEqual([false, true, true]);
    expect(anyWildcard([])('a')).toBe(false);
  });
});
