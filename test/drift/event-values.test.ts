import { describe, expect, test } from 'vitest';
import { type ExampleParts, NOW, ORDERS } from '../../src/controls/example.ts';
import { attribution } from '../../src/drift/attribute.ts';
import { known } from '../../src/model/fact.ts';
import { plusMinutes } from '../../src/model/instant.ts';
import type { Json, JsonObject } from '../../src/model/result.ts';
import type { TrailEvent } from '../../src/model/trail-event.ts';
import { compared } from './compare.ts';
import { event } from './events.ts';

/** Path → ids of the events that the difference there is ascribed to, newest first. */
function ascribed(events: readonly TrailEvent[], before: ExampleParts, after: ExampleParts) {
  const eventsOf = attribution(events, NOW);
  return Object.fromEntries(
    compared(before, after).differences.map((each) => [
      each.path.replace(/.*\./, ''),
      eventsOf(each).map(({ id }) => id),
    ]),
  );
}

interface Sent {
  readonly keep: number;
  readonly window?: number;
  readonly at?: string;
}

function plan(id: string, minutes: number, { keep, window = 480, at = 'cron(0 5 ? * * *)' }: Sent): TrailEvent {
  const rule: Json = {
    ruleName: 'nightly',
    targetBackupVaultName: 'main',
    scheduleExpression: at,
    startWindowMinutes: window,
    lifecycle: { deleteAfterDays: keep },
  };
  const request = { backupPlanId: 'plan-1', backupPlan: { backupPlanName: 'daily', rules: [rule] } };
  return { ...event('UpdateBackupPlan', minutes, { request }), id };
}

const silent = (id: string, minutes: number): TrailEvent => ({ ...event('UpdateBackupPlan', minutes), id });
const kept = (keep: number, window = 480): ExampleParts => ({
  rules: [{ lifecycle: { deleteAfterDays: keep }, startWindowMinutes: window }],
});

describe('a value belongs to the event that set it', () => {
  test('and not to those that sent it along', () => {
    const events = [
      plan('person', 10, { keep: 9 }),
      plan('pipeline', 20, { keep: 9, window: 600 }),
      plan('pipeline again', 30, { keep: 9, window: 600 }),
    ];
    expect(ascribed(events, kept(35), kept(9, 600))).toEqual({
      retentionDays: ['person'],
      startWindowMinutes: ['pipeline'],
    });
  });

  test('the last time that it became what it is', () => {
    const events = [
      plan('down', 10, { keep: 9 }),
      plan('back', 20, { keep: 35 }),
      plan('down again', 30, { keep: 9 }),
      plan('sent along', 40, { keep: 9 }),
    ];
    expect(ascribed(events, kept(35), kept(9))).toEqual({ retentionDays: ['down again'] });
  });

  test('or perhaps to one whose request is not told, unless a later one sent another value', () => {
    expect(ascribed([silent('large', 10), plan('along', 20, { keep: 9 })], kept(35), kept(9))).toEqual({
      retentionDays: ['along', 'large'],
    });
    expect(
      ascribed([silent('large', 10), plan('as before', 20, { keep: 35 }), silent('late', 30)], kept(35), kept(9)),
    ).toEqual({ retentionDays: ['late'] });
  });

  test('and to none where the last that was sent is another', () => {
    expect(ascribed([plan('as before', 10, { keep: 35 })], kept(35), kept(9))).toEqual({ retentionDays: [] });
  });

  test('whatever the spelling of a schedule', () => {
    const was: ExampleParts = { rules: [{ scheduleExpression: 'cron(0 5 ? * MON *)' }] };
    const is: ExampleParts = { rules: [{ scheduleExpression: 'cron(0 5 ? * TUE *)' }] };
    const events = [
      plan('moved', 10, { keep: 35, at: 'cron(0 5 ? * 3 *)' }),
      plan('spelled', 20, { keep: 35, at: 'cron(0 5 ? * TUE *)' }),
    ];
    expect(ascribed(events, was, is)).toEqual({ schedule: ['moved'] });
  });

  const table = (parts: NonNullable<ExampleParts['table']>): ExampleParts => ({ table: parts });
  const recovery = (days: number) =>
    table({ pointInTimeRecovery: known({ enabled: true, recoveryPeriodDays: days }, 'x') });
  const vault = { backupVaultName: 'main' };

  test.each<[string, string, Json, Json, ExampleParts, ExampleParts, Partial<TrailEvent>?]>([
    [
      'the window of point-in-time recovery',
      'UpdateContinuousBackups',
      {
        tableName: 'orders',
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 6 },
      },
      {
        tableName: 'orders',
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 20 },
      },
      recovery(20),
      recovery(6),
      { source: 'dynamodb.amazonaws.com' },
    ],
    [
      'deletion protection',
      'UpdateTable',
      { tableName: 'orders', deletionProtectionEnabled: false },
      { tableName: 'orders', deletionProtectionEnabled: true },
      table({ description: { deletionProtection: true } }),
      table({ description: { deletionProtection: false } }),
      { source: 'dynamodb.amazonaws.com' },
    ],
    [
      'a tag',
      'TagResource',
      { resourceArn: ORDERS, tags: [{ key: 'tier', value: 'bronze' }] },
      { resourceArn: ORDERS, tags: [{ key: 'owner', value: 'sales' }] },
      table({ tags: { tier: 'gold' } }),
      table({ tags: { tier: 'bronze' } }),
      { source: 'dynamodb.amazonaws.com' },
    ],
    [
      'the least retention of a lock',
      'PutBackupVaultLockConfiguration',
      { ...vault, minRetentionDays: 2, maxRetentionDays: 90 },
      { ...vault, minRetentionDays: 30, maxRetentionDays: 90 },
      { vaults: [{ locked: true, minRetentionDays: 30, maxRetentionDays: 90 }] },
      { vaults: [{ locked: true, minRetentionDays: 2, maxRetentionDays: 90 }] },
    ],
    [
      'opting in',
      'UpdateRegionSettings',
      { resourceTypeOptInPreference: { DynamoDB: false, EBS: true } },
      { resourceTypeOptInPreference: { EBS: true } },
      {},
      { settings: { optIn: { DynamoDB: false }, management: { DynamoDB: true } } },
    ],
    [
      'what an alarm does with missing data',
      'PutMetricAlarm',
      { alarmName: 'errors', evaluationPeriods: 2, treatMissingData: 'ignore' },
      { alarmName: 'errors', evaluationPeriods: 2 },
      { alarms: [{ name: 'errors' }] },
      { alarms: [{ name: 'errors', treatMissingData: 'ignore' }] },
      { source: 'monitoring.amazonaws.com' },
    ],
  ])('%s', (_, name, set, former, before, after, parts = {}) => {
    const call = (id: string, minutes: number, request: Json): TrailEvent => ({
      ...event(name, minutes, { ...parts, request: request as TrailEvent['request'] & object }),
      id,
    });
    const events = [call('former', 5, former), call('setter', 10, set), call('along', 15, set)];
    expect(Object.values(ascribed(events, before, after))).toEqual([['setter']]);
    expect(Object.values(ascribed([call('former', 5, former)], before, after))).toEqual([[]]);
  });
});

