import * as fc from 'fast-check';
import { known } from '../../src/model/fact.ts';
import type { BackupJob, CopyJob, RestoreJob } from '../../src/model/job.ts';
import type { PlanRecord } from '../../src/model/plan.ts';
import type { RecoveryPoint } from '../../src/model/recovery-point.ts';
import type { SelectionBody, SelectionRecord, TagCondition } from '../../src/model/selection.ts';
import type { TableRecord } from '../../src/model/table.ts';
import type { VaultRecord } from '../../src/model/vault.ts';
import { ACCOUNT, AWAY, HOME, hoursAgo, keyArn, TABLE_NAMES, tableArn, vaultArn, type World } from './world.ts';

/*
 * Estates at random. Everything is drawn from short lists, so that what belongs together meets often: a copy meets its
 * vault, a point its table, two rules each other's start windows.
 */

type Drawn<T> = fc.Arbitrary<T>;

/** The first is the plainest: examples shrink towards it. */
const oneOf = <const T extends readonly unknown[]>(...values: T): Drawn<T[number]> => fc.constantFrom(...values);

/** A key only where a value is drawn. */
function optional<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, T>);
}

const SERVICE_SWITCH = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Record<string, boolean>>({ DynamoDB: true }) },
  { weight: 1, arbitrary: fc.constant<Record<string, boolean>>({ DynamoDB: false }) },
  { weight: 1, arbitrary: fc.constant<Record<string, boolean>>({}) },
);

const TAGS = fc
  .record({ tier: oneOf(undefined, 'gold', 'golden', 'Gold'), team: oneOf(undefined, 'red', 'red team') })
  .map(({ tier, team }) => ({ ...optional('tier', tier), ...optional('team', team) }) as Record<string, string>);

/** Mostly one and the same, so that what is drawn is about one table. */
const TABLE_NAME = oneOf('orders', ...TABLE_NAMES);

const TABLE: Drawn<TableRecord> = fc
  .record({
    name: TABLE_NAME,
    tags: TAGS,
    age: oneOf(5000.1, 5000.1, 5000.1, 500.1, 50.1, 3.1),
    pitr: oneOf(undefined, 35, 7),
    pitrOn: fc.boolean(),
  })
  .map(({ name, tags, age, pitr, pitrOn }) => ({
    arn: tableArn(name),
    name,
    tags: known(tags, 'tag:GetResources'),
    description: known(
      {
        status: 'ACTIVE',
        createdAt: hoursAgo(age),
        keys: [{ name: 'id', type: 'HASH' as const }],
        billingMode: 'PAY_PER_REQUEST' as const,
        throughput: { readUnits: 0, writeUnits: 0 },
        globalIndexes: [],
        localIndexes: [],
        encryption: { kind: 'aws-owned' as const },
        stream: 'disabled',
        deletionProtection: false,
        tableClass: 'STANDARD',
        replicaRegions: [],
      },
      'dynamodb:DescribeTable',
    ),
    timeToLive: known({ status: 'DISABLED' as const }, 'dynamodb:DescribeTimeToLive'),
    pointInTimeRecovery: known(
      { enabled: pitrOn, ...optional('recoveryPeriodDays', pitr) },
      'dynamodb:DescribeContinuousBackups',
    ),
    resourcePolicy: known(null, 'dynamodb:GetResourcePolicy'),
  }));

const PATTERN = oneOf(
  tableArn('orders'),
  '*',
  'arn:aws:dynamodb:*',
  'arn:aws:dynamodb:*:*:table/*',
  `arn:aws:dynamodb:${HOME}:${ACCOUNT}:table/order*`,
  tableArn('ledger'),
  tableArn('gone'),
  'arn:aws:ec2:*:*:instance/*',
);

const CONDITION: Drawn<TagCondition> = fc.record({
  key: oneOf('aws:ResourceTag/tier', 'aws:ResourceTag/team'),
  value: oneOf('gold', 'g*', 'red', 'red*', 'r*m', '*'),
});

