import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ago,
  type ExampleParts,
  type ExampleTable,
  exampleInventory,
  ORDERS,
  REGION,
  tableArnOf,
} from '../../../src/controls/example.ts';
import { formatSample } from '../../../src/controls/restored/format-sample.ts';
import { known, unknown } from '../../../src/model/fact.ts';
import { plusMinutes } from '../../../src/model/instant.ts';
import type { RestoreSettings } from '../../../src/model/policy.ts';
import type { TimeToLive } from '../../../src/model/table.ts';
import type { TrailEvent, TrailHistory, TrailReach } from '../../../src/model/trail-event.ts';
import {
  BEGAN,
  call,
  expire,
  historyOf,
  judge,
  RESTORED,
  reach,
  started,
  tag,
  untag,
  update,
} from './ready-history.ts';

const TAGS: RestoreSettings = { tags: 'same-as-source' };
const TAGGED = { table: { tags: { team: 'a', tier: 'gold' } }, restored: { tags: { team: 'a', tier: 'gold' } } };
const BARE = { table: TAGGED.table, restored: {} };

describe('the clock `ready`', () => {
  test('stops when the last required setting was put back', () => {
    const settings: RestoreSettings = { ...TAGS, timeToLive: { attribute: 'until' }, billingMode: 'same-as-source' };
    const timeToLive = known<TimeToLive>({ status: 'ENABLED', attribute: 'until' }, 'test');
    const restored = { ...TAGGED.restored, timeToLive };
    const events = [expire(40, 'until'), tag(50, { team: 'a' }), tag(55, { tier: 'gold' })];
    const outcome = judge({ settings, parts: { ...TAGGED, restored }, history: historyOf(events) });
    expect(outcome).toMatchObject({
      status: 'pass',
      message: 'max of 1 restore is 55 min until ready, 30 min until restored; policy asks for 1 h',
      actual: { minutes: 30, readySamples: 1, readyAtLeastMinutes: 55, readyAtMostMinutes: 55 },
    });
    expect(outcome.because[0]).toBe(
      `55 min until ready (tags: TagResource at ${plusMinutes(BEGAN, 55)}, event ${events[2]?.id}): restore job restore-0: COMPLETED, ended ${ago(9.5)}`,
    );
  });

  test('fails when it was put back too late', () => {
    expect(judge({ settings: TAGS, parts: TAGGED, history: historyOf([tag(90, TAGGED.table.tags)]) })).toMatchObject({
      status: 'fail',
      message: 'max of 1 restore is 1 h 30 min until ready, 30 min until restored; policy asks for 1 h',
    });
  });

  test('fails by the restore alone, whatever was put back', () => {
    const restoreJobs = [{ createdAt: ago(11.5) }];
    expect(judge({ settings: TAGS, parts: { ...TAGGED, restoreJobs } })).toMatchObject({
      status: 'fail',
      message: 'max of 1 restore is 2 h; policy asks for 1 h',
    });
  });

  test('takes no time for what the restore brought, and for what the source has not either', () => {
    const settings: RestoreSettings = {
      globalSecondaryIndexes: 'same-as-source',
      localSecondaryIndexes: 'same-as-source',
      billingMode: 'same-as-source',
      provisionedThroughput: 'same-as-source',
      encryption: 'same-as-source',
      autoScaling: 'same-as-source',
      iamPolicies: 'same-as-source',
      alarms: 'same-as-source',
      tags: 'same-as-source',
      stream: 'disabled',
      timeToLive: 'same-as-source',
      deletionProtection: 'disabled',
      pointInTimeRecovery: 'same-as-source',
    };
    expect(judge({ settings, history: historyOf([]) })).toMatchObject({
      status: 'pass',
      message: 'max of 1 restore is 30 min until ready, 30 min until restored; policy asks for 1 h',
    });
  });

  test.each<readonly [string, RestoreSettings, ExampleTable, TrailEvent]>([
    [
      'stream',
      { stream: 'NEW_IMAGE' },
      { description: { stream: 'NEW_IMAGE' } },
      update(50, { streamSpecification: { streamEnabled: true, streamViewType: 'NEW_IMAGE' } }),
    ],
    [
      'deletion protection',
      { deletionProtection: 'enabled' },
      { description: { deletionProtection: true } },
      update(50, { deletionProtectionEnabled: true }),
    ],
    [
      'point-in-time recovery',
      { pointInTimeRecovery: { windowMinutes: 14 * 1440 } },
      { pointInTimeRecovery: known({ enabled: true, recoveryPeriodDays: 14 }, 'test') },
      call('UpdateContinuousBackups', 50, {
        tableName: RESTORED,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 14 },
      }),
    ],
  ])('reads what a call made of: %s', (_, settings, restored, event) => {
    expect(judge({ settings, parts: { restored }, history: historyOf([event]) }).actual).toMatchObject({
      readyAtLeastMinutes: 50,
      readyAtMostMinutes: 50,
    });
    // The restored table alone tells that it has the setting, and not since when.
    expect(judge({ settings, parts: { restored }, history: historyOf([]) })).toMatchObject({
      status: 'unknown',
      message: 'max of 1 restore is between 30 min and 10 h until ready, 30 min until restored; policy asks for 1 h',
    });
  });

  test('counts from when a setting came back that was taken away again', () => {
    const events = [tag(50, TAGGED.table.tags), untag(300, 'team'), tag(400, { team: 'a' })];
    expect(judge({ settings: TAGS, parts: TAGGED, history: historyOf(events) }).actual).toMatchObject({
      readyAtLeastMinutes: 400,
      readyAtMostMinutes: 400,
    });
  });

  test('stops when all are in place together, though each was before', () => {
    const settings: RestoreSettings = { stream: 'KEYS_ONLY', deletionProtection: 'enabled' };
    const restored = { description: { stream: 'KEYS_ONLY', deletionProtection: true } };
    const events = [
      update(40, { deletionProtectionEnabled: true }),
      update(45, { deletionProtectionEnabled: false }),
      update(50, { streamSpecification: { streamEnabled: true, streamViewType: 'KEYS_ONLY' } }),
      update(310, { deletionProtectionEnabled: true }),
    ];
    expect(judge({ settings, parts: { restored }, history: historyOf(events) })).toMatchObject({
      status: 'fail',
      message: 'max of 1 restore is 5 h 10 min until ready, 30 min until restored; policy asks for 1 h',
    });
  });

  test('does not take for an end that protection is taken off a table that is deleted then', () => {
    const events = [
      update(40, { deletionProtectionEnabled: true }),
      update(500, { deletionProtectionEnabled: false }),
      call('DeleteTable', 501, { tableName: RESTORED }),
    ];
    const inventory = exampleInventory({ restoreJobs: [{ createdArn: tableArnOf(RESTORED) }] });
    const settings: RestoreSettings = { deletionProtection: 'enabled' };
    expect(judge({ settings, inventory, history: historyOf(events) }).actual).toMatchObject({ readyAtMostMinutes: 40 });
  });

  test('of what a restore leaves off stops when it was taken off again', () => {
    const settings: RestoreSettings = { stream: 'disabled' };
    const events = [
      update(100, { streamSpecification: { streamEnabled: true, streamViewType: 'KEYS_ONLY' } }),
      update(200, { streamSpecification: { streamEnabled: false } }),
    ];
    expect(judge({ settings, history: historyOf(events) }).status).toBe('fail');
    expect(judge({ settings, history: historyOf([]) }).status).toBe('pass');
    expect(judge({ settings }).status).toBe('unknown');
  });

  test('says why it is unknown where what is judged lies before the facts', () => {
    const inventory = { ...exampleInventory(TAGGED), takenAt: plusMinutes(BEGAN, 900) };
    const outcome = judge({ settings: TAGS, inventory, history: historyOf([tag(50, TAGGED.table.tags)]) });
    expect(outcome.status).toBe('unknown');
    expect(outcome.unknown?.detail).toContain('the history is read until 2026-11-22T08:00:00.000Z (--now)');
  });

  test('begins no sooner than the restore ended', () => {
    const history = historyOf([tag(10, TAGGED.table.tags)]);
    expect(judge({ settings: TAGS, parts: TAGGED, history }).actual).toMatchObject({
      readyAtLeastMinutes: 30,
      readyAtMostMinutes: 30,
    });
  });

  test('is not stopped by calls that failed, are about another table, or were made before', () => {
    const history = historyOf([
      { ...tag(40, TAGGED.table.tags), errorCode: 'AccessDenied' },
      tag(41, TAGGED.table.tags, 'orders-restored-2'),
      tag(-60, TAGGED.table.tags),
      tag(90, TAGGED.table.tags),
    ]);
    expect(judge({ settings: TAGS, parts: TAGGED, history }).status).toBe('fail');
  });

  test('cannot tell from a request that CloudTrail left out', () => {
    const { request: _, ...silent } = tag(40, {});
    const history = historyOf([{ ...silent, response: { tableName: RESTORED } }, tag(90, TAGGED.table.tags)]);
    expect(judge({ settings: TAGS, parts: TAGGED, history })).toMatchObject({
      status: 'unknown',
      message: 'max of 1 restore is between 40 min and 10 h until ready, 30 min until restored; policy asks for 1 h',
    });
  });
});

