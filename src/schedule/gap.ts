import { MINUTE_MS } from '../model/instant.ts';
import type { Cron } from './cron.ts';
import { LAST_YEAR, nextFireTimes } from './fire-times.ts';
import { scan } from './scan.ts';

export interface LongestGap {
  readonly minutes: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** The last run, where the year field ends the schedule. No gap is counted after it. */
  readonly endsAtMs?: number;
}

/**
 * The longest gap between two runs of one schedule, the first of them if there are several; null when fewer than two
 * runs are left. Gaps that open within 28 years of the first run at or after the instant are compared: leap days,
 * weekdays and clock changes have then met in every way. Where those years hold fewer than two runs, all up to 2199 are.
 */
export function longestGap(cron: Cron, zone: string, fromMs: number): LongestGap | null {
  const [first] = nextFireTimes(cron, zone, fromMs, 1);
  if (first === undefined) return null;
  const rule = { cron, zone, startWindowMs: 0, retentionDays: 0, plan: 0, counted: true };
  const { gap, lastMs, goesOn } = scan([rule], first, 'earlier-wins');
  if (!gap) return null;
  const found = { minutes: (gap.toMs - gap.fromMs) / MINUTE_MS, fromMs: gap.fromMs, toMs: gap.toMs };
  const ends = !cron.years.has(LAST_YEAR) && !goesOn && lastMs !== undefined;
  return ends ? { ...found, endsAtMs: lastMs } : found;
}
