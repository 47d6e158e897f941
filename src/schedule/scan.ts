import { combineColumns } from './combine-columns.ts';
import type { Cron } from './cron.ts';
import { type DayPatterns, dayPatterns } from './day-patterns.ts';
import { fireTimes } from './fire-times.ts';
import { dayNumber } from './firing-days.ts';
import { rivals, type TieReading } from './overlap.ts';
import { longestWindow, type ScanRule } from './settle.ts';
import { type StretchSummary, summarise } from './stretch-summary.ts';
import { Timeline, type TimelineResult } from './timeline.ts';

const DAY_MS = 86_400_000;

/**
 * Weekdays and dates repeat after 28 years (but for 2100), and every DST rule meets all weekdays in them, so that a
 * gap which opens within 28 years is as long as any that comes later.
 */
export const HORIZON_DAYS = 28 * 365.25;

/** How long to look for the run that closes the last gap: leap days are at most 8 years apart. */
const CLOSING_DAYS = 8 * 366;

/** Counts are for a year, which people can picture: of UTC days, that of the instant being the first. */
const COUNTED_DAYS = 365;

/**
 * Windows longer than this make the neighbourhoods of days too wide to be worth remembering; then all runs of the
 * horizon are laid out at once.
 */
const MAX_REACH_DAYS = 14;

export interface ScheduledRule extends ScanRule {
  readonly cron: Cron;
  readonly zone: string;
}

/**
 * The sure runs of the counted rules from an instant on: longest gap, worst case, counts.
 *
 * An hourly rule has 245,000 runs in 28 years, and there are hundreds of plans. But what happens on a day follows from
 * the patterns of that day and of those within reach of a start window, and few such neighbourhoods differ: each is
 * settled once. The result is exact.
 */
export function scan(rules: readonly ScheduledRule[], fromMs: number, tie: TieReading): TimelineResult {
  const toEnd = Math.max(1, dayNumber(2200, 1, 3) - Math.floor(fromMs / DAY_MS));
  const horizon = Math.min(HORIZON_DAYS, toEnd);
  const result = scanDays(rules, fromMs, tie, horizon, Math.min(CLOSING_DAYS, toEnd - horizon));
  const sparse = result.gap === undefined && (result.count > 0 || !result.anySuppressed);
  // Where no run was found behind the horizon, one may come after a pause of decades, and none may: only the end tells.
  const stops = !result.goesOn && result.count > 0 && rules.some((rule) => rule.counted && runsAfter(rule, fromMs));
  return (sparse || stops) && horizon < toEnd && rules.some((rule) => rule.counted)
    ? scanDays(rules, fromMs, tie, toEnd, 0)
    : result;
}

function runsAfter({ cron }: ScheduledRule, fromMs: number): boolean {
  return Math.max(...cron.years) > new Date(fromMs + HORIZON_DAYS * DAY_MS).getUTCFullYear();
}

function scanDays(
  rules: readonly ScheduledRule[],
  fromMs: number,
  tie: TieReading,
  horizon: number,
  closing: number,
): TimelineResult {
  const rivalsOf = rivals(rules, tie);
  const reach = Math.ceil(longestWindow(rules) / DAY_MS);
  const timeline = new Timeline(rules.length);
  if (reach > MAX_REACH_DAYS) {
    const today = Math.floor(fromMs / DAY_MS);
    const openMs = (today + Math.ceil(horizon)) * DAY_MS;
    const toMs = (today + Math.ceil(horizon + closing)) * DAY_MS;
    const reachMs = longestWindow(rules);
    const runs = rules.map((rule) => fireTimes(rule.cron, rule.zone, fromMs - reachMs, toMs + 2 * reachMs));
    const stretch = (fromMs: number, toMs: number) =>
      summarise(rules, rivalsOf, runs, fromMs, toMs, (today + COUNTED_DAYS) * DAY_MS);
    timeline.add(0, stretch(fromMs, openMs), true);
    if (toMs > openMs) timeline.add(0, stretch(openMs, toMs), false);
    return timeline.result();
  }

  const days = Math.ceil(horizon + closing);
  const firstDay = Math.floor(fromMs / DAY_MS);
  const neighbourhoods = layOut(rules, firstDay, days, reach);
  const summaries: StretchSummary[] = [];
  for (let day = 0; day < days; day++) {
    const open = day < horizon;
    if (!open && timeline.closed()) break;
    const id = neighbourhoods.ids[day] ?? 0;
    let summary = day === 0 ? undefined : summaries[id];
    if (!summary) {
      // On the first day only what is still to come counts.
      const loMs = day === 0 ? fromMs - firstDay * DAY_MS : 0;
      summary = summarise(rules, rivalsOf, neighbourhoods.runs(day), loMs, DAY_MS);
      if (day > 0) summaries[id] = summary;
    }
    timeline.add((firstDay + day) * DAY_MS, summary, open, day < COUNTED_DAYS);
  }
  return timeline.result();
}

interface Neighbourhoods {
  readonly ids: ArrayLike<number>;
  /** The runs of each rule on the day and around it, in milliseconds after the day's midnight UTC. */
  readonly runs: (day: number) => readonly (readonly number[])[];
}

/**
 * A day's sure runs depend on the days within one reach before and, as a run that makes another harmless can itself be
 * suppressed, two reaches after.
 */
function layOut(rules: readonly ScheduledRule[], firstDay: number, days: number, reach: number): Neighbourhoods {
  const laidOut = days + 3 * reach;
  const columns = rules.map((rule) => dayPatterns(rule.cron, rule.zone, firstDay - reach, laidOut));
  const alone = combineColumns(
    columns.map(({ ids, patterns }) => ({ ids, size: patterns.length })),
    laidOut,
  );
  const ids = Float64Array.from(alone.ids);
  const shifts = Array.from({ length: 3 * reach + 1 }, (_, shift) => shift);
  const around = shifts.map((shift) => ({ ids: ids.subarray(shift), size: alone.size }));
  const runsAround = (column: DayPatterns, day: number): readonly number[] =>
    shifts.flatMap((shift) => {
      const pattern = column.patterns[column.ids[day + shift] ?? 0] ?? [];
      return pattern.map((at) => at + (shift - reach) * DAY_MS);
    });
  return {
    ids: combineColumns(around, days).ids,
    runs: (day) => columns.map((column) => runsAround(column, day)),
  };
}
