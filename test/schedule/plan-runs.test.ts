import { describe, expect, it } from 'vitest';
import { planRuns } from '../../src/schedule/plan-runs.ts';
import { at, ruleOf, utc } from './schedules.ts';

const FROM = at('2026-11-22 00:00');
const DAY_MS = 86_400_000;

const runsOf = (rules: Parameters<typeof planRuns>[0], days = 1) => {
  const { runs } = planRuns(rules, FROM, FROM + days * DAY_MS);
  return runs.map(({ rule, atMs }) => `${rule.name} ${utc(atMs).slice(11)}`);
};

describe('rules of one plan whose start windows overlap', () => {
  it("AWS's example: an hourly rule of a day beside a half-daily rule of a week", () => {
    const hourly = ruleOf('hourly', 'cron(0 * ? * * *)', { window: 60, days: 1 });
    const half = ruleOf('half', 'cron(0 0/12 ? * * *)', { window: 480, days: 7 });
    const expected = [
      'half 00:00',
      ...['08', '09', '10', '11'].map((hour) => `hourly ${hour}:00`),
      'half 12:00',
      ...['20', '21', '22', '23'].map((hour) => `hourly ${hour}:00`),
    ];
    expect(runsOf([hourly, half])).toEqual(expected);
    expect(runsOf([half, hourly])).toEqual(expected);
  });

  it('a weekly rule that keeps longer takes the place of the daily one on its day', () => {
    const daily = ruleOf('daily', '0 8 ? * * *', { days: 35 });
    const weekly = ruleOf('weekly', '0 8 ? * SUN *', { days: 90 });
    expect(runsOf([daily, weekly], 3)).toEqual(['weekly 08:00', 'daily 08:00', 'daily 08:00']);
  });

  it('a window that opens when the other closes does not overlap', () => {
    const longer = ruleOf('longer', '0 5 ? * * *', { days: 90, window: 60 });
    expect(runsOf([ruleOf('after', '0 6 ? * * *', { days: 7, window: 60 }), longer])).toEqual([
      'longer 05:00',
      'after 06:00',
    ]);
    expect(runsOf([ruleOf('before', '0 4 ? * * *', { days: 7, window: 60 }), longer])).toEqual([
      'before 04:00',
      'longer 05:00',
    ]);
    expect(runsOf([ruleOf('before', '0 4 ? * * *', { days: 7, window: 61 }), longer])).toEqual(['longer 05:00']);
    expect(runsOf([ruleOf('after', '59 5 ? * * *', { days: 7, window: 60 }), longer])).toEqual(['longer 05:00']);
  });

  it('a window from the day before reaches in', () => {
    const longer = ruleOf('longer', '0 20 ? * SAT *', { days: 90, window: 480 });
    expect(runsOf([ruleOf('daily', '0 3 ? * * *', { days: 7 }), longer], 2)).toEqual(['daily 03:00']);
  });

  it('a rule that keeps forever keeps longest', () => {
    const forever = ruleOf('forever', '0 5 ? * * *');
    const century = ruleOf('century', '0 6 ? * * *', { days: 36_500 });
    expect(runsOf([century, forever])).toEqual(['forever 05:00']);
  });

  it('a run suppressed by a run that is itself suppressed stays away', () => {
    const rules = [
      ruleOf('day', '0 7 ? * * *', { days: 1, window: 60 }),
      ruleOf('week', '30 6 ? * * *', { days: 7, window: 60 }),
      ruleOf('month', '0 6 ? * * *', { days: 30, window: 60 }),
    ];
    expect(runsOf(rules)).toEqual(['month 06:00']);
  });

  it('of rules that keep equally long the reading with the longer gap counts, and is noted', () => {
    const daily = ruleOf('daily', '0 5 ? * * *', { days: 35 });
    const weekly = ruleOf('weekly', '0 9 ? * SUN *', { days: 35 });
    const note =
      'rules that keep equally long overlap; AWS does not document which of them runs, and the reading with the longer gap counts';
    for (const rules of [
      [daily, weekly],
      [weekly, daily],
    ]) {
      const { runs, notes } = planRuns(rules, FROM, FROM + 8 * DAY_MS);
      expect(runs.map(({ rule, atMs }) => `${rule.name} ${utc(atMs).slice(5)}`).slice(0, 2)).toEqual([
        'weekly 11-22 09:00',
        'daily 11-23 05:00',
      ]);
      expect(notes).toEqual([note]);
    }
  });

  it('tells which run was suppressed by which rule', () => {
    const daily = ruleOf('daily', '0 8 ? * * *', { days: 35 });
    const weekly = ruleOf('weekly', '0 8 ? * SUN *', { days: 90 });
    expect(planRuns([daily, weekly], FROM, FROM + DAY_MS).suppressed).toEqual([
      { rule: daily, atMs: at('2026-11-22 08:00'), by: weekly },
    ]);
  });
});

describe('rules whose runs are not known', () => {
  it.each([
    ['0 5 * * *', 'its schedule cannot be read: found 5 fields'],
    ['rate(1 day)', 'its schedule cannot be read: found "rate(1 day)"'],
    ['0/30 * ? * * *', 'cron(0/30 * ? * * *) runs less than an hour apart'],
  ])('%s is set aside', (schedule, message) => {
    const rule = ruleOf('odd', schedule, { days: 1 });
    const daily = ruleOf('daily', '0 5 ? * * *', { days: 7 });
    const { unparsed, unsure, runs } = planRuns([rule, daily], FROM, FROM + DAY_MS);
    expect(unparsed).toEqual([{ rule, message: expect.stringContaining(message) }]);
    expect(unsure).toEqual([]);
    expect(runs).toHaveLength(1);
  });

  it('an unknown zone is one of them', () => {
    const rule = ruleOf('odd', '0 5 ? * * *', { zone: 'europe/london' });
    expect(planRuns([rule], FROM, FROM + DAY_MS).unparsed).toEqual([
      { rule, message: 'time zone: found "europe/london", IANA spells it "Europe/London"' },
    ]);
  });

  it.each([undefined, 8, 7])('one that keeps at least as long (%s days) makes the others unsure', (days) => {
    const odd = ruleOf('odd', '0/30 * ? * * *', days === undefined ? {} : { days });
    const daily = ruleOf('daily', '0 5 ? * * *', { days: 7 });
    const yearly = ruleOf('yearly', '0 6 ? * * *');
    const { runs, unsure } = planRuns([odd, daily, yearly], FROM, FROM + DAY_MS);
    expect(unsure).toEqual(days === undefined ? [daily, yearly] : [daily]);
    expect(runs.map(({ rule }) => rule)).toEqual(days === undefined ? [] : [yearly]);
  });
});
