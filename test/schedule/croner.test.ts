import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { nextFireTimes } from '../../src/schedule/fire-times.ts';
import { cronOf, FROM, FROM_MS } from './schedules.ts';

/** Croner counts Sunday as 1 and reads `0/15` with these; it wants the seconds in front. */
function croner(expression: string): Cron {
  const options = {
    mode: '7-part',
    alternativeWeekdays: true,
    sloppyRanges: true,
    timezone: 'UTC',
    paused: true,
  } as const;
  return new Cron(`0 ${expression}`, options);
}

const AGREED = [
  '0 5 ? * * *',
  '15 * ? * * *',
  '0 0/1 ? * * *',
  '0/15 * * * ? *',
  '1/10 * * * ? *',
  '0/5 8-17 ? * MON-FRI *',
  '5,35 14 * * ? *',
  '0 18 ? * MON-FRI *',
  '0 5 ? * 1 *',
  '0 5 ? * 2-6 *',
  '0 5 ? * 7 *',
  '0 8 1 * ? *',
  '0 0 31 * ? *',
  '0 0 29 2 ? *',
  '0 0 L * ? *',
  '0 0 LW * ? *',
  '0 0 3W * ? *',
  '0 0 1W * ? *',
  '0 0 15W * ? *',
  '0 0 ? * 3#2 *',
  '0 0 ? * 2#5 *',
  '0 0 ? * 6L *',
  '0 0 ? * 1L *',
  '0 0/12 * * ? *',
  '0 12/12 * * ? *',
  '0 3 1 JAN,JUL ? *',
  '0 3 ? 1/3 SUN *',
  '0 3 1 1 ? 2027-2040',
  '0 8-17/3 * * ? *',
];

/** What AWS documents or leaves open, and croner refuses. */
const REFUSED_BY_CRONER = ['0 0 ? * L *', '0 0 ? * FRI-MON *', '0 22-2 ? * * *', '0 0 L-3 * ? *'];

describe('a second opinion in UTC', () => {
  it.each(AGREED)('croner agrees on the next 40 runs of %s', (expression) => {
    const theirs = croner(expression)
      .nextRuns(40, new Date(FROM_MS - 1_000))
      .map((run) => run.toISOString());
    const ours = nextFireTimes(cronOf(expression), 'UTC', FROM_MS, 40).map((ms) => new Date(ms).toISOString());
    expect(ours.slice(0, theirs.length)).toEqual(theirs);
    expect(theirs.length, FROM).toBeGreaterThan(10);
  });

  it.each(REFUSED_BY_CRONER)('croner has no opinion on %s', (expression) => {
    expect(() => croner(expression)).toThrow();
    expect(nextFireTimes(cronOf(expression), 'UTC', FROM_MS, 5)).toHaveLength(5);
  });
});