describe('a setting that is missing', () => {
  test.each<readonly [string, TrailHistory | undefined]>([
    ['without history', undefined],
    ['with history', historyOf([tag(90, { team: 'a' })])],
  ])('keeps the clock running, %s', (_, history) => {
    expect(
      judge({ settings: TAGS, parts: BARE, ...(history ? { history } : {}), measure: { samples: 9 } }),
    ).toMatchObject({
      status: 'fail',
      message: 'orders-restored is not ready 10 h after its restore began: tags not as asked; policy asks for 1 h',
      actual: { readyAtLeastMinutes: 600 },
    });
  });

  test('is no breach before the RTO is over', () => {
    expect(judge({ settings: TAGS, parts: BARE, rtoMinutes: 601 })).toMatchObject({
      status: 'unknown',
      message:
        'max of 1 restore is between 10 h and unknown until ready, 30 min until restored; policy asks for 10 h 1 min',
    });
  });

  test('keeps it running whatever the table had in between: it is not ready', () => {
    const history = historyOf([tag(50, TAGGED.table.tags), untag(300, 'team')]);
    expect(judge({ settings: TAGS, parts: BARE, history }).status).toBe('fail');
  });

  test('of a table that cannot be read is unknown', () => {
    const denied = unknown('denied', 'not allowed', 'tag:GetResources');
    const parts = { table: TAGGED.table, restored: { tags: denied } };
    expect(judge({ settings: TAGS, parts }).status).toBe('unknown');
    expect(judge({ settings: TAGS, parts, history: historyOf([tag(50, TAGGED.table.tags)]) }).status).toBe('pass');
  });
});

