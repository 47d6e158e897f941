import { formatMinutes } from '../../model/duration.ts';

/**
 * Whole minutes as durations are said; below a minute, in seconds. CloudTrail drops the milliseconds that jobs have: what
 * lies less than a second before a minute is that minute.
 */
export function formatSample(minutes: number): string {
  const seconds = minutes * 60;
  return seconds < 59.5 ? `${Math.round(seconds)} s` : formatMinutes(Math.ceil(seconds) / 60);
}
