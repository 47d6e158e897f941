import { expect, test } from 'vitest';
import { CONTROL_IDS } from '../../src/app/catalogue/control-ids.ts';
import { ACCOUNT, ago, denied, type ExampleParts, exampleInventory, NOW } from '../../src/controls/example.ts';
import { measureRestores } from '../../src/evaluate/restore-report.ts';
import type { RestoreTestingPlan } from '../../src/model/job.ts';
import type { TableTimes } from '../../src/model/restore-report.ts';
import { loadPolicies } from '../../src/policy/load.ts';
import { drillTexts } from '../../src/report/restore-columns.ts';

const PLAN: RestoreTestingPlan = {
  name: 'weekly',
  arn: `arn:aws:backup:eu-west-1:${ACCOUNT}:restore-testing-plan:weekly`,
  scheduleExpression: 'cron(0 5 ? * SUN *)',
  includeVaults: ['*'],
  excludeVaults: [],
  selections: [
    {
      name: 'all',
      resourceType: 'DynamoDB',
      resourceArns: ['*'],
      conditions: { stringEquals: [], stringNotEquals: [] },
    },
  ],
};

function timesOf(parts: ExampleParts, restore = 'testedEvery: 7d'): TableTimes | undefined {
  const text = `apiVersion: holdfast/v1\nkind: Policy\nname: drills\ntables: {}\nrestore: { ${restore} }\n`;
  const files = [{ path: 'p.yaml', bytes: new TextEncoder().encode(text) }];
  const { policies } = loadPolicies(files, () => undefined, CONTROL_IDS);
  return measureRestores({ policies, inventory: exampleInventory(parts), now: NOW, version: '0' }).tables.find(
    ({ name }) => name === 'orders',
  );
}

const elsewhere = `arn:aws:dynamodb:eu-west-1:444455556666:table/orders`;

test('a drill tells what it took, from what, where, how it went and what followed', () => {
  const found = timesOf({
    restoreTestingPlans: [PLAN],
    restoreJobs: [
      {
        id: 'first',
        createdAt: ago(200),
        completedAt: ago(199),
        recoveryPointCreatedAt: ago(203),
        validationStatus: 'FAILED',
        restoreTestingPlanArn: PLAN.arn,
      },
      { id: 'second', createdAt: ago(190), status: 'FAILED', statusMessage: 'no role' },
      {
        id: 'third',
        createdAt: ago(180),
        completedAt: ago(178),
        recoveryPointCreatedAt: ago(204),
        createdArn: elsewhere,
      },
      { id: 'last', createdAt: ago(3), status: 'ABORTED', recoveryPointCreatedAt: ago(1) },
    ],
  });
  expect(found?.drills).toMatchObject([
    { id: 'first', good: false, minutes: 60, rpoMinutes: 180, testingPlan: PLAN.arn, followedBy: { id: 'third' } },
    { id: 'second', good: false, statusMessage: 'no role', followedBy: { id: 'third' } },
    { id: 'third', good: true, minutes: 120, rpoMinutes: 24 * 60, account: '444455556666', region: 'eu-west-1' },
    { id: 'last', good: false },
  ]);
  // A point from after the start is none that the restore took.
  expect(found?.drills.at(-1)).not.toHaveProperty('rpoMinutes');
  expect(found?.drills.at(-1)).not.toHaveProperty('followedBy');
  expect(found?.nextDrills).toEqual([{ testingPlan: 'weekly', at: '2026-11-29T05:00:00.000Z' }]);
  expect(found?.drillsDue).toMatchObject([{ dueAt: ago(178 - 7 * 24), status: 'fail' }]);
});

test.each([
  ['a restore that counts', 'testedEvery: 7d', { status: 'pass', dueAt: ago(9.5 - 7 * 24) }],
  ['none that was validated', 'testedEvery: 7d, validated: true', { status: 'fail' }],
  ['none in another account', 'testedEvery: 7d, testedIn: other-account', { status: 'unknown' }],
])('the next drill is due by %s', (_, restore, due) => {
  expect(timesOf({ restoreJobs: [{}] }, restore)?.drillsDue).toMatchObject([
    { policy: 'drills', everyMinutes: 7 * 1440, ...due },
  ]);
});

test('of a restore that may have been of an earlier table of the name nothing is called overdue', () => {
  const table = { description: denied('dynamodb:DescribeTable') };
  const found = timesOf({ restoreJobs: [{}], table }, 'testedEvery: 7d');
  expect(found?.drillsDue).toMatchObject([{ status: 'unknown' }]);
  expect(found?.drillsDue[0]).not.toHaveProperty('dueAt');
  expect(found && drillTexts(found).join()).toMatch(/whether a drill is overdue is not known: cannot tell/);
});
