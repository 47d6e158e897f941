import type { BackupRule } from '../../../src/model/plan.ts';
import { DAY, HOUR, MINUTE } from './stated.ts';

/** A plan is looked at from now on for this long: leap day included. */
const HORIZON_DAYS = 3 * 366;
/** After 28 years each date has come on each day of the week. */
const ALL_CALENDARS_DAYS = 28 * 366;
/** A schedule that ends sooner than this fails. */
const ENDS_SOON_DAYS = 366;

const MONTHS = ['', 'JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['', 'SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** aws-backup, creating-a-backup-plan: what holds where the plan says nothing. */
const DEFAULT_WINDOW_MINUTES = 480;

export function windowOf(rule: BackupRule): number {
  return (rule.startWindowMinutes ?? DEFAULT_WINDOW_MINUTES) * MINUTE;
}

const known = new Map<string, readonly number[]>();

/** When the rule fires, in milliseconds, from a day before the instant on: such a run may still be waiting. */
function firesOf(rule: BackupRule, from: number, days: number): readonly number[] {
  const fields = fieldsOf(rule);
  const zone = rule.scheduleTimezone ?? 'UTC';
  const key = `${fields.join(' ')} ${zone} ${from} ${days}`;
  const found = known.get(key) ?? enumerate(fields, zone, from, days);
  known.set(key, found);
  return found;
}

function fieldsOf({ scheduleExpression = 'cron(0 5 ? * * *)' }: BackupRule): readonly string[] {
  return scheduleExpression.replace(/^cron\(|\)$/g, '').split(' ');
}

/** How far rules together have to be looked at: dates that meet days of the week meet others in every year. */
function horizonOf(rules: readonly BackupRule[]): number {
  const fields = rules.map(fieldsOf);
  const haveDates = fields.some(([, , day = '', month]) => !'*?'.includes(day) || month !== '*');
  const haveWeekdays = fields.some(([, , , , weekday = '']) => !'*?'.includes(weekday));
  return haveDates && haveWeekdays ? ALL_CALENDARS_DAYS : HORIZON_DAYS;
}

/** Looks at each day of the horizon and each minute of the day that the fields name. */
function enumerate(fields: readonly string[], zone: string, from: number, days: number): readonly number[] {
  const [minutes = '', hours = '', dayOfMonth = '', month = '', weekday = '', year = ''] = fields;
  const fires: number[] = [];
  const firstDay = Math.floor(from / DAY) - 2;
  const times = Array.from({ length: 24 * 60 }, (_, minute) => minute).filter(
    (minute) => fits(hours, Math.floor(minute / 60), []) && fits(minutes, minute % 60, []),
  );
  for (let day = firstDay; day <= firstDay + days; day += 1) {
    const date = new Date(day * DAY);
    if (!fits(year, date.getUTCFullYear(), [])) continue;
    if (!fits(month, date.getUTCMonth() + 1, MONTHS)) continue;
    if (dayOfMonth !== '?' && !fitsDay(dayOfMonth, date)) continue;
    if (weekday !== '?' && !fitsWeekday(weekday, date)) continue;
    for (const minute of times) {
      const at = toUtc(day * DAY + minute * MINUTE, zone);
      if (at !== undefined && at >= from - DAY) fires.push(at);
    }
  }
  return fires;
}

function fits(field: string, value: number, names: readonly string[]): boolean {
  const number = (text: string) => (names.includes(text) ? names.indexOf(text) : Number(text));
  return field.split(',').some((item) => {
    if (item === '*') return true;
    const [start = '', step] = item.split('/');
    if (step !== undefined) return value >= number(start) && (value - number(start)) % Number(step) === 0;
    const [first = '', last = first] = item.split('-');
    return value >= number(first) && value <= number(last);
  });
}

function fitsDay(field: string, date: Date): boolean {
  if (field === 'L') return isLastOf(date, 1);
  return fits(field, date.getUTCDate(), []);
}

function fitsWeekday(field: string, date: Date): boolean {
  const day = date.getUTCDay() + 1;
  const [which = '', nth] = field.split('#');
  if (nth !== undefined) return fits(which, day, WEEKDAYS) && Math.ceil(date.getUTCDate() / 7) === Number(nth);
  if (field.endsWith('L')) return fits(field.slice(0, -1), day, WEEKDAYS) && isLastOf(date, 7);
  return fits(field, day, WEEKDAYS);
}

/** Is the month over so many days later? */
function isLastOf(date: Date, days: number): boolean {
  return new Date(date.getTime() + days * DAY).getUTCMonth() !== date.getUTCMonth();
}

/**
 * The instant at which clocks there first show the time; undefined where they never do. EventBridge Scheduler,
 * schedule-types: a time that is skipped does not run, one that is repeated runs once, at the first.
 */
function toUtc(local: number, zone: string): number | undefined {
  if (zone === 'UTC') return local;
  if (zone === 'Asia/Kolkata') return local - 5.5 * HOUR;
  if (zone !== 'Europe/Berlin') throw new Error(`no clock for ${zone}`);
  // The larger offset gives the earlier instant.
  return [2, 1].map((offset) => local - offset * HOUR).find((at) => at + berlinOffset(at) === local);
}

/** Directive 2000/84/EC: from the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC. */
function berlinOffset(at: number): number {
  const year = new Date(at).getUTCFullYear();
  const lastSunday = (month: number) => {
    const last = new Date(Date.UTC(year, month + 1, 0, 1));
    return last.getTime() - last.getUTCDay() * DAY;
  };
  return at >= lastSunday(2) && at < lastSunday(9) ? 2 * HOUR : HOUR;
}

/** A rule of a plan, and whether it is one of those that are asked about. */
export interface Entry {
  readonly plan: string;
  readonly rule: BackupRule;
  readonly counts: boolean;
  /** Its jobs fail, so that it makes no point; whether it still displaces others is not documented. */
  readonly broken: boolean;
}

interface Run {
  readonly at: number;
  readonly latest: number;
}

/** Between the two ends of what may happen, where rules that are kept equally long contend. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

export interface Measured {
  readonly gap: Bounds;
  readonly worst: Bounds;
  /** Is there ever a run? Undefined where it may go either way. */
  readonly runs: boolean | undefined;
}