test('what happened in the second of the baseline counts', () => {
  const taken = plusMinutes(NOW, 0.5 / 60);
  const [difference] = compared(kept(35), kept(9)).differences;
  const events = [plan('same second', 0, { keep: 9 })];
  expect(difference && attribution(events, taken)(difference).map(({ id }) => id)).toEqual(['same second']);
});

describe('a scheduled action', () => {
  const scaled = (actions: ExampleParts['scheduledActions'] & object): ExampleParts => ({
    table: { description: { billingMode: 'PROVISIONED' } },
    scheduledActions: actions,
  });
  const call = (id: string, name: string, minutes: number, request: JsonObject = {}): TrailEvent => {
    const target = { resourceId: 'table/orders', scalableDimension: 'dynamodb:table:ReadCapacityUnits' };
    const sent = { scheduledActionName: 'morning', ...target, ...request };
    return { ...event(name, minutes, { source: 'autoscaling.amazonaws.com', request: sent }), id };
  };

  test('belongs to the call that put what is there, not to one that left it, or is about another', () => {
    const events = [
      call('bounds', 'PutScheduledAction', 10, { scalableTargetAction: { minCapacity: 80 } }),
      call('schedule', 'PutScheduledAction', 20, { schedule: 'rate(6 hours)' }),
      call('other', 'PutScheduledAction', 30, { scheduledActionName: 'noon', schedule: 'rate(6 hours)' }),
    ];
    const after = scaled([{ minCapacity: 80, schedule: 'rate(6 hours)' }]);
    expect(ascribed(events, scaled([{}]), after)).toEqual({ minCapacity: ['bounds'], schedule: ['schedule'] });
  });

  test('that is gone belongs to the call that deleted it', () => {
    const events = [
      call('gone', 'DeleteScheduledAction', 10),
      call('other', 'DeleteScheduledAction', 20, { scheduledActionName: 'noon' }),
    ];
    const found = ascribed(events, scaled([{}]), scaled([]));
    expect(Object.values(found)).toEqual([['gone']]);
  });
});
