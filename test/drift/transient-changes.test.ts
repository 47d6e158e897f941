import { describe, expect, test } from 'vitest';
import { type ExampleParts, NOW } from '../../src/controls/example.ts';
import { transientChangesIn } from '../../src/drift/transient-changes.ts';
import { known } from '../../src/model/fact.ts';
import { plusMinutes } from '../../src/model/instant.ts';
import type { Json } from '../../src/model/result.ts';
import type { TrailEvent } from '../../src/model/trail-event.ts';
import { baseline } from './compare.ts';
import { event } from './events.ts';

const RECOVERABLE: ExampleParts = { table: { pointInTimeRecovery: known({ enabled: true }, 'x') } };
const LOCKED: ExampleParts = { vaults: [{ locked: true, minRetentionDays: 7 }] };

function recovery(minutes: number, on: Json): TrailEvent {
  const pointInTimeRecoverySpecification = { pointInTimeRecoveryEnabled: on };
  return event('UpdateContinuousBackups', minutes, {
    source: 'dynamodb.amazonaws.com',
    request: { tableName: 'orders', pointInTimeRecoverySpecification },
  });
}

function stated(
  events: readonly TrailEvent[],
  before: ExampleParts,
  now: ExampleParts = before,
  since = NOW,
): readonly string[] {
  return transientChangesIn(events, since, baseline(before), baseline(now)).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

const at = (minutes: number) => plusMinutes(NOW, minutes);

describe('a lapse is', () => {
  test('point-in-time recovery that was off for a while', () => {
    expect(stated([recovery(10, false), recovery(70, true)], RECOVERABLE)).toEqual([
      `tables.orders.pointInTimeRecovery: point-in-time recovery was off from ${at(10)} to ${at(70)} (1 h), and nothing before its end can be restored to`,
    ]);
  });

  test('each while of several', () => {
    const events = [recovery(10, 'false'), recovery(20, 'true'), recovery(30, false), recovery(40, true)];
    const [line = '', ...more] = stated(events, RECOVERABLE);
    expect(more).toEqual([]);
    expect(line).toContain(`from ${at(10)} to ${at(20)} (10 min)`);
    expect(line).toContain(`and from ${at(30)} to ${at(40)} (10 min)`);
  });

  test('what is on now though no event tells since when', () => {
    expect(stated([recovery(10, false)], RECOVERABLE)).toEqual([
      `tables.orders.pointInTimeRecovery: point-in-time recovery was off from ${at(10)}; no event tells when it was switched on again`,
    ]);
  });

  test('a lock that was removed and set again', () => {
    const request = { backupVaultName: 'main', minRetentionDays: 7 };
    const events = [
      event('DeleteBackupVaultLockConfiguration', 5, { request }),
      event('PutBackupVaultLockConfiguration', 6, { request }),
    ];
    expect(stated(events, LOCKED)).toEqual([`vaults.main.lock: the lock was off from ${at(5)} to ${at(6)} (1 min)`]);
  });

  test('an access policy that was removed and set again', () => {
    const request = { backupVaultName: 'main' };
    const events = [
      event('DeleteBackupVaultAccessPolicy', 5, { request }),
      event('PutBackupVaultAccessPolicy', 65, { request }),
    ];
    const guarded: ExampleParts = { vaults: [{ accessPolicy: known('{"Version":"2012-10-17","Statement":[]}', 'x') }] };
    expect(stated(events, guarded)).toEqual([
      `vaults.main.accessPolicy: the access policy was off from ${at(5)} to ${at(65)} (1 h)`,
    ]);
    expect(stated(events, {}, guarded)).toEqual([]);
  });

  test('an opt-in, a switch of the account, and deletion protection that were off', () => {
    const optIn = (minutes: number, on: boolean) =>
      event('UpdateRegionSettings', minutes, { request: { resourceTypeOptInPreference: { DynamoDB: on } } });
    const crossAccount = (minutes: number, on: string) =>
      event('UpdateGlobalSettings', minutes, { request: { globalSettings: { isCrossAccountBackupEnabled: on } } });
    const protection = (minutes: number, on: boolean) =>
      event('UpdateTable', minutes, {
        source: 'dynamodb.amazonaws.com',
        request: { tableName: 'orders', deletionProtectionEnabled: on },
      });
    const events = [
      ...[optIn(1, false), crossAccount(2, 'false'), protection(3, false)],
      ...[optIn(4, true), crossAccount(5, 'true'), protection(6, true)],
    ];
    const parts: ExampleParts = { table: { description: { deletionProtection: true } } };
    expect(stated(events, parts).map((line) => line.split(':')[0])).toEqual([
      'settings.optIn.DynamoDB',
      'globalSettings.isCrossAccountBackupEnabled',
      'tables.orders.deletionProtection',
    ]);
  });

  test('a plan, or a selection, that was deleted and made again', () => {
    const events = [
      event('DeleteBackupSelection', 1, { request: { backupPlanId: 'plan-1', selectionId: 'selection-1' } }),
      event('DeleteBackupPlan', 2, { request: { backupPlanId: 'plan-1' } }),
      event('CreateBackupPlan', 30, {
        request: { backupPlan: { backupPlanName: 'daily' } },
        response: { backupPlanId: 'plan-9' },
      }),
      event('CreateBackupSelection', 31, {
        request: { backupPlanId: 'plan-9', backupSelection: { selectionName: 'tables' } },
        response: { backupPlanId: 'plan-9', selectionId: 'selection-9' },
      }),
    ];
    expect(stated(events, {})).toEqual([
      `plans.daily.selections.tables: the selection tables was off from ${at(1)} to ${at(31)} (30 min)`,
      `plans.daily: the plan was off from ${at(2)} to ${at(30)} (28 min)`,
    ]);
  });

  test('advanced features that were off', () => {
    const features = (minutes: number, on: boolean) =>
      event('UpdateRegionSettings', minutes, { request: { resourceTypeManagementPreference: { DynamoDB: on } } });
    expect(stated([features(15, false), features(45, true)], {})).toEqual([
      `settings.management.DynamoDB: advanced features of DynamoDB backups was off from ${at(15)} to ${at(45)} (30 min), and backups made meanwhile stay without them`,
    ]);
  });

  test('the rules of a plan that were changed and changed back', () => {
    const update = (minutes: number, days: number) =>
      event('UpdateBackupPlan', minutes, {
        request: {
          backupPlanId: 'plan-1',
          backupPlan: {
            backupPlanName: 'daily',
            rules: [
              {
                ruleName: 'nightly',
                targetBackupVaultName: 'main',
                scheduleExpression: 'cron(0 5 ? * * *)',
                startWindowMinutes: 480,
                lifecycle: { deleteAfterDays: days },
              },
            ],
          },
        },
      });
    const events = [update(10, 35), update(20, 3), update(25, 2), update(50, 35)];
    const parts: ExampleParts = {
      rules: [{ startWindowMinutes: 480, lifecycle: { deleteAfterDays: 35 }, copyActions: [] }],
    };
    expect(stated(events, parts)).toEqual([
      `plans.daily.rules: the rules changed at ${at(20)} and back at ${at(50)} (30 min)`,
    ]);
    expect(stated(events.slice(0, 2), parts)).toEqual([
      `plans.daily.rules: the rules changed at ${at(20)}; no event tells when it was changed back`,
    ]);
    expect(stated([update(10, 35), update(20, 35)], parts)).toEqual([]);
    expect(stated(events.slice(0, 2), parts, { rules: [{ lifecycle: { deleteAfterDays: 3 } }] })).toEqual([]);
  });

  test('the access policy of a vault, and its lock, that were changed and changed back', () => {
    const text = (effect: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: effect, Principal: '*', Action: 'backup:DeleteRecoveryPoint', Resource: '*' }],
      });
    const guard = (minutes: number, effect: string) =>
      event('PutBackupVaultAccessPolicy', minutes, { request: { backupVaultName: 'main', policy: text(effect) } });
    const lock = (minutes: number, minRetentionDays: number) =>
      event('PutBackupVaultLockConfiguration', minutes, { request: { backupVaultName: 'main', minRetentionDays } });
    const parts: ExampleParts = {
      vaults: [{ locked: true, minRetentionDays: 7, accessPolicy: known(text('Deny'), 'x') }],
    };
    expect(stated([guard(5, 'Allow'), lock(6, 1), guard(65, 'Deny'), lock(66, 7)], parts)).toEqual([
      `vaults.main.accessPolicy: the access policy changed at ${at(5)} and back at ${at(65)} (1 h)`,
      `vaults.main.lock.minRetentionDays: the shortest retention of the lock changed at ${at(6)} and back at ${at(66)} (1 h)`,
    ]);
  });

  test('a tag by which a selection takes the table, and no other', () => {
    const arn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
    const source = 'dynamodb.amazonaws.com';
    const untag = (minutes: number, key: string) =>
      event('UntagResource', minutes, { source, request: { resourceArn: arn, tagKeys: [key] } });
    const tag = (minutes: number, key: string, value: string) =>
      event('TagResource', minutes, { source, request: { resourceArn: arn, tags: [{ key, value }] } });
    const listOfTags = [{ type: 'STRINGEQUALS', key: 'guarded', value: 'yes' }] as const;
    const parts: ExampleParts = { table: { tags: { guarded: 'yes', seen: '1' } }, selection: { listOfTags } };
    const events = [untag(1, 'guarded'), untag(2, 'seen'), tag(3, 'seen', '1'), tag(31, 'guarded', 'yes')];
    expect(stated(events, parts)).toEqual([
      `tables.orders.tags.guarded: the tag guarded changed at ${at(1)} and back at ${at(31)} (30 min)`,
    ]);
  });

  test('recovery points that people deleted, and not those that AWS Backup did', () => {
    const request = { backupVaultName: 'main', recoveryPointArn: 'arn:aws:backup:eu-west-1::recovery-point:1' };
    const service = { kind: 'service', name: 'backup.amazonaws.com' } as const;
    const events = [
      event('DeleteRecoveryPoint', 1, { request }),
      event('DeleteRecoveryPoint', 2, { request }),
      event('DeleteRecoveryPoint', 3, { request, actor: service }),
      event('DeleteRecoveryPoint', 4, { request, errorCode: 'AccessDenied' }),
      event('DeleteRecoveryPoint', 5, { request, account: '444455556666' }),
      event('BackupDeleted', 6, { serviceDetails: request, actor: service }),
    ];
    expect(stated(events, {})).toEqual(['vaults.main.recoveryPoints: 2 recovery points were deleted by hand']);
  });

  test('looked for as far back as asked', () => {
    const events = [recovery(-50, false), recovery(-20, true)];
    expect(stated(events, RECOVERABLE)).toEqual([]);
    expect(stated(events, RECOVERABLE, RECOVERABLE, at(-60))).toHaveLength(1);
  });
});

