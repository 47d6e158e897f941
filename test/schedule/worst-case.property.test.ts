import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BackupRule } from '../../src/model/plan.ts';
import { fireTimes } from '../../src/schedule/fire-times.ts';
import type { PlanRules } from '../../src/schedule/place-rules.ts';
import { scheduleFacts } from '../../src/schedule/worst-case.ts';
import { lots } from '../law/lots.ts';
import { at, cronOf, ruleOf } from './schedules.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const FROM = at('2026-11-22 00:00');
const BEFORE = at('2026-09-01 00:00');
/** Dates and weekdays meet in every way within 28 years; where no rule names a date, each year is like the next. */
const ALL_YEARS = at('2056-01-01 00:00');
const FEW_YEARS = at('2030-01-01 00:00');
/** Runs beyond the end that are not laid out might suppress those just before it. */
const MARGIN = 40 * DAY;

interface Run {
  readonly start: number;
  readonly end: number;
}

const retention = (rule: BackupRule) => rule.lifecycle?.deleteAfterDays ?? Number.POSITIVE_INFINITY;

const laidOut = new WeakMap<BackupRule, readonly Run[]>();

function windows(rule: BackupRule, to: number): readonly Run[] {
  const found = laidOut.get(rule);
  if (found) return found;
  const window = (rule.startWindowMinutes ?? 0) * MINUTE;
  const times = fireTimes(cronOf(rule.scheduleExpression ?? ''), rule.scheduleTimezone ?? 'UTC', BEFORE, to);
  const made = times.map((start) => ({ start, end: start + window }));
  laidOut.set(rule, made);
  return made;
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

/** No two rules of a plan keep equally long. */
function sureRuns(plans: readonly PlanRules[], to: number): readonly Run[] {
  return plans
    .flatMap(({ rules, qualifies }) =>
      rules.flatMap((rule) => {
        if (!qualifies(rule)) return [];
        const stronger = rules.filter((other) => retention(other) > retention(rule));
        return survivors(
          windows(rule, to),
          stronger.flatMap((other) => windows(other, to)),
        );
      }),
    )
    .filter(({ start }) => start >= FROM && start < to - MARGIN)
    .sort((a, b) => a.start - b.start);
}

function gapMinutes(runs: readonly Run[]): number | null {
  const starts = [...new Set(runs.map(({ start }) => start))];
  if (starts.length < 2) return null;
  return Math.max(...pairwise(starts)) / MINUTE;
}

/** Lets time pass: when a run's window ends, a point of its start or later is there. What was the newest before it? */
function worstMinutes(runs: readonly Run[], to: number): number | null {
  if (gapMinutes(runs) === null) return null;
  let newest = Number.NEGATIVE_INFINITY;
  let worst = Number.NEGATIVE_INFINITY;
  for (const run of [...runs].sort((a, b) => a.end - b.end || b.start - a.start)) {
    if (run.start <= newest || run.end >= to - MARGIN) continue;
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
const WEEKLY = ['* * ?', '? * MON-FRI', '? * 1'];
const DATED = ['1 * ?', 'L * ?', '? * 2#1', '15W */2 ?'];
const isDated = ({ scheduleExpression = '' }: BackupRule) => DATED.some((days) => scheduleExpression.includes(days));
const rule = fc
  .record({
    minute: fc.integer({ min: 0, max: 59 }),
    hours: pick('2', '5', '23', '0/12', '1/6', '20-2/3'),
    days: pick(...WEEKLY, ...WEEKLY, ...DATED),
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

it('agrees with laying out every run of all years that differ', () => {
  let answers = 0;
  const parameters = lots(20);
  fc.assert(
    fc.property(fc.array(plan, { minLength: 1, maxLength: 2 }), (plans) => {
      const shown = JSON.stringify(plans.map(({ rules }) => rules));
      const facts = scheduleFacts(plans, FROM);
      if (plans.some(({ rules }) => new Set(rules.map(retention)).size < rules.length)) {
        // Which of equals runs may differ from run to run: `mixture.test.ts`.
        expect(facts.best.gapMinutes ?? Infinity, shown).toBeLessThanOrEqual(facts.scheduleGapMinutes ?? Infinity);
        return;
      }
      const to = plans.some(({ rules }) => rules.some(isDated)) ? ALL_YEARS : FEW_YEARS;
      const runs = sureRuns(plans, to);
      expect(facts.scheduleGapMinutes, shown).toBe(gapMinutes(runs));
      expect(facts.worstCaseMinutes, shown).toBe(worstMinutes(runs, to));
      if (facts.scheduleGapMinutes !== null) answers++;
    }),
    parameters,
  );
  expect(answers).toBeGreaterThan(0);
}, 180_000);

it('a further plan never makes the gap or the worst case longer', () => {
  fc.assert(
    fc.property(plan, plan, (one, other) => {
      const alone = scheduleFacts([one], FROM);
      const both = scheduleFacts([one, other], FROM);
      if (alone.scheduleGapMinutes === null || alone.worstCaseMinutes === null) return;
      expect(both.scheduleGapMinutes).toBeLessThanOrEqual(alone.scheduleGapMinutes);
      expect(both.worstCaseMinutes).toBeLessThanOrEqual(alone.worstCaseMinutes);
    }),
    lots(10),
  );
}, 180_000);

it('a run that starts within the first day counts from the instant on', () => {
  const daily = ruleOf('daily', '0 5 ? * * *', { window: 60 });
  const facts = scheduleFacts([{ planId: 'p', planName: 'p', rules: [daily], qualifies: () => true }], FROM + DAY / 2);
  expect(facts.firstRun).toBe('2026-11-23T05:00:00.000Z');
});
