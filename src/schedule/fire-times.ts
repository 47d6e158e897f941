import { MINUTE_MS } from '../model/instant.ts';
import type { Cron } from './cron.ts';
import { dayNumber, firingDays } from './firing-days.ts';
import { firstInstant, zoneSpan } from './zone.ts';

const DAY_MS = 86_400_000;
const FIRST_YEAR = 1970;

/** The last year that AWS's year field allows. */
export const LAST_YEAR = 2199;

/**
 * The scheduled starts in `[fromMs, toMs)`, ascending, as epoch milliseconds.
 *
 * A local time that does not exist, because clocks were put forward, does not run that day; one that comes twice runs
 * once, at its first occurrence. That is EventBridge Scheduler's rule
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html), to which AWS Backup's plan options page
 * links. What AWS Backup itself does is not documented; this is the reading with the longer gaps.
 */
export function fireTimes(cron: Cron, zone: string, fromMs: number, toMs: number): readonly number[] {
  return [...eachFireTime(cron, zone, fromMs, toMs)];
}

/** The first `count` scheduled starts at or after an instant: fewer when the schedule ends. */
export function nextFireTimes(cron: Cron, zone: string, fromMs: number, count: number): readonly number[] {
  const found: number[] = [];
  if (count < 1) return found;
  for (const at of eachFireTime(cron, zone, fromMs, Number.POSITIVE_INFINITY)) {
    found.push(at);
    if (found.length >= count) break;
  }
  return found;
}

/** The last scheduled start of all; undefined when there never is one. */
export function lastFireTime(cron: Cron, zone: string): number | undefined {
  for (const year of [...cron.years].sort((a, b) => b - a)) {
    const last = fireTimes(cron, zone, Date.UTC(year, 0, 1) - DAY_MS, Date.UTC(year + 1, 0, 1) + DAY_MS).at(-1);
    if (last !== undefined) return last;
  }
  return undefined;
}

/** The same as `fireTimes`, one at a time. */
export function* eachFireTime(cron: Cron, zone: string, fromMs: number, toMs: number): Generator<number, void, void> {
  for (const day of eachFiringDay(cron, Math.floor(fromMs / DAY_MS) - 1, Math.floor((toMs - 1) / DAY_MS) + 1)) {
    for (const at of runsOfLocalDay(cron, zone, day)) {
      if (at >= toMs) return;
      if (at >= fromMs) yield at;
    }
  }
}

/** Local days on which the schedule fires, as day numbers, both ends inclusive. */
function* eachFiringDay(cron: Cron, fromDay: number, toDay: number): Generator<number, void, void> {
  const start = new Date(Math.max(fromDay, dayNumber(FIRST_YEAR, 1, 1)) * DAY_MS);
  for (let year = start.getUTCFullYear(); year <= LAST_YEAR; year++) {
    if (!cron.years.has(year)) continue;
    for (let month = year === start.getUTCFullYear() ? start.getUTCMonth() + 1 : 1; month <= 12; month++) {
      const first = dayNumber(year, month, 1);
      if (first > toDay) return;
      const mask = firingDays(cron, year, month);
      for (let index = 0; mask >>> index !== 0; index++) {
        const day = first + index;
        if (day > toDay) return;
        if (day >= fromDay && (mask >>> index) & 1) yield day;
      }
    }
  }
}

/** The starts of one local day, ascending. */
export function runsOfLocalDay(cron: Cron, zone: string, day: number): readonly number[] {
  const midnight = day * DAY_MS;
  const span = zoneSpan(zone, midnight);
  // Far from any clock change every local time comes exactly once.
  if (span.fromMs <= midnight - 2 * DAY_MS && span.toMs >= midnight + 2 * DAY_MS) {
    return cron.timesOfDay.map((minutes) => midnight + minutes * MINUTE_MS - span.offsetMs);
  }
  return cron.timesOfDay
    .map((minutes) => firstInstant(zone, midnight + minutes * MINUTE_MS))
    .filter((at) => at !== undefined);
}
