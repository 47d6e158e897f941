import { type Instant, instant, MINUTE_MS } from '../model/instant.ts';
import { LAST_YEAR } from './fire-times.ts';
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
  readonly firstRun: Instant | null;
  /** The last run, where the year fields end the schedule within 28 years. No gap is counted after it. */
  readonly endsAt: Instant | null;
  readonly suppressedRuns: readonly SuppressedRuns[];
  readonly runsPerRule: readonly RunsOfRule[];
  /** Readings chosen where AWS is silent, and ends that the numbers do not show, one sentence each. */
  readonly notes: readonly string[];
  readonly undecided: readonly UndecidedRule[];
}

/** Plans do not suppress each other's runs: every plan with a run makes a recovery point. */
export function scheduleFacts(plans: readonly PlanRules[], fromMs: number): ScheduleFacts {
  const { rules, undecided } = placeRules(plans);
  const readings = tieReadings(rules).map((tie) => scan(rules, fromMs, tie));
  const gaps = readings.map((reading) => gapOf(reading, fromMs)).sort(longerFirst);
  const worsts = readings.map((reading) => worstOf(reading, fromMs)).sort(longerFirst);
  const [gap, worst] = [gaps[0] ?? null, worsts[0] ?? null];
  const shown = readings.find((reading) => gapOf(reading, fromMs)?.minutes === gap?.minutes) ?? readings[0];
  const ends = endsOf(rules, shown);
  const window = worst && rules[worst.rule]?.schedule;
  return {
    scheduleGapMinutes: gap?.minutes ?? null,
    gapFrom: gap && instant(gap.fromMs),
    gapTo: gap && instant(gap.toMs),
    worstCaseMinutes: worst?.minutes ?? null,
    worstFrom: worst && instant(worst.fromMs),
    worstTo: worst && instant(worst.toMs),
    startWindowMinutes: window ? window.startWindowMs / MINUTE_MS : null,
    startWindowDefaulted: window?.startWindowDefaulted ?? false,
    firstRun: shown?.firstMs === undefined ? null : instant(shown.firstMs),
    endsAt: ends === undefined ? null : instant(ends),
    suppressedRuns: shown ? suppressedOf(rules, shown) : [],
    runsPerRule: shown ? runsOf(rules, shown) : [],
    notes: [...new Set([...notesOf(rules, readings, gap), ...edgeNotes(shown, gap, ends, fromMs)])],
    undecided,
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

/** No gap at all, which is no runs, is the worst. */
function longerFirst(a: Length | null, b: Length | null): number {
  if (!a || !b) return Number(a !== null) - Number(b !== null);
  return b.minutes - a.minutes;
}

function endsOf(rules: readonly PlacedRule[], shown: TimelineResult | undefined): number | undefined {
  const bounded = rules.every((rule) => !rule.counted || !rule.cron.years.has(LAST_YEAR));
  return bounded && shown && !shown.goesOn ? shown.lastMs : undefined;
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
