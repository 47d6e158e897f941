import { describe, expect, it } from 'vitest';
import { parseCron } from '../../src/schedule/cron.ts';
import { cronOf } from './schedules.ts';

const notesOf = (text: string) => cronOf(text).notes;
const refusalOf = (text: string) => {
  const parse = parseCron(text);
  return parse.ok ? undefined : { field: parse.field, message: parse.message };
};

const MINUTES = 'allowed are 0 to 59 with , - * /';
const HOURS = 'allowed are 0 to 23 with , - * /';
const DOM = 'allowed are 1 to 31 with , - * ? / L W';
const MONTH = 'allowed are 1 to 12 or JAN to DEC with , - * /';
const DOW = 'allowed are 1 to 7 (1 = SUN) or SUN to SAT with , - * ? L #';
const YEAR = 'allowed are 1970 to 2199 with , - * /';
const SIX = 'minutes hours day-of-month month day-of-week year';

describe('what AWS documents', () => {
  it.each([
    '0 5 ? * * *',
    '5,35 14 * * ? *',
    '0/30 20-2 ? * MON-FRI *',
    '*/5 8-17/2 1,15 JAN-MAR,6 ? 2026-2030',
    '0 0 L * ? *',
    '0 0 15W * ? *',
    '0 0 ? * 6L *',
    '0 0 ? * 3#2 *',
    '0 0 ? 1/3 1-7 1970,2199',
  ])('accepts %s without a note', (text) => {
    expect(notesOf(text)).toEqual([]);
  });

  it('reads the wrapped and the bare form as one', () => {
    expect(cronOf('  cron(0  5 ? * * *) ')).toEqual(cronOf('0 5 ? * * *'));
    expect(cronOf('0 5 ? * * *').expression).toBe('cron(0 5 ? * * *)');
  });

  it('counts a step from its start to the end of the field', () => {
    expect(cronOf('1/10 7 ? * * *').timesOfDay).toEqual([1, 11, 21, 31, 41, 51].map((minute) => 420 + minute));
    expect(cronOf('0 12/12 ? * * *').timesOfDay).toEqual([720]);
    expect(cronOf('0 8-17/4 ? * * *').timesOfDay).toEqual([480, 720, 960]);
  });

  it('wraps hours past midnight', () => {
    expect(cronOf('0 22-2 ? * * *').timesOfDay).toEqual([0, 60, 120, 1320, 1380]);
    expect(cronOf('0 22-2/2 ? * * *').timesOfDay).toEqual([0, 120, 1320]);
  });

  it('takes a value named twice once', () => {
    expect(cronOf('0,0 5,5-6 ? * * *').timesOfDay).toEqual([300, 360]);
  });

  it('takes leading zeros', () => {
    expect(cronOf('00 05 ? 01 * *').timesOfDay).toEqual([300]);
  });

  it('tells schedules that run more often than hourly', () => {
    expect(cronOf('0/15 * ? * * *').subHourly).toBe(true);
    expect(cronOf('5,35 14 ? * * *').subHourly).toBe(true);
    expect(cronOf('59 * ? * * *').subHourly).toBe(false);
  });
});

describe('what AWS does not document is read, and noted', () => {
  it.each([
    ['0 0 LW * ? *', 'AWS does not document "LW": read as the last weekday of the month'],
    ['0 0 L-3 * ? *', 'AWS does not document "L-3": read as days before the last of the month'],
    ['0 0 31W * ? *', 'AWS does not document "31W" in shorter months: read as no run in them'],
    ['0 0 1,L * ? *', 'AWS does not document L or W in a list, found "1,L"'],
    ['0 0 l * ? *', 'AWS documents L and W in upper case only, found "l"'],
    ['0 0 ? * L *', 'AWS does not say which day a lone "L" in day-of-week is: read as 7, Saturday'],
    ['0 0 ? * 2#5 *', 'AWS does not document "2#5" in months without a fifth: read as no run in them'],
    ['0 0 ? * MON#1 *', 'AWS documents "#" after a number only, found "MON#1"'],
    ['0 0 ? * FRIL *', 'AWS documents the last weekday as in "6L" only, found "FRIL"'],
    ['0 0 ? * 5L,6L *', 'AWS does not document L in a list, found "5L,6L"'],
    ['0 0 ? * mon *', 'AWS documents names in upper case only, found "mon"'],
    ['0 0 ? * FRI-MON *', 'AWS does not document a range that wraps in day-of-week, found "FRI-MON": read as wrapping'],
    ['0 0 ? NOV-FEB 1 *', 'AWS does not document a range that wraps in month, found "NOV-FEB": read as wrapping'],
    [
      '0/60 5 ? * * *',
      'AWS does not document a step longer than the field, found "0/60" in minutes: read as its start',
    ],
  ])('%s', (text, note) => {
    expect(notesOf(text)).toEqual([note]);
  });
});

