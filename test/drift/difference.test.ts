import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  COPY_VAULT,
  denied,
  type ExampleParts,
  exampleInventory,
  KEY,
  ORDERS,
} from '../../src/controls/example.ts';
import { controls } from '../../src/controls/index.ts';
import { compareBaselines } from '../../src/drift/difference.ts';
import { PLAN_DRIFT_RULES } from '../../src/drift/plan-rules.ts';
import { RESTORE_TESTING_DRIFT_RULES } from '../../src/drift/restore-testing-rules.ts';
import { GLOBAL_SETTINGS_DRIFT_RULES, REGION_SETTINGS_DRIFT_RULES } from '../../src/drift/settings-rules.ts';
import { TABLE_DRIFT_RULES } from '../../src/drift/table-rules.ts';
import { VAULT_DRIFT_RULES } from '../../src/drift/vault-rules.ts';
import { RELEVANT_EVENTS } from '../../src/history/relevant-events.ts';
import { known, type Unknown } from '../../src/model/fact.ts';
import type { RestoreTestingPlan } from '../../src/model/job.ts';
import type { BackupRule } from '../../src/model/plan.ts';
import type { TableDescription } from '../../src/model/table.ts';
import { baseline, baselineFrom, compared, lines, unknowns } from './compare.ts';

const COPY = { destinationVaultArn: COPY_VAULT, lifecycle: { deleteAfterDays: 35 } };
const rule = (parts: Partial<BackupRule>): ExampleParts => ({ rules: [parts] });
const described = (description: Partial<TableDescription>): ExampleParts => ({ table: { description } });
const policyText = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const guarded = (...statements: readonly object[]): ExampleParts => ({
  vaults: [{ accessPolicy: known(policyText(...statements), 'backup:GetBackupVaultAccessPolicy') }],
});
const DENY = { Sid: 'Keep', Effect: 'Deny', Principal: '*', Action: 'backup:DeleteRecoveryPoint', Resource: '*' };
const RULE = 'plans.daily.rules.nightly';
const SELECTION = 'plans.daily.selections.tables';
const LOCKED = { locked: true, minRetentionDays: 7, maxRetentionDays: 400 };
const INDEX = {
  name: 'by-day',
  keys: [{ name: 'day', type: 'HASH' as const }],
  projection: 'ALL',
  nonKeyAttributes: [],
};

const TESTING: RestoreTestingPlan = {
  name: 'monthly',
  arn: 'arn:aws:backup:eu-west-1:111122223333:restore-testing-plan:monthly-1',
  scheduleExpression: 'cron(0 5 1 * ? *)',
  scheduleTimezone: 'Etc/UTC',
  includeVaults: ['*'],
  excludeVaults: [],
  pointTypes: ['SNAPSHOT'],
  selections: [
    {
      name: 'tables',
      resourceType: 'DynamoDB',
      resourceArns: ['*'],
      conditions: { stringEquals: [], stringNotEquals: [] },
    },
  ],
};
const testing = (parts: Partial<RestoreTestingPlan> = {}): ExampleParts => ({
  restoreTestingPlans: [{ ...TESTING, ...parts }],
});

