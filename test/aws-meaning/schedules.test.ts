import { describe, expect, test } from 'vitest';
import { ago, COPY_VAULT, type ExampleParts, exampleInventory, ORDERS } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import type { BackupRule } from '../../src/model/plan.ts';
import { judge, resultOf } from './judge.ts';
import { plan } from './plan.ts';

/** Gap, start window and worst case of the rules that keep long enough, as the report carries them. */
function schedule(rules: readonly Partial<BackupRule>[], retention = '1d') {
  return scheduleOf({ plans: [plan({ rules, resources: [ORDERS] })] }, retention);
}

function scheduleOf(parts: ExampleParts, retention = '1d') {
  const { status, actual, unknown, because } = resultOf(
    judge(exampleInventory(parts), `backup: { objectives: [{ frequency: 1h, retention: ${retention} }] }`),
    'backup-frequency',
  );
  return {
    status,
    gap: actual?.['scheduleGapMinutes'],
    window: actual?.['startWindowMinutes'],
    worst: actual?.['worstCaseMinutes'],
    unknown: unknown?.reason,
    because,
  };
}

const HOUR = 60;
const DAY = 24 * HOUR;

describe('what a rule means that leaves something out (API BackupRule; developer guide, plan-options)', () => {
  test('no schedule is 05:00 UTC every day, no start window is 8 hours, no lifecycle is for ever', () => {
    expect(schedule([{}], '36500d')).toMatchObject({ gap: DAY, window: 480, worst: DAY + 480 });
    expect(schedule([{}]).because).toEqual([
      'plan daily › rule nightly: cron(0 5 ? * * *) (AWS default) UTC, longest gap 24 h (Mon 05:00 → Tue 05:00), start window 480 min (AWS default)',
    ]);
  });

  test('no time zone is UTC, which AWS also writes Etc/UTC', () => {
    const [bare, named] = [{}, { scheduleTimezone: 'Etc/UTC' }].map((zone) =>
      schedule([{ scheduleExpression: 'cron(0 5 ? * * *)', ...zone }]),
    );
    expect(named).toEqual(bare);
  });

  test('a lifecycle without an end keeps for ever, also beside a move to cold storage', () => {
    expect(schedule([{ lifecycle: { moveToColdStorageAfterDays: 30 } }], '36500d')).toMatchObject({ gap: DAY });
  });
});