describe('a source that was changed since', () => {
  const moved = tag(300, { tier: 'gold' }, 'orders');

  test('leaves open whether a call came too late: what is asked for now was not asked for then', () => {
    const history = historyOf([moved, tag(310, TAGGED.table.tags)]);
    expect(judge({ settings: TAGS, parts: TAGGED, history })).toMatchObject({
      status: 'unknown',
      message:
        'max of 1 restore is between 30 min and 5 h 10 min until ready, 30 min until restored; policy asks for 1 h',
    });
    const named = { tags: TAGGED.table.tags };
    expect(judge({ settings: named, parts: TAGGED, history }).status).toBe('fail');
  });

  test('takes away nothing of what is proven', () => {
    const history = historyOf([tag(50, TAGGED.table.tags), moved]);
    expect(judge({ settings: TAGS, parts: TAGGED, history }).status).toBe('pass');
  });

  test('may have been so where the history does not reach it', () => {
    const there = { account: '444455556666', region: 'us-east-1' };
    const arn = tableArnOf(RESTORED, there.region).replace(ACCOUNT, there.account);
    const sound = exampleInventory(TAGGED);
    const [regionInventory] = sound.regions;
    const [orders, restored] = regionInventory?.tables.known ? regionInventory.tables.value : [];
    const jobs = regionInventory?.restoreJobs.known ? regionInventory.restoreJobs.value : [];
    if (!regionInventory || !orders || !restored) throw new Error('no tables');
    const away = {
      ...regionInventory,
      ...there,
      restoreJobs: known(
        jobs.map((job) => ({ ...job, createdArn: arn })),
        'test',
      ),
      tables: known([{ ...restored, arn }], 'test'),
    };
    const near = { ...regionInventory, restoreJobs: known([], 'test'), tables: known([orders], 'test') };
    const inventory = { ...sound, regions: [near, away] };
    const late = {
      ...tag(90, TAGGED.table.tags),
      ...there,
      request: {
        resourceArn: arn,
        tags: [
          { key: 'team', value: 'a' },
          { key: 'tier', value: 'gold' },
        ],
      },
    };
    const events = [{ ...started, ...there }, late];
    const awayReach = { ...reach, places: [there] };
    const judged = (reaches: readonly TrailReach[]) =>
      judge({ settings: TAGS, inventory, history: { events, reach: reaches } });
    expect(judged([awayReach]).status).toBe('unknown');
    expect(judged([awayReach, reach])).toMatchObject({
      status: 'fail',
      message: 'max of 1 restore is 1 h 30 min until ready, 30 min until restored; policy asks for 1 h',
    });
  });
});