describe('what AWS refuses is refused with its field, what was found and what is allowed', () => {
  it.each([
    ['60 5 ? * * *', 'minutes', `minutes: found "60", ${MINUTES}`],
    ['? 5 ? * * *', 'minutes', `minutes: found "?" ("?" belongs to day-of-month or day-of-week), ${MINUTES}`],
    ['L 5 ? * * *', 'minutes', `minutes: found "L", ${MINUTES}`],
    ['-1 5 ? * * *', 'minutes', `minutes: found "-1", ${MINUTES}`],
    ['1.5 5 ? * * *', 'minutes', `minutes: found "1.5", ${MINUTES}`],
    ['0/5/5 5 ? * * *', 'minutes', `minutes: found "0/5/5", ${MINUTES}`],
    ['/5 5 ? * * *', 'minutes', `minutes: found "/5", ${MINUTES}`],
    ['0 24 ? * * *', 'hours', `hours: found "24", ${HOURS}`],
    ['0 5-24 ? * * *', 'hours', `hours: found "5-24", ${HOURS}`],
    ['0 5- ? * * *', 'hours', `hours: found "5-", ${HOURS}`],
    ['0 0/0 ? * * *', 'hours', `hours: found "0/0" (a step is a whole number from 1), ${HOURS}`],
    ['0 0/ ? * * *', 'hours', `hours: found "0/" (a step is a whole number from 1), ${HOURS}`],
    ['0 *,5 ? * * *', 'hours', `hours: found "*,5" ("*" stands alone), ${HOURS}`],
    ['0 5 32 * ? *', 'day-of-month', `day-of-month: found "32", ${DOM}`],
    ['0 5 0 * ? *', 'day-of-month', `day-of-month: found "0", ${DOM}`],
    ['0 5 31-40 * ? *', 'day-of-month', `day-of-month: found "31-40", ${DOM}`],
    ['0 5 1-2-3 * ? *', 'day-of-month', `day-of-month: found "1-2-3", ${DOM}`],
    ['0 5 1,,2 * ? *', 'day-of-month', `day-of-month: found "", ${DOM}`],
    ['0 5 W * ? *', 'day-of-month', `day-of-month: found "W", ${DOM}`],
    ['0 5 32W * ? *', 'day-of-month', `day-of-month: found "32W", ${DOM}`],
    ['0 5 1-5W * ? *', 'day-of-month', `day-of-month: found "1-5W", ${DOM}`],
    [
      '0 5 L-31 * ? *',
      'day-of-month',
      `day-of-month: found "L-31" (a month has at most 30 days before its last), ${DOM}`,
    ],
    ['0 5 ?/2 * ? *', 'day-of-month', `day-of-month: found "?/2", ${DOM}`],
    ['0 5 1,* * ? *', 'day-of-month', `day-of-month: found "1,*" ("*" and "?" stand alone), ${DOM}`],
    ['0 5 3#2 * ? *', 'day-of-month', `day-of-month: found "3#2", ${DOM}`],
    ['0 5 ? 13 * *', 'month', `month: found "13", ${MONTH}`],
    ['0 5 ? L * *', 'month', `month: found "L", ${MONTH}`],
    ['0 5 ? JUNE * *', 'month', `month: found "JUNE", ${MONTH}`],
    ['0 5 ? * 0 *', 'day-of-week', `day-of-week: found "0", ${DOW}`],
    ['0 5 ? * 8 *', 'day-of-week', `day-of-week: found "8", ${DOW}`],
    ['0 5 ? * 8L *', 'day-of-week', `day-of-week: found "8L", ${DOW}`],
    ['0 5 ? * 2W *', 'day-of-week', `day-of-week: found "2W", ${DOW}`],
    ['0 5 ? * 2/2 *', 'day-of-week', `day-of-week: found "2/2" (steps are not allowed in day-of-week), ${DOW}`],
    ['0 5 ? * 2,* *', 'day-of-week', `day-of-week: found "2,*" ("*" and "?" stand alone), ${DOW}`],
    ['0 5 ? * 3#6 *', 'day-of-week', `day-of-week: found "3#6" (the number after "#" is 1 to 5), ${DOW}`],
    ['0 5 ? * 8#1 *', 'day-of-week', `day-of-week: found "8#1", ${DOW}`],
    [
      '0 5 ? * 3#1,6#3 *',
      'day-of-week',
      `day-of-week: found "3#1,6#3" (with "#" only one expression is allowed), ${DOW}`,
    ],
    ['0 5 ? * * 1969', 'year', `year: found "1969", ${YEAR}`],
    ['0 5 ? * * 2200', 'year', `year: found "2200", ${YEAR}`],
    ['0 5 ? * * 2030-2020', 'year', `year: found "2030-2020" (a range of year does not run backwards), ${YEAR}`],
    [
      '0 5 * * * *',
      'day-of-week',
      'day-of-week: found "*" in day-of-month and "*" in day-of-week, exactly one of the two is "?"',
    ],
    [
      '0 5 ? * ? *',
      'day-of-week',
      'day-of-week: found "?" in day-of-month and "?" in day-of-week, exactly one of the two is "?"',
    ],
    ['0 5 * * ?', undefined, `found 5 fields in "0 5 * * ?", AWS cron has six: ${SIX}`],
    ['0 0 5 ? * * *', undefined, `found 7 fields in "0 0 5 ? * * *", AWS cron has six: ${SIX}`],
    ['', undefined, `found 0 fields in "", AWS cron has six: ${SIX}`],
    ['cron(0 5 ? * * *', undefined, `found "cron(0 5 ? * * *", allowed are six fields, bare or as cron(${SIX})`],
    ['rate(1 day)', undefined, `found "rate(1 day)", AWS Backup takes cron only: cron(${SIX})`],
  ])('%s', (text, field, message) => {
    expect(refusalOf(text)).toEqual({ field, message });
  });
});
