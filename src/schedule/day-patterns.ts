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

  const quiet = new Map<number, Int32Array>();
  const changing = new Map<string, number>();
  for (let index = 0; index < days; ) {
    const midnight = (firstDay + index) * DAY_MS;
    const span = zoneSpan(zone, midnight);
    const quietDays = Math.floor((span.toMs - midnight) / DAY_MS);
    // The day before matters too: a clock put back makes local times come a second time, which does not count.
    if (midnight - DAY_MS >= span.fromMs && quietDays > 0) {
      const end = Math.min(days, index + quietDays);
      const known = quiet.get(span.offsetMs) ?? new Int32Array(8).fill(-1);
      quiet.set(span.offsetMs, known);
      fillQuiet(ids, fires, index, end, known, (bits) => intern(quietDay(cron, span.offsetMs, bits)));
      index = end;
      continue;
    }
    const key = `${bitsOf(fires, index)} ${clockChanges(zone, midnight)}`;
    let id = changing.get(key);
    if (id === undefined) {
      const runs = [-1, 0, 1].flatMap((shift) =>
        fires[index + shift + 1] === 1 ? runsOfLocalDay(cron, zone, firstDay + index + shift) : [],
      );
      id = intern(runs.map((at) => at - midnight).filter((at) => at >= 0 && at < DAY_MS));
      changing.set(key, id);
    }
    ids[index] = id;
    index++;
  }
  return { ids, patterns };
}

/** Which of the local days that touch the UTC day fire: bit 0 is the day before. */
function bitsOf(fires: Uint8Array, index: number): number {
  return (fires[index] ?? 0) | ((fires[index + 1] ?? 0) << 1) | ((fires[index + 2] ?? 0) << 2);
}

/** While a zone keeps its offset, a UTC day's runs depend only on which local days fire. */
function fillQuiet(
  ids: Int32Array,
  fires: Uint8Array,
  from: number,
  end: number,
  known: Int32Array,
  make: (bits: number) => number,
): void {
  let bits = bitsOf(fires, from) << 1;
  for (let index = from; index < end; index++) {
    bits = (bits >> 1) | ((fires[index + 2] ?? 0) << 2);
    let id = known[bits] ?? -1;
    if (id < 0) {
      id = make(bits);
      known[bits] = id;
    }
    ids[index] = id;
  }
}

/** All that a UTC day's runs take from the zone: its offsets on that day and the day before, and when they change. */
function clockChanges(zone: string, midnight: number): string {
  const changes: string[] = [];
  for (let at = midnight - DAY_MS; at < midnight + DAY_MS; ) {
    const span = zoneSpan(zone, at);
    changes.push(`${at - midnight}:${span.offsetMs}`);
    at = span.toMs;
  }
  return changes.join(' ');
}

/** The runs of a UTC day in a zone that keeps its offset: bit 0 of `bits` is the local day before. */
function quietDay(cron: Cron, offsetMs: number, bits: number): readonly number[] {
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
