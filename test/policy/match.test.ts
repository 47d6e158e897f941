import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../src/model/fact.ts';
import type { TableMatcher } from '../../src/model/policy.ts';
import type { Tags } from '../../src/model/table.ts';
import { type MatchSubject, matchTable } from '../../src/policy/match.ts';

const DENIED = unknown('denied', 'dynamodb:ListTagsOfResource was denied', 'dynamodb:ListTagsOfResource');

function table(name: string, tags: Tags | undefined = {}): MatchSubject {
  return {
    arn: `arn:aws:dynamodb:eu-west-1:111122223333:table/${name}`,
    name,
    account: '111122223333',
    region: 'eu-west-1',
    tags: known(tags, 'test'),
  };
}

const unresolved = (name: string): MatchSubject => ({ ...table(name), tags: DENIED });

/** A preview that does not tell its account. */
const homeless: MatchSubject = { ...table('orders'), placeUnknown: { account: DENIED } };

describe('matchTable', () => {
  it.each<[string, TableMatcher, MatchSubject, 'yes' | 'no' | 'undecided']>([
    ['an empty matcher matches every table', {}, table('a'), 'yes'],
    ['an empty matcher needs no tags', {}, unresolved('a'), 'yes'],
    ['* stands for any characters', { names: ['pay*s'] }, table('payments'), 'yes'],
    ['* stands for no character too', { names: ['payments*'] }, table('payments'), 'yes'],
    ['? stands for one character', { names: ['pay?'] }, table('pays'), 'yes'],
    ['? does not stand for none', { names: ['pays?'] }, table('pays'), 'no'],
    ['an account that is not told may be the one', { accounts: ['444455556666'] }, homeless, 'undecided'],
    ['an account that is not told may be left out', { except: { accounts: ['444455556666'] } }, homeless, 'undecided'],
    ['an account that is not told is one of all', { accounts: ['*'] }, homeless, 'yes'],
    [
      'an account that is not told does not matter where a name decides',
      { accounts: ['4*'], names: ['x'] },
      homeless,
      'no',
    ],
    ['a Region may be told without the account', { regions: ['eu-west-1'] }, homeless, 'yes'],
    ['case counts', { names: ['Pay*'] }, table('payments'), 'no'],
    ['a pattern fits the whole name', { names: ['pay'] }, table('payments'), 'no'],
    ['a dot is a dot', { names: ['a.b'] }, table('axb'), 'no'],
    ['the values of a key are ORed', { names: ['x', 'payments'] }, table('payments'), 'yes'],
    ['keys are ANDed', { names: ['payments'], regions: ['us-*'] }, table('payments'), 'no'],
    ['tag keys are ANDed', { tags: { tier: ['gold'], team: ['a'] } }, table('t', { tier: 'gold' }), 'no'],
    ['tag values are ORed', { tags: { tier: ['gold', 'platinum'] } }, table('t', { tier: 'platinum' }), 'yes'],
    ['a tag value may be a pattern', { tags: { tier: ['go*'] } }, table('t', { tier: 'gold' }), 'yes'],
    ['* means that the tag is present', { tags: { tier: ['*'] } }, table('t', { tier: '' }), 'yes'],
    ['* does not fit an absent tag', { tags: { tier: ['*'] } }, table('t'), 'no'],
    ['a tag key that objects have by nature is absent', { tags: { constructor: ['*'] } }, table('t'), 'no'],
    ['accounts and regions count', { accounts: ['1111*'], regions: ['eu-west-1'] }, table('t'), 'yes'],
    ['except leaves out by any key', { except: { names: ['x'], regions: ['eu-*'] } }, table('t'), 'no'],
    ['except leaves out by any tag key', { except: { tags: { a: ['*'], b: ['*'] } } }, table('t', { b: '1' }), 'no'],
    [
      'except that fits nothing leaves nothing out',
      { except: { names: ['x'], tags: { a: ['*'] } } },
      table('t'),
      'yes',
    ],
    ['an empty except leaves nothing out', { except: {} }, table('t'), 'yes'],
    ['unknown tags that are asked for decide nothing', { tags: { tier: ['gold'] } }, unresolved('t'), 'undecided'],
    [
      'unknown tags do not matter when the name says no',
      { names: ['x'], tags: { tier: ['gold'] } },
      unresolved('t'),
      'no',
    ],
    [
      'unknown tags do not matter when except says no',
      { tags: { tier: ['gold'] }, except: { names: ['t'] } },
      unresolved('t'),
      'no',
    ],
    [
      'unknown tags of except leave it undecided',
      { names: ['t'], except: { tags: { temporary: ['*'] } } },
      unresolved('t'),
      'undecided',
    ],
    [
      'unknown tags of except do not matter when the name says no',
      { names: ['x'], except: { tags: { a: ['*'] } } },
      unresolved('t'),
      'no',
    ],
  ])('%s', (_sentence, matcher, subject, expected) => {
    expect(matchTable(matcher, subject).match).toBe(expected);
  });

  it('says why it is undecided', () => {
    expect(matchTable({ tags: { tier: ['*'] } }, unresolved('t'))).toEqual({ match: 'undecided', why: DENIED });
  });

  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 });
  const patterns = fc.array(pattern, { minLength: 1, maxLength: 2 });
  const filter = fc.record(
    {
      names: patterns,
      tags: fc.dictionary(fc.constantFrom('k', 'l'), patterns),
      regions: fc.constantFrom(['eu-*'], ['us-*']),
    },
    { requiredKeys: [] },
  );
  const matcher = fc
    .tuple(filter, fc.option(filter, { nil: undefined }))
    .map(([own, except]): TableMatcher => (except === undefined ? own : { ...own, except }));
  const word = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 });
  const tagged = fc.dictionary(fc.constantFrom('k', 'l'), word);

  it('never says the opposite when tags become unknown', () => {
    fc.assert(
      fc.property(matcher, word, tagged, (asked, name, tags) => {
        const listed = matchTable(asked, table(name, tags)).match;
        const unsure = matchTable(asked, unresolved(name)).match;
        expect(unsure === 'undecided' || unsure === listed).toBe(true);
      }),
    );
  });

  it('is undecided only when some tags would match and others would not', () => {
    fc.assert(
      fc.property(filter, word, (asked, name) => {
        fc.pre(matchTable(asked, unresolved(name)).match === 'undecided');
        expect(matchTable(asked, table(name)).match).toBe('no');
      }),
    );
  });

  it('matches fewer tables with an except than without', () => {
    fc.assert(
      fc.property(matcher, word, tagged, (asked, name, tags) => {
        const { except: _left, ...without } = asked;
        const subject = table(name, tags);
        if (matchTable(asked, subject).match === 'yes') expect(matchTable(without, subject).match).toBe('yes');
      }),
    );
  });
});
