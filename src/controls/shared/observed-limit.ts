import type { Unknown } from '../../model/fact.ts';
import type { BackupRule } from '../../model/plan.ts';
import { DEFAULT_START_WINDOW_MINUTES } from '../../schedule/defaults.ts';
import type { ScheduleFacts } from '../../schedule/worst-case.ts';
import { undecidedRule } from './undecided-rule.ts';

/** How late the run that ends the worst case may start, between two bounds where it is not known. */
export interface StartWindow {
  readonly leastMinutes: number;
  readonly mostMinutes: number;
  /** Why the bounds differ. */
  readonly why?: Unknown;
}

/**
 * The start window of a schedule; where no rule makes one, the shortest of `rules`, those that fall short. A rule that could
 * not be read may have a shorter one than AWS's default, so the default must not stand in for it: a denied call would raise
 * the limit.
 */
export function startWindowOf(
  schedule: ScheduleFacts,
  hidden: readonly Unknown[],
  rules: readonly BackupRule[],
): StartWindow {
  const { startWindowMinutes: minutes } = schedule;
  const why = hidden[0] ?? (minutes === null ? undecidedRule(schedule) : undefined);
  if (why) return { leastMinutes: 0, mostMinutes: Number.POSITIVE_INFINITY, why };
  return exactly(minutes ?? shortestWindow(rules));
}

/** AWS's default where there is no rule at all. */
export function shortestWindow(rules: readonly BackupRule[]): number {
  return rules.length === 0 ? DEFAULT_START_WINDOW_MINUTES : Math.min(...rules.map(windowOf));
}

export function windowOf(rule: BackupRule): number {
  return rule.startWindowMinutes ?? DEFAULT_START_WINDOW_MINUTES;
}

/** One of those: it is not known which. */
export function oneOf(windows: readonly number[], why: Unknown): StartWindow {
  const [leastMinutes, mostMinutes] = [Math.min(...windows), Math.max(...windows)];
  return leastMinutes === mostMinutes ? exactly(leastMinutes) : { leastMinutes, mostMinutes, why };
}

function exactly(minutes: number): StartWindow {
  return { leastMinutes: minutes, mostMinutes: minutes };
}

/** What points that exist are held to. */
export interface ObservedLimit {
  /** Met for sure up to here. */
  readonly minutes: number;
  /** Up to there it may be met. */
  readonly doubt?: Doubt;
}

export interface Doubt {
  readonly upToMinutes: number;
  readonly why: Unknown;
}

/** The rpo, or the frequency plus the start window where there is none. */
export function observedLimit(
  rpoMinutes: number | undefined,
  frequencyMinutes: number,
  { leastMinutes, mostMinutes, why }: StartWindow,
): ObservedLimit {
  if (rpoMinutes !== undefined) return { minutes: rpoMinutes };
  const minutes = frequencyMinutes + leastMinutes;
  return why ? { minutes, doubt: { upToMinutes: frequencyMinutes + mostMinutes, why } } : { minutes };
}
