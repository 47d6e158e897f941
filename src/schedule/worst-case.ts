import { type Instant, instant, MINUTE_MS } from '../model/instant.ts';
import { LAST_YEAR, lastFireTime, nextFireTimes } from './fire-times.ts';
import { mixtureOverYears, NEAR_MS } from './mixed-spans.ts';
import type { TieReading } from './overlap.ts';
import { type PlacedRule, type PlanRules, placeRules, type UndecidedRule } from './place-rules.ts';
import { scan } from './scan.ts';
import { edgeNotes, notesOf } from './schedule-notes.ts';
import { type Gap, worstCaseMs } from './stretch-summary.ts';
import type { TimelineResult } from './timeline.ts';

export interface RunsOfRule {
  readonly plan: string;
  readonly rule: string;
  /** Runs from the instant asked for, in the 365 UTC days that begin with its own. */
  readonly scheduled: number;
  /** Those of them that no other rule of the plan suppresses. */
  readonly sure: number;
}

export interface SuppressedRuns {
  readonly plan: string;
  readonly rule: string;
  /** The rule that keeps longer, and whose start window overlaps. */
  readonly by: string;
  /** In the same 365 days; zero when it happens only later. */
  readonly count: number;
}

/**
 * What is sure of the runs of the rules that qualify, over all plans. A gap short enough is a pass whatever `undecided`
 * says: only runs that nothing can suppress are in it. A gap too long is a failure only when `undecided` is empty.
 */
export interface ScheduleFacts {
  /** Null when fewer than two sure runs are left. */
  readonly scheduleGapMinutes: number | null;
  readonly gapFrom: Instant | null;
  readonly gapTo: Instant | null;
  /** The longest time that a failure could set a table back, as the contract says it. */
  readonly worstCaseMinutes: number | null;
  readonly worstFrom: Instant | null;
  /** The end of the start window of the run that ends the worst case. */
  readonly worstTo: Instant | null;
  /** The start window of that run. */
  readonly startWindowMinutes: number | null;
  /** That run's rule gives no start window, so that it is AWS's default. */
  readonly startWindowDefaulted: boolean;
  /** The same at the best, where AWS may choose between rules; no choice does better. */
  readonly best: BestOfChoices;
  /** The first run that is sure, whatever AWS chooses. */
  readonly firstRun: Instant | null;
  /** The last sure run, where none comes after it. No gap is counted after it. */
  readonly endsAt: Instant | null;
  readonly suppressedRuns: readonly SuppressedRuns[];
  readonly runsPerRule: readonly RunsOfRule[];
  /** Readings chosen where AWS is silent, and ends that the numbers do not show, one sentence each. */
  readonly notes: readonly string[];
  readonly undecided: readonly UndecidedRule[];
}

export interface BestOfChoices extends Pick<ScheduleFacts, 'firstRun' | 'endsAt'> {
  readonly gapMinutes: number | null;
  readonly worstCaseMinutes: number | null;
}

