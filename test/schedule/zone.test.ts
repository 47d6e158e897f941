import { expect, it } from 'vitest';
import { firstInstant, isKnownZone, offsetAt, zoneSpelling } from '../../src/schedule/zone.ts';
import { at } from './schedules.ts';

it.each(['UTC', 'Etc/UTC', 'Europe/London', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta', 'EST5EDT'])(
  '%s is a zone',
  (name) => {
    expect(isKnownZone(name)).toBe(true);
  },
);

it.each(['', 'Mars/Olympus', '+01:00', 'europe/london', 'Europe/London ', 'UTC+1', '2026-01-01T00:00Z[UTC]'])(
  '"%s" is none',
  (name) => {
    expect(isKnownZone(name)).toBe(false);
  },
);

it('tells how IANA spells a name', () => {
  expect(zoneSpelling('europe/london')).toBe('Europe/London');
  expect(zoneSpelling('Mars/Olympus')).toBeUndefined();
});

it('offsets change at the instant of the clock change', () => {
  const change = at('2027-03-28 01:00');
  expect(offsetAt('Europe/Berlin', change - 1)).toBe(3_600_000);
  expect(offsetAt('Europe/Berlin', change)).toBe(7_200_000);
});

it('knows changes a century away and before 1970', () => {
  expect(offsetAt('Europe/Berlin', at('2150-07-01 00:00'))).toBe(7_200_000);
  expect(offsetAt('Europe/Berlin', at('1960-07-01 00:00'))).toBe(3_600_000);
});

it('a local time has its first instant, or none', () => {
  expect(firstInstant('Europe/Berlin', at('2027-10-31 02:30'))).toBe(at('2027-10-31 00:30'));
  expect(firstInstant('Europe/Berlin', at('2027-03-28 02:30'))).toBeUndefined();
  expect(firstInstant('Europe/Berlin', at('2027-03-28 03:00'))).toBe(at('2027-03-28 01:00'));
});
