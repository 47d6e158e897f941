/** An instant as ISO 8601 in UTC with milliseconds, `2026-11-22T08:00:00.000Z`: what JSON holds and what sorts as text. */
export type Instant = string;

export const MINUTE_MS = 60_000;
export const HOUR_MINUTES = 60;
export const DAY_MINUTES = 24 * HOUR_MINUTES;

const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** What lies beyond years of four digits is as good as never, and would not sort as text: it is the last instant, or the first. */
export function instant(epochMs: number): Instant {
  return new Date(Math.min(Math.max(epochMs, FIRST_MS), LAST_MS)).toISOString();
}

/** Whether a text is an instant as we write them: 30 February, hour 25 and the year 10000 are none. */
export function isInstant(text: string): boolean {
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === text;
}

export function epochMs(at: Instant): number {
  return Date.parse(at);
}

/** Minutes from one instant to a later one (negative when it is earlier); not rounded. */
export function minutesBetween(from: Instant, to: Instant): number {
  return (epochMs(to) - epochMs(from)) / MINUTE_MS;
}

export function secondsBetween(from: Instant, to: Instant): number {
  return (epochMs(to) - epochMs(from)) / 1_000;
}

export function plusMinutes(at: Instant, minutes: number): Instant {
  return instant(epochMs(at) + minutes * MINUTE_MS);
}
