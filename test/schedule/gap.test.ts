import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachFireTime } from '../../src/schedule/fire-times.ts';
import { longestGap } from '../../src/schedule/gap.ts';
import { at, cronOf, FROM_MS, utc } from './schedules.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

function gapOf(expression: string, zone = 'UTC', from = FROM_MS) {
  const gap = longestGap(cronOf(expression), zone, from);
  return gap && { minutes: gap.minutes, from: utc(gap.fromMs), to: utc(gap.toMs) };
}

describe('the longest gap of a schedule', () => {
  it.each([
    ['a daily one', '0 5 ? * * *', 'UTC', DAY, '2026-11-22 05:00', '2026-11-23 05:00'],
    ['an hourly one', '0 * ? * * *', 'UTC', HOUR, '2026-11-22 00:00', '2026-11-22 01:00'],
    ['weekdays pause over the weekend', '0 5 ? * MON-FRI *', 'UTC', 3 * DAY, '2026-11-27 05:00', '2026-11-30 05:00'],
    [
      'office hours pause longest over the weekend',
      '0 8-17 ? * 2-6 *',
      'UTC',
      63 * HOUR,
      '2026-11-27 17:00',
      '2026-11-30 08:00',
    ],
    [
      'a start after noon every 12 hours is daily',
      '0 12/12 * * ? *',
      'UTC',
      DAY,
      '2026-11-22 12:00',
      '2026-11-23 12:00',
    ],
    ['a monthly one', '0 8 1 * ? *', 'UTC', 31 * DAY, '2026-12-01 08:00', '2027-01-01 08:00'],
    ['the 31st skips whole months', '0 0 31 * ? *', 'UTC', 61 * DAY, '2027-03-31 00:00', '2027-05-31 00:00'],
    [
      'the second Tuesday is up to five weeks away',
      '0 0 ? * 3#2 *',
      'UTC',
      35 * DAY,
      '2026-12-08 00:00',
      '2027-01-12 00:00',
    ],
    ['a leap day', '0 0 29 2 ? *', 'UTC', 1461 * DAY, '2028-02-29 00:00', '2032-02-29 00:00'],
    ['a leap day that is a Sunday', '0 0 ? 2 1#5 *', 'UTC', 28 * 365.25 * DAY, '2032-02-29 00:00', '2060-02-29 00:00'],
    ['a yearly one meets a leap year', '0 0 1 3 ? *', 'UTC', 366 * DAY, '2027-03-01 00:00', '2028-03-01 00:00'],
    [
      'hourly where clocks are put back',
      '0 * ? * * *',
      'America/New_York',
      2 * HOUR,
      '2027-11-07 05:00',
      '2027-11-07 07:00',
    ],
    [
      'daily where clocks are put back',
      '0 5 ? * * *',
      'Europe/London',
      25 * HOUR,
      '2027-10-30 04:00',
      '2027-10-31 05:00',
    ],
    [
      'a time that clocks skip',
      '30 2 * * ? *',
      'America/Los_Angeles',
      47 * HOUR,
      '2027-03-13 10:30',
      '2027-03-15 09:30',
    ],
  ])('%s', (_, expression, zone, minutes, from, to) => {
    expect(gapOf(expression, zone)).toEqual({ minutes, from, to });
  });

  it('reaches over 2100, which has no leap day', () => {
    expect(gapOf('0 0 29 2 ? *', 'UTC', at('2095-01-01 00:00'))?.minutes).toBe(2921 * DAY);
  });

  it('a schedule that starts late is measured from its start', () => {
    expect(gapOf('0 0 29 2 ? 2096-2110')).toEqual({
      minutes: 2921 * DAY,
      from: '2096-02-29 00:00',
      to: '2104-02-29 00:00',
    });
  });

  it('counts nothing after the last run, but tells it', () => {
    const gap = longestGap(cronOf('0 5 ? * * 2026-2027'), 'UTC', FROM_MS);
    expect(gap?.minutes).toBe(DAY);
    expect(gap?.endsAtMs).toBe(at('2027-12-31 05:00'));
    expect(longestGap(cronOf('0 5 ? * * 2026-2199'), 'UTC', FROM_MS)?.endsAtMs).toBeUndefined();
  });

  it('fewer than two runs have no gap', () => {
    expect(gapOf('15 10 ? * 6L 2019-2022')).toBeNull();
    expect(gapOf('0 0 31 2 ? *')).toBeNull();
    expect(gapOf('0 0 1 1 ? 2030')).toBeNull();
  });
});

it('agrees with looking at every run of 28 years', () => {
  const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
  const expression = fc
    .tuple(
      pick('0', '30', '59'),
      pick('2', '0', '23', '1,13', '*/6', '22-2/2'),
      pick(
        '* * ?',
        '1 * ?',
        'L * ?',
        '31 * ?',
        '15W * ?',
        '29 2,3 ?',
        '? * MON-FRI',
        '? * 1',
        '? * 7L',
        '? 1/3 2#1',
        '1 1 ?',
      ),
      pick('*', '2026-2031', '*/3'),
    )
    .map((fields) => fields.join(' '));
  const zones = pick(
    'UTC',
    'America/Los_Angeles',
    'Europe/London',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'Pacific/Auckland',
  );
  fc.assert(
    fc.property(expression, zones, fc.integer({ min: 0, max: 365 * 24 }), (text, zone, hours) => {
      const fromMs = FROM_MS + hours * 3_600_000;
      let longest: number | undefined;
      let before: number | undefined;
      for (const run of eachFireTime(cronOf(text), zone, fromMs, at('2064-01-01 00:00'))) {
        if (before !== undefined) longest = Math.max(longest ?? 0, run - before);
        before = run;
      }
      expect(longestGap(cronOf(text), zone, fromMs)?.minutes, `${text} ${zone}`).toBe(longest && longest / 60_000);
    }),
    { numRuns: 120 },
  );
});
