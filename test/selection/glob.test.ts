import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, matchGlob } from '../../src/selection/glob.ts';

const match = (pattern: string, text: string) => matchGlob(compileGlob(pattern), text);

/** The same meaning, by backtracking: fit for short texts only. */
function reference(pattern: string, text: string): string {
  const escaped = pattern.split('*').map((piece) => piece.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  if (new RegExp(`^${escaped.join('\\S*')}$`, 's').test(text)) return 'yes';
  return new RegExp(`^${escaped.join('[\\s\\S]*')}$`, 's').test(text) ? 'across-whitespace' : 'no';
}

describe('a glob', () => {
  it.each([
    ['*', '', 'yes'],
    ['', '', 'yes'],
    ['', 'a', 'no'],
    ['a*a', 'a', 'no'],
    ['a*a', 'aa', 'yes'],
    ['orders-?', 'orders-1', 'no'],
    ['orders-?', 'orders-?', 'yes'],
    ['a.c', 'abc', 'no'],
    ['Orders*', 'orders-1', 'no'],
    ['a**b', 'ab', 'yes'],
    ['*b*b', 'bb', 'yes'],
    ['*b*b', 'b', 'no'],
    ['go*', 'gold plus', 'across-whitespace'],
    ['gold *', 'gold plus', 'yes'],
    ['*', ' ', 'across-whitespace'],
  ])('%j against %j: %s', (pattern, text, expected) => {
    expect(match(pattern, text)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const letters = (extra: string) => fc.string({ unit: fc.constantFrom(...`ab ?.\n\u00a0${extra}`), maxLength: 9 });
    fc.assert(
      fc.property(letters('***'), letters(''), (pattern, text) => {
        expect(match(pattern, text)).toBe(reference(pattern, text));
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees with a regular expression on patterns cut from the text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 12 });
    fc.assert(
      fc.property(text, fc.array(fc.tuple(fc.nat(11), fc.nat(4))), (original, cuts) => {
        const pattern = cuts.reduce(
          (left, [at, length]) => `${left.slice(0, at)}*${left.slice(at + length)}`,
          original,
        );
        expect(match(pattern, original)).toBe(reference(pattern, original));
      }),
      { numRuns: 3000 },
    );
  });

  it('answers hostile patterns at once', () => {
    const text = `${'a'.repeat(2000)} ${'a'.repeat(2000)}`;
    const started = performance.now();
    expect(match(`${'a*'.repeat(1500)}b`, text)).toBe('no');
    expect(match(`${'*a'.repeat(1500)}*`, text)).toBe('across-whitespace');
    expect(match(`*${'aaaaaaab*'.repeat(200)}`, text)).toBe('no');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
