import { MINUTE_MS } from '../model/instant.ts';
import type { Cron } from './cron.ts';
import { runsOfLocalDay } from './fire-times.ts';
import { dayNumber, firingDays } from './firing-days.ts';
import { zoneSpan } from './zone.ts';

const DAY_MS = 86_400_000;

/**
 * The runs of one schedule, UTC day by UTC day. Decades of days have a handful of different patterns, so that what
 * follows from a pattern needs to be worked out once for each.
 */
export interface DayPatterns {
  /** The pattern of each day. */
  readonly ids: Int32Array;
  /** The runs of each pattern, in milliseconds after midnight UTC, ascending. */
  readonly patterns: readonly (readonly number[])[];
}

export function dayPatterns(cron: Cron, zone: string, firstDay: number, days: number): DayPatterns {
  const fires = firingLocalDays(cron, firstDay - 1, days + 2);
  const ids = new Int32Array(days);
  const patterns: (readonly number[])[] = [];
  const idOf = new Map<string, number>();
  const intern = (pattern: readonly number[]): number => {
    const key = pattern.join();
    const id = idOf.get(key) ?? patterns.push(pattern) - 1;
    idOf.set(key, id);
    return id;
  };

  /** While a zone keeps its offset, a UTC day depends only on which of the three local days that touch it fire. */
  const steady = new Map<number, Int32Array>();
  let span = zoneSpan(zone, firstDay * DAY_MS);
  let known: Int32Array = new Int32Array(8).fill(-1);
  let knownOffset: number | undefined;
  for (let index = 0; index < days; index++) {
    const midnight = (firstDay + index) * DAY_MS;
    if (midnight >= span.toMs) span = zoneSpan(zone, midnight);
    // The day before matters too: a clock put back makes local times come a second time, which does not count.
    if (midnight - DAY_MS < span.fromMs || midnight + DAY_MS > span.toMs) {
      const runs = [-1, 0, 1].flatMap((shift) =>
        fires[index + shift + 1] === 1 ? runsOfLocalDay(cron, zone, firstDay + index + shift) : [],
      );
      ids[index] = intern(runs.map((at) => at - midnight).filter((at) => at >= 0 && at < DAY_MS));
      continue;
    }
    if (span.offsetMs !== knownOffset) {
      knownOffset = span.offsetMs;
      known = steady.get(knownOffset) ?? new Int32Array(8).fill(-1);
      steady.set(knownOffset, known);
    }
    const bits = (fires[index] ?? 0) | ((fires[index + 1] ?? 0) << 1) | ((fires[index + 2] ?? 0) << 2);
    let id = known[bits] ?? -1;
    if (id < 0) {
      id = intern(steadyDay(cron, span.offsetMs, bits));
      known[bits] = id;
    }
    ids[index] = id;
  }
  return { ids, patterns };
}

/** The runs of a UTC day in a zone that keeps its offset: bit 0 of `bits` is the local day before. */
function steadyDay(cron: Cron, offsetMs: number, bits: number): readonly number[] {
  const runs = [-1, 0, 1].flatMap((shift) =>
    (bits >> (shift + 1)) & 1 ? cron.timesOfDay.map((minutes) => shift * DAY_MS + minutes * MINUTE_MS - offsetMs) : [],
  );
  return runs.filter((at) => at >= 0 && at < DAY_MS);
}

/** 1 for each local day on which the schedule fires. */
function firingLocalDays(cron: Cron, firstDay: number, days: number): Uint8Array {
  const fires = new Uint8Array(days);
  const start = new Date(firstDay * DAY_MS);
  let month = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (;;) {
    const [year, monthOfYear] = [Math.floor(month / 12), (month % 12) + 1];
    const offset = dayNumber(year, monthOfYear, 1) - firstDay;
    if (offset >= days) return fires;
    const mask = firingDays(cron, year, monthOfYear);
    for (let bit = 0; mask >>> bit !== 0; bit++) {
      if ((mask >>> bit) & 1 && offset + bit >= 0 && offset + bit < days) fires[offset + bit] = 1;
    }
    month++;
  }
}
