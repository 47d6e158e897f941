import type { Cron } from './cron.ts';
import type { CronDays } from './cron-days.ts';

const DAY_MS = 86_400_000;

/** Days since 1 January 1970. */
export function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** The days of one month on which the schedule fires: bit 0 is the first of the month. */
export function firingDays(cron: Cron, year: number, month: number): number {
  if (!cron.years.has(year) || !cron.months.has(month)) return 0;
  const first = dayNumber(year, month, 1);
  const length = dayNumber(year, month + 1, 1) - first;
  return cron.days.kind === 'day-of-month'
    ? daysOfMonth(cron.days, first, length)
    : daysOfWeek(cron.days, first, length);
}

function daysOfMonth(days: CronDays & { kind: 'day-of-month' }, first: number, length: number): number {
  if (days.days.size === 31) return everyDay(length);
  let mask = 0;
  for (const day of days.days) if (day <= length) mask |= bit(day);
  for (const before of days.beforeLast) if (before < length) mask |= bit(length - before);
  for (const day of days.nearestWeekday) if (day <= length) mask |= bit(nearestWeekday(first, day, length));
  if (days.lastWeekday) mask |= bit(weekdayAtOrBefore(first, length));
  return mask;
}

function daysOfWeek(days: CronDays & { kind: 'day-of-week' }, first: number, length: number): number {
  if (days.days.size === 7) return everyDay(length);
  const weekdayOfFirst = weekdayOf(first);
  const firstSuch = (weekday: number) => 1 + ((weekday - weekdayOfFirst + 7) % 7);
  let mask = 0;
  for (const weekday of days.days) for (let day = firstSuch(weekday); day <= length; day += 7) mask |= bit(day);
  for (const weekday of days.last) mask |= bit(firstSuch(weekday) + (firstSuch(weekday) + 28 <= length ? 28 : 21));
  if (days.nth) {
    const day = firstSuch(days.nth.day) + 7 * (days.nth.nth - 1);
    if (day <= length) mask |= bit(day);
  }
  return mask;
}

/** Saturday gives Friday and Sunday gives Monday, but never in another month (Quartz; AWS does not say). */
function nearestWeekday(first: number, day: number, length: number): number {
  const weekday = weekdayOf(first + day - 1);
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === length ? day - 2 : day + 1;
  return day;
}

function weekdayAtOrBefore(first: number, day: number): number {
  const weekday = weekdayOf(first + day - 1);
  if (weekday === 7) return day - 1;
  return weekday === 1 ? day - 2 : day;
}

/** 1 (Sunday) to 7. Day 0 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 4) % 7) + 7) % 7) + 1;
}

function everyDay(length: number): number {
  return 0x7fff_ffff >>> (31 - length);
}

function bit(day: number): number {
  return 1 << (day - 1);
}
