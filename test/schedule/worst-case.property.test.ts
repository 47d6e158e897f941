import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BackupRule } from '../../src/model/plan.ts';
import { fireTimes } from '../../src/schedule/fire-times.ts';
import type { PlanRules } from '../../src/schedule/place-rules.ts';
import { scheduleFacts } from '../../src/schedule/worst-case.ts';
import { at, cronOf, ruleOf } from './schedules.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const FROM = at('2026-11-22 00:00');
const BEFORE = at('2026-09-01 00:00');
const TO = at('2060-01-01 00:00');
/** Runs beyond the end that are not laid out might suppress those just before it. */
const MARGIN = 40 * DAY;

interface Run {
  readonly start: number;
  readonly end: number;
}

const retention = (rule: BackupRule) => rule.lifecycle?.deleteAfterDays ?? Number.POSITIVE_INFINITY;

function windows(rule: BackupRule): readonly Run[] {
  const cron = cronOf(rule.scheduleExpression ?? '');
  return fireTimes(cron, rule.scheduleTimezone ?? 'UTC', BEFORE, TO).map((start) => ({
    start,
    end: start + (rule.startWindowMinutes ?? 0) * MINUTE,
  }));
}

/** Marks every minute-exact stretch covered by windows, then asks for each run whether it touches one. */
function survivors(own: readonly Run[], others: readonly Run[]): readonly Run[] {
  const covered: { start: number; end: number }[] = [];
  for (const run of [...others].sort((a, b) => a.start - b.start)) {
    const last = covered.at(-1);
    if (last && run.start <= last.end) last.end = Math.max(last.end, run.end);
    else covered.push({ ...run });
  }
  let from = 0;
  return own.filter((run) => {
    while (from < covered.length && (covered[from]?.end ?? 0) <= run.start) from++;
    return (covered[from]?.start ?? Number.POSITIVE_INFINITY) >= run.end;
  });
}

function sureRuns(plans: readonly PlanRules[], earlierWins: boolean): readonly Run[] {
  return plans
    .flatMap(({ rules, qualifies }) =>
      rules.flatMap((rule, index) => {
        if (!qualifies(rule)) return [];
        const stronger = rules.filter((other, place) => {
          if (other === rule) return false;
          if (retention(other) === retention(rule)) return earlierWins ? place < index : place > index;
          return retention(other) > retention(rule);
        });
        return survivors(windows(rule), stronger.flatMap(windows));
      }),
    )
    .filter(({ start }) => start >= FROM && start < TO - MARGIN)
    .sort((a, b) => a.start - b.start);
}

function gapMinutes(runs: readonly Run[]): number | null {
  const starts = [...new Set(runs.map(({ start }) => start))];
  if (starts.length < 2) return null;
  return Math.max(...pairwise(starts)) / MINUTE;
}

/** Lets time pass: when a run's window ends, a point of its start or later is there. What was the newest before it? */
function worstMinutes(runs: readonly Run[]): number | null {
  if (gapMinutes(runs) === null) return null;
  let newest = Number.NEGATIVE_INFINITY;
  let worst = Number.NEGATIVE_INFINITY;
  for (const run of [...runs].sort((a, b) => a.end - b.end || b.start - a.start)) {
    if (run.start <= newest || run.end >= TO - MARGIN) continue;
    if (newest > 0) worst = Math.max(worst, run.end - newest);
    newest = run.start;
  }
  return worst / MINUTE;
}

function pairwise(starts: readonly number[]): readonly number[] {
  const gaps: number[] = [0];
  starts.forEach((start, index) => {
    const gap = start - (starts[index - 1] ?? start);
    if (gap > (gaps[0] ?? 0)) gaps[0] = gap;
  });
  return gaps;
}

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const rule = fc
  .record({
    minute: fc.integer({ min: 0, max: 59 }),
    hours: pick('2', '5', '23', '0/12', '1/6', '20-2/3'),
    days: pick('* * ?', '* * ?', '? * MON-FRI', '? * 1', '1 * ?', 'L * ?', '? * 2#1', '15W */2 ?'),
    keeps: pick(1, 7, 7, 35, 35, 365, undefined),
    window: pick(60, 61, 240, 480, 480, 1500, 4400, 30_000),
    zone: pick('UTC', 'UTC', 'America/New_York', 'Europe/London', 'Asia/Kolkata', 'Australia/Lord_Howe'),
    qualifies: fc.integer({ min: 0, max: 3 }).map((value) => value > 0),
  })
  .map(({ minute, hours, days, keeps, window, zone, qualifies }) => ({
    qualifies,
    rule: ruleOf('r', `${minute} ${hours} ${days} *`, {
      window,
      zone,
      ...(keeps === undefined ? {} : { days: keeps }),
    }),
  }));
const plan = fc.array(rule, { minLength: 1, maxLength: 4 }).map((rules) => ({
  planId: 'p',
  planName: 'p',
  rules: rules.map((each) => each.rule),
  qualifies: (asked: BackupRule) => rules.some((each) => each.rule === asked && each.qualifies),
}));

it('agrees with laying out every run of 33 years', () => {
  let answers = 0;
  fc.assert(
    fc.property(fc.array(plan, { minLength: 1, maxLength: 2 }), (plans) => {
      const readings = [true, false].map((earlierWins) => sureRuns(plans, earlierWins));
      const gaps = readings.map(gapMinutes);
      const worsts = readings.map(worstMinutes);
      const facts = scheduleFacts(plans, FROM);
      const longest = (values: readonly (number | null)[]) =>
        values.includes(null) ? null : Math.max(...values.map((value) => value ?? 0));
      const shown = JSON.stringify(plans.map(({ rules }) => rules));
      const [gap, worst] = [longest(gaps), longest(worsts)];
      if (plans.some(({ rules }) => new Set(rules.map(retention)).size < rules.length)) {
        // Which of equals runs may differ from run to run: `mixture.test.ts`.
        expect(facts.best.gapMinutes ?? Infinity, shown).toBeLessThanOrEqual(facts.scheduleGapMinutes ?? Infinity);
      } else {
        expect(facts.scheduleGapMinutes, shown).toBe(gap);
        expect(facts.worstCaseMinutes, shown).toBe(worst);
      }
      if (facts.scheduleGapMinutes !== null) answers++;
    }),
    { numRuns: 40 },
  );
  expect(answers).toBeGreaterThan(15);
}, 60_000);

it('a further plan never makes the gap or the worst case longer', () => {
  fc.assert(
    fc.property(plan, plan, (one, other) => {
      const alone = scheduleFacts([one], FROM);
      const both = scheduleFacts([one, other], FROM);
      if (alone.scheduleGapMinutes === null || alone.worstCaseMinutes === null) return;
      expect(both.scheduleGapMinutes).toBeLessThanOrEqual(alone.scheduleGapMinutes);
      expect(both.worstCaseMinutes).toBeLessThanOrEqual(alone.worstCaseMinutes);
    }),
    { numRuns: 30 },
  );
}, 120_000);

it('a run that starts within the first day counts from the instant on', () => {
  const daily = ruleOf('daily', '0 5 ? * * *', { window: 60 });
  const facts = scheduleFacts([{ planId: 'p', planName: 'p', rules: [daily], qualifies: () => true }], FROM + DAY / 2);
  expect(facts.firstRun).toBe('2026-11-23T05:00:00.000Z');
});
