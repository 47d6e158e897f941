import { describe, expect, it } from 'vitest';
import { unknown } from '../../src/model/fact.ts';
import { selectionWarnings } from '../../src/selection/selection-warnings.ts';
import { arnOf, type BodyParts, OPTED_IN, plan, region, selection, table, tableWithTags } from './fixtures.ts';

const tables = [table('orders', { tier: 'gold' }), table('users', { tier: 'gold' }), table('logs', { tier: 'low' })];

function surprisesOf(parts: BodyParts, among = tables) {
  return selectionWarnings(region([plan('p', [selection('s', parts)])]), among).map(
    ({ kind, detail }) => `${kind}: ${detail}`,
  );
}

const many = (n: number, text: (index: number) => string) => Array.from({ length: n }, (_, index) => text(index));

describe('a surprise', () => {
  it('is a plan without a selection', () => {
    const lone = plan('lone', []);
    expect(selectionWarnings(region([lone]), tables)).toEqual([
      { plan: lone, kind: 'plan-without-selection', detail: 'the plan has no selection, so it backs nothing up' },
    ]);
  });

  it('is not a plan whose selections could not be listed', () => {
    const hidden = plan('hidden', [], { selections: unknown('denied', 'refused') });
    expect(selectionWarnings(region([hidden]), tables)).toEqual([]);
    expect(selectionWarnings(region([], { plans: unknown('denied', 'refused') }), tables)).toEqual([]);
  });

  it('is a selection about tables that selects none', () => {
    const none = ['selects-no-table: none of the tables of the Region is selected'];
    expect(surprisesOf({ resources: ['arn:aws:dynamodb:*:*:table/payments-*'] })).toEqual(none);
    expect(surprisesOf({ resources: ['arn:aws:dynamodb:us-east-1:*:table/*'] })).toEqual(none);
  });

  it('is not a selection that may be meant for other services, or may select one', () => {
    expect(surprisesOf({ listOfTags: ['tier=none'] })).toEqual([]);
    expect(surprisesOf({ resources: ['*'], equals: ['aws:ResourceTag/tier=none'] })).toEqual([]);
    const open = { resources: ['arn:aws:dynamodb:*:*:table/*'], equals: ['aws:ResourceTag/tier=none'] };
    expect(surprisesOf(open, [tableWithTags('t', unknown('denied', 'refused'))])).toEqual([]);
    expect(surprisesOf(open)).toEqual(['selects-no-table: none of the tables of the Region is selected']);
  });

  it('is ListOfTags that brings in tables beside Resources', () => {
    expect(surprisesOf({ resources: [arnOf('orders')], listOfTags: ['tier=gold'] })).toEqual([
      'tags-add-tables: ListOfTags adds to Resources and does not narrow them: only tags bring in users',
    ]);
    expect(surprisesOf({ listOfTags: ['tier=gold'] })).toEqual([]);
    expect(surprisesOf({ resources: ['*'], listOfTags: ['tier=gold'] })).toEqual([]);
  });

  it('counts the tables that it does not name', () => {
    const crowd = many(5, (index) => `t${index}`).map((name) => table(name, { a: '1' }));
    expect(surprisesOf({ resources: ['arn:aws:s3:::*'], listOfTags: ['a=1'] }, crowd)).toEqual([
      'tags-add-tables: ListOfTags adds to Resources and does not narrow them: only tags bring in t0, t1, t2 and 2 more',
    ]);
  });

  it('is a wildcard before the end, in either list', () => {
    const found = surprisesOf({
      resources: ['arn:aws:dynamodb:*:*:table/*s', 'arn:aws:dynamodb:*:*:table/*'],
      notResources: ['arn:aws:dynamodb:*:*:table/*-tmp'],
    });
    expect(found.map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual([
      'inner-wildcard: Resources[0]',
      'inner-wildcard: NotResources[0]',
    ]);
  });

  it('is a key with the prefix twice, or of the other list', () => {
    const kinds = surprisesOf({
      resources: ['*'],
      equals: ['aws:ResourceTag/aws:ResourceTag/a=1', 'a=1', 'aws:ResourceTag/a=1'],
      listOfTags: ['aws:ResourceTag/a=1'],
    }).map((each) => each.split(':')[0]);
    expect(kinds).toEqual(['undocumented-key', 'doubled-prefix', 'undocumented-key']);
  });

  it('is a * that is taken as itself', () => {
    expect(surprisesOf({ listOfTags: ['tier=go*'] })).toEqual([
      'literal-wildcard: ListOfTags tier=go*: StringEquals takes * as itself',
    ]);
    expect(surprisesOf({ resources: ['*'], like: ['aws:ResourceTag/tier=go*'] })).toEqual([]);
  });

  it('is a selection of Conditions alone', () => {
    expect(surprisesOf({ equals: ['aws:ResourceTag/tier=gold'] })).toEqual([
      'conditions-alone: Conditions stand without Resources and ListOfTags, and AWS does not document what that selects',
    ]);
  });

  it('is more than a documented quota, and not the quota itself', () => {
    const of = (more: number): BodyParts => ({
      resources: [
        ...many(500 + more, (index) => arnOf(`t${index}`)),
        ...many(30 + more, (index) => `arn:aws:s3:::b${index}*`),
        arnOf('orders'),
      ].slice(more === 0 ? 1 : 0),
      listOfTags: many(30 + more, (index) => `k${index}=v`),
      like: many(30 + more, (index) => `aws:ResourceTag/k${index}=v`),
    });
    expect(surprisesOf(of(0))).toEqual([]);
    expect(surprisesOf(of(1))).toEqual([
      'over-quota: 502 ARNs without wildcards in Resources, AWS allows 500',
      'over-quota: 31 ARNs with wildcards in Resources, AWS allows 30',
      'over-quota: 31 Conditions, AWS allows 30',
      'over-quota: 31 tags in ListOfTags, AWS allows 30',
    ]);
  });

  it('is more than ten selections by tag in a plan', () => {
    const crowded = plan(
      'p',
      many(11, (index) => `s${index}`).map((name) => selection(name, { listOfTags: ['tier=gold'] })),
    );
    expect(selectionWarnings(region([crowded], { settings: OPTED_IN }), tables)).toEqual([
      { plan: crowded, kind: 'over-quota', detail: '11 selections by tag in a plan, AWS allows 10' },
    ]);
  });
});
