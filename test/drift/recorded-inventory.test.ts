import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { ago, denied, type ExampleParts, exampleInventory, NOW } from '../../src/controls/example.ts';
import type { Baseline } from '../../src/drift/baseline.ts';
import { inventoryOf } from '../../src/drift/recorded-inventory.ts';
import { known } from '../../src/model/fact.ts';
import { inventorySchema } from '../../src/sources/inventory-schema.ts';
import { baseline, baselineFrom } from './compare.ts';

/** The thirteen settings of each table, without what belongs to the account. */
function settingsOf({ accounts }: Baseline): unknown {
  return Object.values(accounts).flatMap(({ regions }) =>
    Object.values(regions).flatMap(({ tables }) =>
      Object.entries(tables ?? {}).map(([name, { selectedBy: _, iamPolicies, ...settings }]) => ({
        name,
        ...settings,
        resourcePolicy: iamPolicies.resourcePolicy,
      })),
    ),
  );
}

function again(recorded: Baseline): Baseline {
  const inventory = inventoryOf(recorded);
  return baselineFrom({ ...inventory, accounts: exampleInventory().accounts });
}

const RICH: ExampleParts = {
  table: {
    tags: { team: 'payments', tier: 'gold' },
    timeToLive: known({ status: 'ENABLED', attribute: 'expiresAt' }, 'test'),
    pointInTimeRecovery: known({ enabled: true, recoveryPeriodDays: 14 }, 'test'),
    resourcePolicy: known(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'dynamodb:*', Resource: '*' },
        ],
      }),
      'test',
    ),
    description: {
      createdAt: ago(400),
      billingMode: 'PROVISIONED',
      throughput: { readUnits: 20, writeUnits: 7 },
      globalIndexes: [
        {
          name: 'by-day',
          keys: [
            { name: 'the day, HASH of it', type: 'HASH' },
            { name: 'at', type: 'RANGE' },
          ],
          projection: 'INCLUDE',
          nonKeyAttributes: ['b', 'a'],
          throughput: { readUnits: 3, writeUnits: 4 },
        },
      ],
      localIndexes: [
        { name: 'by-size', keys: [{ name: 'id', type: 'HASH' }], projection: 'KEYS_ONLY', nonKeyAttributes: [] },
      ],
      encryption: { kind: 'kms', keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1', status: 'ENABLED' },
      stream: 'NEW_AND_OLD_IMAGES',
      deletionProtection: true,
    },
  },
  restored: {},
  scalableTargets: [
    { dimension: 'dynamodb:table:ReadCapacityUnits', minCapacity: 10, maxCapacity: 100 },
    { resourceId: 'table/orders/index/by-day', dimension: 'dynamodb:index:WriteCapacityUnits', minCapacity: 4 },
  ],
  scalingPolicies: [
    {
      dimension: 'dynamodb:table:ReadCapacityUnits',
      targetValue: 62.5,
      scaleInCooldownSeconds: 60,
      scaleOutCooldownSeconds: 30,
      disableScaleIn: true,
    },
  ],
  scheduledActions: [
    { name: 'morning › first', timezone: 'Asia/Tokyo', endAt: '2027-01-31T00:00:00.000Z', maxCapacity: 400 },
    { name: 'weekly', resourceId: 'table/orders/index/by-day', dimension: 'dynamodb:index:WriteCapacityUnits' },
  ],
  alarms: [
    {
      name: 'throttled',
      watches: [{ metric: 'ReadThrottleEvents', table: 'orders', index: 'by-day', operation: 'Query' }],
      statistic: 'Sum',
      periodSeconds: 60,
      evaluationPeriods: 3,
      threshold: 1.5,
      comparison: 'GreaterThanThreshold',
      actions: ['arn:aws:sns:eu-west-1:111122223333:on-call'],
    },
    {
      name: 'both',
      watches: [
        { metric: 'SystemErrors', table: 'orders' },
        { metric: 'SystemErrors', table: 'orders-restored' },
      ],
      expression: 'm1 + m2',
      actionsEnabled: false,
    },
    { name: 'either', kind: 'composite', watches: [], expression: 'ALARM(throttled) OR ALARM(deploying)' },
  ],
};

describe('the facts that a baseline was written from', () => {
  test('give the same baseline when they are recorded again', () => {
    for (const parts of [{}, { restored: {} }, RICH]) {
      const recorded = baseline(parts);
      expect(settingsOf(again(recorded))).toEqual(settingsOf(recorded));
    }
  });

  test('keep the types of keys, and what a table on demand and its indexes serve at most', () => {
    const description = {
      attributeTypes: { id: 'S', day: 'N' },
      onDemandThroughput: { readUnits: 40 },
      globalIndexes: [
        {
          ...{
            name: 'by-day',
            keys: [{ name: 'day', type: 'HASH' as const }],
            projection: 'ALL',
            nonKeyAttributes: [],
          },
          onDemandThroughput: { writeUnits: 7 },
        },
      ],
    };
    const recorded = baseline({ table: { description } });
    const [region] = inventoryOf(recorded).regions;
    const table = region?.tables.known ? region.tables.value[0] : undefined;
    expect(table?.description).toMatchObject({ known: true, value: description });
    const older = JSON.parse(JSON.stringify(recorded).replace('"onDemandMaximum"', '"maxima"'));
    const [then] = inventoryOf(older).regions;
    const before = then?.tables.known ? then.tables.value[0] : undefined;
    expect(before?.description).toMatchObject({ value: { onDemandUnknown: { reason: 'not-collected' } } });
  });

  test('are an inventory of that instant', () => {
    const inventory = inventoryOf(baseline(RICH));
    expect(inventory.takenAt).toBe(NOW);
    const validate = new Ajv2020({ strict: false }).compile(inventorySchema);
    expect(validate(JSON.parse(JSON.stringify(inventory))), JSON.stringify(validate.errors?.[0])).toBe(true);
  });

  test('are unknown where they were unknown, for the same reason', () => {
    const parts: ExampleParts = {
      table: { description: denied('dynamodb:DescribeTable'), tags: denied('tag:GetResources') },
      alarms: denied('cloudwatch:DescribeAlarms'),
    };
    const [region] = inventoryOf(baseline(parts)).regions;
    const table = region?.tables.known ? region.tables.value[0] : undefined;
    expect(table?.description).toEqual(denied('dynamodb:DescribeTable'));
    expect(table?.tags).toEqual(denied('tag:GetResources'));
    expect(region?.alarms).toEqual(denied('cloudwatch:DescribeAlarms'));
  });

  test('are unknown where somebody wrote into the baseline what no baseline holds', () => {
    const text = JSON.stringify(baseline(RICH))
      .replace('"windowDays":14', '"windowDays":"long"')
      .replace('"10–100 units', '"some units')
      .replace('"watches":[', '"watched":[');
    const [region] = inventoryOf(JSON.parse(text)).regions;
    const table = region?.tables.known ? region.tables.value.find(({ name }) => name === 'orders') : undefined;
    for (const fact of [table?.pointInTimeRecovery, region?.scalableTargets, region?.alarms]) {
      expect(fact).toMatchObject({ known: false, reason: 'not-collected' });
    }
  });
});
