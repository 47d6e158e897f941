import { type Instant, plusMinutes } from '../../model/instant.ts';
import { type HistoryWindow, placesByAccount } from './window.ts';

export interface AthenaColumn {
  readonly name: string;
  /** As the Glue catalog writes it: `string`, `struct<…>`. */
  readonly type: string;
}

/** A table as the catalog describes it. */
export interface AthenaTable {
  readonly columns: readonly AthenaColumn[];
  readonly partitionKeys: readonly AthenaColumn[];
  /** `projection.enabled` and its kin. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Pruning {
  /** Conditions on partition keys, to be ANDed. */
  readonly conditions: readonly string[];
  /** False: nothing bounds the time, so that the whole table is read. */
  readonly byTime: boolean;
  /** Partition keys that the table wants a value of, and there is none. */
  readonly missing: readonly string[];
}

const DAY_MINUTES = 24 * 60;
const TIME_KEY = /^(timestamp|date|dt|day|datehour|datetime|event_?(date|day)|partition_?(date|day|_0)?|log_?date|ts)$/;
const REGION_KEY = /^(aws_?)?region(_?(name|id))?$/;
const ACCOUNT_KEY = /^((aws|recipient)_?)?account(_?(id|number))?$/;

/**
 * What bounds a query to the partitions that may hold the window. Days are those of delivery, so one more on each side is
 * read. Nothing is bounded by a key that is not understood: too much is read then, never too little. Sources: Athena
 * User Guide, "Use partition projection with Amazon Athena", "Query AWS CloudTrail logs".
 */
export function partitionConditions({ partitionKeys, parameters }: AthenaTable, window: HistoryWindow): Pruning {
  const first = plusMinutes(window.from, -DAY_MINUTES).slice(0, 10);
  const last = plusMinutes(window.to, DAY_MINUTES).slice(0, 10);
  const keys = new Map(partitionKeys.map((key) => [key.name.toLowerCase(), key]));
  const [year, month, day] = [keys.get('year'), keys.get('month'), keys.get('day')];
  const conditions: string[] = [];
  const missing: string[] = [];
  let byTime = false;
  if (year) {
    conditions.push(calendarCondition(first, last, year, month, day));
    byTime = true;
  }
  const places = window.places && placesByAccount(window.places);
  for (const [name, key] of keys) {
    if (year && (name === 'month' || name === 'day' || name === 'year' || name === 'hour')) continue;
    const injected = parameters[`projection.${key.name}.type`] === 'injected';
    const values = places && valuesOf(name, places);
    if (values) conditions.push(`${quoted(key.name)} IN (${values.map((value) => literal(value, key)).join(', ')})`);
    else if (!year && TIME_KEY.test(name)) {
      conditions.push(timeCondition(key, parameters[`projection.${key.name}.format`], first, last));
      byTime = true;
    } else if (injected) missing.push(key.name);
  }
  return { conditions, byTime, missing };
}

function valuesOf(key: string, places: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  if (ACCOUNT_KEY.test(key)) return [...places.keys()].sort();
  if (!REGION_KEY.test(key)) return undefined;
  return [...new Set([...places.values()].flatMap((regions) => [...regions]))].sort();
}

/** Manual partitions: `year`, `month` and `day`, as text with or without a leading zero, or as numbers. */
function calendarCondition(
  first: string,
  last: string,
  year: AthenaColumn,
  month: AthenaColumn | undefined,
  day: AthenaColumn | undefined,
): string {
  const months = new Map<string, string[]>();
  for (let at = `${first}T00:00:00.000Z`; at.slice(0, 10) <= last; at = plusMinutes(at, DAY_MINUTES)) {
    const text = at.slice(0, 7);
    months.set(text, [...(months.get(text) ?? []), at.slice(8, 10)]);
  }
  const equals = (key: AthenaColumn, values: readonly string[]) => {
    const spelled = [...new Set(values.flatMap((value) => [value, String(Number(value))]))];
    const literals = [...new Set(spelled.map((value) => literal(value, key)))];
    return literals.length === 1
      ? `${quoted(key.name)} = ${literals[0]}`
      : `${quoted(key.name)} IN (${literals.join(', ')})`;
  };
  const parts = [...months].map(([text, days]) => {
    const [of, within] = [text.slice(0, 4), text.slice(5)];
    const isWhole = days.length === daysIn(text);
    const conditions = [
      equals(year, [of]),
      ...(month ? [equals(month, [within])] : []),
      ...(month && day && !isWhole ? [equals(day, days)] : []),
    ];
    return `(${conditions.join(' AND ')})`;
  });
  return `(${[...new Set(parts)].join(' OR ')})`;
}

function daysIn(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
}

/** The forms of a day that tables are seen to have; none of them sorts into the range of another. */
const FORMATS = ['yyyy/MM/dd', 'yyyy-MM-dd', 'yyyyMMdd'];

function timeCondition(key: AthenaColumn, format: string | undefined, first: string, last: string): string {
  const name = quoted(key.name);
  const end = plusMinutes(`${last}T00:00:00.000Z`, DAY_MINUTES).slice(0, 10);
  if (/^date$/i.test(key.type)) return `${name} >= DATE '${first}' AND ${name} < DATE '${end}'`;
  if (/^timestamp/i.test(key.type))
    return `${name} >= TIMESTAMP '${first} 00:00:00' AND ${name} < TIMESTAMP '${end} 00:00:00'`;
  const ranges = (format === undefined ? FORMATS : [format]).map((each) => {
    const from = literal(formatted(first, each), key);
    // A format without days names whole months: the last one is read, too.
    return each.includes('dd')
      ? `(${name} >= ${from} AND ${name} < ${literal(formatted(end, each), key)})`
      : `(${name} >= ${from} AND ${name} <= ${literal(formatted(last, each), key)})`;
  });
  return ranges.length === 1 ? (ranges[0] ?? '') : `(${ranges.join(' OR ')})`;
}

/** A day in the letters of Java's DateTimeFormatter; the time of day is midnight. */
function formatted(day: string, format: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return format
    .replace(/'([^']*)'/g, '$1')
    .replace(/y+/g, year)
    .replace(/M+/g, month)
    .replace(/d+/g, date)
    .replace(/H+|m+|s+|S+/g, (letters) => '0'.repeat(letters.length));
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function literal(value: string, { type }: AthenaColumn): string {
  return /^(tiny|small|big)?int(eger)?$/i.test(type) && /^\d+$/.test(value) ? String(Number(value)) : sqlText(value);
}

/** `2026-11-01T00:00:00Z`: CloudTrail's own form, in whole seconds. */
export function wholeSeconds(at: Instant): string {
  return `${at.slice(0, 19)}Z`;
}