describe('where an event does not tell what it set, it cannot be told whether there was a lapse', () => {
  /** What is told, and whether it is sure. */
  const sure = (events: readonly TrailEvent[], before: ExampleParts, now: ExampleParts = before) =>
    transientChangesIn(events, NOW, baseline(before), baseline(now)).map(({ path, unresolved }) => [
      path,
      unresolved?.reason ?? 'transient',
    ]);
  const source = 'dynamodb.amazonaws.com';
  const silent = (name: string, minutes: number) => event(name, minutes, /Vault|Plan/.test(name) ? {} : { source });
  const optIn = (minutes: number, on: Json | undefined) =>
    event('UpdateRegionSettings', minutes, on === undefined ? {} : { request: { resourceTypeOptInPreference: on } });
  const rules = (minutes: number, lifecycle: Json) =>
    event('UpdateBackupPlan', minutes, {
      request: {
        backupPlanId: 'plan-1',
        backupPlan: {
          backupPlanName: 'daily',
          rules: [{ ruleName: 'nightly', targetBackupVaultName: 'main', startWindowMinutes: 480, lifecycle }],
        },
      },
    });
  const PITR = 'tables.orders.pointInTimeRecovery';
  const OPT_IN = 'settings.optIn.DynamoDB';

  test.each<[string, ExampleParts, readonly TrailEvent[], readonly (readonly string[])[]]>([
    [
      'a request left out',
      RECOVERABLE,
      [silent('UpdateContinuousBackups', 10), recovery(70, true)],
      [[PITR, 'not-collected']],
    ],
    ['a flag that is no flag', RECOVERABLE, [recovery(10, '?'), recovery(70, true)], [[PITR, 'not-collected']]],
    ['a flag in capitals', RECOVERABLE, [recovery(10, 'FALSE'), recovery(70, true)], [[PITR, 'transient']]],
    ['the one after it too', RECOVERABLE, [recovery(10, '?'), recovery(70, '?')], [[PITR, 'not-collected']]],
    [
      'a lapse beside it',
      RECOVERABLE,
      [recovery(10, '?'), recovery(20, false), recovery(30, true)],
      [[PITR, 'transient']],
    ],
    ['only the last: that is what is now', RECOVERABLE, [recovery(70, '?')], []],
    ['a map that is text', {}, [optIn(1, '{"DynamoDB":false}'), optIn(9, { DynamoDB: true })], [[OPT_IN, 'transient']]],
    ['a map that is none', {}, [optIn(1, 'off'), optIn(9, { DynamoDB: true })], [[OPT_IN, 'not-collected']]],
    ['settings left out', {}, [optIn(1, undefined), optIn(9, { DynamoDB: true })], [[OPT_IN, 'not-collected']]],
    ['another service alone', {}, [optIn(1, { EBS: false }), optIn(9, { DynamoDB: true })], []],
  ])('%s', (_, parts, events, expected) => {
    expect(sure(events, parts)).toEqual(expected);
  });

  test('the rules of a plan, of which one cannot be read, or all are left out', () => {
    const whole = (minutes: number) =>
      event('UpdateBackupPlan', minutes, {
        request: {
          backupPlanId: 'plan-1',
          backupPlan: {
            backupPlanName: 'daily',
            rules: [
              {
                ruleName: 'nightly',
                targetBackupVaultName: 'main',
                scheduleExpression: 'cron(0 5 ? * * *)',
                startWindowMinutes: 480,
                lifecycle: { deleteAfterDays: 35 },
              },
            ],
          },
        },
      });
    const parts: ExampleParts = {
      rules: [{ startWindowMinutes: 480, lifecycle: { deleteAfterDays: 35 }, copyActions: [] }],
    };
    const open = [['plans.daily.rules', 'not-collected']];
    expect(sure([silent('UpdateBackupPlan', 5), whole(9)], parts)).toEqual(open);
    expect(sure([rules(5, { deleteAfterDays: '?' }), whole(9)], parts)).toEqual(open);
    expect(sure([whole(5), silent('UpdateBackupPlan', 9)], parts)).toEqual([]);
  });

  test('a lock and a policy of a vault that an event does not name', () => {
    const parts: ExampleParts = { ...LOCKED, vaults: [{ locked: true, minRetentionDays: 7 }] };
    const put = event('PutBackupVaultLockConfiguration', 9, {
      request: { backupVaultName: 'main', minRetentionDays: 7, maxRetentionDays: null },
    });
    expect(sure([silent('DeleteBackupVaultLockConfiguration', 5), put], parts)).toContainEqual([
      'vaults.main.lock',
      'not-collected',
    ]);
    const [first] = transientChangesIn(
      [silent('DeleteBackupVaultLockConfiguration', 5), put],
      NOW,
      baseline(parts),
      baseline(parts),
    );
    expect(first?.message).toBe(`cannot tell whether the lock was off from ${at(5)} to ${at(9)}`);
  });
});

describe('no lapse is', () => {
  test('what is off now: that is a difference, or was off before', () => {
    expect(stated([recovery(10, false)], RECOVERABLE, {})).toEqual([]);
    expect(stated([recovery(10, false)], {}, {})).toEqual([]);
  });

  test('what was off already', () => {
    expect(stated([recovery(10, false), recovery(20, true)], {}, RECOVERABLE)).toEqual([]);
  });

  test('what was on and is set on again', () => {
    expect(stated([recovery(10, true), recovery(20, true)], RECOVERABLE)).toEqual([]);
  });

  test('a lock of a vault that is gone, or of one that nobody recorded', () => {
    const gone = event('DeleteBackupVaultLockConfiguration', 5, { request: { backupVaultName: 'main' } });
    const other = event('DeleteBackupVaultLockConfiguration', 5, { request: { backupVaultName: 'other' } });
    expect(stated([gone], LOCKED, { vaults: [] })).toEqual([]);
    expect(stated([other], LOCKED)).toEqual([]);
  });

  test('a setting that another service’s event does not touch', () => {
    const events = [event('UpdateRegionSettings', 5, { request: { resourceTypeOptInPreference: { EBS: false } } })];
    expect(stated(events, {})).toEqual([]);
  });
});
