import { CRON_FIELDS, type CronRefusal, fieldItem, fieldValue, refusal } from './cron-field.ts';

/** The day field that is not `?`. */
export type CronDays =
  | {
      readonly kind: 'day-of-month';
      /** 1 to 31. */
      readonly days: ReadonlySet<number>;
      /** `L` is 0, `L-3` is 3: days before the last day of the month. */
      readonly beforeLast: readonly number[];
      /** `15W`: the weekday nearest to that day, within its month. */
      readonly nearestWeekday: readonly number[];
      /** `LW`: the last Monday-to-Friday of the month. */
      readonly lastWeekday: boolean;
    }
  | {
      readonly kind: 'day-of-week';
      /** 1 (Sunday) to 7. */
      readonly days: ReadonlySet<number>;
      /** `6L`: the last such weekday of the month. */
      readonly last: ReadonlySet<number>;
      /** `3#2`: the second Tuesday of the month. */
      readonly nth?: { readonly day: number; readonly nth: number };
    };

export function parseDayOfMonth(text: string, notes: Set<string>): CronDays | CronRefusal {
  const field = CRON_FIELDS.dayOfMonth;
  const days = new Set<number>();
  const beforeLast: number[] = [];
  const nearestWeekday: number[] = [];
  let lastWeekday = false;
  const items = text.split(',');
  for (const item of items) {
    const special = item.toUpperCase();
    if (special !== item) notes.add(`AWS documents L and W in upper case only, found "${item}"`);
    const offset = /^L(?:-(\d{1,2}))?$/.exec(special);
    const nearest = /^(\d{1,2})W$/.exec(special);
    if (items.length > 1 && /[*?]/.test(item) && !item.includes('/')) return standsAlone(field, text);
    if (items.length > 1 && /[LW]/.test(special)) notes.add(`AWS does not document L or W in a list, found "${text}"`);
    if (special === 'LW') {
      notes.add('AWS does not document "LW": read as the last weekday of the month');
      lastWeekday = true;
    } else if (offset) {
      const before = Number(offset[1] ?? 0);
      if (before > 30) return refusal(field, item, 'a month has at most 30 days before its last');
      if (offset[1] !== undefined)
        notes.add(`AWS does not document "${item}": read as days before the last of the month`);
      beforeLast.push(before);
    } else if (nearest) {
      const day = fieldValue(field, nearest[1] ?? '', notes);
      if (day === undefined) return refusal(field, item);
      if (day > 28) notes.add(`AWS does not document "${item}" in shorter months: read as no run in them`);
      nearestWeekday.push(day);
    } else {
      const found = fieldItem(field, item, notes);
      if ('message' in found) return found;
      for (const day of found) days.add(day);
    }
  }
  return { kind: 'day-of-month', days, beforeLast, nearestWeekday, lastWeekday };
}

export function parseDayOfWeek(text: string, notes: Set<string>): CronDays | CronRefusal {
  const field = CRON_FIELDS.dayOfWeek;
  const days = new Set<number>();
  const last = new Set<number>();
  const items = text.split(',');
  if (text.includes('#')) return parseNth(text, notes);
  for (const item of items) {
    if (items.length > 1 && /[*?]/.test(item)) return standsAlone(field, text);
    const lastOf = /^(\d|[A-Za-z]{3})[Ll]$/.exec(item);
    if (item === 'L' || item === 'l') {
      notes.add('AWS does not say which day a lone "L" in day-of-week is: read as 7, Saturday');
      days.add(7);
    } else if (lastOf) {
      const day = fieldValue(field, lastOf[1] ?? '', notes);
      if (day === undefined) return refusal(field, item);
      if (!/^\dL$/.test(item)) notes.add(`AWS documents the last weekday as in "6L" only, found "${item}"`);
      if (items.length > 1) notes.add(`AWS does not document L in a list, found "${text}"`);
      last.add(day);
    } else {
      const found = fieldItem(field, item, notes);
      if ('message' in found) return found;
      for (const day of found) days.add(day);
    }
  }
  return { kind: 'day-of-week', days, last };
}

/** With `#`, AWS allows one expression only in the field. */
function parseNth(text: string, notes: Set<string>): CronDays | CronRefusal {
  const field = CRON_FIELDS.dayOfWeek;
  if (text.includes(',')) return refusal(field, text, 'with "#" only one expression is allowed');
  const [dayText = '', nthText = '', ...more] = text.split('#');
  const day = fieldValue(field, dayText, notes);
  const nth = /^[1-5]$/.test(nthText) ? Number(nthText) : undefined;
  if (day === undefined || more.length > 0) return refusal(field, text);
  if (nth === undefined) return refusal(field, text, 'the number after "#" is 1 to 5');
  if (!/^\d/.test(dayText)) notes.add(`AWS documents "#" after a number only, found "${text}"`);
  if (nth === 5) notes.add(`AWS does not document "${text}" in months without a fifth: read as no run in them`);
  return { kind: 'day-of-week', days: new Set(), last: new Set(), nth: { day, nth } };
}

function standsAlone(field: Parameters<typeof refusal>[0], text: string): CronRefusal {
  return refusal(field, text, '"*" and "?" stand alone');
}
