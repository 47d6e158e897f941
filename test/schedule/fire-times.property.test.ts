import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fireTimes } from '../../src/schedule/fire-times.ts';
import { type LocalDate, localDates, referenceRuns } from './reference.ts';
import { at, cronOf, utc } from './schedules.ts';

const DAY_MS = 86_400_000;

/** Each zone with days on which its clocks change, or a date on which something else is odd about it. */
const ZONES: readonly (readonly [string, readonly string[]])[] = [
  ['UTC', ['2028-02-27', '2026-12-29']],
  ['America/Los_Angeles', ['2027-03-13', '2027-11-06']],
  ['America/St_Johns', ['2027-03-13', '2027-11-06']],
  ['America/Sao_Paulo', ['2018-11-03', '2018-02-17']],
  ['Europe/London', ['2027-03-27', '2027-10-30']],
  ['Europe/Berlin', ['2027-03-27', '2027-10-30']],
  ['Africa/Casablanca', ['2024-03-09', '2024-04-13']],
  ['Africa/Cairo', ['2025-04-24', '2025-10-30']],
  ['Asia/Kolkata', ['2027-02-27', '2027-05-30']],
  ['Asia/Kathmandu', ['2027-02-27', '2027-07-30']],
  ['Australia/Lord_Howe', ['2027-04-03', '2027-10-02']],
  ['Pacific/Apia', ['2011-12-28', '2027-01-30']],
];

const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
const span = (min: number, max: number) => fc.tuple(number(min, max), number(min, max)).map(([a, b]) => `${a}-${b}`);
const rising = (min: number, max: number) =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
const stepped = (min: number, max: number) =>
  fc
    .tuple(fc.oneof(fc.constant('*'), number(min, max), rising(min, max)), number(1, max + 5))
    .map(([base, step]) => `${base}/${step}`);
const list = (item: fc.Arbitrary<string>) =>
  fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','));
const values = (min: number, max: number) =>
  list(fc.oneof({ weight: 3, arbitrary: number(min, max) }, span(min, max), stepped(min, max)));
const star = fc.constant('*');

const month = fc.oneof(
  { weight: 4, arbitrary: star },
  values(1, 12),
  fc.constantFrom('JAN', 'OCT-DEC', 'NOV-FEB', 'MAR,SEP'),
);
const year = fc.oneof(
  { weight: 6, arbitrary: star },
  rising(2011, 2030),
  fc.constantFrom('2027', '2018/3', '*/2', '1970-2199/3'),
);
const dayOfMonth = fc.oneof(
  star,
  values(1, 31),
  list(
    fc.oneof(
      number(1, 31),
      fc.constantFrom('L', 'LW', 'L-1', 'L-3', 'L-30'),
      number(1, 31).map((n) => `${n}W`),
    ),
  ),
);
const weekday = number(1, 7);
const dayOfWeek = fc.oneof(
  star,
  list(fc.oneof(weekday, span(1, 7), fc.constantFrom('MON-FRI', 'SUN', 'FRI-MON', 'L'))),
  list(
    fc.oneof(
      weekday,
      weekday.map((day) => `${day}L`),
    ),
  ),
  fc.tuple(weekday, number(1, 5)).map(([day, nth]) => `${day}#${nth}`),
);
const days = fc.oneof(fc.tuple(dayOfMonth, month, fc.constant('?')), fc.tuple(fc.constant('?'), month, dayOfWeek));
const expression = fc
  .tuple(values(0, 59), fc.oneof(star, values(0, 23)), days, year)
  .map(([minutes, hours, [dom, ofYear, dow], years]) => `${minutes} ${hours} ${dom} ${ofYear} ${dow} ${years}`);

const place = fc
  .constantFrom(...ZONES)
  .chain(([zone, starts]) => fc.tuple(fc.constant(zone), fc.constantFrom(...starts), fc.constantFrom(1, 2, 3, 31)));

const datesOf = new Map<string, readonly LocalDate[]>();

/** The dates around a stretch: a day more on either side, as zones differ from UTC. */
function datesAround(from: string, length: number): readonly LocalDate[] {
  const key = `${from} ${length}`;
  const dates =
    datesOf.get(key) ??
    localDates(
      utc(at(`${from} 00:00`) - DAY_MS).slice(0, 10),
      utc(at(`${from} 00:00`) + (length + 1) * DAY_MS).slice(0, 10),
    );
  datesOf.set(key, dates);
  return dates;
}

it('10,000 random expressions in 12 zones run when the plain reading says', () => {
  let runs = 0;
  fc.assert(
    fc.property(expression, place, (text, [zone, start, length]) => {
      // A month is long for schedules of many runs a day: some days around a clock change show as much.
      const cron = cronOf(text);
      const stretch = Math.min(length, cron.timesOfDay.length > 12 ? 2 : cron.timesOfDay.length > 3 ? 3 : 31);
      const fromMs = at(`${start} 00:00`);
      const toMs = fromMs + stretch * DAY_MS;
      const expected = referenceRuns(text, zone, datesAround(start, stretch)).filter((ms) => ms >= fromMs && ms < toMs);
      const found = fireTimes(cron, zone, fromMs, toMs);
      runs += expected.length;
      if (found.join() !== expected.join()) expect(found.map(utc)).toEqual(expected.map(utc));
    }),
    { numRuns: 10_000 },
  );
  expect(runs).toBeGreaterThan(50_000);
});

it('sparse expressions run when the plain reading says over six years', () => {
  const dates = localDates('2026-01-01', '2031-12-31');
  const once = fc.tuple(number(0, 59), number(0, 23), days, fc.constant('*'));
  fc.assert(
    fc.property(once, ([minute, hour, [dom, ofYear, dow], years]) => {
      const text = `${minute} ${hour} ${dom} ${ofYear} ${dow} ${years}`;
      const found = fireTimes(cronOf(text), 'UTC', at('2026-01-01 00:00'), at('2032-01-01 00:00'));
      const expected = referenceRuns(text, 'UTC', dates);
      if (found.join() !== expected.join()) expect(found.map(utc)).toEqual(expected.map(utc));
    }),
    { numRuns: 60 },
  );
});