/** Plans do not suppress each other's runs: every plan with a run makes a recovery point. */
export function scheduleFacts(plans: readonly PlanRules[], fromMs: number): ScheduleFacts {
  const { rules: placed, undecided } = placeRules(plans);
  const rules = placed.map((rule) => goingOn(rule, fromMs));
  const readings = tieReadings(rules).map((tie) => scan(rules, fromMs, tie));
  const gaps = readings.map((reading) => gapOf(reading, fromMs)).sort(longerFirst);
  const shown = readings.find((reading) => gapOf(reading, fromMs)?.minutes === gaps[0]?.minutes) ?? readings[0];
  const mixed = readings.some((reading) => isContested(rules, reading)) ? mixtureFrom(rules, fromMs) : undefined;
  const worsts = readings.map((reading) => worstOf(reading, fromMs)).sort(longerFirst);
  const [gap, worst] = mixed
    ? [longer(mixed.gap, gaps[0] ?? null), longer(mixed.worst, worsts[0] ?? null)]
    : [gaps[0] ?? null, worsts[0] ?? null];
  const endings = readings.map((reading) => endsOf(reading) ?? Number.POSITIVE_INFINITY);
  const far = farEnd(placed);
  const ends = finite(Math.min(mixed?.endsMs ?? Number.POSITIVE_INFINITY, ...endings)) ?? far;
  const first = mixed ? mixed.firstSureMs : shown?.firstMs;
  const window = worst && rules[worst.rule]?.schedule;
  const facts: ScheduleFacts = {
    scheduleGapMinutes: gap?.minutes ?? null,
    gapFrom: gap && instant(gap.fromMs),
    gapTo: gap && instant(gap.toMs),
    worstCaseMinutes: worst?.minutes ?? null,
    worstFrom: worst && instant(worst.fromMs),
    worstTo: worst && instant(worst.toMs),
    startWindowMinutes: window ? window.startWindowMs / MINUTE_MS : null,
    startWindowDefaulted: window?.startWindowDefaulted ?? false,
    best: {
      gapMinutes: least([mixed?.best.gapMinutes, ...gaps.map((each) => each?.minutes)]),
      worstCaseMinutes: least([mixed?.best.worstCaseMinutes, ...worsts.map((each) => each?.minutes)]),
      firstRun: instantOrNull(least(readings.map(({ firstMs }) => firstMs))),
      endsAt: instantOrNull(finite(Math.max(...endings)) ?? far),
    },
    firstRun: instantOrNull(first),
    endsAt: instantOrNull(ends),
    suppressedRuns: shown ? suppressedOf(rules, shown) : [],
    runsPerRule: shown ? runsOf(rules, shown) : [],
    notes: [...new Set([...notesOf(rules, readings, gap), ...edgeNotes(shown, gap, ends, fromMs)])],
    undecided,
  };
  if (!mixed || plans.length < 2) return facts;
  const near = instant(fromMs + NEAR_MS);
  const alone = plans.map((plan) => scheduleFacts([plan], fromMs));
  // No gap is counted after the last run, so that a plan that ends soon bounds nothing.
  return alone.filter(({ endsAt }) => endsAt === null || endsAt > near).reduce(boundedBy, facts);
}

