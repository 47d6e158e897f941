import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coversFamily, overlaps } from '../../src/estate/pattern-cover.ts';
import { wildcard } from '../../src/model/wildcard.ts';

const POINTS = 'arn:aws:backup:eu-west-1:111122223333:recovery-point:*';

describe('a pattern and a family of ARNs', () => {
  test.each([
    ['*', true],
    [POINTS, true],
    ['arn:aws:backup:*:*:recovery-point:*', true],
    ['arn:*:recovery-point:*', true],
    ['arn:aws:backup:eu-west-1:111122223333:*', true],
    ['arn:aws:backup:eu-central-1:111122223333:recovery-point:*', false],
    ['arn:aws:backup:eu-west-1:111122223333:recovery-point:1*', false],
    ['arn:aws:backup:eu-west-1:111122223333:recovery-point:????????-????-????-????-????????????', false],
    ['arn:aws:backup:eu-west-1:111122223333:backup-vault:main', false],
    ['arn:aws:dynamodb:*:*:table/*/backup/*', false],
  ])('%s covers the points of a vault: %s', (pattern, covers) => {
    expect(coversFamily(pattern, POINTS)).toBe(covers);
  });

  test.each([
    ['arn:aws:backup:*:*:recovery-point:abc', true],
    ['arn:*', true],
    ['arn:aws:ec2:*::snapshot/*', false],
    ['arn:aws:backup:eu-west-1:111122223333:recovery-poin?:*', true],
    ['arn:aws:backup:eu-west-1:111122223333:recovery-point', false],
    ['', false],
  ])('%s overlaps with the points of a vault: %s', (pattern, meets) => {
    expect(overlaps(pattern, POINTS)).toBe(meets);
    expect(overlaps(POINTS, pattern)).toBe(meets);
  });
});

const text = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 6 });

test('whatever fits both of two patterns makes them overlap', () => {
  fc.assert(
    fc.property(text('ab*?'), text('ab*?'), text('ab'), (one, other, word) => {
      if (wildcard(one)(word) && wildcard(other)(word)) expect(overlaps(one, other)).toBe(true);
    }),
  );
});

test('patterns that overlap have a word in common', () => {
  const words = ['', ...'ab'].flatMap((a) =>
    ['', ...'ab'].flatMap((b) => ['', ...'ab'].flatMap((c) => ['', ...'ab'].map((d) => a + b + c + d))),
  );
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab*?'), maxLength: 2 }),
      fc.string({ unit: fc.constantFrom(...'ab*?'), maxLength: 2 }),
      (one, other) => {
        expect(overlaps(one, other)).toBe(words.some((word) => wildcard(one)(word) && wildcard(other)(word)));
      },
    ),
  );
});
