import { DAY_MINUTES, HOUR_MINUTES } from './instant.ts';

const SHORT = /^(\d{1,9})(m|h|d|w)$/;
const ISO = /^P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?)?$/;
const UNIT_MINUTES = { m: 1, h: HOUR_MINUTES, d: DAY_MINUTES, w: 7 * DAY_MINUTES } as const;

/** A hundred years: longer than AWS keeps anything (36,500 days). */
const MAX_MINUTES = 36_500 * DAY_MINUTES;

/**
 * `90m`, `24h`, `35d`, `2w`, `P35D`, `PT24H`, `P1DT12H30M` → minutes; undefined when it is none of them, is zero, or
 * is longer than a hundred years. A day is 24 h.
 */
export function parseDuration(text: string): number | undefined {
  const minutes = parseShort(text) ?? parseIso(text);
  return minutes !== undefined && minutes > 0 && minutes <= MAX_MINUTES ? minutes : undefined;
}

function parseShort(text: string): number | undefined {
  const match = SHORT.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * UNIT_MINUTES[match[2] as keyof typeof UNIT_MINUTES];
}

function parseIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match || text === 'P' || text.endsWith('T')) return undefined;
  const [, days = '0', hours = '0', minutes = '0'] = match;
  return Number(days) * DAY_MINUTES + Number(hours) * HOUR_MINUTES + Number(minutes);
}

/**
 * Minutes as people say them: `26 h`, `3 d`, `3 d 4 h`, `45 min`. Exact to the minute, except that seconds are dropped.
 * Whole hours below two days stay hours (`26 h`), because policies are written that way.
 */
export function formatMinutes(minutes: number): string {
  const total = Math.floor(Math.abs(minutes));
  const sign = minutes < 0 ? '-' : '';
  if (total < HOUR_MINUTES) return `${sign}${total} min`;
  const parts: string[] = [];
  const days = total < 2 * DAY_MINUTES ? 0 : Math.floor(total / DAY_MINUTES);
  const hours = Math.floor((total - days * DAY_MINUTES) / HOUR_MINUTES);
  const rest = total % HOUR_MINUTES;
  if (days > 0) parts.push(`${days} d`);
  if (hours > 0) parts.push(`${hours} h`);
  if (rest > 0) parts.push(`${rest} min`);
  return sign + parts.join(' ');
}