/** The least of what there is. */
function least(values: readonly (number | null | undefined)[]): number | null {
  return finite(Math.min(...values.map((value) => value ?? Number.POSITIVE_INFINITY))) ?? null;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function instantOrNull(atMs: number | null | undefined): Instant | null {
  return atMs === null || atMs === undefined ? null : instant(atMs);
}

/** What a mixture comes to at the worst is an upper bound: what one plan alone is sure of bounds all of them together. */
function boundedBy(all: ScheduleFacts, alone: ScheduleFacts): ScheduleFacts {
  const { scheduleGapMinutes, gapFrom, gapTo } = alone;
  const { worstCaseMinutes, worstFrom, worstTo, startWindowMinutes, startWindowDefaulted } = alone;
  return {
    ...all,
    ...(isShorter(scheduleGapMinutes, all.scheduleGapMinutes) ? { scheduleGapMinutes, gapFrom, gapTo } : {}),
    ...(isShorter(worstCaseMinutes, all.worstCaseMinutes)
      ? { worstCaseMinutes, worstFrom, worstTo, startWindowMinutes, startWindowDefaulted }
      : {}),
  };
}

function isShorter(one: number | null, other: number | null): boolean {
  return one !== null && (other === null || one < other);
}

/** Whether a run gives way to one that is kept equally long. */
function isContested(rules: readonly PlacedRule[], { suppressed }: TimelineResult): boolean {
  return [...suppressed.keys()].some(
    (key) => rules[Math.floor(key / rules.length)]?.retentionDays === rules[key % rules.length]?.retentionDays,
  );
}

function mixtureFrom(rules: readonly PlacedRule[], fromMs: number) {
  const { worst, best, firstSureMs, endsMs } = mixtureOverYears(rules, fromMs);
  return {
    gap: worst ? length(worst.gap.fromMs, worst.gap.toMs) : null,
    worst: worst ? { ...length(worst.late.fromMs, worst.late.latestMs), rule: worst.late.rule } : null,
    best: {
      gapMinutes: best ? best.gapMs / MINUTE_MS : null,
      worstCaseMinutes: best ? best.lateMs / MINUTE_MS : null,
    },
    firstSureMs,
    endsMs,
  };
}

/** Both readings only where they can differ. */
function tieReadings(rules: readonly PlacedRule[]): readonly TieReading[] {
  const tied = rules.some(
    (rule) =>
      rule.counted &&
      rules.some((other) => other !== rule && other.plan === rule.plan && other.retentionDays === rule.retentionDays),
  );
  return tied ? ['earlier-wins', 'later-wins'] : ['earlier-wins'];
}

interface Length extends Gap {
  readonly minutes: number;
}

/** Before the first run of a schedule that starts late there is no backup either. */
function gapOf({ gap, firstMs }: TimelineResult, fromMs: number): Length | null {
  if (!gap || firstMs === undefined) return null;
  return firstMs - fromMs > gap.toMs - gap.fromMs ? length(fromMs, firstMs) : length(gap.fromMs, gap.toMs);
}

function worstOf({ gap, worst, firstBound }: TimelineResult, fromMs: number): (Length & { rule: number }) | null {
  if (!gap || !firstBound) return null;
  const late = { fromMs, next: firstBound };
  const longest = !worst || worstCaseMs(late) > worstCaseMs(worst) ? late : worst;
  const toMs = longest.next.atMs + longest.next.startWindowMs;
  return { ...length(longest.fromMs, toMs), rule: longest.next.rule };
}

function length(fromMs: number, toMs: number): Length {
  return { minutes: (toMs - fromMs) / MINUTE_MS, fromMs, toMs };
}

function longer<T extends Length>(one: T | null, other: T | null): T | null {
  return [one, other].sort(longerFirst)[0] ?? null;
}

/** No gap at all, which is no runs, is the worst. */
function longerFirst(a: Length | null, b: Length | null): number {
  if (!a || !b) return Number(a !== null) - Number(b !== null);
  return b.minutes - a.minutes;
}

/** A rule whose end is far away is judged as if it went on, so that what comes after it makes no gap of today's plan. */
function goingOn(rule: PlacedRule, fromMs: number): PlacedRule {
  const { cron, zone } = rule;
  const end = cron.years.has(LAST_YEAR) ? undefined : lastFireTime(cron, zone);
  if (end === undefined || end <= fromMs + NEAR_MS || nextFireTimes(cron, zone, fromMs, 2).length < 2) return rule;
  const last = Math.max(...cron.years);
  const later = Array.from({ length: LAST_YEAR - last }, (_, index) => last + 1 + index);
  return { ...rule, cron: { ...cron, years: new Set([...cron.years, ...later]) } };
}

/** The last run of all rules, where each has one. */
function farEnd(rules: readonly PlacedRule[]): number | undefined {
  const ends = rules.flatMap(({ counted, cron, zone }) => {
    if (!counted) return [];
    return [cron.years.has(LAST_YEAR) ? Number.POSITIVE_INFINITY : (lastFireTime(cron, zone) ?? 0)];
  });
  const last = Math.max(...ends);
  return ends.length > 0 && last > 0 && Number.isFinite(last) ? last : undefined;
}

/** A schedule that goes on to the last years that AWS knows has no end. */
const FOR_EVER_MS = Date.UTC(LAST_YEAR - 9, 0, 1);

function endsOf(shown: TimelineResult | undefined): number | undefined {
  return shown && !shown.goesOn && shown.lastMs !== undefined && shown.lastMs < FOR_EVER_MS ? shown.lastMs : undefined;
}

function suppressedOf(rules: readonly PlacedRule[], { suppressed }: TimelineResult): readonly SuppressedRuns[] {
  return [...suppressed].flatMap(([key, count]) => {
    const [rule, rival] = [rules[Math.floor(key / rules.length)], rules[key % rules.length]];
    if (!rule || !rival) return [];
    return [{ plan: rule.planName, rule: rule.schedule.rule.name, by: rival.schedule.rule.name, count }];
  });
}

function runsOf(rules: readonly PlacedRule[], { scheduled, suppressed }: TimelineResult): readonly RunsOfRule[] {
  return rules.flatMap((rule, index) => {
    if (!rule.counted) return [];
    const runs = scheduled[index] ?? 0;
    let lost = 0;
    for (const [key, count] of suppressed) if (Math.floor(key / rules.length) === index) lost += count;
    return [{ plan: rule.planName, rule: rule.schedule.rule.name, scheduled: runs, sure: runs - lost }];
  });
}
