import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../src/model/fact.ts';
import type { PlanBody } from '../../src/model/plan.ts';
import { coverageIndex, coverageOf } from '../../src/selection/coverage.ts';
import { arnOf, OPTED_OUT, plan, region, rule, selection, table, tableWithTags } from './fixtures.ts';

const denied = (permission: string) => unknown('denied', `${permission} was refused`, permission);
const orders = table('payments-orders', { tier: 'gold' });

describe('coverage', () => {
  it('names plan, rules, selection and clause', () => {
    const gold = selection('gold', { listOfTags: ['tier=gold'] });
    const daily = plan('daily', [gold]);
    const coverage = coverageOf(
      orders,
      region([plan('other', [selection('s3', { resources: ['arn:aws:s3:::*'] })]), daily]),
    );
    expect(coverage.covering).toEqual([
      {
        plan: daily,
        rules: [rule('daily')],
        selections: [{ selection: gold, clause: 'ListOfTags tier=gold', notes: [] }],
      },
    ]);
    expect(coverage.possible).toEqual([]);
    expect(coverage.unread).toEqual([]);
  });

  it('names every selection of a plan that covers, and every plan', () => {
    const both = plan('both', [
      selection('all', { resources: ['*'] }),
      selection('gold', { listOfTags: ['tier=gold'] }),
      selection('silver', { listOfTags: ['tier=silver'] }),
    ]);
    const one = plan('one', [selection('exact', { resources: [arnOf('payments-orders')] })]);
    const { covering } = coverageOf(orders, region([both, one]));
    expect(
      covering.map(({ plan, selections }) => [plan.name, selections.map(({ selection }) => selection.name)]),
    ).toEqual([
      ['both', ['all', 'gold']],
      ['one', ['exact']],
    ]);
  });

  it('is unknown altogether when the plans could not be listed', () => {
    const plans = denied('backup:ListBackupPlans');
    const coverage = coverageOf(orders, region([], { plans }));
    expect(coverage).toEqual({ covering: [], possible: [], misses: [], furtherMisses: 0, unread: [plans] });
  });

  it('is only possible while the rules of the plan are unknown', () => {
    const body = denied('backup:GetBackupPlan');
    const all = selection('all', { resources: ['*'] });
    const hidden = plan('hidden', [all], { body });
    const coverage = coverageOf(orders, region([hidden]));
    expect(coverage.covering).toEqual([]);
    expect(coverage.possible).toEqual([
      {
        plan: hidden,
        why: body,
        clause: 'Resources[0] * matches',
        selections: [{ selection: all, clause: 'Resources[0] * matches' }],
      },
    ]);
  });

  it('does not count a plan with unknown rules that selects nothing', () => {
    const hidden = plan('hidden', [selection('s3', { resources: ['arn:aws:s3:::*'] })], {
      body: denied('backup:GetBackupPlan'),
    });
    expect(coverageOf(orders, region([hidden])).possible).toEqual([]);
  });

  it('is only possible while a selection or the list of selections is unknown', () => {
    const unlisted = denied('backup:ListBackupSelections');
    const unread = denied('backup:GetBackupSelection');
    const first = plan('first', [], { selections: unlisted });
    const second = plan('second', [selection('x', unread), selection('s3', { resources: ['arn:aws:s3:::*'] })]);
    const { possible } = coverageOf(orders, region([first, second]));
    expect(possible).toMatchObject([
      { plan: first, why: unlisted, rules: [rule('daily')], selections: [] },
      { plan: second, why: unread, rules: [rule('daily')], selections: [{ selection: { name: 'x' }, why: unread }] },
    ]);
  });

  it('is sure when one selection covers, whatever the others are', () => {
    const mixed = plan('mixed', [
      selection('x', denied('backup:GetBackupSelection')),
      selection('all', { resources: ['*'] }),
    ]);
    const coverage = coverageOf(orders, region([mixed]));
    expect(coverage.covering).toHaveLength(1);
    expect(coverage.possible).toEqual([]);
  });

  it('names a permission before a gap in the documents', () => {
    const open = selection('open', { equals: ['aws:ResourceTag/tier=gold'] });
    const unread = denied('backup:GetBackupSelection');
    const { possible } = coverageOf(orders, region([plan('p', [open, selection('x', unread)])]));
    expect(possible.map(({ why }) => why)).toEqual([unread]);
    expect(possible[0]?.selections.map(({ why }) => why?.reason)).toEqual(['undocumented', 'denied']);
  });

  it('follows the tags fact where only tags decide', () => {
    const tags = denied('tag:GetResources');
    const { possible, covering } = coverageOf(
      tableWithTags('payments-orders', tags),
      region([
        plan('tags', [selection('gold', { listOfTags: ['tier=gold'] })]),
        plan('all', [selection('all', { resources: ['*'] })]),
      ]),
    );
    expect(possible.map(({ plan, why, clause }) => [plan.name, why, clause])).toEqual([
      ['tags', tags, 'ListOfTags tier=gold'],
    ]);
    expect(covering.map(({ plan }) => plan.name)).toEqual(['all']);
  });

  it('ignores tables of restore testing, known plans or not', () => {
    const restored = table('awsbackup-restore-test-x');
    expect(coverageOf(restored, region([plan('all', [selection('all', {})])])).covering).toEqual([]);
    expect(coverageOf(restored, region([], { plans: denied('backup:ListBackupPlans') })).unread).toEqual([]);
  });

  it('is never given by plans of another Region or account', () => {
    const index = coverageIndex(region([plan('all', [selection('all', { resources: ['*'] })])]));
    const elsewhere = [
      'arn:aws:dynamodb:us-east-1:111122223333:table/t',
      'arn:aws:dynamodb:eu-west-1:444455556666:table/t',
    ];
    for (const arn of elsewhere) expect(index({ ...table('t'), arn }).covering).toEqual([]);
    expect(index(table('t')).covering).toHaveLength(1);
  });

  it('keeps plans with the same name, and a body without rules, apart', () => {
    const empty = known<PlanBody>({ rules: [], preview: [] }, 'test');
    const one = plan('same', [selection('all', { resources: ['*'] })], { id: '1', body: empty });
    const two = plan('same', [selection('all', { resources: ['*'] })], { id: '2' });
    expect(coverageOf(orders, region([one, two])).covering.map(({ plan, rules }) => [plan.id, rules.length])).toEqual([
      ['1', 0],
      ['2', 1],
    ]);
  });

  it('tells the same answers apart by table and hands equal ones out once', () => {
    const tags = denied('tag:GetResources');
    const index = coverageIndex(region([plan('tags', [selection('gold', { listOfTags: ['tier=gold'] })])]));
    const one = index(tableWithTags('a', tags)).possible[0];
    expect(index(tableWithTags('b', tags)).possible[0]).toBe(one);
    const other = denied('dynamodb:ListTagsOfResource');
    expect(index(tableWithTags('c', other)).possible[0]?.why).toBe(other);
  });
});

