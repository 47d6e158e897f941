import { type Instant, instant } from '../model/instant.ts';
import { isObject, parseJson } from '../model/json.ts';
import type { Json, JsonObject } from '../model/result.ts';

/** Readers for what CloudTrail leaves undocumented. Each gives undefined for what it cannot read, and throws nothing. */

/** An object, or the text of one: CloudTrail writes some objects as JSON in a string, Athena all of them. */
export function lenientObject(value: unknown): JsonObject | undefined {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || !/^\s*\{/.test(value)) return undefined;
  const parsed = jsonOrNothing(value);
  return isObject(parsed) ? parsed : undefined;
}

/** A list, or the text of one. */
export function lenientList(value: unknown): readonly Json[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string' || !/^\s*\[/.test(value)) return undefined;
  const parsed = jsonOrNothing(value);
  return Array.isArray(parsed) ? parsed : undefined;
}

/** Text that is not empty; numbers count as text. */
export function lenientText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

export function lenientNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function lenientFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** `Jan 10, 2019 1:45:24 PM`; newer Java runtimes put a narrow no-break space before PM. */
const SPOKEN = /^([A-Za-z]{3})[a-z]*\.? (\d{1,2}), (\d{4}),?\s(\d{1,2}):(\d{2}):(\d{2})\s?([AP]M)?$/i;
const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(Z|UTC|[+-]\d{2}:?\d{2})?$/;
/** Above this a number counts milliseconds: as seconds it would be the year 5138. */
const SECONDS_MAX = 1e11;

/**
 * An instant in any form that CloudTrail is known to write: ISO 8601, `{ seconds, nanos }`, `Jan 10, 2019 1:45:24 PM`,
 * epoch seconds. Where no zone is named it is UTC.
 */
export function lenientInstant(value: unknown): Instant | undefined {
  if (isObject(value)) {
    const seconds = lenientNumber(value['seconds']);
    return seconds === undefined ? undefined : atEpoch(seconds * 1000 + (lenientNumber(value['nanos']) ?? 0) / 1e6);
  }
  if (typeof value === 'number') return atEpoch(value < SECONDS_MAX ? value * 1000 : value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const iso = ISO.exec(text);
  if (iso) {
    const [, day, time, zone] = iso;
    return atEpoch(Date.parse(`${day}T${time}${zone === undefined || zone === 'UTC' ? 'Z' : zone}`));
  }
  return spokenInstant(text);
}

function spokenInstant(text: string): Instant | undefined {
  const found = SPOKEN.exec(text);
  if (!found) return undefined;
  const [, name = '', day, year, hour, minute, second, half] = found;
  const month = MONTHS.indexOf(name.toLowerCase());
  if (month < 0) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  return atEpoch(Date.UTC(Number(year), month, Number(day), hours, Number(minute), Number(second)));
}

function atEpoch(ms: number): Instant | undefined {
  // Beyond this JavaScript has no dates.
  return Number.isNaN(ms) || Math.abs(ms) > 8.64e15 ? undefined : instant(Math.round(ms));
}

function jsonOrNothing(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
