import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCron } from '../../src/schedule/cron.ts';
import { fireTimes, nextFireTimes } from '../../src/schedule/fire-times.ts';
import { at, cronOf, FROM_MS, utc } from './schedules.ts';

const next = (expression: string, count: number, zone = 'UTC', from = FROM_MS) =>
  nextFireTimes(cronOf(expression), zone, from, count).map(utc);
const between = (expression: string, from: string, to: string, zone = 'UTC') =>
  fireTimes(cronOf(expression), zone, at(from), at(to)).map(utc);

describe('next runs from Sunday 22 November 2026', () => {
  it.each([
    ['0 5 ? * * *', ['2026-11-22 05:00', '2026-11-23 05:00']],
    ['15 * ? * * *', ['2026-11-22 00:15', '2026-11-22 01:15']],
    ['0 12 * * ? *', ['2026-11-22 12:00', '2026-11-23 12:00']],
    ['0 0/1 ? * * *', ['2026-11-22 00:00', '2026-11-22 01:00']],
    ['0 10 * * ? *', ['2026-11-22 10:00', '2026-11-23 10:00']],
    ['15 12 * * ? *', ['2026-11-22 12:15', '2026-11-23 12:15']],
    ['0 18 ? * MON-FRI *', ['23', '24', '25', '26', '27', '30'].map((day) => `2026-11-${day} 18:00`)],
    ['0 8 1 * ? *', ['2026-12-01 08:00', '2027-01-01 08:00']],
    ['0 0 3W * ? *', ['2026-12-03 00:00', '2027-01-04 00:00', '2027-02-03 00:00']],
    ['0 0 ? * 3#2 *', ['2026-12-08 00:00', '2027-01-12 00:00', '2027-02-09 00:00']],
    ['0 0 ? * 6L *', ['2026-11-27 00:00', '2026-12-25 00:00', '2027-01-29 00:00']],
    ['0 0 L * ? *', ['2026-11-30 00:00', '2026-12-31 00:00', '2027-01-31 00:00', '2027-02-28 00:00']],
    ['0 12/12 * * ? *', ['2026-11-22 12:00', '2026-11-23 12:00']],
    ['0 0/12 * * ? *', ['2026-11-22 00:00', '2026-11-22 12:00', '2026-11-23 00:00']],
    ['0 5 ? * 1 *', ['2026-11-22 05:00', '2026-11-29 05:00']],
    ['0 5 ? * 2-6 *', ['23', '24', '25', '26', '27', '30'].map((day) => `2026-11-${day} 05:00`)],
  ])('%s', (expression, runs) => {
    expect(next(expression, runs.length)).toEqual(runs);
  });

  it('a schedule whose years are over never runs', () => {
    expect(next('15 10 ? * 6L 2019-2022', 10)).toEqual([]);
    expect(next('15 10 ? * 6L 2019-2022', 2, 'UTC', at('2022-11-20 00:00'))).toEqual([
      '2022-11-25 10:15',
      '2022-12-30 10:15',
    ]);
  });

  it('a day that no month has never runs', () => {
    expect(next('0 0 31 2,4,6 ? *', 1)).toEqual([]);
  });

  it('finds a run a century away', () => {
    expect(next('0 0 31 12 ? 2199', 10)).toEqual(['2199-12-31 00:00']);
  });
});

describe('runs a day', () => {
  it.each([
    ['15 * ? * * *', 24],
    ['0 0/1 ? * * *', 24],
    ['0/15 * * * ? *', 96],
    ['0/5 8-17 ? * MON-FRI *', 120],
  ])('%s runs %i times on a Monday', (expression, runs) => {
    expect(between(expression, '2026-11-23 00:00', '2026-11-24 00:00')).toHaveLength(runs);
  });

  it('a range over midnight belongs to the day on which each run falls', () => {
    const runs = between('0/30 20-2 ? * MON-FRI *', '2026-11-22 00:00', '2026-11-29 00:00');
    expect(runs.slice(0, 6)).toEqual(
      ['00:00', '00:30', '01:00', '01:30', '02:00', '02:30'].map((t) => `2026-11-23 ${t}`),
    );
    expect(runs).toHaveLength(5 * 14);
    expect(runs.at(-1)).toBe('2026-11-27 23:30');
  });

  it('the start of the stretch belongs to it, its end does not', () => {
    expect(between('0 5 ? * * *', '2026-11-22 05:00', '2026-11-23 05:00')).toEqual(['2026-11-22 05:00']);
    expect(between('0 5 ? * * *', '2026-11-22 05:01', '2026-11-23 05:00')).toEqual([]);
  });
});

