import { expect, it } from 'vitest';
import { describeRule } from '../../src/schedule/describe.ts';
import { at, ruleOf } from './schedules.ts';

const FROM = at('2026-11-22 08:00');

it.each([
  [
    ruleOf('weekdays', 'cron(0 5 ? * MON-FRI *)'),
    'cron(0 5 ? * MON-FRI *) UTC, longest gap 72 h (Fri 05:00 → Mon 05:00), start window 480 min (AWS default)',
  ],
  [
    ruleOf('bare', undefined, { window: 60 }),
    'cron(0 5 ? * * *) (AWS default) UTC, longest gap 24 h (Mon 05:00 → Tue 05:00), start window 60 min',
  ],
  [
    ruleOf('monthly', '0 5 1 * ? *', { window: 60, zone: 'Europe/London' }),
    'cron(0 5 1 * ? *) Europe/London, longest gap 31 d 1 h (2027-10-01 05:00 → 2027-11-01 05:00), start window 60 min',
  ],
  [
    ruleOf('hours', '30 0-12/4 ? * * *', { window: 60, zone: 'Asia/Kolkata' }),
    'cron(30 0-12/4 ? * * *) Asia/Kolkata, longest gap 12 h (Mon 12:30 → Tue 00:30), start window 60 min',
  ],
  [
    ruleOf('clocks', '0 5 ? * * *', { window: 60, zone: 'Europe/London' }),
    'cron(0 5 ? * * *) Europe/London, longest gap 25 h (Sat 2027-10-30 05:00 → Sun 2027-10-31 05:00, clocks change in between), start window 60 min',
  ],
  [
    ruleOf('yearly', '0 5 1 1 ? *', { window: 60 }),
    'cron(0 5 1 1 ? *) UTC, longest gap 366 d (2028-01-01 05:00 → 2029-01-01 05:00), start window 60 min',
  ],
  [
    ruleOf('odd', '0 5,9 ? * * 2026', { window: 60 }),
    'cron(0 5,9 ? * * 2026) UTC, longest gap 20 h (Sun 09:00 → Mon 05:00), last run 2026-12-31 09:00, start window 60 min',
  ],
  [
    ruleOf('over', '0 5 ? * * 2020', { window: 60 }),
    'cron(0 5 ? * * 2020) UTC, fewer than two runs left, start window 60 min',
  ],
  [
    ruleOf('rate', 'rate(1 day)'),
    'when it runs is not known: its schedule cannot be read: found "rate(1 day)", AWS Backup takes cron only: cron(minutes hours day-of-month month day-of-week year)',
  ],
])('describes rule $name', (rule, text) => {
  expect(describeRule(rule, FROM)).toBe(text);
});
