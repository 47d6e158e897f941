import { type CronDays, parseDayOfMonth, parseDayOfWeek } from './cron-days.ts';
import { CRON_FIELDS, type CronField, type CronFieldName, type CronRefusal, fieldItem, refusal } from './cron-field.ts';

/**
 * An AWS cron expression, read. The grammar is that of
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html, to which AWS Backup's plan
 * options page refers. Days and times of day are independent: each firing day has all the times.
 */
export interface Cron {
  /** `cron(…)` with single spaces, whether or not it was written with the wrapper. */
  readonly expression: string;
  /** Minutes after local midnight, ascending, without duplicates. */
  readonly timesOfDay: readonly number[];
  readonly days: CronDays;
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  /** 1970 to 2199. */
  readonly years: ReadonlySet<number>;
  /** Runs less than an hour apart. AWS Backup's shortest documented frequency is hourly; what it does below is not documented. */
  readonly subHourly: boolean;
  /** Where AWS's documents are silent and a reading was chosen, one sentence each. */
  readonly notes: readonly string[];
}

export type CronParse =
  | { readonly ok: true; readonly cron: Cron }
  | { readonly ok: false; readonly field?: CronFieldName; readonly message: string };

const FIELD_LIST = 'minutes hours day-of-month month day-of-week year';

/** `cron(0 5 ? * MON-FRI *)` or the six fields alone. What AWS documents as invalid is refused, with the field. */
export function parseCron(text: string): CronParse {
  const trimmed = text.trim();
  if (/^rate\b/i.test(trimmed)) return refused(`found "${trimmed}", AWS Backup takes cron only: cron(${FIELD_LIST})`);
  const body = /^cron\((.*)\)$/s.exec(trimmed)?.[1] ?? trimmed;
  if (/[()]/.test(body)) return refused(`found "${trimmed}", allowed are six fields, bare or as cron(${FIELD_LIST})`);
  const fields = body.trim().split(/\s+/).filter(Boolean);
  const [minuteText, hourText, domText, monthText, dowText, yearText] = fields;
  if (
    fields.length !== 6 ||
    minuteText === undefined ||
    hourText === undefined ||
    domText === undefined ||
    monthText === undefined ||
    dowText === undefined ||
    yearText === undefined
  ) {
    return refused(`found ${fields.length} fields in "${trimmed}", AWS cron has six: ${FIELD_LIST}`);
  }

  const notes = new Set<string>();
  const minutes = parseValues(CRON_FIELDS.minutes, minuteText, notes);
  if ('message' in minutes) return { ok: false, ...minutes };
  const hours = parseValues(CRON_FIELDS.hours, hourText, notes);
  if ('message' in hours) return { ok: false, ...hours };
  const dom = domText === '?' ? undefined : parseDayOfMonth(domText, notes);
  if (dom && 'message' in dom) return { ok: false, ...dom };
  const months = parseValues(CRON_FIELDS.month, monthText, notes);
  if ('message' in months) return { ok: false, ...months };
  const dow = dowText === '?' ? undefined : parseDayOfWeek(dowText, notes);
  if (dow && 'message' in dow) return { ok: false, ...dow };
  const years = parseValues(CRON_FIELDS.year, yearText, notes);
  if ('message' in years) return { ok: false, ...years };
  const days = dom ?? dow;
  if (!days || (dom && dow)) {
    const message = `day-of-week: found "${domText}" in day-of-month and "${dowText}" in day-of-week, exactly one of the two is "?"`;
    return { ok: false, field: 'day-of-week', message };
  }

  const cron: Cron = {
    expression: `cron(${fields.join(' ')})`,
    timesOfDay: [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)).sort((a, b) => a - b),
    days,
    months,
    years,
    subHourly: minutes.size > 1,
    notes: [...notes],
  };
  return { ok: true, cron };
}

/** A field without day specials: a list of items. */
function parseValues(field: CronField, text: string, notes: Set<string>): ReadonlySet<number> | CronRefusal {
  const values = new Set<number>();
  const items = text.split(',');
  for (const item of items) {
    if (item === '?') return refusal(field, text, '"?" belongs to day-of-month or day-of-week');
    if (item === '*' && items.length > 1) return refusal(field, text, '"*" stands alone');
    const found = fieldItem(field, item, notes);
    if ('message' in found) return found;
    for (const value of found) values.add(value);
  }
  return values;
}

function refused(message: string): CronParse {
  return { ok: false, message };
}

/**
 * Do two expressions mean the same by what AWS documents? `SAT` is 7, and `?` and `*` may change places where every day is
 * meant. What needed a reading of ours is taken for the same only where it is written the same.
 */
export function isSameCron(one: string, other: string): boolean {
  const [a, b] = [parseCron(one), parseCron(other)];
  if (!a.ok || !b.ok) return false;
  if (a.cron.expression === b.cron.expression) return true;
  return a.cron.notes.length === 0 && b.cron.notes.length === 0 && meaningOf(a.cron) === meaningOf(b.cron);
}

function meaningOf({ timesOfDay, days, months, years }: Cron): string {
  const sorted = (numbers: Iterable<number>) => [...new Set(numbers)].toSorted((a, b) => a - b);
  const isEveryDay = days.days.size === (days.kind === 'day-of-week' ? 7 : 31);
  const stated =
    days.kind === 'day-of-week'
      ? [days.kind, sorted(days.days), sorted(days.last), days.nth]
      : [days.kind, sorted(days.days), sorted(days.beforeLast), sorted(days.nearestWeekday), days.lastWeekday];
  return JSON.stringify([sorted(timesOfDay), isEveryDay ? 'every day' : stated, sorted(months), sorted(years)]);
}
