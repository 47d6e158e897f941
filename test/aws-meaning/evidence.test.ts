import { describe, expect, test } from 'vitest';
import { exampleInventory, ORDERS } from '../../src/controls/example.ts';
import type { BackupRule } from '../../src/model/plan.ts';
import { judge, resultOf } from './judge.ts';
import { plan } from './plan.ts';

const PAST_WINDOW = { startWindowMinutes: 60 };

function lines(objective: string, rules: readonly Partial<BackupRule>[]): readonly string[] {
  return resultOf(judge(exampleInventory({ rules }), `backup: { objectives: [${objective}] }`), 'backup-frequency')
    .because;
}

function rule(
  name: string,
  scheduleExpression: string,
  deleteAfterDays: number,
  more: Partial<BackupRule> = {},
): Partial<BackupRule> {
  return { name, scheduleExpression, lifecycle: { deleteAfterDays }, ...PAST_WINDOW, ...more };
}

const DAY = '{ frequency: 24h, retention: 35d }';

describe('the evidence of a schedule', () => {
  test('is the line that the contract shows', () => {
    const weekdays: BackupRule = {
      name: 'weekdays',
      vaultName: 'main',
      scheduleExpression: 'cron(0 5 ? * MON-FRI *)',
      lifecycle: { deleteAfterDays: 35 },
      copyActions: [],
    };
    const inventory = exampleInventory({ plans: [plan({ name: 'daily', rules: [weekdays], resources: [ORDERS] })] });
    expect(resultOf(judge(inventory, `backup: { objectives: [${DAY}] }`), 'backup-frequency').because).toEqual([
      'plan daily › rule weekdays: cron(0 5 ? * MON-FRI *) UTC, longest gap 72 h (Fri 05:00 → Mon 05:00), start window 480 min (AWS default)',
    ]);
  });

  test('reads a grandfather-father-son plan from the daily rule to the yearly one', () => {
    const rules = [
      rule('daily', 'cron(0 5 ? * * *)', 35),
      rule('weekly', 'cron(0 5 ? * SUN *)', 90),
      rule('monthly', 'cron(0 5 1 * ? *)', 365),
      rule('yearly', 'cron(0 5 1 1 ? *)', 2555),
    ];
    expect(lines(DAY, rules)).toEqual([
      'plan daily › rule daily: cron(0 5 ? * * *) UTC, longest gap 24 h (Mon 05:00 → Tue 05:00), start window 60 min',
      'plan daily › rule weekly: cron(0 5 ? * SUN *) UTC, longest gap 168 h (Sun 05:00 → Sun 05:00), start window 60 min',
      'plan daily › rule monthly: cron(0 5 1 * ? *) UTC, longest gap 31 d (2026-12-01 05:00 → 2027-01-01 05:00), start window 60 min',
      'plan daily › rule yearly: cron(0 5 1 1 ? *) UTC, longest gap 366 d (2028-01-01 05:00 → 2029-01-01 05:00), start window 60 min',
      'plan daily › rule daily: in a year 63 runs give way to rules that keep at least as long and whose start windows overlap: weekly 51, monthly 11, yearly 1',
      'plan daily › rule monthly: in a year 1 run gives way to rule yearly, which keeps at least as long and whose start window overlaps',
      'plan daily › rule weekly: in a year 1 run gives way to rules that keep at least as long and whose start windows overlap: monthly 1',
      'longest gap of what is left: 2026-11-23T05:00:00.000Z → 2026-11-24T05:00:00.000Z',
    ]);
    expect(lines('{ frequency: 31d, retention: 365d }', rules).slice(0, 2)).toEqual([
      'plan daily › rule daily: does not count, keeps 35 d and not 365 d',
      'plan daily › rule weekly: does not count, keeps 90 d and not 365 d',
    ]);
  });

  test('says which runs of an hourly rule a daily one with a long start window takes', () => {
    const rules = [
      rule('hourly', 'cron(0 * ? * * *)', 7),
      rule('daily', 'cron(0 5 ? * * *)', 35, { startWindowMinutes: 480 }),
    ];
    expect(lines('{ frequency: 1h, retention: 7d }', rules).slice(2)).toEqual([
      'plan daily › rule hourly: in a year 2917 runs give way to rule daily, which keeps at least as long and whose start window overlaps',
      'longest gap of what is left: 2026-11-23T05:00:00.000Z → 2026-11-23T13:00:00.000Z',
    ]);
  });

  test('names the day on which the clocks change', () => {
    expect(lines(DAY, [rule('nightly', 'cron(0 5 ? * * *)', 35, { scheduleTimezone: 'Europe/London' })])).toEqual([
      'plan daily › rule nightly: cron(0 5 ? * * *) Europe/London, longest gap 25 h (Sat 2027-10-30 05:00 → Sun 2027-10-31 05:00, clocks change in between), start window 60 min',
    ]);
  });

  test('says that AWS is silent where the clocks skip a run', () => {
    expect(lines(DAY, [rule('nightly', 'cron(30 1 ? * * *)', 35, { scheduleTimezone: 'Europe/London' })])).toEqual([
      'plan daily › rule nightly: cron(30 1 ? * * *) Europe/London, longest gap 47 h (Sat 2027-03-27 01:30 → Mon 2027-03-29 01:30, clocks change in between), start window 60 min',
      'plan daily › rule nightly: clocks in Europe/London skip or repeat one of its times within the longest gap; AWS documents for EventBridge Scheduler, not for AWS Backup, that a skipped local time does not run and a repeated one runs once',
    ]);
  });
});