describe('when a schedule runs (EventBridge user guide, eb-scheduled-rule-pattern; developer guide, plan-options)', () => {
  test.each<[string, string, number | null]>([
    ['every day', 'cron(0 5 ? * * *)', DAY],
    ['the same without the wrapper', '0 5 ? * * *', DAY],
    ['every hour at a quarter past', 'cron(15 * ? * * *)', HOUR],
    ['a step counts from its start', 'cron(0 0/1 ? * * *)', HOUR],
    ['a step that starts at noon does not come round: once a day', 'cron(0 12/12 * * ? *)', DAY],
    ['a step that starts at midnight: twice a day', 'cron(0 0/12 * * ? *)', 12 * HOUR],
    ['weekdays by name', 'cron(0 5 ? * MON-FRI *)', 3 * DAY],
    ['weekdays by number, Sunday being 1', 'cron(0 5 ? * 2-6 *)', 3 * DAY],
    ['1-5 is Sunday to Thursday', 'cron(0 5 ? * 1-5 *)', 3 * DAY],
    ['the first of the month', 'cron(0 8 1 * ? *)', 31 * DAY],
    ['the last of the month', 'cron(0 0 L * ? *)', 31 * DAY],
    ['the 31st skips short months', 'cron(0 0 31 * ? *)', 61 * DAY],
    ['the last Friday', 'cron(0 0 ? * 6L *)', 35 * DAY],
    ['the second Tuesday', 'cron(0 0 ? * 3#2 *)', 35 * DAY],
    ['the weekday nearest the third', 'cron(0 0 3W * ? *)', 32 * DAY],
    ['a leap day, over the year 2100 that has none', 'cron(0 0 29 2 ? *)', 1461 * DAY],
    ['hours that wrap over midnight', 'cron(0 20-2 ? * * *)', 18 * HOUR],
    ['a year that is over', 'cron(15 10 ? * 6L 2019-2022)', null],
  ])('%s', (_, scheduleExpression, gap) => {
    expect(schedule([{ scheduleExpression }])).toMatchObject({ gap });
  });

  test.each<[string, string, string, number]>([
    ['UTC has no clock changes', '0 5 ? * * *', 'UTC', DAY],
    ['a daily run in a zone with daylight saving has one day of 25 hours', '0 5 ? * * *', 'Europe/London', DAY + HOUR],
    ['a local time that is skipped does not run that day', '30 2 ? * * *', 'America/Los_Angeles', 2 * DAY - HOUR],
    ['a local time that comes twice runs at the first', '30 1 ? * * *', 'America/Los_Angeles', DAY + HOUR],
    ['hourly runs pause for two hours when clocks go back', '0 * ? * * *', 'Europe/London', 2 * HOUR],
    ['a zone without daylight saving has none of it', '0 5 ? * * *', 'Asia/Kolkata', DAY],
  ])('%s', (_, scheduleExpression, scheduleTimezone, gap) => {
    expect(schedule([{ scheduleExpression, scheduleTimezone }])).toMatchObject({ gap });
  });

  test.each([
    ['AWS Backup documents no rate()', 'rate(1 day)'],
    ['the shortest frequency is hourly', 'cron(0/15 * * * ? *)'],
    ['one of the two days must be ?', 'cron(0 5 * * * *)'],
    ['neither may be left', 'cron(0 5 ? * ? *)'],
    ['five fields are no AWS cron', 'cron(0 5 * * ?)'],
  ])('is not known, and never short enough, where %s', (_, scheduleExpression) => {
    expect(schedule([{ scheduleExpression }])).toMatchObject({ status: 'unknown', gap: null, unknown: 'undocumented' });
  });

  test('is not known in a zone that is none', () => {
    expect(schedule([{ scheduleTimezone: 'Mars/Olympus' }])).toMatchObject({
      status: 'unknown',
      unknown: 'undocumented',
    });
  });
});

