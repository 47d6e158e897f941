import { type Contender, suppressors } from './overlap.ts';

/** A rule whose runs may count, or may suppress those that do. */
export interface ScanRule extends Contender {
  /** Its runs count: it is one of those that qualify. */
  readonly counted: boolean;
}

/** A run that is sure to happen. */
export interface SureRun {
  readonly atMs: number;
  readonly startWindowMs: number;
  /** Index of its rule. */
  readonly rule: number;
}

export interface Tally {
  readonly scheduled: Int32Array;
  /** `rule * rules + rival` → runs of the rule that the rival suppresses. */
  readonly suppressed: ReadonlyMap<number, number>;
}

export interface Settled {
  /** Sure runs in `[loMs, hiMs + longest window)`, ascending, one an instant (the one that must start soonest). */
  readonly runs: readonly SureRun[];
  /** Counts of the runs in `[loMs, countToMs)`. */
  readonly tally: Tally;
}

/** Which of the given runs are sure to happen, suppression within each plan applied. */
export function settle(
  rules: readonly ScanRule[],
  rivals: readonly (readonly number[])[],
  runs: readonly (readonly number[])[],
  loMs: number,
  hiMs: number,
  countToMs: number,
): Settled {
  const sure: SureRun[] = [];
  const scheduled = new Int32Array(rules.length);
  const suppressed = new Map<number, number>();
  const reachMs = hiMs + longestWindow(rules);
  rules.forEach((rule, index) => {
    if (!rule.counted) return;
    const by = suppressors(rules, runs, index, rivals[index] ?? []);
    (runs[index] ?? []).forEach((atMs, run) => {
      if (atMs < loMs || atMs >= reachMs) return;
      const rival = by[run] ?? -1;
      if (rival < 0) sure.push({ atMs, startWindowMs: rule.startWindowMs, rule: index });
      if (atMs >= hiMs) return;
      const one = atMs < countToMs ? 1 : 0;
      scheduled[index] = (scheduled[index] ?? 0) + one;
      const key = index * rules.length + rival;
      if (rival >= 0) suppressed.set(key, (suppressed.get(key) ?? 0) + one);
    });
  });
  sure.sort((a, b) => a.atMs - b.atMs || a.startWindowMs - b.startWindowMs);
  const tally = { scheduled, suppressed };
  return { runs: sure.filter((run, index) => run.atMs !== sure[index - 1]?.atMs), tally };
}

/**
 * The runs by which a backup can be late. A run that may start later than a following one must have started bounds
 * nothing: by the end of its window the following one is there, and is newer.
 */
export function boundingRuns(runs: readonly SureRun[]): readonly SureRun[] {
  const kept: SureRun[] = [];
  let soonest = Number.POSITIVE_INFINITY;
  for (const run of runs.toReversed()) {
    const latestStart = run.atMs + run.startWindowMs;
    if (latestStart >= soonest) continue;
    soonest = latestStart;
    kept.push(run);
  }
  return kept.reverse();
}

export function longestWindow(rules: readonly Contender[]): number {
  return rules.reduce((longest, rule) => Math.max(longest, rule.startWindowMs), 0);
}
