import { fireTimes } from './fire-times.ts';
import { rivals, suppressors } from './overlap.ts';
import type { ScheduledRule } from './scan.ts';
import { longestWindow } from './settle.ts';

/** A stretch without a backup, and how late the run may start that ends it. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** The end of the start window by which a backup must have begun; of the longest gap that of the run that ends it. */
  readonly latestMs: number;
  /** Index of the rule that ends it. */
  readonly rule: number;
}

/**
 * Of two runs of one plan that overlap and are kept equally long AWS Backup drops one, and does not say which, nor that it is
 * the same one each day. What that comes to at the worst and at the best, over all ways to choose.
 */
export interface Mixture {
  /** Absent where fewer than two runs are left for sure. */
  readonly worst?: { readonly gap: Stretch; readonly late: Stretch };
  /** Lower bounds: no way to choose does better. Absent where no way leaves two runs. */
  readonly best?: { readonly gapMs: number; readonly lateMs: number };
  /** The first and the last run that no choice drops. */
  readonly firstSureMs?: number;
  readonly lastSureMs?: number;
}

interface Run {
  readonly atMs: number;
  readonly latestMs: number;
  readonly rule: number;
  /** A run that does not count, or one that may itself be dropped for such a run, may take its place. */
  dispensable: boolean;
  /** Places, among the runs, of the first and last with which it competes; itself where there is none. */
  first: number;
  last: number;
  /** The latest that it, or one that may take its place, begins. */
  latestOfRivalsMs: number;
}

export function mixtureOf(rules: readonly ScheduledRule[], fromMs: number, horizonMs: number, toMs: number): Mixture {
  const runs = survivingRuns(rules, fromMs, toMs);
  markCompetitors(rules, runs);
  // What ran before the instant may still have taken the place of what comes after it.
  const counted = runs.filter(({ rule, atMs }) => atMs >= fromMs && rules[rule]?.counted);
  const sure = counted.filter((run) => !run.dispensable);
  return {
    ...(sure.length < 2 ? {} : { worst: worstOf(sure, runs, rules, fromMs, horizonMs) }),
    ...(counted.length < 2 ? {} : { best: bestOf(counted, rules, fromMs, horizonMs) }),
    ...(sure[0] ? { firstSureMs: sure[0].atMs, lastSureMs: sure.at(-1)?.atMs ?? sure[0].atMs } : {}),
  };
}

/** Runs that no rule kept longer displaces, in order of time. A rule that does not count competes all the same. */
function survivingRuns(rules: readonly ScheduledRule[], fromMs: number, toMs: number): Run[] {
  const reach = longestWindow(rules);
  const times = rules.map((rule) => fireTimes(rule.cron, rule.zone, fromMs - reach, toMs + reach));
  const longer = rivals(rules, 'none-wins');
  const runs = rules.flatMap((rule, index) => {
    const by = suppressors(rules, times, index, longer[index] ?? []);
    return (times[index] ?? []).flatMap((atMs, place) =>
      (by[place] ?? -1) >= 0 || atMs < fromMs - reach
        ? []
        : [
            {
              atMs,
              latestMs: atMs + rule.startWindowMs,
              rule: index,
              dispensable: false,
              first: 0,
              last: 0,
              latestOfRivalsMs: 0,
            },
          ],
    );
  });
  return runs.sort((a, b) => a.atMs - b.atMs || a.latestMs - b.latestMs);
}

/** Windows are half-open, as in `suppressors`. */
function markCompetitors(rules: readonly ScheduledRule[], runs: readonly Run[]): void {
  const reach = longestWindow(rules);
  runs.forEach((run, place) => {
    run.first = place;
    run.last = place;
  });
  const dispensable = new Set<Run>();
  runs.forEach((run, place) => {
    for (let next = place + 1; next < runs.length; next++) {
      const other = runs[next];
      if (!other || other.atMs >= run.atMs + reach) break;
      if (!compete(rules, run, other)) continue;
      run.last = next;
      other.first = Math.min(other.first, place);
      const [counts, otherCounts] = [rules[run.rule]?.counted, rules[other.rule]?.counted];
      if (counts && !otherCounts) dispensable.add(run);
      if (otherCounts && !counts) dispensable.add(other);
    }
  });
  for (const run of dispensable) run.dispensable = true;
  for (const run of runs) {
    for (let place = run.first; place <= run.last; place++) {
      run.latestOfRivalsMs = Math.max(run.latestOfRivalsMs, runs[place]?.latestMs ?? 0);
    }
  }
}

function compete(rules: readonly ScheduledRule[], earlier: Run, later: Run): boolean {
  const [one, other] = [rules[earlier.rule], rules[later.rule]];
  return (
    earlier.rule !== later.rule &&
    one !== undefined &&
    other !== undefined &&
    one.plan === other.plan &&
    one.retentionDays === other.retentionDays &&
    later.atMs < earlier.latestMs
  );
}