test.each([
  [1079.9846, '18 h'],
  [1079.98, '17 h 59 min'],
  [59.99, '1 h'],
  [30.5, '30 min'],
  [0.995, '1 min'],
  [0.5, '30 s'],
])('%d min are said as %s: a part of a second is no minute less', (minutes, said) => {
  expect(formatSample(minutes)).toBe(said);
});

describe('what the history does not tell', () => {
  const late = tag(90, TAGGED.table.tags);
  const denied = unknown('denied', 'not allowed', 'cloudtrail:LookupEvents');

  test.each<readonly [string, TrailHistory | undefined]>([
    ['no history was read', undefined],
    ['something of it is missing', historyOf([late], { gaps: [denied] })],
    ['it begins after the restore', historyOf([late], { from: ago(9.9) })],
    ['it ends before the table was looked at', historyOf([late], { to: ago(1) })],
    ['it is of another account', historyOf([late], { places: [{ account: '444455556666', region: REGION }] })],
    ['it does not know of the restore', { events: [late], reach: [reach] }],
  ])('is unknown, never shorter: %s', (_, history) => {
    expect(judge({ settings: TAGS, parts: TAGGED, ...(history ? { history } : {}) })).toMatchObject({
      status: 'unknown',
      message: 'max of 1 restore is between 30 min and 10 h until ready, 30 min until restored; policy asks for 1 h',
      unknown: { reason: 'not-collected', detail: expect.stringContaining('CloudTrail history (--history)') },
    });
  });

  test('says that it ends at --now, and the tables were read later', () => {
    const history = historyOf([late], { to: ago(1) });
    const inventory = exampleInventory(TAGGED);
    expect(judge({ settings: TAGS, inventory, history, now: ago(1) })).toMatchObject({
      status: 'unknown',
      unknown: {
        detail: expect.stringMatching(
          /the history tells nothing between .* and .*: it was read until --now, and the tables/,
        ),
      },
    });
  });

  test('passes all the same when the table that is complete now is younger than the RTO', () => {
    expect(judge({ settings: TAGS, parts: TAGGED, rtoMinutes: 600 })).toMatchObject({
      status: 'pass',
      message: 'max of 1 restore is at most 10 h until ready, 30 min until restored; policy asks for 10 h',
    });
  });

  test('does not matter where nothing could have changed it', () => {
    expect(judge({ settings: { localSecondaryIndexes: 'same-as-source' } }).status).toBe('pass');
    expect(judge({ settings: { tags: {} } }).status).toBe('pass');
  });
});