describe('near misses of coverage', () => {
  const plans = [
    plan('missing', [selection('a', { listOfTags: ['backup=true'] })]),
    plan('prefix', [selection('b', { resources: ['arn:aws:dynamodb:*:*:table/payments-old-*'] })]),
    plan('value', [selection('c', { listOfTags: ['tier=silver'] }), selection('d', { listOfTags: ['tier=bronze'] })]),
    plan('region', [selection('e', { resources: ['arn:aws:dynamodb:us-east-1:*:table/*'] })]),
    plan('case', [selection('f', { listOfTags: ['Tier=gold'] })]),
    plan('far', [selection('g', { resources: ['arn:aws:s3:::*'] })]),
  ];

  it('come nearest first, and the rest is counted', () => {
    const { misses, furtherMisses } = coverageOf(orders, region(plans));
    expect(misses.map(({ plan, selection, kind }) => [plan.name, selection.name, kind])).toEqual([
      ['case', 'f', 'case'],
      ['region', 'e', 'region'],
      ['value', 'c', 'tag-value'],
      ['value', 'd', 'tag-value'],
      ['prefix', 'b', 'prefix'],
    ]);
    expect(furtherMisses).toBe(1);
  });

  it('take one thing to change before two', () => {
    const far = plan('far', [selection('a', { resources: ['arn:aws:dynamodb:us-east-1:999988887777:table/*'] })]);
    const near = plan('near', [selection('b', { resources: ['arn:aws:dynamodb:us-east-1:*:table/*'] })]);
    const { misses } = coverageOf(orders, region([far, near]));
    expect(misses.map(({ plan }) => plan.name)).toEqual(['near', 'far']);
  });

  it('are no selections that cover the table or may cover it', () => {
    const { misses } = coverageOf(
      orders,
      region(
        [
          plan('covers', [selection('a', { resources: ['arn:aws:dynamodb:*:*:table/*'] })]),
          plan('may', [
            selection('b', { resources: ['arn:aws:dynamodb:*:*:table/*'], notEquals: ['aws:ResourceTag/x=1'] }),
          ]),
          plan('does not', [selection('c', { resources: ['*'] })]),
        ],
        { settings: OPTED_OUT },
      ),
    );
    expect(misses.map(({ plan, kind }) => [plan.name, kind])).toEqual([['does not', 'opted-out']]);
  });
});
