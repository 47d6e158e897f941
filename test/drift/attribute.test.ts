import { describe, expect, test } from 'vitest';
import { ACCOUNT, type ExampleParts, NOW, ORDERS, REGION } from '../../src/controls/example.ts';
import { attribution } from '../../src/drift/attribute.ts';
import type { Difference } from '../../src/drift/difference.ts';
import { known } from '../../src/model/fact.ts';
import type { TrailEvent } from '../../src/model/trail-event.ts';
import { compared } from './compare.ts';
import { event } from './events.ts';

const DYNAMODB = { source: 'dynamodb.amazonaws.com' } as const;
const RETENTION: ExampleParts = { rules: [{ lifecycle: { deleteAfterDays: 7 } }] };
const UPDATE = { request: { backupPlanId: 'plan-1' } };

function only(after: ExampleParts, before: ExampleParts = {}): Difference {
  const [difference] = compared(before, after).differences;
  if (!difference) throw new Error('no difference');
  return difference;
}

function found(events: readonly TrailEvent[], after: ExampleParts, before: ExampleParts = {}): readonly string[] {
  return attribution(events, NOW)(only(after, before)).map(({ id }) => id);
}

describe('an event could have made a difference', () => {
  const yes: [string, TrailEvent, ExampleParts, ExampleParts?][] = [
    ['when it names the plan by id', event('UpdateBackupPlan', 5, UPDATE), RETENTION],
    [
      'when it names the plan by an ARN of either form',
      event('UpdateBackupPlan', 5, { response: { backupPlanArn: `arn:aws:backup:${REGION}:${ACCOUNT}:plan:plan-1` } }),
      RETENTION,
    ],
    [
      'when it made a plan of that name',
      event('CreateBackupPlan', 5, {
        request: { backupPlan: { backupPlanName: 'daily' } },
        response: { backupPlanId: 'other' },
      }),
      RETENTION,
    ],
    ['when CloudTrail left out what it named', event('UpdateBackupPlan', 5), RETENTION],
    [
      'when it deleted the selection',
      event('DeleteBackupSelection', 5, { request: { backupPlanId: 'plan-1', selectionId: 'selection-1' } }),
      { selection: { resources: ['x'] } },
    ],
    [
      'when it names the vault by ARN',
      event('PutBackupVaultLockConfiguration', 5, {
        request: { backupVaultName: `arn:aws:backup:${REGION}:${ACCOUNT}:backup-vault:main` },
      }),
      { vaults: [{ locked: true }] },
    ],
    [
      'when the table stands in the response alone',
      event('UpdateTable', 5, {
        ...DYNAMODB,
        request: { deletionProtectionEnabled: true },
        response: { tableDescription: { tableName: 'orders' } },
      }),
      { table: { description: { deletionProtection: true } } },
    ],
    [
      'when the table is named by ARN',
      event('UpdateContinuousBackups', 5, {
        ...DYNAMODB,
        request: { tableName: ORDERS, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } },
      }),
      { table: { pointInTimeRecovery: known({ enabled: true }, 'x') } },
    ],
    [
      'when it tagged the table',
      event('TagResource', 5, { ...DYNAMODB, request: { resourceArn: ORDERS, tags: [{ key: 'a', value: 'b' }] } }),
      { table: { tags: { a: 'b' } } },
    ],
    [
      'when the table was deleted',
      event('DeleteTable', 5, { ...DYNAMODB, request: { tableName: 'orders' } }),
      { table: { tags: { a: 'b' } } },
    ],
    [
      'when auto scaling names the table as it does',
      event('RegisterScalableTarget', 5, {
        source: 'autoscaling.amazonaws.com',
        request: { resourceId: 'table/orders/index/by-day' },
      }),
      { table: { description: { billingMode: 'PROVISIONED' } }, scalableTargets: [{}] },
      { table: { description: { billingMode: 'PROVISIONED' } } },
    ],
    [
      'when it deleted the alarm with others',
      event('DeleteAlarms', 5, { source: 'monitoring.amazonaws.com', request: { alarmNames: ['x', 'errors'] } }),
      {},
      { alarms: [{ name: 'errors' }] },
    ],
    [
      'when it changed a role’s own policy, which is written in another Region',
      event('PutRolePolicy', 5, {
        source: 'iam.amazonaws.com',
        region: 'us-east-1',
        request: { roleName: 'app', policyName: 'tables' },
      }),
      {
        identityPolicies: [
          {
            id: 'role/app/tables',
            attachedTo: ['role/app'],
            document: JSON.stringify({ Statement: { Effect: 'Allow', Action: 'dynamodb:*', Resource: ORDERS } }),
          },
        ],
      },
    ],
    [
      'when it changed the account’s settings from any Region',
      event('UpdateGlobalSettings', 5, {
        region: 'us-west-2',
        request: { globalSettings: { isCrossAccountBackupEnabled: 'false' } },
      }),
      { globalSettings: { isCrossAccountBackupEnabled: 'false' } },
    ],
    [
      'when it names the restore testing plan',
      event('DeleteRestoreTestingPlan', 5, { request: { restoreTestingPlanName: 'monthly' } }),
      { restoreTestingPlans: [] },
      {
        restoreTestingPlans: [
          { name: 'monthly', arn: 'a', includeVaults: ['*'], excludeVaults: [], pointTypes: [], selections: [] },
        ],
      },
    ],
    ['in the very second of the baseline', event('UpdateBackupPlan', 0, UPDATE), RETENTION],
  ];
  test.each(yes)('%s', (_, one, after, before) => {
    expect(found([one], after, before)).toEqual([one.id]);
  });
});