describe('settings that requests tell in part', () => {
  const alarm = { name: 'errors', watches: [{ metric: 'SystemErrors', table: RESTORED }] };
  const source = { name: 'source-errors', watches: [{ metric: 'SystemErrors', table: 'orders' }] };
  const put = (minutes: number, alarmName = 'errors') =>
    call('PutMetricAlarm', minutes, { alarmName }, { source: 'monitoring.amazonaws.com' });
  const alarms: RestoreSettings = { alarms: 'same-as-source' };

  test('were as they are now from their last change on', () => {
    const parts = { alarms: [source, alarm] };
    expect(judge({ settings: alarms, parts, history: historyOf([put(40), put(50)]) })).toMatchObject({
      status: 'pass',
      message: 'max of 1 restore is at most 50 min until ready, 30 min until restored; policy asks for 1 h',
    });
    expect(judge({ settings: alarms, parts, history: historyOf([put(50), put(90)]) }).status).toBe('unknown');
    expect(judge({ settings: alarms, parts, history: historyOf([put(50, 'another')]) }).status).toBe('unknown');
  });

  test('of auto scaling are told by their targets and policies', () => {
    const description = { billingMode: 'PROVISIONED', throughput: { readUnits: 5, writeUnits: 5 } } as const;
    const parts = {
      table: { description },
      restored: { description },
      scalableTargets: [{}, { resourceId: `table/${RESTORED}` }],
      scalingPolicies: [{}, { resourceId: `table/${RESTORED}` }],
    };
    const scaling = (name: string, minutes: number) =>
      call(name, minutes, { resourceId: `table/${RESTORED}` }, { source: 'autoscaling.amazonaws.com' });
    const byItself = update(
      500,
      { provisionedThroughput: {} },
      {
        actor: {
          kind: 'role-session',
          name: 'AutoScaling-1',
          invokedBy: 'dynamodb.application-autoscaling.amazonaws.com',
        },
      },
    );
    const history = historyOf([scaling('RegisterScalableTarget', 40), scaling('PutScalingPolicy', 45), byItself]);
    const settings: RestoreSettings = { autoScaling: 'same-as-source', provisionedThroughput: 'same-as-source' };
    expect(judge({ settings, parts, history })).toMatchObject({ status: 'pass', actual: { readyAtMostMinutes: 45 } });
  });

  test('take their time where a table is rebuilt: an index was not there when it was asked for', () => {
    const history = historyOf([update(40, { globalSecondaryIndexUpdates: [] })]);
    expect(judge({ settings: { globalSecondaryIndexes: 'same-as-source' }, history })).toMatchObject({
      status: 'unknown',
      message: 'max of 1 restore is between 30 min and 10 h until ready, 30 min until restored; policy asks for 1 h',
    });
  });

  test('of IAM were as now from the last change of any identity policy on', () => {
    const statement = (table: string) => ({
      id: `role/app/${table}`,
      attachedTo: ['role/app'],
      document: JSON.stringify({
        Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: tableArnOf(table) }],
      }),
    });
    const parts = { identityPolicies: [statement('orders'), statement(RESTORED)] };
    const put = (minutes: number) =>
      call('PutRolePolicy', minutes, { roleName: 'app' }, { source: 'iam.amazonaws.com', region: 'us-east-1' });
    const settings: RestoreSettings = { iamPolicies: 'same-as-source' };
    expect(judge({ settings, parts, history: historyOf([put(50)]) })).toMatchObject({
      status: 'pass',
      actual: { readyAtMostMinutes: 50 },
    });
    expect(judge({ settings, parts, history: historyOf([put(50), put(300)]) }).status).toBe('unknown');
    // IAM writes its events in one Region, and a history without that Region tells nothing of it.
    const elsewhere = historyOf([put(50)], { places: [{ account: ACCOUNT, region: REGION }] });
    expect(judge({ settings, parts, history: elsewhere }).status).toBe('unknown');
  });
});