describe('edges of months', () => {
  it.each([
    ['1W on a Saturday moves to Monday the 3rd', '0 0 1W 5 ? 2027', ['2027-05-03']],
    ['1W on a Sunday moves to Monday the 2nd', '0 0 1W 8 ? 2027', ['2027-08-02']],
    ['31W on a Sunday moves back to Friday the 29th', '0 0 31W 10 ? 2027', ['2027-10-29']],
    ['31W on a Saturday moves to Friday the 30th', '0 0 31W 7 ? 2027', ['2027-07-30']],
    ['28W on the last Sunday of February moves back to the 26th', '0 0 28W 2 ? 2027', ['2027-02-26']],
    ['31W does not run in a month of 30 days', '0 0 31W 4 ? 2027', []],
    ['LW is the last weekday', '0 0 LW 1-3 ? 2027', ['2027-01-29', '2027-02-26', '2027-03-31']],
    ['L-3 counts back from the last day', '0 0 L-3 2 ? 2027-2028', ['2027-02-25', '2028-02-26']],
    ['L-30 runs in months of 31 days only', '0 0 L-30 1-4 ? 2027', ['2027-01-01', '2027-03-01']],
    ['a fifth Monday does not run where there is none', '0 0 ? 1-6 2#5 2027', ['2027-03-29', '2027-05-31']],
    ['7L is the last Saturday, on the last day too', '0 0 ? 7 7L 2027', ['2027-07-31']],
    [
      'L in day-of-week is Saturday',
      '0 0 ? 2 L 2027',
      ['02-06', '02-13', '02-20', '02-27'].map((day) => `2027-${day}`),
    ],
    ['the 31st skips short months', '0 0 31 1-5 ? 2027', ['2027-01-31', '2027-03-31', '2027-05-31']],
    [
      'FRI-MON wraps',
      '0 0 ? 2 FRI-MON 2027',
      ['01', '05', '06', '07', '08', '12', '13', '14', '15', '19', '20', '21', '22', '26', '27', '28'].map(
        (day) => `2027-02-${day}`,
      ),
    ],
    ['leap days', '0 0 29 2 ? *', ['2028-02-29', '2032-02-29', '2036-02-29']],
  ])('%s', (_, expression, days) => {
    const count = days.length === 3 && expression.endsWith('*') ? 3 : 100;
    expect(next(expression, count)).toEqual(days.map((day) => `${day} 00:00`));
  });

  it('2100 has no leap day', () => {
    expect(next('0 0 29 2 ? *', 2, 'UTC', at('2096-01-01 00:00'))).toEqual(['2096-02-29 00:00', '2104-02-29 00:00']);
  });
});

describe('time zones', () => {
  it('local time is kept over the year', () => {
    expect(next('0 1 ? * * *', 1, 'America/Los_Angeles', at('2027-07-01 00:00'))).toEqual(['2027-07-01 08:00']);
    expect(next('0 1 ? * * *', 1, 'America/Los_Angeles', at('2026-12-01 00:00'))).toEqual(['2026-12-01 09:00']);
  });

  it('the weekday is that of the zone', () => {
    expect(next('0 1 ? * MON *', 1, 'Pacific/Auckland')).toEqual(['2026-11-22 12:00']);
    expect(next('0 23 ? * SUN *', 1, 'Pacific/Honolulu')).toEqual(['2026-11-23 09:00']);
  });

  it('a time that the clocks skip does not run that day', () => {
    expect(between('30 2 * * ? *', '2027-03-13 08:00', '2027-03-16 08:00', 'America/Los_Angeles')).toEqual([
      '2027-03-13 10:30',
      '2027-03-15 09:30',
    ]);
    expect(between('30 1 * * ? *', '2027-03-27 00:00', '2027-03-30 00:00', 'Europe/London')).toEqual([
      '2027-03-27 01:30',
      '2027-03-29 00:30',
    ]);
  });

  it('a time that comes twice runs once, at the first', () => {
    expect(between('30 1 * * ? *', '2026-10-31 07:00', '2026-11-03 07:00', 'America/Los_Angeles')).toEqual([
      '2026-10-31 08:30',
      '2026-11-01 08:30',
      '2026-11-02 09:30',
    ]);
  });

  it('hourly runs pause for two hours when clocks are put back', () => {
    expect(between('0 0-4 ? * * *', '2027-10-31 00:00', '2027-10-31 06:00', 'Europe/Paris')).toEqual(
      ['00:00', '02:00', '03:00'].map((time) => `2027-10-31 ${time}`),
    );
  });

  it('a half-hour change is kept too', () => {
    expect(between('45 1 ? * * *', '2027-04-02 12:00', '2027-04-04 17:00', 'Australia/Lord_Howe')).toEqual([
      '2027-04-02 14:45',
      '2027-04-03 14:45',
      '2027-04-04 15:15',
    ]);
  });

  it('a day that a country left out does not run', () => {
    expect(between('0 12 ? * * *', '2011-12-28 00:00', '2012-01-01 00:00', 'Pacific/Apia')).toEqual([
      '2011-12-28 22:00',
      '2011-12-29 22:00',
      '2011-12-30 22:00',
      '2011-12-31 22:00',
    ]);
  });
});

/** Examples of AWS's own guide lie beside the checkout, because their licence keeps them out of it. */
const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus/C-cron/aws-doc-examples.json');
const absent = !existsSync(CORPUS) && process.env['HOLDFAST_CI'] !== 'true';

describe.skipIf(absent)(`examples of AWS's guide${absent ? ` (skipped: no ${CORPUS})` : ''}`, () => {
  it('all cron examples are read without a note, all rates refused', () => {
    const examples: { expr: string }[] = JSON.parse(readFileSync(CORPUS, 'utf8'));
    expect(examples.length).toBeGreaterThan(10);
    for (const { expr } of examples) {
      const parse = parseCron(expr);
      expect(parse.ok, expr).toBe(expr.startsWith('cron('));
      if (parse.ok) expect(parse.cron.notes, expr).toEqual([]);
    }
  });
});