describe('rules whose start windows overlap (developer guide, plan-options)', () => {
  const hourly = {
    name: 'hourly',
    scheduleExpression: 'cron(0 * ? * * *)',
    startWindowMinutes: 60,
    lifecycle: { deleteAfterDays: 1 },
  };
  const halfDaily = {
    name: 'half-daily',
    scheduleExpression: 'cron(0 0/12 ? * * *)',
    startWindowMinutes: 480,
    lifecycle: { deleteAfterDays: 7 },
  };

  test('only the one that keeps longer runs: of 24 hourly backups 8 are left', () => {
    expect(schedule([hourly, halfDaily])).toMatchObject({ gap: 8 * HOUR });
    expect(schedule([hourly, halfDaily], '7d')).toMatchObject({ gap: 12 * HOUR });
  });

  test('in two plans they do not merge, and both run', () => {
    const plans = [
      plan({ name: 'a', rules: [hourly], resources: [ORDERS] }),
      plan({ name: 'b', rules: [halfDaily], resources: [ORDERS] }),
    ];
    expect(scheduleOf({ plans })).toMatchObject({ status: 'pass', gap: HOUR });
  });

  test('rules of one plan count for every selection of it', () => {
    const plans = [plan({ rules: [hourly, halfDaily], resources: ['*'] })];
    expect(scheduleOf({ plans })).toMatchObject({ gap: 8 * HOUR });
  });

  const daily = {
    name: 'daily',
    scheduleExpression: 'cron(0 8 ? * * *)',
    startWindowMinutes: 60,
    lifecycle: { deleteAfterDays: 35 },
  };
  const weekly = {
    name: 'weekly',
    scheduleExpression: 'cron(0 8 ? * SUN *)',
    startWindowMinutes: 60,
    lifecycle: { deleteAfterDays: 90 },
  };

  test('the weekly rule that keeps longer takes the Sunday of the daily one, and no backup is missing', () => {
    expect(schedule([daily, weekly], '35d')).toMatchObject({ gap: DAY });
  });

  test('the copy of a run that gives way is not made', () => {
    const copyActions = [{ destinationVaultArn: COPY_VAULT }];
    const plans = [plan({ rules: [{ ...daily, copyActions }, weekly], resources: [ORDERS] })];
    const report = judge(
      exampleInventory({ plans, copyVaults: [{}] }),
      'backup: { copies: [{ region: eu-central-1, frequency: 24h }] }',
    );
    expect(resultOf(report, 'copy-frequency')).toMatchObject({
      status: 'fail',
      actual: { scheduleGapMinutes: 2 * DAY },
    });
  });

  test('which of two that keep equally long runs is not documented: that it may be the other leaves it open', () => {
    const copyActions = [{ destinationVaultArn: COPY_VAULT }];
    const plans = [
      plan({
        rules: [
          { ...daily, copyActions },
          { ...weekly, lifecycle: { deleteAfterDays: 35 } },
        ],
        resources: [ORDERS],
      }),
    ];
    const report = judge(
      exampleInventory({ plans, copyVaults: [{}] }),
      'backup: { copies: [{ region: eu-central-1, frequency: 24h }] }',
    );
    const result = resultOf(report, 'copy-frequency');
    expect(result).toMatchObject({ status: 'unknown', actual: { scheduleGapMinutes: 2 * DAY } });
    expect(result.because.join('\n')).toContain(
      'AWS does not document which of them runs, nor that it is the same one each time, and the worst mixture counts',
    );
  });

  test('windows that only touch do not overlap', () => {
    const nine = { ...weekly, scheduleExpression: 'cron(0 9 ? * SUN *)' };
    expect(schedule([daily, nine], '35d')).toMatchObject({ gap: DAY });
    expect(schedule([{ ...daily, startWindowMinutes: 61 }, nine], '35d')).toMatchObject({ gap: DAY + HOUR });
  });

  test('a rule that cannot be read may suppress, and is never taken for harmless', () => {
    expect(schedule([daily, { ...weekly, scheduleExpression: 'rate(7 days)' }])).toMatchObject({
      status: 'unknown',
      gap: null,
    });
    expect(
      schedule([
        { ...hourly, lifecycle: { deleteAfterDays: 365 } },
        { ...weekly, scheduleExpression: 'rate(7 days)' },
      ]),
    ).toMatchObject({ status: 'pass', gap: HOUR });
  });
});

describe('AWS’s own preview of the next runs (API GetBackupPlan, MaxScheduledRunsPreview)', () => {
  const previewed = (...hoursFromNow: readonly number[]) => {
    const made = plan({
      rules: [{ scheduleExpression: 'cron(0 * ? * * *)', startWindowMinutes: 60 }],
      resources: [ORDERS],
    });
    const body = made.body.known
      ? known(
          { ...made.body.value, preview: hoursFromNow.map((hours) => ({ at: ago(-hours) })) },
          'backup:GetBackupPlan',
        )
      : made.body;
    return scheduleOf({ plans: [{ ...made, body }] });
  };

  test('agrees with the expression, and the schedule holds', () => {
    expect(previewed(1, 2, 3)).toMatchObject({ status: 'pass', gap: HOUR });
  });

  test('lists other runs, and no gap is known; both lists are shown', () => {
    const { status, unknown, because } = previewed(2, 4);
    expect({ status, unknown }).toEqual({ status: 'unknown', unknown: 'undocumented' });
    expect(because.at(-1)).toBe(
      "AWS's own preview of plan daily disagrees: AWS lists 2026-11-22T10:00:00.000Z, 2026-11-22T12:00:00.000Z; Holdfast expects 2026-11-22T09:00:00.000Z, 2026-11-22T10:00:00.000Z, 2026-11-22T11:00:00.000Z, 2026-11-22T12:00:00.000Z",
    );
  });
});