/**
 * The longest stretch between two runs that are both taken, while each run between them gives way to one that is not between
 * them: a run that is dropped drops none.
 */
function worstOf(
  sure: readonly Run[],
  all: readonly Run[],
  rules: readonly ScheduledRule[],
  fromMs: number,
  horizonMs: number,
) {
  const past = all.findLastIndex(({ atMs }) => atMs < fromMs);
  const places = new Map(all.map((run, place) => [run, place]));
  const placeOf = (run: Run) => places.get(run) ?? 0;
  let gap: Stretch | undefined;
  let late: Stretch | undefined;
  for (let index = -1; index < sure.length; index++) {
    const first = sure[index];
    const start = first?.atMs ?? fromMs;
    if (start >= horizonMs) break;
    const startPlace = first ? placeOf(first) : past;
    /** Each run passed over must give way to one at or before the start, or at or after the place that this says. */
    let mustReach = Number.POSITIVE_INFINITY;
    for (let next = index + 1; next < sure.length; next++) {
      const run = sure[next] as Run;
      const place = placeOf(run);
      if (place > mustReach) break;
      if (!first || !compete(rules, first, run)) {
        const stretch = { fromMs: start, toMs: run.atMs, latestMs: run.latestMs, rule: run.rule };
        if (!gap || stretch.toMs - start > gap.toMs - gap.fromMs) gap = stretch;
        // What comes after the run can only shorten it, and is looked at where it is the longest without.
        if (!late || run.latestMs - start > late.latestMs - late.fromMs) {
          const latestMs = soonestSure(sure, next, startPlace);
          if (!late || latestMs - start > late.latestMs - late.fromMs) late = { ...stretch, latestMs };
        }
      }
      const isFree = run.first <= startPlace;
      if (run.first === place && run.last === place) break;
      if (!isFree) mustReach = Math.min(mustReach, run.last);
    }
  }
  const none = { fromMs, toMs: fromMs, latestMs: fromMs, rule: 0 };
  return { gap: gap ?? none, late: late ?? none };
}

/**
 * By when a backup has begun for sure, once the run at a place is taken: a later one may have to start sooner, or the one
 * that takes its place, unless that is not after the start.
 */
function soonestSure(sure: readonly Run[], from: number, startPlace: number): number {
  let soonest = (sure[from] as Run).latestMs;
  for (let next = from + 1; next < sure.length; next++) {
    const run = sure[next] as Run;
    if (run.atMs >= soonest) break;
    if (run.first <= startPlace) continue;
    soonest = Math.min(soonest, run.latestOfRivalsMs);
  }
  return soonest;
}

/** The least that the longest stretch can be, when of each two neighbours that compete one is dropped. */
function bestOf(counted: readonly Run[], rules: readonly ScheduledRule[], fromMs: number, horizonMs: number) {
  const gaps = new Float64Array(counted.length);
  const lates = new Float64Array(counted.length);
  let [bestGapMs, bestLateMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  counted.forEach((run, index) => {
    let gap = run.atMs - fromMs;
    const bound = soonestOfAll(counted, index);
    let late = bound - fromMs;
    for (let before = index - 1; before >= 0; before--) {
      const other = counted[before] as Run;
      const length = run.atMs - other.atMs;
      if (length >= gap && bound - other.atMs >= late) break;
      if (compete(rules, other, run)) continue;
      gap = Math.min(gap, Math.max(length, gaps[before] ?? 0));
      late = Math.min(late, Math.max(bound - other.atMs, lates[before] ?? 0));
    }
    gaps[index] = gap;
    lates[index] = late;
    if (run.atMs >= horizonMs || mayBeLast(counted, index, rules)) {
      bestGapMs = Math.min(bestGapMs, gap);
      bestLateMs = Math.min(bestLateMs, late);
    }
  });
  return { gapMs: bestGapMs, lateMs: bestLateMs };
}

/** Every later run may give way to this one. */
function mayBeLast(counted: readonly Run[], index: number, rules: readonly ScheduledRule[]): boolean {
  const run = counted[index] as Run;
  for (let next = index + 1; next < counted.length; next++) {
    if (!compete(rules, run, counted[next] as Run)) return false;
  }
  return true;
}

function soonestOfAll(runs: readonly Run[], from: number): number {
  let soonest = (runs[from] as Run).latestMs;
  for (let next = from + 1; next < runs.length; next++) {
    const run = runs[next] as Run;
    if (run.atMs >= soonest) break;
    soonest = Math.min(soonest, run.latestMs);
  }
  return soonest;
}
