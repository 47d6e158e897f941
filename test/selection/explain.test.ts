import { describe, expect, it } from 'vitest';
import { unknown } from '../../src/model/fact.ts';
import { coverageOf } from '../../src/selection/coverage.ts';
import { explainCoverage, renderExplained } from '../../src/selection/explain.ts';
import { arnOf, plan, region, selection, table } from './fixtures.ts';

const orders = table('orders', { tier: 'gold' });
const asIs = (text: string) => text;

function explained(...args: Parameters<typeof region>): string[] {
  const home = region(...args);
  return renderExplained(explainCoverage(orders, coverageOf(orders, home)), asIs).split('\n');
}

describe('an explanation', () => {
  it('goes from plan to rule and from selection to clause', () => {
    expect(explained([plan('nightly', [selection('gold', { listOfTags: ['tier=gold'] })])])).toEqual([
      `table ${arnOf('orders')}`,
      '  covered by 1 plan',
      '    plan nightly (id-nightly)',
      '      selection gold',
      '        ListOfTags tier=gold',
      '      rule daily: cron(0 5 ? * * *) into vault main',
    ]);
  });

  it('carries notes under the clause', () => {
    const lines = explained([plan('p', [selection('s', { resources: ['arn:aws:dynamodb:*:*:table/*ers'] })])]);
    expect(lines.at(-2)).toMatch(/^ {10}note: arn:aws:dynamodb:\*:\*:table\/\*ers has a \* inside/);
  });

  it('tells the nearest misses where nothing covers', () => {
    expect(explained([plan('p', [selection('s', { listOfTags: ['tier=silver'] })])])).toEqual([
      `table ${arnOf('orders')}`,
      '  no plan of the Region covers it',
      '  nearest misses',
      '    plan p (id-p) › selection s: ListOfTags tier=silver: the table has tier=gold (tag-value)',
    ]);
  });

  it('counts the misses that it leaves out', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const lines = explained(names.map((name) => plan(name, [selection('s', { listOfTags: ['tier=silver'] })])));
    expect(lines).toHaveLength(9);
    expect(lines.at(-1)).toBe('    and 2 further');
  });

  it('says what stands in the way, once', () => {
    const why = unknown('denied', 'the selection could not be read', 'backup:GetBackupSelection');
    expect(explained([plan('p', [selection('s', why)])])).toEqual([
      `table ${arnOf('orders')}`,
      '  possibly covered by 1 plan',
      '    plan p (id-p)',
      '      selection s',
      '        unknown: the selection could not be read (denied: backup:GetBackupSelection)',
      '      rule daily: cron(0 5 ? * * *) into vault main',
    ]);
  });

  it('says that the rules are unknown although a selection covers', () => {
    const body = unknown('throttled', 'the plan could not be read');
    expect(explained([plan('p', [selection('s', { resources: ['*'] })], { body })])).toEqual([
      `table ${arnOf('orders')}`,
      '  possibly covered by 1 plan',
      '    plan p (id-p)',
      '      unknown: the plan could not be read (throttled)',
      '      selection s',
      '        Resources[0] * matches',
    ]);
  });

  it('says that the plans could not be read, and does not say that nothing covers', () => {
    const plans = unknown('denied', 'plans were refused', 'backup:ListBackupPlans');
    expect(explained([], { plans })).toEqual([
      `table ${arnOf('orders')}`,
      '  the plans could not be read: plans were refused (denied: backup:ListBackupPlans)',
    ]);
  });

  it('escapes every label and nothing of its own indentation', () => {
    const node = { label: 'a\u001b[31m', children: [{ label: 'b\nc', children: [] }] };
    const visible = (text: string) => text.replace('\u001b', '\\e').replace('\n', '\\n');
    expect(renderExplained(node, visible)).toBe('a\\e[31m\n  b\\nc');
  });
});
