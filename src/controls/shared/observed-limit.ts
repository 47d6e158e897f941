import type { Unknown } from '../../model/fact.ts';
import type { BackupRule } from '../../model/plan.ts';
import { DEFAULT_START_WINDOW_MINUTES, SHORTEST_START_WINDOW_MINUTES } from '../../schedule/defaults.ts';
import type { ScheduleFacts } from '../../schedule/worst-case.ts';
import { undecidedRule } from './undecided-rule.ts';

/** How late the run that ends the worst case may start, between two bounds where it is not known. */
export interface StartWindow {
  readonly leastMinutes: number;
  readonly mostMinutes: number;
  /** Why the bounds differ. */
  readonly why?: Unknown;
}

/** What is known of the rules that make a schedule. */
export interface Makers {
  /** What could not be read and may bring any rule. */
  readonly blind: readonly Unknown[];
  /** Why it is open which of the rules that may count do. */
  readonly open: readonly Unknown[];
  readonly mayCount: readonly BackupRule[];
  /** One of them counts for sure. */
  readonly isSure: boolean;
}

/**
 * The start window of a schedule; while it is open which rules count, that of any that may. A rule that could not be read may
 * have a shorter one than any other, and a denied call must not raise the limit; nor may it be raised by a plan that is
 * deleted, so that where no rule counts it is the shortest that AWS allows.
 */
export function startWindowOf(schedule: ScheduleFacts, { blind, open, mayCount, isSure }: Makers): StartWindow {
  const { startWindowMinutes: minutes } = schedule;
  const why = blind[0] ?? (minutes === null ? undecidedRule(schedule) : undefined);
  if (why) return { leastMinutes: 0, mostMinutes: Number.POSITIVE_INFINITY, why };
  if (!open[0]) return exactly(minutes ?? SHORTEST_START_WINDOW_MINUTES);
  const windows = mayCount.map(({ startWindowMinutes }) => startWindowMinutes ?? DEFAULT_START_WINDOW_MINUTES);
  return oneOf(isSure ? windows : [...windows, SHORTEST_START_WINDOW_MINUTES], open[0]);
}

/** One of those: it is not known which. */
function oneOf(windows: readonly number[], why: Unknown): StartWindow {
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
