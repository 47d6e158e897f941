import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Fact, NOT_COLLECTED } from '../../src/model/fact.ts';
import { instant } from '../../src/model/instant.ts';
import type { Inventory, RegionInventory } from '../../src/model/inventory.ts';
import { ACCOUNT_NEEDS, REGION_NEEDS, TABLE_NEEDS } from '../../src/model/need.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { collect } from '../../src/sources/collect.ts';
import { RATES } from '../../src/sources/rates.ts';
import type { CollectionRequest } from '../../src/sources/request.ts';
import { differences } from './differences.ts';
import { simulatedFault } from './simulated-fault.ts';

const NOW = '2026-11-22T08:00:00.000Z';
const ACCOUNT = '111122223333';
const ORDERS = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`;
const text = readFileSync(join(import.meta.dirname, 'estate.yaml'), 'utf8');

const EVERYTHING: CollectionRequest = {
  regions: ['eu-west-1'],
  roleArns: [],
  regionNeeds: new Set(REGION_NEEDS),
  accountNeeds: new Set(ACCOUNT_NEEDS),
  copyDestinations: [{ region: 'eu-central-1' }, { region: 'eu-central-1', account: '444455556666' }],
  describeEveryTable: true,
  tableNeeds: ({ tables }) =>
    new Map(tables.known ? tables.value.map((table) => [table.arn, new Set(TABLE_NEEDS)]) : []),
  lateNeeds: (regions) => ({
    tables: new Map(),
    unlisted: new Set([ORDERS]),
    backups: new Set(backupArns()),
    planVersions: new Map(
      regions.flatMap(({ plans }) => (plans.known ? plans.value.map(({ arn }) => [arn, instant(0)] as const) : [])),
    ),
  }),
};

let aws: Simulator;
/** The same read without faults: what every detour must come to. */
let plain: Inventory;
const scrubbed = { ...process.env };
beforeAll(async () => {
  aws = await startSimulator({ clock: () => Date.parse(NOW), scenario: { text, file: 'estate.yaml' } });
  Object.assign(process.env, aws.environment);
  plain = await read();
});
afterEach(() => {
  aws.faults.set([]);
  aws.state.pageSize = undefined;
});
afterAll(async () => {
  process.env = { ...scrubbed };
  await aws.close();
});

function read(request: CollectionRequest = EVERYTHING): Promise<Inventory> {
  return collect(request, { now: NOW, progress: () => undefined });
}

function backupArns(): readonly string[] {
  const regions = [...aws.state.accounts.values()].flatMap((account) => [...account.regions.values()]);
  return regions.flatMap((region) => [...region.nativeBackups.keys()]);
}

function factOf<T>(fact: Fact<T> | undefined): T {
  if (!fact?.known) throw new Error(`unknown: ${JSON.stringify(fact)}`);
  return fact.value;
}

function ireland(inventory = plain): RegionInventory {
  const found = inventory.regions.find((region) => region.region === 'eu-west-1');
  if (!found) throw new Error('eu-west-1 was not read');
  return found;
}

/** What was learned, without how many calls it took. */
function learned({ apiCalls: _, ...rest }: Inventory): Omit<Inventory, 'apiCalls'> {
  return rest;
}

describe('everything that policies may need is read as it is', () => {
  test('as plain JSON, so that it is judged alike at once and after it was saved', () => {
    expect(JSON.parse(JSON.stringify(plain))).toStrictEqual(plain);
  });

  test('plans, with rules, copies, previews and selections', () => {
    const [daily] = factOf(ireland().plans).filter((plan) => plan.name === 'daily');
    const body = factOf(daily?.body);
    expect(daily).toMatchObject({ createdAt: '2026-01-26T08:00:00.000Z', lastExecutedAt: '2026-11-22T05:00:00.000Z' });
    expect(body.rules).toEqual([
      {
        name: 'night',
        id: expect.any(String),
        vaultName: 'main',
        scheduleExpression: 'cron(0 5 ? * * *)',
        scheduleTimezone: 'Europe/Madrid',
        startWindowMinutes: 60,
        completionWindowMinutes: 600,
        lifecycle: { moveToColdStorageAfterDays: 30, deleteAfterDays: 365 },
        copyActions: [
          {
            destinationVaultArn: `arn:aws:backup:eu-central-1:${ACCOUNT}:backup-vault:copies`,
            lifecycle: { deleteAfterDays: 35 },
          },
        ],
      },
      { name: 'bare', id: expect.any(String), vaultName: 'plain', copyActions: [] },
    ]);
    expect(body.preview[0]?.at).toBe('2026-11-23T04:00:00.000Z');
    const selections = factOf(daily?.selections);
    expect(selections.find((selection) => selection.name === 'gold')?.body).toMatchObject({
      known: true,
      from: 'backup:GetBackupSelection',
      value: {
        resources: ['arn:aws:dynamodb:*:*:table/*'],
        notResources: ['arn:aws:dynamodb:*:*:table/scratch*'],
        listOfTags: [],
        conditions: {
          stringEquals: [{ key: 'aws:ResourceTag/tier', value: 'gold' }],
          stringNotEquals: [],
          stringLike: [],
          stringNotLike: [{ key: 'aws:ResourceTag/env', value: 'dev*' }],
        },
      },
    });
    expect(factOf(selections.find((selection) => selection.name === 'tagged')?.body).listOfTags).toEqual([
      { key: 'backup', value: 'yes' },
    ]);
  });

  test('vaults, with lock, key and access policy, and their points', () => {
    const region = ireland();
    const [main, plain] = factOf(region.vaults);
    expect(main).toMatchObject({
      name: 'main',
      locked: true,
      minRetentionDays: 7,
      maxRetentionDays: 400,
      lockDate: '2026-11-12T08:00:00.000Z',
      accessPolicy: { known: true, value: expect.stringContaining('backup:DeleteRecoveryPoint') },
    });
    expect(plain).toMatchObject({ name: 'plain', locked: false, accessPolicy: { known: true, value: null } });
    const [points, none] = factOf(region.recoveryPoints);
    expect(factOf(none?.points)).toEqual([]);
    expect(factOf(points?.points)).toHaveLength(11);
    expect(factOf(points?.points)[0]).toMatchObject({
      resourceArn: ORDERS,
      status: 'COMPLETED',
      createdAt: '2026-11-12T07:00:00.000Z',
      completedAt: '2026-11-12T07:30:00.000Z',
      lifecycle: { deleteAfterDays: 35 },
      deleteAt: '2026-12-17T07:00:00.000Z',
      encrypted: true,
    });
  });

  test('jobs of backups, copies and restores', () => {
    const region = ireland();
    expect(factOf(region.backupJobs)).toHaveLength(12);
    expect(factOf(region.backupJobs).find((job) => job.state === 'EXPIRED')).toMatchObject({
      resourceArn: ORDERS,
      statusMessage: 'Backup job expired before completion.',
      createdAt: '2026-11-18T08:00:00.000Z',
    });
    expect(factOf(region.copyJobs)).toHaveLength(11);
    expect(factOf(region.copyJobs)[0]).toMatchObject({
      resourceArn: ORDERS,
      state: 'COMPLETED',
      createdBy: { planName: 'daily', ruleName: 'night' },
    });
    expect(factOf(region.restoreJobs)).toMatchObject([
      { status: 'FAILED', sourceArn: ORDERS, statusMessage: 'no' },
      {
        status: 'COMPLETED',
        sourceArn: ORDERS,
        createdArn: `${ORDERS}-restored`,
        createdAt: '2026-11-21T08:00:00.000Z',
        completedAt: '2026-11-21T08:42:00.000Z',
      },
    ]);
    expect(factOf(region.restoreJobs)[0]).not.toHaveProperty('createdArn');
  });

  test('restore testing plans, with the selections of tables only', () => {
    expect(factOf(ireland().restoreTestingPlans)).toMatchObject([
      {
        name: 'weekly_test',
        scheduleExpression: 'cron(0 9 ? * MON *)',
        includeVaults: ['*'],
        pointTypes: ['SNAPSHOT'],
        selectionWindowDays: 7,
        selections: [
          {
            name: 'tables',
            conditions: { stringEquals: [{ key: 'aws:ResourceTag/tier', value: 'gold' }], stringNotEquals: [] },
            validationWindowHours: 4,
          },
        ],
      },
    ]);
  });

  test('tables, with all that they are set to', () => {
    const tables = factOf(ireland().tables);
    expect(tables.map((table) => table.name)).toEqual([
      'many-1',
      'many-2',
      'many-3',
      'many-4',
      'many-5',
      'many-6',
      'orders',
      'orders-restored',
    ]);
    expect(tables.find((table) => table.name === 'orders')).toMatchObject({
      tags: { known: true, value: { team: 'payments', tier: 'gold' } },
      description: {
        known: true,
        value: {
          status: 'ACTIVE',
          keys: [{ name: 'id', type: 'HASH' }],
          billingMode: 'PROVISIONED',
          throughput: { readUnits: 10, writeUnits: 5 },
          globalIndexes: [
            {
              name: 'byDate',
              keys: [{ name: 'at', type: 'HASH' }],
              projection: 'INCLUDE',
              nonKeyAttributes: ['currency', 'total'],
              throughput: { readUnits: 3, writeUnits: 2 },
            },
          ],
          encryption: { kind: 'kms', keyArn: expect.stringContaining('key/2222'), status: 'ENABLED' },
          stream: 'NEW_IMAGE',
          deletionProtection: true,
          tableClass: 'STANDARD_INFREQUENT_ACCESS',
        },
      },
      timeToLive: { known: true, value: { status: 'ENABLED', attribute: 'expiresAt' } },
      pointInTimeRecovery: { known: true, value: { enabled: true, recoveryPeriodDays: 14 } },
      resourcePolicy: { known: true, value: expect.stringContaining('Statement') },
    });
    expect(tables.find((table) => table.name === 'orders-restored')).toMatchObject({
      tags: { known: true, value: {} },
      description: {
        known: true,
        value: {
          encryption: { kind: 'aws-owned' },
          stream: 'disabled',
          restore: { sourceTableArn: ORDERS, restoredTo: '2026-11-20T08:00:00.000Z', inProgress: false },
        },
      },
      resourcePolicy: { known: true, value: null },
    });
  });

  test('what no setting is about, of the tables that it was asked of', () => {
    const [orders, ...others] = factOf(ireland().tables).toSorted((a) => (a.arn === ORDERS ? -1 : 1));
    expect(factOf(orders?.unlisted?.kinesisStreams)).toEqual(['arn:aws:kinesis:eu-west-1:111122223333:stream/orders']);
    expect(factOf(orders?.unlisted?.contributorInsights)).toBe(true);
    expect(factOf(orders?.description)).toMatchObject({ warmThroughput: { readUnits: 12_000, writeUnits: 4_000 } });
    expect(others.filter(({ unlisted }) => unlisted)).toEqual([]);
  });

  test('what native backups keep of their tables', () => {
    const [first, ...others] = ireland().nativeBackups ?? [];
    expect([first, ...others].map((backup) => backup?.arn)).toEqual(backupArns().toSorted());
    const kept = [first, ...others].map((backup) => factOf(backup?.body));
    expect(kept.find(({ tableArn }) => tableArn === ORDERS)).toMatchObject({
      createdAt: '2026-11-19T08:00:00.000Z',
      table: {
        billingMode: 'PROVISIONED',
        throughput: { readUnits: 10, writeUnits: 5 },
        globalIndexes: [{ name: 'byDate', throughput: { readUnits: 3, writeUnits: 2 } }],
        localIndexes: [],
        encryption: { kind: 'kms', keyArn: expect.stringContaining(':key/2222') },
        stream: 'NEW_IMAGE',
      },
      timeToLive: { status: 'ENABLED', attribute: 'expiresAt' },
    });
    expect(kept.find(({ tableArn }) => tableArn !== ORDERS)).toMatchObject({
      table: {
        billingMode: 'PAY_PER_REQUEST',
        onDemandThroughput: {},
        encryption: { kind: 'aws-owned' },
        stream: 'disabled',
      },
      timeToLive: { status: 'DISABLED' },
    });
  });

  test('auto scaling', () => {
    const region = ireland();
    expect(factOf(region.scalableTargets)).toMatchObject([
      {
        resourceId: 'table/orders',
        dimension: 'dynamodb:table:ReadCapacityUnits',
        minCapacity: 5,
        maxCapacity: 100,
        suspended: false,
      },
      {
        resourceId: 'table/orders',
        dimension: 'dynamodb:table:WriteCapacityUnits',
        minCapacity: 5,
        maxCapacity: 50,
        suspended: true,
      },
    ]);
    expect(factOf(region.scalingPolicies)).toMatchObject([
      {
        name: 'reads',
        targetValue: 70,
        scaleInCooldownSeconds: 60,
        scaleOutCooldownSeconds: 30,
        alarmNames: [expect.any(String), expect.any(String)],
      },
    ]);
  });

  test('alarms that watch DynamoDB, single, in math, composite, and no others', () => {
    const alarms = factOf(ireland().alarms).filter((alarm) => !alarm.name.startsWith('TargetTracking'));
    expect(alarms).toMatchObject([
      { name: 'either', kind: 'composite', expression: 'ALARM(errors) OR ALARM(ratio)' },
      {
        name: 'errors',
        kind: 'metric',
        watches: [{ metric: 'SystemErrors', table: 'orders', operation: 'Query' }],
        statistic: 'Sum',
        threshold: 1,
      },
      {
        name: 'ratio',
        kind: 'metric',
        watches: [{ metric: 'ThrottledRequests', table: 'orders' }],
        statistic: 'p99',
        periodSeconds: 300,
        expression: 'm1 * 100',
      },
    ]);
  });

  test('the keys of vaults and tables, with their aliases', () => {
    const { keys } = ireland();
    expect(
      keys.map((key) => [factOf(key.manager), factOf(key.aliases).map((alias) => alias.split(':').at(-1))]),
    ).toEqual([
      ['CUSTOMER', ['alias/also-backup', 'alias/backup']],
      ['AWS', ['alias/aws/dynamodb']],
      ['AWS', ['alias/aws/backup']],
    ]);
  });

  test('settings of the Region and of the account, and identity policies', () => {
    expect(factOf(ireland().settings)).toMatchObject({
      optIn: { DynamoDB: true, EBS: false },
      management: { DynamoDB: true },
    });
    const [account] = plain.accounts;
    expect(factOf(account?.globalSettings)).toMatchObject({ isCrossAccountBackupEnabled: 'true' });
    expect(factOf(account?.identityPolicies)).toMatchObject([
      {
        id: `arn:aws:iam::${ACCOUNT}:policy/read-all`,
        attachedTo: ['role/team/app', 'user/ann'],
        document: expect.stringContaining('dynamodb:GetItem'),
      },
      {
        id: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
        attachedTo: ['role/service-role/AWSBackupDefaultServiceRole'],
      },
      { id: 'role/team/app/orders', attachedTo: ['role/team/app'], document: expect.stringContaining('ünï%20') },
    ]);
  });

  test('the roles that selections name, with whom they trust and what they may do', () => {
    expect(factOf(plain.accounts[0]?.backupRoles)).toEqual([
      { arn: `arn:aws:iam::${ACCOUNT}:role/gone` },
      {
        arn: `arn:aws:iam::${ACCOUNT}:role/service-role/AWSBackupDefaultServiceRole`,
        body: {
          trustPolicy: expect.stringContaining('backup.amazonaws.com'),
          policies: [
            {
              id: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
              document: expect.stringContaining('dynamodb:StartAwsBackupJob'),
            },
          ],
        },
      },
      {
        arn: `arn:aws:iam::${ACCOUNT}:role/team/app`,
        body: {
          trustPolicy: expect.stringContaining(':root'),
          policies: [
            { id: 'orders', document: expect.stringContaining('ünï%20') },
            { id: `arn:aws:iam::${ACCOUNT}:policy/read-all`, document: expect.stringContaining('dynamodb:GetItem') },
          ],
        },
      },
    ]);
  });

  test('and only these roles are asked for where nobody asks what identities may do', async () => {
    const { accounts } = await read({ ...EVERYTHING, accountNeeds: new Set(['backup-roles']) });
    expect(accounts[0]?.backupRoles).toEqual(plain.accounts[0]?.backupRoles);
    expect(accounts[0]?.identityPolicies).toEqual(NOT_COLLECTED);
  });

  test('and every call is counted as the other side counts it', async () => {
    const before = aws.requests();
    const { apiCalls } = await read();
    const after = aws.requests();
    expect(apiCalls.total).toBe(after.total - before.total);
    for (const [operation, count] of Object.entries(apiCalls.byOperation)) {
      expect([operation, after.byOperation[operation]]).toEqual([
        operation,
        (before.byOperation[operation] ?? 0) + count,
      ]);
    }
  });
});

describe('copies in other Regions', () => {
  test('are read as vaults and points, and nothing else', () => {
    const [frankfurt] = plain.regions;
    expect(frankfurt).toMatchObject({ account: ACCOUNT, region: 'eu-central-1', inScope: false });
    expect(factOf(frankfurt?.recoveryPoints)[0]).toMatchObject({ vaultName: 'copies', points: { known: true } });
    expect(frankfurt?.tables).toMatchObject({ known: false, reason: 'not-collected' });
    expect(plain.regions.map((region) => region.account)).not.toContain('444455556666');
  });

  test('of another account are read with a role of that account', async () => {
    const roleArns = [`arn:aws:iam::${ACCOUNT}:role/team/app`, 'arn:aws:iam::444455556666:role/reader'];
    const { regions, apiCalls } = await read({
      ...EVERYTHING,
      roleArns,
      copyDestinations: [{ region: 'eu-central-1', account: '444455556666' }],
    });
    expect(regions.map((region) => [region.account, region.region, region.inScope])).toEqual([
      [ACCOUNT, 'eu-west-1', true],
      ['444455556666', 'eu-central-1', false],
      ['444455556666', 'eu-west-1', true],
    ]);
    expect(factOf(regions[1]?.vaults).map((vault) => vault.name)).toEqual(['foreign']);
    expect(apiCalls.byOperation).toMatchObject({ 'sts:AssumeRole': 2, 'sts:GetCallerIdentity': 2 });
  });

  test('are not read when no policy needs vaults or points', async () => {
    const { regions } = await read({ ...EVERYTHING, regionNeeds: new Set(['plans']) });
    expect(regions.map((region) => region.region)).toEqual(['eu-west-1']);
  });
});

describe('what is not needed is not asked', () => {
  test('points before the oldest that counts', async () => {
    const { regions } = await read({ ...EVERYTHING, recoveryPointsSince: '2026-11-19T08:00:00.000Z' });
    expect(regions.map((region) => region.recoveryPointsSince)).toEqual([
      '2026-11-19T08:00:00.000Z',
      '2026-11-19T08:00:00.000Z',
    ]);
    expect(factOf(factOf(regions[1]?.recoveryPoints)[0]?.points)).toHaveLength(3);
  });

  test('facts that another place needs are asked for once all places are read, and only these', async () => {
    const gone = `${ORDERS}/backup/01-gone`;
    const inventory = await read({
      ...EVERYTHING,
      tableNeeds: () => new Map(),
      lateNeeds: (regions) => {
        expect(regions.map(({ region }) => region).sort()).toEqual(['eu-central-1', 'eu-west-1']);
        return {
          tables: new Map([[ORDERS, new Set(['description', 'time-to-live'])]]),
          unlisted: new Set(),
          backups: new Set([gone]),
          planVersions: new Map(),
        };
      },
    });
    const orders = factOf(ireland(inventory).tables).find(({ arn }) => arn === ORDERS);
    expect(orders?.timeToLive).toMatchObject({ known: true });
    expect(orders?.resourcePolicy).toEqual(NOT_COLLECTED);
    expect(ireland(inventory).nativeBackups).toBeUndefined();
    const { byOperation } = inventory.apiCalls;
    expect([byOperation['dynamodb:DescribeTimeToLive'], byOperation['dynamodb:DescribeBackup']]).toEqual([1, 1]);
    expect(byOperation['dynamodb:DescribeTable']).toBe(plain.apiCalls.byOperation['dynamodb:DescribeTable']);
  });

  test('facts of tables that no policy names', async () => {
    const asked: string[] = [];
    const { regions, apiCalls } = await read({
      ...EVERYTHING,
      regionNeeds: new Set(['tags', 'restore-jobs']),
      accountNeeds: new Set(),
      describeEveryTable: false,
      tableNeeds: ({ tables, restoreJobs }) => {
        const orders = factOf(tables).find((table) => table.name === 'orders');
        asked.push(`${restoreJobs.known} ${orders?.tags.known} ${orders?.description.known}`);
        return new Map([[ORDERS, new Set(orders?.description.known ? ['time-to-live'] : ['description'])]]);
      },
      lateNeeds: () => ({ tables: new Map(), unlisted: new Set(), backups: new Set(), planVersions: new Map() }),
    });
    expect(asked).toEqual(['true true false', 'true true true']);
    expect(apiCalls.byOperation).toEqual({
      'backup:ListRestoreJobs': 1,
      'dynamodb:DescribeTable': 1,
      'dynamodb:DescribeTimeToLive': 1,
      'dynamodb:ListTables': 1,
      'sts:GetCallerIdentity': 1,
      'tag:GetResources': 1,
    });
    expect(
      factOf(regions[0]?.tables)
        .filter((table) => table.description.known || table.timeToLive.known)
        .map((table) => table.name),
    ).toEqual(['orders']);
  });
});

describe('the way there does not change what is learned', () => {
  test('pages of one item', async () => {
    aws.state.pageSize = 1;
    const paged = await read();
    expect(learned(paged)).toEqual(learned(plain));
    expect(paged.apiCalls.total).toBeGreaterThan(plain.apiCalls.total + 40);
  });

  test('every second call throttled', async () => {
    aws.faults.set([{ kind: 'throttle', every: 2 }]);
    const throttled = await read();
    expect(learned(throttled)).toEqual(learned(plain));
    expect(throttled.apiCalls.total).toBeGreaterThan(plain.apiCalls.total * 1.5);
  });

  test('every third call cut, every fifth a fault of the service, every fourth late', async () => {
    aws.faults.set([
      { kind: 'cut', every: 3 },
      { kind: 'error', every: 5 },
      { kind: 'delay', every: 4, delayMs: 30 },
    ]);
    expect(learned(await read())).toEqual(learned(plain));
  });
});

/** Operation → the facts that it brings, paths with `*` for any item. Region 0 is eu-central-1, 1 is eu-west-1. */
const FACTS: Readonly<Record<string, readonly string[]>> = {
  'application-autoscaling:DescribeScalableTargets': ['regions.1.scalableTargets'],
  'application-autoscaling:DescribeScalingPolicies': ['regions.1.scalingPolicies'],
  'application-autoscaling:DescribeScheduledActions': ['regions.1.scheduledActions'],
  'backup:DescribeGlobalSettings': ['accounts.0.globalSettings'],
  'backup:DescribeRegionSettings': ['regions.1.settings'],
  'backup:GetBackupPlan': ['regions.1.plans.*.body', 'regions.1.plans.*.versions.*.rules'],
  'backup:ListBackupPlanVersions': ['regions.1.plans.*.versions'],
  'backup:GetBackupSelection': ['regions.1.plans.*.selections.*.body'],
  'backup:GetBackupVaultAccessPolicy': ['regions.0.vaults.*.accessPolicy', 'regions.1.vaults.*.accessPolicy'],
  'backup:GetRestoreTestingPlan': ['regions.1.restoreTestingPlans'],
  'backup:GetRestoreTestingSelection': ['regions.1.restoreTestingPlans'],
  'backup:ListBackupJobs': ['regions.1.backupJobs'],
  'backup:ListBackupPlans': ['regions.1.plans'],
  'backup:ListBackupSelections': ['regions.1.plans.*.selections'],
  // Keys that only vaults use are not heard of either.
  'backup:ListBackupVaults': [
    'regions.0.recoveryPoints',
    'regions.0.vaults',
    'regions.1.recoveryPoints',
    'regions.1.vaults',
  ],
  'backup:ListCopyJobs': ['regions.1.copyJobs'],
  'backup:ListRecoveryPointsByBackupVault': ['regions.0.recoveryPoints.*.points', 'regions.1.recoveryPoints.*.points'],
  'backup:ListRestoreJobs': ['regions.1.restoreJobs'],
  'backup:ListRestoreTestingPlans': ['regions.1.restoreTestingPlans'],
  'backup:ListRestoreTestingSelections': ['regions.1.restoreTestingPlans'],
  'cloudwatch:DescribeAlarms': ['regions.1.alarms'],
  'dynamodb:DescribeBackup': ['regions.1.nativeBackups.*.body'],
  'dynamodb:DescribeContributorInsights': ['regions.1.tables.*.unlisted.contributorInsights'],
  'dynamodb:DescribeKinesisStreamingDestination': ['regions.1.tables.*.unlisted.kinesisStreams'],
  'dynamodb:DescribeContinuousBackups': ['regions.1.tables.*.pointInTimeRecovery'],
  'dynamodb:DescribeTable': ['regions.1.tables.*.description'],
  'dynamodb:DescribeTimeToLive': ['regions.1.tables.*.timeToLive'],
  'dynamodb:GetResourcePolicy': ['regions.1.tables.*.resourcePolicy'],
  'dynamodb:ListTables': ['regions.1.tables'],
  'iam:GetAccountAuthorizationDetails': ['accounts.0.backupRoles', 'accounts.0.identityPolicies'],
  'kms:GetKeyPolicy': ['regions.1.keys.*.policy'],
  'kms:DescribeKey': [
    'regions.0.keys.*.manager',
    'regions.0.keys.*.state',
    'regions.1.keys.*.manager',
    'regions.1.keys.*.policy',
    'regions.1.keys.*.state',
  ],
  'kms:ListAliases': ['regions.0.keys.*.aliases', 'regions.1.keys.*.aliases'],
  'tag:GetResources': ['regions.1.tables.*.tags'],
};

describe('a denied operation makes exactly its facts unknown, and names its permission', () => {
  test.each(Object.entries(FACTS))('%s', async (operation, paths) => {
    aws.faults.set([simulatedFault('deny', operation)]);
    const { unknown, changed } = differences(learned(plain), learned(await read()));
    expect([...new Set(unknown.map(({ path }) => path))].sort()).toEqual(paths);
    expect([...new Set(unknown.map(({ why }) => `${why.reason} ${why.permission}`))]).toEqual([`denied ${operation}`]);
    // Keys and roles are looked up when something that was read names them.
    expect(changed.filter((path) => !/^(regions\.[01]\.keys|accounts\.0\.backupRoles)/.test(path))).toEqual([]);
  });

  test('of all operations there are', () => {
    const others = ['account:ListRegions', 'organizations:ListAccounts', 'sts:AssumeRole', 'sts:GetCallerIdentity'];
    // History is no part of the inventory, stacks are read only where `--stack` names them, and the tree of the organization
    // only where all of its accounts are read: backup-policy-attached.test.ts denies its calls.
    const elsewhere = /^(athena|cloudformation|cloudtrail|s3):|^organizations:(?!ListAccounts$)/;
    const rated = Object.keys(RATES).filter((operation) => !elsewhere.test(operation));
    expect([...Object.keys(FACTS), ...others].sort()).toEqual(rated.sort());
  });

  test('once, for one plan: the other plan stays known', async () => {
    aws.faults.set([{ ...simulatedFault('deny', 'backup:GetBackupPlan'), times: 1 }]);
    expect(
      factOf(ireland(await read()).plans)
        .map((plan) => plan.body.known)
        .sort(),
    ).toEqual([false, true]);
  });
});