const few = <T>(drawn: Drawn<T>, most: number): Drawn<T[]> => fc.array(drawn, { maxLength: most });
const seldom = <T>(drawn: Drawn<T>): Drawn<T[]> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<T[]>([]) },
    { weight: 1, arbitrary: fc.array(drawn, { minLength: 1, maxLength: 2 }) },
  );

/** Half of all selections just take every table, or one: what comes after the selection is to be met, too. */
const PLAIN: Drawn<SelectionBody> = oneOf('*', 'arn:aws:dynamodb:*:*:table/*', tableArn('orders')).map((resource) => ({
  roleArn: `arn:aws:iam::${ACCOUNT}:role/backup`,
  resources: [resource],
  notResources: [],
  listOfTags: [],
  conditions: { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] },
}));

const INTRICATE: Drawn<SelectionBody> = fc.record({
  roleArn: fc.constant(`arn:aws:iam::${ACCOUNT}:role/backup`),
  resources: few(PATTERN, 2),
  notResources: seldom(PATTERN),
  listOfTags: seldom(fc.record({ key: oneOf('tier', 'team'), value: oneOf('gold', 'red', 'red team') })),
  conditions: fc.record({
    stringEquals: seldom(CONDITION),
    stringNotEquals: seldom(CONDITION),
    stringLike: seldom(CONDITION),
    stringNotLike: seldom(CONDITION),
  }),
});

const SELECTION = fc.oneof(PLAIN, INTRICATE);

/** What a plan may hold, from the plainest on. */
const SCHEDULE = oneOf(
  'cron(0 5 ? * * *)',
  undefined,
  '0 5 * * ? *',
  'cron(30 0/6 ? * * *)',
  'cron(0 * ? * * *)',
  'cron(0 12/12 * * ? *)',
  'cron(15 1,7,20 ? * * *)',
  'cron(0 5 ? * MON-FRI *)',
  'cron(30 6 ? * 2-6 *)',
  'cron(0 5 ? * SUN *)',
  'cron(15 22 1 * ? *)',
  'cron(0 3 1,15 * ? *)',
  'cron(0 3 L * ? *)',
  'cron(0 4 ? * 2#1 *)',
  'cron(0 4 ? * 6L *)',
  'cron(0 6 1 1,7 ? *)',
  'cron(0 5 ? * * 2026-2035)',
  'cron(0 5 ? * * 2026-2027)',
  'cron(0 5 ? JAN-JUN * 2026-2027)',
);

const LIFECYCLE = oneOf(
  { deleteAfterDays: 35 },
  { deleteAfterDays: 35 },
  { deleteAfterDays: 365 },
  { deleteAfterDays: 365 },
  { deleteAfterDays: 7 },
  undefined,
  { deleteAfterDays: 365, moveToColdStorageAfterDays: 30 },
  { deleteAfterDays: 120, moveToColdStorageAfterDays: 14 },
);

const RULE = fc
  .record({
    schedule: SCHEDULE,
    zone: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, oneOf('Europe/Berlin', 'Asia/Kolkata')),
    window: oneOf(60, undefined, 120, 720),
    lifecycle: LIFECYCLE,
    vault: oneOf('main', 'main', 'main', 'main', 'main', 'second', 'gone'),
    copies: fc.array(
      fc.record({ vault: oneOf('copies', 'copies', 'copies', 'deep', 'nowhere'), lifecycle: LIFECYCLE }),
      { maxLength: 2 },
    ),
  })
  .map(({ schedule, zone, window, lifecycle, vault, copies }) => ({
    vaultName: vault,
    ...optional('scheduleExpression', schedule),
    ...optional('scheduleTimezone', zone),
    ...optional('startWindowMinutes', window),
    ...optional('lifecycle', lifecycle),
    copyActions: copies.map((copy) => ({
      destinationVaultArn: vaultArn(copy.vault, AWAY),
      ...optional('lifecycle', copy.lifecycle),
    })),
  }));

