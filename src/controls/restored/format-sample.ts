import { formatMinutes } from '../../model/duration.ts';

/**
 * Whole minutes as durations are said; below a minute, in seconds. CloudTrail tells whole seconds, jobs milliseconds: what
 * lies less than a second before a minute is that minute.
 */
export function formatSample(minutes: number): string {
  const seconds = Math.round(minutes * 60);
  return seconds < 60 ? `${seconds} s` : formatMinutes(seconds / 60);
}
