import { formatMinutes } from '../../model/duration.ts';

/** Whole minutes as durations are said; below a minute, in seconds. */
export function formatSample(minutes: number): string {
  return minutes < 1 ? `${Math.round(minutes * 60)} s` : formatMinutes(minutes);
}
