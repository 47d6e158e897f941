import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/policy/nearest.ts';

describe('nearest', () => {
  it.each([
    ['frequencey', 'frequency'],
    ['fequency', 'frequency'],
    ['rpoo', 'rpo'],
    ['opr', undefined],
    ['rop', 'rpo'],
    ['FREQUENCY', 'frequency'],
    ['cold-after', 'coldAfter'],
    ['cold_after', 'coldAfter'],
    ['zebra', undefined],
    ['', undefined],
    ['f'.repeat(100_000), undefined],
  ])('finds for %s what was meant', (word, meant) => {
    expect(nearest(word, ['frequency', 'rpo', 'retention', 'coldAfter'])).toBe(meant);
  });

  it('asks, when it has an answer', () => {
    expect(didYouMean('retnetion', ['retention'])).toBe('did you mean `retention`?');
    expect(didYouMean('x', ['retention'])).toBeUndefined();
  });
});