const PLANS: Drawn<readonly PlanRecord[]> = fc
  .array(
    fc.record({
      age: oneOf(undefined, 9000.2, 600.2, 20.2),
      rules: fc.array(RULE, { minLength: 1, maxLength: 3 }),
      selections: fc.oneof(
        { weight: 1, arbitrary: fc.constant<SelectionBody[]>([]) },
        { weight: 9, arbitrary: fc.array(SELECTION, { minLength: 1, maxLength: 2 }) },
      ),
    }),
    { maxLength: 2, size: 'max' },
  )
  .map((plans) =>
    plans.map(({ age, rules, selections }, plan) => ({
      id: `plan-${plan}`,
      arn: `arn:aws:backup:${HOME}:${ACCOUNT}:backup-plan:plan-${plan}`,
      name: `plan-${plan}`,
      ...optional('createdAt', age === undefined ? undefined : hoursAgo(age)),
      body: known(
        {
          rules: rules.map((rule, index) => ({ ...rule, name: `rule-${index}`, id: `rule-${plan}-${index}` })),
          preview: [],
          versionId: `version-${plan}`,
        },
        'backup:GetBackupPlan',
      ),
      selections: known(
        selections.map(
          (body, index): SelectionRecord => ({
            id: `selection-${plan}-${index}`,
            name: `selection-${index}`,
            body: known(body, 'backup:GetBackupSelection'),
          }),
        ),
        'backup:ListBackupSelections',
      ),
    })),
  );

const ACTIONS = [
  'backup:DeleteRecoveryPoint',
  'backup:UpdateRecoveryPointLifecycle',
  'backup:PutBackupVaultAccessPolicy',
] as const;