/** Never: longer than anything asked. */
const NEVER = Number.POSITIVE_INFINITY;

const measured = new Map<string, Measured>();

export function measure(entries: readonly Entry[], now: number): Measured {
  const key = JSON.stringify([entries, now]);
  const found = measured.get(key) ?? measureAnew(entries, now);
  measured.set(key, found);
  return found;
}

function measureAnew(entries: readonly Entry[], now: number): Measured {
  const sure: Run[] = [];
  const possible: Run[] = [];
  const days = horizonOf(entries.map(({ rule }) => rule));
  for (const entry of entries) {
    if (!entry.counts || entry.broken) continue;
    const window = windowOf(entry.rule);
    const others = entries.filter((other) => other !== entry && other.plan === entry.plan);
    for (const at of firesOf(entry.rule, now, days)) {
      if (at < now) continue;
      const overlapping = others.filter((other) => overlaps(other.rule, at, window, firesOf(other.rule, now, days)));
      const beats = (other: Entry) => keptDays(other.rule) > keptDays(entry.rule);
      const ties = (other: Entry) => keptDays(other.rule) === keptDays(entry.rule);
      const run = { at, latest: at + window };
      if (!overlapping.some((other) => beats(other) && !other.broken)) possible.push(run);
      if (!overlapping.some((other) => beats(other) || ties(other))) sure.push(run);
    }
  }
  // Rules of other zones, and of other start windows, end earlier or later on the last days: no gap counts that begins there.
  const end = (Math.floor(now / DAY) - 5 + days) * DAY;
  // What comes after the end of a rule that goes on for more than a year is evidence, and decides nothing.
  const firstEnd = (of: readonly Entry[]) =>
    Math.min(...of.map(({ rule }) => endOf(rule, now)).filter((last) => last >= now + ENDS_SOON_DAYS * DAY));
  const until = Math.min(end, firstEnd(entries.filter(({ counts, broken }) => counts && !broken)));
  const [worstOfAll, bestOfAll] = [measureRuns(sure, now, end), measureRuns(possible, now, until)];
  return {
    gap: { least: bestOfAll.gap, most: worstOfAll.gap },
    worst: { least: bestOfAll.worst, most: worstOfAll.worst },
    runs: sure.some(({ at }) => at <= firstEnd(entries)) ? true : possible.length === 0 ? false : undefined,
  };
}

/** The last run of a rule whose years end it; never where it goes on. */
function endOf(rule: BackupRule, now: number): number {
  const last = firesOf(rule, now, HORIZON_DAYS).at(-1) ?? NEVER;
  return last < now + (HORIZON_DAYS - ENDS_SOON_DAYS) * DAY ? last : NEVER;
}

/** Days that the rule keeps; without a lifecycle for ever. */
export function keptDays(rule: BackupRule): number {
  return rule.lifecycle?.deleteAfterDays ?? Number.POSITIVE_INFINITY;
}

/** Start windows are half-open: one that opens as the other closes does not overlap. */
function overlaps(other: BackupRule, at: number, window: number, fires: readonly number[]): boolean {
  const next = firstAfter(fires, at - windowOf(other));
  return next !== undefined && next < at + window;
}

/** The first of ascending numbers that is greater. */
function firstAfter(sorted: readonly number[], than: number): number | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > than) high = middle;
    else low = middle + 1;
  }
  return sorted[low];
}

/** A gap that begins later than `until` does not count. */
function measureRuns(runs: readonly Run[], now: number, until: number): { gap: number; worst: number } {
  const sorted = [...runs].sort((a, b) => a.at - b.at);
  const last = sorted.at(-1);
  if (sorted.length < 2 || !last) return { gap: NEVER, worst: NEVER };
  if (last.at < now + ENDS_SOON_DAYS * DAY) return { gap: NEVER, worst: NEVER };
  let gap = 0;
  let worst = 0;
  for (let index = 0; index < sorted.length; index += 1) {
    const from = index === 0 ? now : (sorted[index - 1]?.at ?? now);
    if (from >= until) break;
    gap = Math.max(gap, (sorted[index]?.at ?? now) - from);
    // Whichever of the later runs starts first at the latest bounds the loss.
    let bound = NEVER;
    for (let later = index; (sorted[later]?.at ?? NEVER) < bound; later += 1) {
      bound = Math.min(bound, sorted[later]?.latest ?? NEVER);
    }
    worst = Math.max(worst, bound - from);
  }
  return { gap, worst };
}