describe('lifecycles (developer guide, plan-options, advanced-ddb-backup, updating-a-backup-plan)', () => {
  const objective = 'backup: { objectives: [{ frequency: 24h, retention: 365d, coldAfter: 30d }] }';
  const cold = (parts: ExampleParts) =>
    resultOf(
      judge(
        exampleInventory({
          rules: [{ lifecycle: { moveToColdStorageAfterDays: 30, deleteAfterDays: 365 } }],
          ...parts,
        }),
        objective,
      ),
      'cold-storage',
    ).status;

  test.each<[string, ExampleParts, string]>([
    ['advanced backups go cold', {}, 'pass'],
    ['standard backups cannot', { settings: { optIn: { DynamoDB: true }, management: { DynamoDB: false } } }, 'fail'],
    [
      'nor where DynamoDB is opted out',
      { settings: { optIn: { DynamoDB: false }, management: { DynamoDB: true } } },
      'fail',
    ],
    ['what AWS does not say of them stays open', { settings: { optIn: {}, management: {} } }, 'unknown'],
  ])('%s', (_, parts, status) => {
    expect(cold(parts)).toBe(status);
  });

  test('of cold rules kept as long as a warm one AWS may choose the cold ones each time', () => {
    const lifecycle = { moveToColdStorageAfterDays: 30, deleteAfterDays: 365 };
    const rules = [{ lifecycle }, { name: 'warm', lifecycle: { deleteAfterDays: 365 } }];
    expect(cold({ rules })).toBe('unknown');
  });

  test('a rule that never runs moves nothing', () => {
    const lifecycle = { moveToColdStorageAfterDays: 30, deleteAfterDays: 365 };
    expect(cold({ rules: [{ lifecycle, scheduleExpression: 'cron(0 5 ? * * 2020-2021)' }] })).toBe('fail');
  });

  test.each<[string, readonly Partial<BackupRule>[], string]>([
    ['is over', [{ scheduleExpression: 'cron(0 5 ? * * 2020-2021)' }], 'fail'],
    ['gives way each day to one kept longer', [{}, { lifecycle: { deleteAfterDays: 700 }, vaultName: 'gone' }], 'fail'],
    ['may give way each day to one kept as long', [{}, { vaultName: 'gone' }], 'unknown'],
    ['cannot be read', [{ scheduleExpression: 'cron(0 5 * * *)' }], 'unknown'],
    [
      'gives way on Sundays',
      [{}, { lifecycle: { deleteAfterDays: 700 }, scheduleExpression: 'cron(0 5 ? * SUN *)', vaultName: 'gone' }],
      'pass',
    ],
  ])('a rule keeps nothing, and copies nothing, whose schedule %s', (_, rules, status) => {
    const all = rules.map((rule, index) => ({ name: `rule-${index}`, ...rule }));
    const part =
      'backup: { objectives: [{ frequency: 24h, retention: 35d }], copies: [{ region: eu-central-1, retention: 35d }] }';
    const report = judge(exampleInventory({ rules: all, copyVaults: [{}] }), part);
    const said = ['backup-retention', 'copy-coverage', 'copy-retention'].map((id) => resultOf(report, id).status);
    expect(said).toEqual([status, status, status]);
  });

  test('a plan that is changed changes future points only: an old one keeps its own lifecycle', () => {
    const parts = {
      rules: [{ lifecycle: { deleteAfterDays: 35 }, copyActions: [] }],
      points: [{ lifecycle: { deleteAfterDays: 365 } }],
    };
    expect(
      resultOf(judge(exampleInventory(parts), 'backup: { maximumRetention: 35d }'), 'maximum-retention'),
    ).toMatchObject({
      status: 'fail',
      message: 'kept 365 d; policy allows at most 35 d',
    });
  });

  test('hourly for a day is no part of hourly for a month', () => {
    const rules = [
      {
        name: 'hourly',
        scheduleExpression: 'cron(0 * ? * * *)',
        startWindowMinutes: 60,
        lifecycle: { deleteAfterDays: 1 },
      },
      { name: 'daily', startWindowMinutes: 60, lifecycle: { deleteAfterDays: 35 } },
    ];
    expect(schedule(rules, '35d')).toMatchObject({ status: 'fail', gap: DAY });
  });
});