const ACCESS_POLICY: Drawn<string | null> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  fc
    .record({
      actions: fc.oneof(fc.constant([...ACTIONS]), fc.subarray([...ACTIONS], { minLength: 1 })),
      effect: oneOf('Deny', 'Deny', 'Allow'),
      principal: oneOf('*', { AWS: '*' }, { AWS: `arn:aws:iam::${ACCOUNT}:role/backup` }),
      condition: oneOf(undefined, undefined, {
        ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/admin` },
      }),
    })
    .map(({ actions, effect, principal, condition }) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: effect, Principal: principal, Action: actions, Resource: '*', ...optional('Condition', condition) },
        ],
      }),
    ),
);

function vault(name: string, region: string): Drawn<VaultRecord> {
  return fc
    .record({
      lock: oneOf(
        {},
        {},
        { locked: true },
        { locked: true, lockDate: hoursAgo(900) },
        { locked: true, lockDate: hoursAgo(-40) },
      ),
      range: oneOf({}, {}, {}, { minRetentionDays: 10 }, { maxRetentionDays: 100 }),
      key: oneOf('ours', 'ours', 'lost', 'aws'),
      policy: ACCESS_POLICY,
    })
    .map(({ lock, range, key, policy }) => ({
      name,
      arn: vaultArn(name, region),
      type: 'BACKUP_VAULT',
      encryptionKeyArn: keyArn(key, region),
      locked: false,
      ...lock,
      ...('locked' in lock ? range : {}),
      accessPolicy: known(policy, 'backup:GetBackupVaultAccessPolicy'),
    }));
}

const AIR_GAPPED: Drawn<Partial<VaultRecord>> = oneOf({}, { type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', locked: true });

const AGE = fc.oneof(fc.nat(30), fc.nat(1100)).map((hours) => hours + 0.4);

const USUALLY = ['COMPLETED', 'COMPLETED', 'COMPLETED', 'COMPLETED', 'COMPLETED', 'COMPLETED'] as const;

const POINT = fc.record({
  table: TABLE_NAME,
  age: AGE,
  status: oneOf(...USUALLY, 'PARTIAL', 'EXPIRED', 'CREATING'),
  days: oneOf(35, 7, 365, undefined),
  encrypted: oneOf(true, true, true, false, undefined),
  version: oneOf(undefined, 'version-0', 'version-1', 'former'),
});

function points(vaults: Drawn<string>, region: string, from: string | undefined): Drawn<readonly RecoveryPoint[]> {
  return fc.array(fc.record({ vault: vaults, point: POINT }), { maxLength: 6, size: 'max' }).map((drawn) =>
    drawn.map(({ vault: vaultName, point }, index) => ({
      arn: `arn:aws:backup:${region}:${ACCOUNT}:recovery-point:${String(index).padStart(8, '0')}`,
      vaultName,
      ...optional('sourceVaultArn', from),
      resourceArn: tableArn(point.table),
      status: point.status,
      createdAt: hoursAgo(point.age),
      ...optional('lifecycle', point.days === undefined ? undefined : { deleteAfterDays: point.days }),
      ...optional('encrypted', point.encrypted),
      ...optional('planVersion', point.version),
    })),
  );
}

const BACKUP_JOBS: Drawn<readonly BackupJob[]> = fc
  .array(
    fc.record({
      table: TABLE_NAME,
      age: fc.nat(715).map((hours) => hours + 0.4),
      state: oneOf(...USUALLY, 'FAILED', 'EXPIRED', 'ABORTED', 'PARTIAL', 'RUNNING', 'CREATED'),
    }),
    { maxLength: 4 },
  )
  .map((jobs) =>
    jobs.map(({ table, age, state }, index) => ({
      id: `backup-${index}`,
      resourceArn: tableArn(table),
      state,
      createdAt: hoursAgo(age),
      startBy: hoursAgo(age - 8),
      ...optional('completedAt', state === 'COMPLETED' ? hoursAgo(age - 0.2) : undefined),
    })),
  );

const COPY_JOBS: Drawn<readonly CopyJob[]> = fc
  .array(fc.record({ table: TABLE_NAME, age: AGE, state: oneOf('COMPLETED', 'FAILED', 'CREATED') }), { maxLength: 2 })
  .map((jobs) =>
    jobs.map(({ table, age, state }, index) => ({
      id: `copy-${index}`,
      resourceArn: tableArn(table),
      destinationVaultArn: vaultArn('copies', AWAY),
      state,
      createdAt: hoursAgo(age),
    })),
  );

const RESTORE_JOBS: Drawn<readonly RestoreJob[]> = fc
  .array(
    fc.record({
      table: TABLE_NAME,
      age: fc.nat(705).map((hours) => hours + 7.4),
      minutes: oneOf(30, 50, 200, 400),
      status: oneOf(...USUALLY, 'FAILED', 'ABORTED', 'RUNNING', 'PENDING'),
      tested: fc.boolean(),
      validation: oneOf(undefined, undefined, undefined, 'SUCCESSFUL', 'FAILED', 'TIMED_OUT'),
      pointAge: oneOf(3, 3, 50, 1000),
    }),
    { maxLength: 5 },
  )
  .map((jobs) =>
    jobs.map(({ table, age, minutes, status, tested, validation, pointAge }, index) => ({
      id: `restore-${index}`,
      sourceArn: tableArn(table),
      createdArn: tableArn(tested ? `awsbackup-restore-test-${index}` : `drill-${index}`),
      status,
      createdAt: hoursAgo(age),
      recoveryPointCreatedAt: hoursAgo(age + pointAge),
      ...optional('completedAt', status === 'COMPLETED' ? hoursAgo(age - minutes / 60) : undefined),
      ...optional(
        'restoreTestingPlanArn',
        tested ? `arn:aws:backup:${HOME}:${ACCOUNT}:restore-testing-plan:drills` : undefined,
      ),
      ...optional('validationStatus', tested && status === 'COMPLETED' ? validation : undefined),
    })),
  );

export const WORLD: Drawn<World> = fc.record({
  settings: fc.record({ optIn: SERVICE_SWITCH, management: SERVICE_SWITCH }),
  tables: fc.uniqueArray(TABLE, { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
  plans: PLANS,
  homeVaults: fc
    .tuple(vault('main', HOME), vault('second', HOME), AIR_GAPPED)
    .map(([main, second, gapped]) => [main, { ...second, ...gapped }]),
  awayVaults: fc
    .tuple(vault('copies', AWAY), vault('deep', AWAY), AIR_GAPPED)
    .map(([copies, deep, gapped]) => [copies, { ...deep, ...gapped }]),
  homePoints: points(oneOf('main', 'main', 'second'), HOME, undefined),
  awayPoints: points(oneOf('copies', 'deep'), AWAY, vaultArn('main')),
  backupJobs: BACKUP_JOBS,
  copyJobs: COPY_JOBS,
  restoreJobs: RESTORE_JOBS,
});