describe('an event could not have made it', () => {
  const no: [string, TrailEvent, ExampleParts][] = [
    ['when it failed', event('UpdateBackupPlan', 5, { ...UPDATE, errorCode: 'AccessDenied' }), RETENTION],
    ['before the baseline', event('UpdateBackupPlan', -1, UPDATE), RETENTION],
    ['in another Region', event('UpdateBackupPlan', 5, { ...UPDATE, region: 'us-east-1' }), RETENTION],
    ['in another account', event('UpdateBackupPlan', 5, { ...UPDATE, account: '444455556666' }), RETENTION],
    ['of another plan', event('UpdateBackupPlan', 5, { request: { backupPlanId: 'plan-10' } }), RETENTION],
    ['of another API', event('UpdateRegionSettings', 5, UPDATE), RETENTION],
    [
      'of another service’s API of that name',
      event('UpdateTable', 5, {
        source: 'glue.amazonaws.com',
        request: { tableName: 'orders', streamSpecification: {} },
      }),
      { table: { description: { stream: 'NEW_IMAGE' } } },
    ],
    [
      'when its request changes something else',
      event('UpdateTable', 5, { ...DYNAMODB, request: { tableName: 'orders', billingMode: 'PAY_PER_REQUEST' } }),
      { table: { description: { stream: 'NEW_IMAGE' } } },
    ],
    [
      'of a table of another name',
      event('UpdateTable', 5, { ...DYNAMODB, request: { tableName: 'orders2', streamSpecification: {} } }),
      { table: { description: { stream: 'NEW_IMAGE' } } },
    ],
    [
      'of a table of that name elsewhere',
      event('TagResource', 5, {
        ...DYNAMODB,
        request: { resourceArn: ORDERS.replace(ACCOUNT, '444455556666'), tags: [] },
      }),
      { table: { tags: { a: 'b' } } },
    ],
  ];
  test.each(no)('%s', (_, one, after) => {
    expect(found([one], after)).toEqual([]);
  });
});

describe('events', () => {
  test('are shown newest first, all that fit', () => {
    const [first, second] = [event('UpdateBackupPlan', 5, UPDATE), event('UpdateBackupPlan', 9, UPDATE)];
    expect(found([first, event('UpdateBackupPlan', 7), second], RETENTION)).toEqual([
      second.id,
      expect.any(String),
      first.id,
    ]);
  });

  test('of one call explain several differences', () => {
    const after: ExampleParts = { rules: [{ lifecycle: { deleteAfterDays: 7 }, startWindowMinutes: 90 }] };
    const one = event('UpdateBackupPlan', 5, UPDATE);
    const eventsOf = attribution([one], NOW);
    expect(compared({}, after).differences.map((each) => eventsOf(each).map(({ id }) => id))).toEqual([
      [one.id],
      [one.id],
    ]);
  });

  test('of selections, tags and the opt-in explain that a table is no longer selected', () => {
    const gone = compared({}, { selection: { resources: ['x'] } }).differences.find(({ path }) =>
      path.includes('selectedBy'),
    );
    if (!gone) throw new Error('still selected');
    const events = [
      event('DeleteBackupSelection', 1, { request: { backupPlanId: 'plan-1', selectionId: 'selection-1' } }),
      event('UpdateRegionSettings', 2, { request: { resourceTypeOptInPreference: { DynamoDB: false } } }),
      event('UntagResource', 3, { ...DYNAMODB, request: { resourceArn: ORDERS } }),
      event('DeleteBackupSelection', 4, { request: { backupPlanId: 'plan-2', selectionId: 'selection-1' } }),
    ];
    expect(attribution(events, NOW)(gone).map(({ name }) => name)).toEqual([
      'UntagResource',
      'UpdateRegionSettings',
      'DeleteBackupSelection',
    ]);
  });
});