describe('a restored table that is gone', () => {
  const gone = (parts: ExampleParts = {}) => ({ table: TAGGED.table, restoreJobs: [{}], ...parts });
  const deleted = call('DeleteTable', 200, { tableName: RESTORED });

  test('is measured by its events alone', () => {
    const history = historyOf([tag(50, TAGGED.table.tags), deleted]);
    const inventory = exampleInventory(gone());
    expect(
      judge({
        settings: { ...TAGS, billingMode: 'same-as-source', localSecondaryIndexes: 'same-as-source' },
        inventory,
        history,
      }),
    ).toMatchObject({
      status: 'pass',
      message: 'max of 1 restore is 50 min until ready, 30 min until restored; policy asks for 1 h',
    });
  });

  test('is unknown where they do not tell', () => {
    const inventory = exampleInventory(gone());
    const after = historyOf([deleted, tag(210, TAGGED.table.tags)]);
    for (const history of [undefined, historyOf([deleted]), after]) {
      expect(judge({ settings: TAGS, inventory, ...(history ? { history } : {}) })).toMatchObject({
        status: 'unknown',
        message:
          'max of 1 restore is between 30 min and unknown until ready, 30 min until restored; policy asks for 1 h',
      });
    }
    const encryption = { encryption: 'same-as-source' } as const;
    expect(judge({ settings: encryption, inventory, history: historyOf([deleted]) }).status).toBe('unknown');
  });

  test('is unknown where it lies outside the scope, or nothing names it', () => {
    const elsewhere = exampleInventory(gone({ restoreJobs: [{ createdArn: tableArnOf('x', 'us-east-1') }] }));
    expect(judge({ settings: TAGS, inventory: elsewhere }).status).toBe('unknown');
    const regionInventory = exampleInventory(gone());
    const nameless = {
      ...regionInventory,
      regions: regionInventory.regions.map((region) => ({
        ...region,
        restoreJobs: known(
          [{ id: 'restore-0', sourceArn: ORDERS, status: 'COMPLETED', createdAt: BEGAN, completedAt: ago(9.5) }],
          'test',
        ),
      })),
    };
    expect(judge({ settings: TAGS, inventory: nameless }).status).toBe('unknown');
  });
});

describe('the statistic of times until ready', () => {
  const test30 = (hours: number) => ({
    createdAt: ago(hours),
    completedAt: ago(hours - 0.5),
    createdArn: tableArnOf(`awsbackup-restore-test-${hours}`),
    restoreTestingPlanArn: 'arn',
  });

  test('leaves restore tests out: nobody makes their tables ready', () => {
    const parts = { ...TAGGED, restoreJobs: [{}, test30(20), test30(30)] };
    const history = historyOf([tag(50, TAGGED.table.tags)]);
    expect(judge({ settings: TAGS, parts, history })).toMatchObject({
      status: 'pass',
      actual: { samples: 3, readySamples: 1, readyAtMostMinutes: 50 },
    });
    expect(judge({ settings: TAGS, parts, history, measure: { samples: 2 } })).toMatchObject({
      status: 'unknown',
      message: 'RTO unproven: 1 restore measured until ready over 30 d; policy asks for 2',
      unknown: { reason: 'too-few-samples' },
    });
  });

  test('is decided where a time that is not known does not matter', () => {
    const parts = {
      ...TAGGED,
      restoreJobs: [{}, { createdAt: ago(50), completedAt: ago(49.5), createdArn: tableArnOf('gone') }],
    };
    const history = historyOf([tag(50, TAGGED.table.tags)]);
    expect(judge({ settings: TAGS, parts, history, measure: { statistic: 'latest' } })).toMatchObject({
      status: 'pass',
      message: 'latest of 2 restores is 50 min until ready, 30 min until restored; policy asks for 1 h',
    });
    for (const statistic of ['max', 'mean', 'p50', 'p95'] as const) {
      expect(judge({ settings: TAGS, parts, history, measure: { statistic } }).status).toBe('unknown');
    }
  });
});