describe('a difference', () => {
  test.each<[string, ExampleParts, ExampleParts, readonly string[]]>([
    [
      'of the schedule weakens where the longest gap grows',
      {},
      rule({ scheduleExpression: 'cron(0 5 ? * MON-FRI *)' }),
      [`weakens ${RULE}.schedule: "cron(0 5 ? * * *)" → "cron(0 5 ? * MON-FRI *)"`],
    ],
    [
      'of the schedule strengthens where the longest gap shrinks',
      {},
      rule({ scheduleExpression: 'cron(0 5,17 ? * * *)' }),
      [`strengthens ${RULE}.schedule: "cron(0 5 ? * * *)" → "cron(0 5,17 ? * * *)"`],
    ],
    [
      'of the time of day alone is neutral',
      {},
      rule({ scheduleExpression: 'cron(0 6 ? * * *)' }),
      [`neutral ${RULE}.schedule: "cron(0 5 ? * * *)" → "cron(0 6 ? * * *)"`],
    ],
    [
      'of the schedule weakens where it never runs again',
      {},
      rule({ scheduleExpression: 'cron(0 5 ? * * 2020)' }),
      [`weakens ${RULE}.schedule: "cron(0 5 ? * * *)" → "cron(0 5 ? * * 2020)"`],
    ],
    [
      'of the time zone weakens where its clock changes make a gap longer',
      {},
      rule({ scheduleTimezone: 'Europe/Berlin' }),
      [`weakens ${RULE}.timezone: "UTC" → "Europe/Berlin"`],
    ],
    [
      'of the start window weakens where runs may be later',
      {},
      rule({ startWindowMinutes: 480 }),
      [`weakens ${RULE}.startWindowMinutes: 60 → 480`],
    ],
    [
      'of the completion window is neutral',
      {},
      rule({ completionWindowMinutes: 600 }),
      [`neutral ${RULE}.completionWindowMinutes: 10080 → 600`],
    ],
    [
      'of the vault of a rule is neutral where the vaults give the same',
      { vaults: [{}, { name: 'other' }] },
      { vaults: [{}, { name: 'other' }], rules: [{ vaultName: 'other' }] },
      [`neutral ${RULE}.vault: "main" → "other"`],
    ],
    [
      'that puts an air-gapped vault in strengthens',
      {},
      rule({ airGappedVaultArn: 'arn:aws:backup:eu-west-1:111122223333:backup-vault:gap' }),
      [`strengthens ${RULE}.airGappedVault: null → "arn:aws:backup:eu-west-1:111122223333:backup-vault:gap"`],
    ],
    [
      'of retention weakens where it is shorter',
      {},
      rule({ lifecycle: { deleteAfterDays: 7 } }),
      [`weakens ${RULE}.retentionDays: 35 → 7`],
    ],
    [
      'of retention strengthens where it never ends',
      {},
      rule({ lifecycle: { moveToColdStorageAfterDays: 30 } }),
      [`neutral ${RULE}.coldAfterDays: "never" → 30`, `strengthens ${RULE}.retentionDays: 35 → "never"`],
    ],
    [
      'of a copy that is gone weakens',
      {},
      rule({ copyActions: [] }),
      [`weakens ${RULE}.copies["${COPY_VAULT}"]: {"retentionDays":35,"coldAfterDays":"never"} → undefined`],
    ],
    [
      'of the retention of a copy weakens where it is shorter',
      {},
      rule({ copyActions: [{ ...COPY, lifecycle: { deleteAfterDays: 8 } }] }),
      [`weakens ${RULE}.copies["${COPY_VAULT}"].retentionDays: 35 → 8`],
    ],
    [
      'of what a selection assigns weakens where less is assigned, and the table shows that it is no longer selected',
      { selection: { resources: [ORDERS, 'arn:aws:dynamodb:eu-west-1:111122223333:table/other'] } },
      { selection: { resources: ['arn:aws:dynamodb:eu-west-1:111122223333:table/other'] } },
      [
        `weakens ${SELECTION}.resources["${ORDERS}"]: "${ORDERS}" → undefined`,
        'weakens tables.orders.selectedBy["daily › tables"]: true → undefined',
      ],
    ],
    [
      'of what a selection leaves out weakens where more is left out',
      {},
      { selection: { notResources: [ORDERS] } },
      [
        `weakens ${SELECTION}.notResources["${ORDERS}"]: undefined → "${ORDERS}"`,
        'weakens tables.orders.selectedBy["daily › tables"]: true → undefined',
      ],
    ],
    [
      'of a tag that a selection goes by strengthens where it is one more',
      {},
      { selection: { listOfTags: [{ key: 'tier', value: 'gold' }] } },
      [`strengthens ${SELECTION}.tags["tier = gold"]: undefined → "tier = gold"`],
    ],
    [
      'of the role of a selection is neutral',
      {},
      { selection: { roleArn: 'arn:aws:iam::111122223333:role/other' } },
      [`neutral ${SELECTION}.role: "arn:aws:iam::111122223333:role/backup" → "arn:aws:iam::111122223333:role/other"`],
    ],
    [
      'of a lock that is gone weakens',
      { vaults: [LOCKED] },
      {},
      [
        'weakens vaults.main.lock: {"mode":"governance","lockDate":null,"minRetentionDays":7,"maxRetentionDays":400} → null',
      ],
    ],
    [
      'of a lock that became final strengthens',
      { vaults: [LOCKED] },
      { vaults: [{ ...LOCKED, lockDate: '2026-11-20T00:00:00.000Z' }] },
      [
        'neutral vaults.main.lock.lockDate: null → "2026-11-20T00:00:00.000Z"',
        'strengthens vaults.main.lock.mode: "governance" → "compliance"',
      ],
    ],
    [
      'of the least retention of a lock weakens where it is shorter',
      { vaults: [LOCKED] },
      { vaults: [{ ...LOCKED, minRetentionDays: 1 }] },
      ['weakens vaults.main.lock.minRetentionDays: 7 → 1'],
    ],
    [
      'of a restore testing plan weakens where it is gone',
      testing(),
      { restoreTestingPlans: [] },
      [expect.stringMatching(/^weakens restoreTesting\.monthly: \{.*\} → undefined$/)],
    ],
    [
      'of a restore testing plan weakens where it runs more seldom, or tests fewer tables',
      testing(),
      testing({
        scheduleExpression: 'cron(0 5 1 */6 ? *)',
        selections: TESTING.selections.map((each) => ({ ...each, resourceArns: [ORDERS] })),
      }),
      [
        'weakens restoreTesting.monthly.schedule: "cron(0 5 1 * ? *)" → "cron(0 5 1 */6 ? *)"',
        `weakens restoreTesting.monthly.selections.tables.resources["*"]: "*" → undefined`,
        `strengthens restoreTesting.monthly.selections.tables.resources["${ORDERS}"]: undefined → "${ORDERS}"`,
      ],
    ],
    [
      'of the points that a restore test takes is neutral, and its default is none',
      testing({ selectionWindowDays: 30 }),
      testing({ pointTypes: ['CONTINUOUS', 'SNAPSHOT'] }),
      ['neutral restoreTesting.monthly.pointTypes.CONTINUOUS: undefined → "CONTINUOUS"'],
    ],
    [
      'of the key of a vault weakens where it is none of the account',
      { vaults: [{ encryptionKeyArn: KEY }] },
      {},
      [`weakens vaults.main.encryptionKey: "${KEY}" → null`],
    ],
    [
      'of the access policy weakens where a denial is gone',
      guarded(DENY, {
        Sid: 'In',
        Effect: 'Allow',
        Principal: '*',
        Action: 'backup:CopyIntoBackupVault',
        Resource: '*',
      }),
      guarded({ Sid: 'In', Effect: 'Allow', Principal: '*', Action: 'backup:CopyIntoBackupVault', Resource: '*' }),
      [
        'weakens vaults.main.accessPolicy.Statement.Keep: {"Sid":"Keep","Effect":"Deny","Principal":{"AWS":["*"]},"Action":["backup:DeleteRecoveryPoint"],"Resource":["*"]} → undefined',
      ],
    ],
    [
      'of the Region’s opt-in weakens where it is off',
      { selection: { resources: ['*'] } },
      { selection: { resources: ['*'] }, settings: { optIn: { DynamoDB: false }, management: { DynamoDB: true } } },
      [
        'weakens settings.optIn.DynamoDB: true → false',
        'weakens tables.orders.selectedBy["daily › tables"]: true → undefined',
      ],
    ],
    [
      'of advanced backup weakens where it is off',
      {},
      { settings: { optIn: { DynamoDB: true }, management: { DynamoDB: false } } },
      ['weakens settings.management.DynamoDB: true → false'],
    ],
    [
      'of another service’s opt-in is neutral',
      { settings: { optIn: { DynamoDB: true, EBS: true }, management: { DynamoDB: true } } },
      { settings: { optIn: { DynamoDB: true, EBS: false }, management: { DynamoDB: true } } },
      ['neutral settings.optIn.EBS: true → false'],
    ],
    [
      'of copying to other accounts weakens where it is off',
      {},
      { globalSettings: { isCrossAccountBackupEnabled: 'false' } },
      ['weakens globalSettings.isCrossAccountBackupEnabled: "true" → "false"'],
    ],
    [
      'of an index is neutral',
      {},
      described({ globalIndexes: [INDEX], localIndexes: [{ ...INDEX, name: 'by-hour' }] }),
      [
        'neutral tables.orders.globalSecondaryIndexes.by-day: undefined → {"keys":"day HASH","projection":"ALL","nonKeyAttributes":[]}',
        'neutral tables.orders.localSecondaryIndexes.by-hour: undefined → {"keys":"day HASH","projection":"ALL","nonKeyAttributes":[]}',
      ],
    ],
    [
      'of the billing mode and the throughput is neutral',
      described({ billingMode: 'PROVISIONED', throughput: { readUnits: 5, writeUnits: 5 } }),
      described({ billingMode: 'PROVISIONED', throughput: { readUnits: 9, writeUnits: 5 } }),
      ['neutral tables.orders.provisionedThroughput["read of the table"]: 5 → 9'],
    ],
    [
      'of the table’s key weakens where it is none of the account',
      described({ encryption: { kind: 'kms', keyArn: KEY, status: 'ENABLED' } }),
      {},
      [`weakens tables.orders.encryption: "${KEY}" → "aws-owned"`],
    ],
    [
      'of auto scaling is neutral',
      { ...described({ billingMode: 'PROVISIONED' }), scalableTargets: [{}], scalingPolicies: [{}] },
      { ...described({ billingMode: 'PROVISIONED' }), scalableTargets: [{ maxCapacity: 50 }], scalingPolicies: [{}] },
      ['neutral tables.orders.autoScaling["read of the table"]: "5–100 units at 70 %" → "5–50 units at 70 %"'],
    ],
    [
      'of when a scheduled action scales is neutral',
      { ...described({ billingMode: 'PROVISIONED' }), scheduledActions: [{}] },
      {
        ...described({ billingMode: 'PROVISIONED' }),
        scheduledActions: [{ schedule: 'cron(0 6 * * ? *)', maxCapacity: 300 }],
      },
      [
        'neutral tables.orders.autoScaling.scheduledActions["read of the table › morning"].maxCapacity: undefined → 300',
        'neutral tables.orders.autoScaling.scheduledActions["read of the table › morning"].schedule: "cron(0 7 * * ? *)" → "cron(0 6 * * ? *)"',
      ],
    ],
    [
      'of bounds is none where a scheduled action sets them, and is one of the target beside them',
      {
        ...described({ billingMode: 'PROVISIONED' }),
        scheduledActions: [{}],
        scalableTargets: [{ minCapacity: 5 }],
        scalingPolicies: [{}],
      },
      {
        ...described({ billingMode: 'PROVISIONED' }),
        scheduledActions: [{}],
        scalableTargets: [{ minCapacity: 50 }],
        scalingPolicies: [{ targetValue: 40 }],
      },
      [
        'neutral tables.orders.autoScaling["read of the table"]: "units by schedule at 70 %" → "units by schedule at 40 %"',
      ],
    ],
    [
      'of an alarm is neutral',
      { alarms: [{ name: 'errors', threshold: 1 }] },
      { alarms: [{ name: 'errors', threshold: 5 }] },
      ['neutral tables.orders.alarms.errors.threshold: 1 → 5'],
    ],
    [
      'of what an alarm does with missing data, and of how many points it waits for, is neutral',
      { alarms: [{ name: 'errors', evaluationPeriods: 4, treatMissingData: 'breaching' }] },
      { alarms: [{ name: 'errors', evaluationPeriods: 4, datapointsToAlarm: 2 }] },
      [
        'neutral tables.orders.alarms.errors.datapointsToAlarm: 4 → 2',
        'neutral tables.orders.alarms.errors.treatMissingData: "breaching" → "missing"',
      ],
    ],
    [
      'of whom an alarm tells that all is well, or that it knows nothing, is neutral',
      { alarms: [{ name: 'errors', okActions: ['arn:page'], insufficientDataActions: ['arn:page'] }] },
      { alarms: [{ name: 'errors' }] },
      [
        'neutral tables.orders.alarms.errors.insufficientDataActions["arn:page"]: "arn:page" → undefined',
        'neutral tables.orders.alarms.errors.okActions["arn:page"]: "arn:page" → undefined',
      ],
    ],
    [
      'of the type of a key is neutral',
      described({ globalIndexes: [INDEX], attributeTypes: { id: 'S', day: 'N' } }),
      described({ globalIndexes: [INDEX], attributeTypes: { id: 'S', day: 'S' } }),
      ['neutral tables.orders.keyTypes.day: "N" → "S"'],
    ],
    [
      'of the maximum of a table on demand, or of its index, is neutral',
      described({ onDemandThroughput: { readUnits: 40 }, globalIndexes: [{ ...INDEX, onDemandThroughput: {} }] }),
      described({ globalIndexes: [{ ...INDEX, onDemandThroughput: { writeUnits: 7 } }] }),
      [
        'neutral tables.orders.onDemandMaximum["index by-day"]: undefined → {"writeUnits":7}',
        'neutral tables.orders.onDemandMaximum["the table"]: {"readUnits":40} → undefined',
      ],
    ],
    [
      'of the id of a table weakens: it is another table',
      described({ id: 'one' }),
      described({ id: 'two' }),
      ['weakens tables.orders.id: "one" → "two"'],
    ],
    [
      'of tags is neutral',
      { table: { tags: { tier: 'gold', 'aws:cloudformation:stack-name': 'a' } } },
      { table: { tags: { owner: 'b', 'aws:cloudformation:stack-name': 'c' } } },
      ['neutral tables.orders.tags.owner: undefined → "b"', 'neutral tables.orders.tags.tier: "gold" → undefined'],
    ],
    [
      'of the stream is neutral',
      {},
      described({ stream: 'NEW_IMAGE' }),
      ['neutral tables.orders.stream: "disabled" → "NEW_IMAGE"'],
    ],
    [
      'of time to live is neutral',
      {},
      { table: { timeToLive: known({ status: 'ENABLED', attribute: 'ttl' }, 'dynamodb:DescribeTimeToLive') } },
      ['neutral tables.orders.timeToLive: "disabled" → {"attribute":"ttl"}'],
    ],
    [
      'of deletion protection weakens where it is off',
      described({ deletionProtection: true }),
      {},
      ['weakens tables.orders.deletionProtection: true → false'],
    ],
    [
      'of point-in-time recovery weakens where it is off',
      { table: { pointInTimeRecovery: known({ enabled: true }, 'x') } },
      {},
      ['weakens tables.orders.pointInTimeRecovery: {"windowDays":35} → "disabled"'],
    ],
    [
      'of its window weakens where it is shorter',
      { table: { pointInTimeRecovery: known({ enabled: true }, 'x') } },
      { table: { pointInTimeRecovery: known({ enabled: true, recoveryPeriodDays: 7 }, 'x') } },
      ['weakens tables.orders.pointInTimeRecovery.windowDays: 35 → 7'],
    ],
    [
      'of the resource policy is neutral',
      {},
      {
        table: {
          resourcePolicy: known(policyText({ Effect: 'Allow', Principal: ACCOUNT, Action: 'dynamodb:*' }), 'x'),
        },
      },
      [
        'neutral tables.orders.iamPolicies.resourcePolicy: null → {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["111122223333"]},"Action":["dynamodb:*"]}]}',
      ],
    ],
    [
      'of an identity policy that names the table is neutral, and what is said of all tables is none of it',
      {
        identityPolicies: [
          {
            id: 'role/app/all',
            attachedTo: ['role/app'],
            document: policyText({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }),
          },
        ],
      },
      {
        identityPolicies: [
          {
            id: 'role/app/one',
            attachedTo: ['role/app'],
            document: policyText({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: ORDERS }),
          },
        ],
      },
      [
        `neutral tables.orders.iamPolicies.identityPolicies["role/app/one"]: undefined → {"attachedTo":["role/app"],"statements":["Allow dynamodb:getitem on ${ORDERS}"]}`,
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(lines(compared(before, after))).toEqual(expected);
    expect(lines(compared(after, before))).toHaveLength(expected.length);
    expect(lines(compared(before, before))).toEqual([]);
  });

  test('of a whole plan, rule, selection, vault or table is one, at its root', () => {
    const inventory = exampleInventory();
    const [region] = inventory.regions;
    if (!region) throw new Error('no Region');
    const without = (part: object) => baselineFrom({ ...inventory, regions: [{ ...region, ...part }] });
    const found = (part: object) =>
      compareBaselines(baseline(), without(part)).differences.map(({ path, change, direction }) => [
        path,
        change,
        direction,
      ]);
    expect(found({ plans: known([], 'x') })).toEqual([
      ['plans.daily', 'removed', 'weakens'],
      ['tables.orders.selectedBy["daily › tables"]', 'removed', 'weakens'],
    ]);
    expect(found({ vaults: known([], 'x') })).toEqual([['vaults.main', 'removed', 'weakens']]);
    expect(found({ tables: known([], 'x') })).toEqual([['tables.orders', 'removed', 'weakens']]);
    expect(compareBaselines(without({ tables: known([], 'x') }), baseline()).differences).toMatchObject([
      { path: 'tables.orders', change: 'added', direction: 'neutral' },
    ]);
    expect(lines(compared({}, { rules: [] })).map((line) => line.split(':')[0])).toEqual([
      'weakens plans.daily.rules.nightly',
    ]);
  });

  test('of a plan that was made again under its name is its id, and nothing else', () => {
    const inventory = exampleInventory();
    const again = {
      ...inventory,
      regions: inventory.regions.map((region) => ({ ...region, plans: renamed(region.plans) })),
    };
    expect(lines(compareBaselines(baseline(), baselineFrom(again)))).toEqual([
      'neutral plans.daily.id: "plan-1" → "plan-2"',
    ]);
  });

  test('has only controls that exist and events that history brings', () => {
    const ids: ReadonlySet<string> = new Set(controls.map(({ id }) => id));
    const names = new Set(RELEVANT_EVENTS.map(({ name }) => name));
    const driftRules = [
      ...PLAN_DRIFT_RULES,
      ...VAULT_DRIFT_RULES,
      ...REGION_SETTINGS_DRIFT_RULES,
      ...GLOBAL_SETTINGS_DRIFT_RULES,
      ...RESTORE_TESTING_DRIFT_RULES,
      ...TABLE_DRIFT_RULES,
    ];
    expect(driftRules.flatMap((driftRule) => driftRule.controls).filter((id) => !ids.has(id))).toEqual([]);
    expect(driftRules.flatMap((driftRule) => driftRule.calls).filter(([name]) => !names.has(name))).toEqual([]);
  });
});

type Plans = ReturnType<typeof exampleInventory>['regions'][number]['plans'];

function renamed(plans: Plans): Plans {
  return plans.known
    ? known(
        plans.value.map((plan) => ({ ...plan, id: 'plan-2' })),
        plans.from,
      )
    : plans;
}

describe('no difference is', () => {
  test.each<[string, ExampleParts, ExampleParts]>([
    ['the order of resources', { selection: { resources: ['a', 'b'] } }, { selection: { resources: ['b', 'a', 'a'] } }],
    [
      'the order of tags of a selection',
      {
        selection: {
          listOfTags: [
            { key: 'a', value: '1' },
            { key: 'b', value: '2' },
          ],
        },
      },
      {
        selection: {
          listOfTags: [
            { key: 'b', value: '2' },
            { key: 'a', value: '1' },
          ],
        },
      },
    ],
    ['the order of a table’s tags', { table: { tags: { a: '1', b: '2' } } }, { table: { tags: { b: '2', a: '1' } } }],
    ['the order of rules', { rules: [{ name: 'a' }, { name: 'b' }] }, { rules: [{ name: 'b' }, { name: 'a' }] }],
    [
      'the order of copies',
      rule({ copyActions: [COPY, { destinationVaultArn: 'x' }] }),
      rule({ copyActions: [{ destinationVaultArn: 'x' }, COPY] }),
    ],
    [
      'the order of statements, actions and conditions, a list of one, a letter’s case in an action, an account for its root',
      guarded(DENY, {
        Effect: 'Deny',
        Principal: { AWS: '111122223333' },
        Action: ['backup:A', 'backup:B'],
        Resource: '*',
        Condition: { StringEquals: { k: ['a', 'b'] } },
      }),
      guarded(
        {
          Effect: 'Deny',
          Principal: { AWS: ['arn:aws:iam::111122223333:root'] },
          Action: ['backup:b', 'Backup:A'],
          Resource: ['*'],
          Condition: { StringEquals: { k: ['b', 'a'] } },
        },
        { ...DENY, Principal: { AWS: '*' }, Action: ['backup:DeleteRecoveryPoint'] },
      ),
    ],
    [
      'the name and the number of a day and of a month, and the place of the question mark',
      planWith(
        { name: 'a', vaultName: 'main', copyActions: [], scheduleExpression: 'cron(15 3 ? * MON,FRI *)' },
        { name: 'b', vaultName: 'main', copyActions: [], scheduleExpression: 'cron(15 3 2 JUN,DEC ? *)' },
        { name: 'c', vaultName: 'main', copyActions: [], scheduleExpression: 'cron(15 3 ? * * *)' },
        { name: 'd', vaultName: 'main', copyActions: [], scheduleExpression: 'cron(15,45 3 ? * SUN-SAT *)' },
      ),
      planWith(
        { name: 'a', vaultName: 'main', copyActions: [], scheduleExpression: 'cron(15 3 ? * 6,2 *)' },
        { name: 'b', vaultName: 'main', copyActions: [], scheduleExpression: 'cron(15 3 2 6/6 ? *)' },
        { name: 'c', vaultName: 'main', copyActions: [], scheduleExpression: 'cron(15 3 * * ? *)' },
        { name: 'd', vaultName: 'main', copyActions: [], scheduleExpression: 'cron(45,15 3 1-31 1-12 ? *)' },
      ),
    ],
    ['the order of vaults', { vaults: [{ name: 'a' }, { name: 'b' }] }, { vaults: [{ name: 'b' }, { name: 'a' }] }],
    ['the order of an alarm’s actions', { alarms: [{ actions: ['a', 'b'] }] }, { alarms: [{ actions: ['b', 'a'] }] }],
    [
      'a default of AWS that is written out, or not',
      planWith({ name: 'nightly', vaultName: 'main', copyActions: [] }),
      planWith({
        name: 'nightly',
        vaultName: 'main',
        scheduleExpression: 'cron(0  5 ? * * *)',
        scheduleTimezone: 'Etc/UTC',
        startWindowMinutes: 480,
        completionWindowMinutes: 10_080,
        copyActions: [],
      }),
    ],
    [
      'a copy that takes its rule’s lifecycle, or has the same',
      rule({ copyActions: [{ destinationVaultArn: 'x' }] }),
      rule({ copyActions: [{ destinationVaultArn: 'x', lifecycle: { deleteAfterDays: 35 } }] }),
    ],
    [
      'the default window of point-in-time recovery',
      { table: { pointInTimeRecovery: known({ enabled: true }, 'x') } },
      { table: { pointInTimeRecovery: known({ enabled: true, recoveryPeriodDays: 35 }, 'x') } },
    ],
    [
      'time to live on its way',
      { table: { timeToLive: known({ status: 'ENABLING', attribute: 'ttl' }, 'x') } },
      { table: { timeToLive: known({ status: 'ENABLED', attribute: 'ttl' }, 'x') } },
    ],
    [
      'a service that AWS Backup came to know',
      {},
      { settings: { optIn: { DynamoDB: true, Quantum: false }, management: { DynamoDB: true } } },
    ],
    [
      'a switch that AWS Backup came to know, as long as it is off',
      {},
      { globalSettings: { isCrossAccountBackupEnabled: 'true', isMpaEnabled: 'false' } },
    ],
    [
      'throughput that auto scaling moves',
      {
        ...described({ billingMode: 'PROVISIONED', throughput: { readUnits: 5, writeUnits: 1 } }),
        scalableTargets: [{}],
      },
      {
        ...described({ billingMode: 'PROVISIONED', throughput: { readUnits: 90, writeUnits: 1 } }),
        scalableTargets: [{}],
      },
    ],
    ['the id of a rule', rule({ id: 'a' }), rule({ id: 'b' })],
  ])('%s', (_, before, after) => {
    const found = compared(before, after);
    expect(lines(found)).toEqual([]);
    expect(unknowns(found)).toEqual([]);
  });
});

/** One plan with rules, just as AWS sent it. */
function planWith(...rules: readonly BackupRule[]): ExampleParts {
  const body = known({ rules, preview: [] }, 'backup:GetBackupPlan');
  return { plans: [{ id: 'plan-1', arn: 'plan-1', name: 'daily', body, selections: known([], 'x') }] };
}

describe('unknown is', () => {
  const no: Unknown = denied('backup:X');

  test.each<[string, ExampleParts, readonly string[]]>([
    ['plans', { plans: no }, ['plans', 'tables.orders.selectedBy']],
    ['the rules of a plan', { rules: no }, ['plans.daily.rules', 'tables.orders.selectedBy["daily › tables"]']],
    ['a selection', { selection: no }, ['plans.daily.selections.tables', 'tables.orders.selectedBy["daily › tables"]']],
    ['vaults', { vaults: no }, ['vaults']],
    ['restore testing plans', { restoreTestingPlans: no }, ['restoreTesting']],
    ['the access policy of a vault', { vaults: [{ accessPolicy: no }] }, ['vaults.main.accessPolicy']],
    ['the settings of the Region', { settings: no }, ['settings']],
    ['the settings of the account', { globalSettings: no }, ['globalSettings']],
    ['tags', { table: { tags: no } }, ['tables.orders.tags']],
    ['time to live', { table: { timeToLive: no } }, ['tables.orders.timeToLive']],
    ['point-in-time recovery', { table: { pointInTimeRecovery: no } }, ['tables.orders.pointInTimeRecovery']],
    ['the resource policy', { table: { resourcePolicy: no } }, ['tables.orders.iamPolicies.resourcePolicy']],
    ['identity policies', { identityPolicies: no }, ['tables.orders.iamPolicies.identityPolicies']],
    ['alarms', { alarms: no }, ['tables.orders.alarms']],
    [
      'a description',
      { table: { description: no } },
      [
        'autoScaling',
        'billingMode',
        'deletionProtection',
        'encryption',
        'globalSecondaryIndexes',
        'id',
        'keyTypes',
        'localSecondaryIndexes',
        'onDemandMaximum',
        'provisionedThroughput',
        'stream',
      ].map((setting) => `tables.orders.${setting}`),
    ],
  ])('%s that cannot be read: now, in the baseline, and in both', (what, parts, paths) => {
    const sides = [
      [compared({}, parts), 'now'],
      [compared(parts, {}), 'baseline'],
      [compared(parts, parts), 'now'],
    ] as const;
    for (const [found, side] of sides) {
      const isRules = what === 'the rules of a plan' || what === 'a selection';
      const stated = unknowns(found).filter((line) => !isRules || !line.includes('selectedBy'));
      expect(stated.toSorted()).toEqual(
        paths.filter((path) => !isRules || !path.includes('selectedBy')).map((path) => `${path} (${side}: denied)`),
      );
      expect(lines(found)).toEqual([]);
    }
  });

  test('nothing where a baseline of an older version holds no restore testing plans', () => {
    const old = baseline();
    for (const account of Object.values(old.accounts)) {
      for (const region of Object.values(account.regions)) Reflect.deleteProperty(region, 'restoreTesting');
    }
    const found = compareBaselines(old, baseline(testing()));
    expect([lines(found), unknowns(found)]).toEqual([[], []]);
  });

  test('a Region, or an account, that only one side holds', () => {
    const inventory = exampleInventory();
    const nowhere = baselineFrom({ ...inventory, regions: [] });
    expect(unknowns(compareBaselines(baseline(), nowhere))).toEqual(['* (now: not-collected)']);
    expect(unknowns(compareBaselines(nowhere, baseline()))).toEqual(['* (baseline: not-collected)']);
    const elsewhere = baselineFrom({
      ...inventory,
      accounts: [],
      unread: [{ region: 'eu-west-1', roleArn: `arn:aws:iam::${ACCOUNT}:role/reader`, why: no }],
    });
    expect(unknowns(compareBaselines(baseline(), elsewhere))).toEqual(['* (now: denied)']);
  });
});

test('what an older version did not record is unknown, and no difference', () => {
  const now = baseline({ alarms: [{ name: 'errors' }] });
  const older = JSON.parse(JSON.stringify(now));
  const { orders } = older.accounts[ACCOUNT].regions['eu-west-1'].tables;
  delete orders.id;
  delete orders.keyTypes;
  delete orders.onDemandMaximum;
  delete orders.alarms.errors.okActions;
  const found = compareBaselines(older, now);
  expect(lines(found)).toEqual([]);
  expect(unknowns(found)).toEqual([
    'tables.orders.alarms.errors.okActions (baseline: not-collected)',
    'tables.orders.id (baseline: not-collected)',
    'tables.orders.keyTypes (baseline: not-collected)',
    'tables.orders.onDemandMaximum (baseline: not-collected)',
  ]);
});
