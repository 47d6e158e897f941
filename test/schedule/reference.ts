import { Temporal } from 'temporal-polyfill';

/**
 * A second reading of AWS cron, written apart from the first and as plainly as possible: it looks at every local date
 * and every minute of it, asks each field whether it matches, and lets Temporal find the instant.
 */
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

export interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 1 is Sunday. */
  readonly weekday: number;
  readonly length: number;
}

export function localDates(from: string, to: string): readonly LocalDate[] {
  const dates: LocalDate[] = [];
  const end = Temporal.PlainDate.from(to);
  let date = Temporal.PlainDate.from(from);
  while (Temporal.PlainDate.compare(date, end) <= 0) {
    const { year, month, day, dayOfWeek, daysInMonth: length } = date;
    dates.push({ year, month, day, weekday: (dayOfWeek % 7) + 1, length });
    date = date.add({ days: 1 });
  }
  return dates;
}

const instants = new Map<string, number | undefined>();

/** The instant at which a clock first shows the time; undefined when it never does. */
function instantOf(zone: string, { year, month, day }: LocalDate, minute: number): number | undefined {
  const key = `${zone} ${year} ${month} ${day} ${minute}`;
  if (!instants.has(key)) {
    const local = Temporal.PlainDateTime.from({ year, month, day, hour: Math.floor(minute / 60), minute: minute % 60 });
    const zoned = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
    instants.set(key, zoned.toPlainDateTime().equals(local) ? zoned.epochMilliseconds : undefined);
  }
  return instants.get(key);
}

export function referenceRuns(expression: string, zone: string, dates: readonly LocalDate[]): readonly number[] {
  const [minutes = '', hours = '', dom = '', month = '', dow = '', year = ''] = expression.split(' ');
  const minutesOfHour = range(0, 59).filter((value) => matches(minutes, value, 0, 59));
  const hoursOfDay = range(0, 23).filter((value) => matches(hours, value, 0, 23));
  const runs: number[] = [];
  for (const date of dates) {
    if (!matches(year, date.year, 1970, 2199) || !matches(month, date.month, 1, 12, MONTHS)) continue;
    if (dom !== '?' && !dom.split(',').some((item) => dayOfMonth(item, date))) continue;
    if (dow !== '?' && !dow.split(',').some((item) => dayOfWeek(item, date))) continue;
    for (const hour of hoursOfDay) {
      for (const minute of minutesOfHour) {
        const at = instantOf(zone, date, hour * 60 + minute);
        if (at !== undefined) runs.push(at);
      }
    }
  }
  return runs;
}

function matches(text: string, value: number, min: number, max: number, names: readonly string[] = []): boolean {
  const number = (word: string) => (names.includes(word) ? names.indexOf(word) + min : Number(word));
  return text.split(',').some((item) => {
    const [base = '', step = '1'] = item.split('/');
    const [first = '', last] = base === '*' ? [String(min), String(max)] : base.split('-');
    const from = number(first);
    const to = last === undefined ? (item.includes('/') ? max : from) : number(last);
    const size = max - min + 1;
    const distance = (value - from + size) % size;
    return distance <= (to - from + size) % size && distance % Number(step) === 0;
  });
}

function dayOfMonth(item: string, date: LocalDate): boolean {
  const { day, length } = date;
  if (item === 'LW') return isWeekday(date, day) && range(day + 1, length).every((later) => !isWeekday(date, later));
  if (item.startsWith('L')) return day === length - Number(item.slice(2));
  if (!item.endsWith('W')) return matches(item, day, 1, 31);
  const wanted = Number.parseInt(item, 10);
  if (wanted > length) return false;
  const distance = (candidate: number) => Math.abs(candidate - wanted);
  const [nearest] = range(1, length)
    .filter((candidate) => isWeekday(date, candidate))
    .sort((a, b) => distance(a) - distance(b));
  return day === nearest;
}

function dayOfWeek(item: string, { day, weekday, length }: LocalDate): boolean {
  if (item === 'L') return weekday === 7;
  if (item.endsWith('L')) return weekday === Number(item[0]) && day > length - 7;
  const [wanted = '', nth] = item.split('#');
  if (nth === undefined) return matches(item, weekday, 1, 7, WEEKDAYS);
  return weekday === Number(wanted) && day > 7 * (Number(nth) - 1) && day <= 7 * Number(nth);
}

function isWeekday({ day, weekday }: LocalDate, other: number): boolean {
  const otherWeekday = (((weekday - 1 + other - day) % 7) + 7) % 7;
  return otherWeekday !== 0 && otherWeekday !== 6;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
