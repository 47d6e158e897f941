import { parseDuration } from '../model/duration.ts';

const SPELLED_OUT = /^(\d{1,9})\s*(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w)$/i;
const ISO_WEEKS = /^P(\d{1,9})W$/i;
const NO_FIXED_LENGTH = /^(?:P\d+[YM]|\d+\s*(?:y|yrs?|years?|mo|mths?|months?))$/i;

/** What to write for a duration that was written in another way. */
export function durationHint(written: string): string | undefined {
  const text = written.trim();
  const spelled = SPELLED_OUT.exec(text);
  const meant = spelled ? `${spelled[1]}${(spelled[2] ?? '').charAt(0).toLowerCase()}` : text.toUpperCase();
  if (meant !== text && parseDuration(meant) !== undefined) return `did you mean \`${meant}\`?`;
  const weeks = ISO_WEEKS.exec(text)?.[1];
  if (weeks !== undefined) return `did you mean \`${weeks}w\`?`;
  if (NO_FIXED_LENGTH.test(text)) return 'months and years have no fixed length: write days, such as 365d';
  if (/^\d{1,9}$/.test(text)) return `a duration has a unit: ${text}m, ${text}h, ${text}d or ${text}w`;
  if (/^[\dPTDHMmhdw]+$/.test(text)) return 'a duration is longer than zero and at most 36500d';
  return undefined;
}
