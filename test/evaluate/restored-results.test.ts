import { describe, expect, test } from 'vitest';
import { denied, type ExampleParts, exampleInventory, NOW, tableArnOf } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { known } from '../../src/model/fact.ts';
import type { Inventory, RegionInventory } from '../../src/model/inventory.ts';
import type { TableRecord } from '../../src/model/table.ts';
import { judge, policiesOf, resultOf } from '../aws-meaning/judge.ts';

const TESTED = 'awsbackup-restore-test-0c1d';
const PART = 'restore: { settings: { tags: { team: payments } } }';

describe('a table that bears the name of one that was restored', () => {
  const restored = { tags: { team: 'payments' } };

  test('is judged as restored when it is as old as the restore', () => {
    const report = judge(exampleInventory({ restored }), PART);
    expect(resultOf(report, 'restored-tags', 'orders-restored').status).toBe('pass');
  });

  test.each([
    ['what it has', restored],
    ['what it lacks', { tags: {} }],
  ])('is unknown when nobody may say how old it is, whatever %s', (_, settings) => {
    const description = denied('dynamodb:DescribeTable');
    const report = judge(exampleInventory({ restored: { ...settings, description } }), PART);
    expect(resultOf(report, 'restored-tags', 'orders-restored')).toMatchObject({
      status: 'unknown',
      message: 'cannot tell whether the table is still the one that was restored, or another of its name',
      unknown: { reason: 'denied', permission: 'dynamodb:DescribeTable' },
    });
  });

  test('is another one when it was created after the restore', () => {
    const report = judge(exampleInventory({ restored: { ...restored, description: { createdAt: NOW } } }), PART);
    expect(report.results.map(({ control, resource, status }) => [resource.name, control, status])).toEqual([
      ['orders', 'restored-tags', 'not-applicable'],
      ['orders-restored', 'restored-tags', 'not-applicable'],
    ]);
  });
});

describe('a restored table is a table like any other', () => {
  const twice = exampleInventory({ restored: {} });
  const regionInventory = twice.regions[0];
  const made = regionInventory?.tables.known ? regionInventory.tables.value : [];
  const again = { ...made[1], arn: tableArnOf('orders-again'), name: 'orders-again' } as TableRecord;
  const jobs = regionInventory?.restoreJobs.known ? regionInventory.restoreJobs.value : [];
  const ofRestored = { ...jobs[0], id: 'restore-9', sourceArn: tableArnOf('orders-restored'), createdArn: again.arn };
  const chain: Inventory = {
    ...twice,
    regions: [
      {
        ...regionInventory,
        tables: known([...made, again, { ...again, arn: tableArnOf(TESTED), name: TESTED }], 'dynamodb:ListTables'),
        restoreJobs: known(
          [...jobs, ofRestored, { ...ofRestored, id: 'restore-10', createdArn: tableArnOf(TESTED) }],
          'backup:ListRestoreJobs',
        ),
      } as RegionInventory,
    ],
  };
  const coverage = (tables: string, requirePolicy: boolean) => {
    const policies = policiesOf(`tables: ${tables}\n${PART}`);
    const report = evaluate({ policies, estate: estateOf(chain, NOW), requirePolicy, version: 'test' });
    const lines = report.results.map(({ control, resource, status }) => `${resource.name} ${control} ${status}`);
    return { lines, unmatched: report.unmatchedTables.map((arn) => arn.split('/')[1]) };
  };

  test('unmatched where no policy matches it, and so is what was restored from it, restore tests apart', () => {
    expect(coverage('{ names: [orders] }', false)).toEqual({
      lines: ['orders-restored restored-tags fail'],
      unmatched: ['orders-again', 'orders-restored'],
    });
    expect(coverage('{ names: [orders] }', true).lines).toEqual([
      'orders policy-coverage pass',
      'orders-again policy-coverage fail',
      'orders-restored policy-coverage fail',
      'orders-restored restored-tags fail',
    ]);
  });

  test('matched where one does, and judged as restored by the policies of its source alone', () => {
    expect(coverage('{ names: [orders-restored] }', false)).toEqual({
      lines: ['orders-again restored-tags fail'],
      unmatched: ['orders', 'orders-again'],
    });
  });
});

test('no table to judge and restores that are known do not contradict each other', () => {
  const said = (restoreJobs: ExampleParts['restoreJobs']) => {
    const report = judge(exampleInventory({ restoreJobs: restoreJobs ?? [] }), PART);
    return resultOf(report, 'restored-tags').message;
  };
  expect(said([])).toBe('no table restored from orders was found');
  expect(said([{}])).toBe('1 restore of orders known, and no table that it made is there now');
  expect(said([{}, {}])).toBe('2 restores of orders known, and no table that they made is there now');
});

test('a restore may be hidden in a place that could not be entered', () => {
  const unread = [{ region: 'eu-north-1', why: denied('sts:AssumeRole') }];
  const report = judge({ ...exampleInventory({ restoreJobs: [{}] }), unread }, `${PART.replace('{', '{ rto: 1h,')}`);
  for (const control of ['restored-tags', 'restore-time']) {
    expect(resultOf(report, control)).toMatchObject({ status: 'unknown', unknown: { permission: 'sts:AssumeRole' } });
  }
});
