import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fireTimes } from '../../src/schedule/fire-times.ts';
import { mixtureOf } from '../../src/schedule/mixture.ts';
import { scheduleFacts } from '../../src/schedule/worst-case.ts';
import { at, cronOf, ruleOf } from './schedules.ts';

const FROM = at('2026-11-22 00:00');
const HOUR = 3_600_000;
const DAYS = 4;

const planOf = (...rules: ReturnType<typeof ruleOf>[]) => [
  { planId: 'p', planName: 'p', rules, qualifies: (rule: (typeof rules)[0]) => rule.name !== 'idle' },
];

describe('two rules that overlap and keep equally long', () => {
  const early = ruleOf('early', '0 1 ? * * *', { days: 35, window: 480 });
  const late = ruleOf('late', '0 7 ? * * *', { days: 35, window: 480 });

  it('come to the worst to the first today and the second tomorrow, and at the best to always the same one', () => {
    expect(scheduleFacts(planOf(early, late), FROM)).toMatchObject({
      scheduleGapMinutes: 30 * 60,
      worstCaseMinutes: 38 * 60,
      best: { gapMinutes: 24 * 60, worstCaseMinutes: 32 * 60 },
    });
  });

  it('also where one of them does not count: its run may take the place of the other', () => {
    const idle = ruleOf('idle', '0 7 ? * * *', { days: 35, window: 480 });
    expect(scheduleFacts(planOf(early, idle), FROM)).toMatchObject({
      scheduleGapMinutes: null,
      best: { gapMinutes: 24 * 60 },
    });
  });

  it('matter only on the days on which they overlap', () => {
    const sunday = ruleOf('late', '0 7 ? * SUN *', { days: 35, window: 480 });
    expect(scheduleFacts(planOf(early, sunday), FROM)).toMatchObject({
      scheduleGapMinutes: 30 * 60,
      best: { gapMinutes: 24 * 60 },
    });
  });

  it('do not compete with a rule of another plan', () => {
    const [one] = planOf(early);
    const [other] = planOf(late);
    if (!one || !other) throw new Error('two plans');
    expect(scheduleFacts([one, other], FROM).scheduleGapMinutes).toBe(18 * 60);
  });
});

describe('of rules that overlap and keep equally long', () => {
  const idle = (schedule: string) => ruleOf('idle', schedule, { days: 35, window: 480 });
  const daily = (name: string, hour: number, years = '*') =>
    ruleOf(name, `0 ${hour} ? * * ${years}`, { days: 35, window: 480 });

  it('a plan that ends soon bounds no gap of all plans', () => {
    const [ending] = planOf(daily('ending', 5, '2026-2026'));
    const [contested] = planOf(
      ruleOf('sunday', '0 1 ? * SUN *', { days: 35, window: 480 }),
      ruleOf('late', '0 7 ? * SUN *', { days: 35, window: 480 }),
    );
    if (!ending || !contested) throw new Error('two plans');
    expect(scheduleFacts([ending, contested], FROM)).toMatchObject({ scheduleGapMinutes: 174 * 60, endsAt: null });
  });

  it('one whose every run may be dropped from next year on ends for sure, and at the best does not', () => {
    expect(scheduleFacts(planOf(daily('early', 1), idle('0 7 ? * * 2027-2199')), FROM)).toMatchObject({
      scheduleGapMinutes: 24 * 60,
      endsAt: '2026-12-31T01:00:00.000Z',
      best: { gapMinutes: 24 * 60, endsAt: null },
    });
  });

  it.each(['2031-2199', '2045-2199'])('those that begin in years to come count: %s', (years) => {
    const rules = [daily('early', 1), daily('late', 7, years), daily('later', 12, years)];
    const facts = scheduleFacts(planOf(...rules), FROM);
    expect(facts.scheduleGapMinutes).toBe(35 * 60);
    // More runs a day than are laid out for all years.
    const often = [...rules, ruleOf('idle', '0/30 15-20 ? * * *', { days: 1, window: 60 })];
    expect(scheduleFacts(planOf(...often), FROM).scheduleGapMinutes).toBe(35 * 60);
  });

  it('one whose runs may be dropped for ever in years to come has no gap that is sure', () => {
    const facts = scheduleFacts(planOf(daily('early', 1), idle('0 7 ? * * 2031-2199')), FROM);
    expect(facts.scheduleGapMinutes).toBeGreaterThan(366 * 24 * 60);
    expect(facts.best).toMatchObject({ gapMinutes: 24 * 60, endsAt: null });
  });

  it('the last run may give way at the best', () => {
    const once = ruleOf('once', '0 7 31 12 ? 2026', { days: 35, window: 480 });
    expect(scheduleFacts(planOf(daily('early', 1, '2026-2026'), once), FROM).best.gapMinutes).toBe(24 * 60);
  });

  it('the first run is one that no choice drops, or none', () => {
    const facts = scheduleFacts(planOf(daily('early', 1), idle('0 7 ? * * *')), FROM);
    expect(facts).toMatchObject({ firstRun: null, best: { firstRun: '2026-11-22T01:00:00.000Z' } });
  });
});

interface Run {
  readonly at: number;
  readonly end: number;
  readonly rule: number;
}

/** Every way to take runs so that no two that are taken compete, and each that is left competes with one that is taken. */
function choices(runs: readonly Run[]): readonly (readonly Run[])[] {
  const compete = (a: Run, b: Run) => a.rule !== b.rule && a.at < b.end && b.at < a.end;
  let ways: (readonly Run[])[] = [[]];
  for (const run of runs) {
    ways = ways.flatMap((way) => (way.some((taken) => compete(taken, run)) ? [way] : [way, [...way, run]]));
  }
  return ways.filter((way) => runs.every((run) => way.includes(run) || way.some((taken) => compete(taken, run))));
}

function longestGap(way: readonly Run[]): number {
  const starts = [FROM, ...way.map((run) => run.at)].sort((a, b) => a - b);
  return Math.max(...starts.map((start, index) => start - (starts[index - 1] ?? start)));
}

it('agrees with trying every choice of a few days', () => {
  const rule = fc.record({ hour: fc.integer({ min: 0, max: 23 }), window: fc.constantFrom(60, 120, 360, 480) });
  fc.assert(
    fc.property(fc.array(rule, { minLength: 2, maxLength: 3 }), (asked) => {
      const rules = asked.map(({ hour, window }) => ({
        cron: cronOf(`0 ${hour} ? * * *`),
        zone: 'UTC',
        startWindowMs: window * 60_000,
        retentionDays: 35,
        plan: 0,
        counted: true,
      }));
      const toMs = FROM + DAYS * 24 * HOUR;
      const runs = rules.flatMap(({ cron, startWindowMs }, index) =>
        fireTimes(cron, 'UTC', FROM, toMs).map((start) => ({ at: start, end: start + startWindowMs, rule: index })),
      );
      const gaps = choices(runs.toSorted((a, b) => a.at - b.at)).map(longestGap);
      const found = mixtureOf(rules, FROM, toMs, toMs + 3 * 24 * HOUR);
      const worst = found.worst ? found.worst.gap.toMs - found.worst.gap.fromMs : Number.POSITIVE_INFINITY;
      expect(worst, JSON.stringify(asked)).toBeGreaterThanOrEqual(Math.max(...gaps));
      expect(found.best?.gapMs ?? 0, JSON.stringify(asked)).toBeLessThanOrEqual(Math.min(...gaps));
    }),
    { numRuns: 150 },
  );
});
