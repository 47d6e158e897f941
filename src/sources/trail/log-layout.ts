import { type Instant, plusMinutes } from '../../model/instant.ts';
import { logName } from './log-name.ts';
import { type HistoryWindow, placesByAccount } from './window.ts';

const DAY_MINUTES = 24 * 60;
const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * Which parts of a tree of log files may hold wanted events: `AWSLogs/[o-…/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/`. The
 * day is the day of delivery, so one more on each side is read. What is not laid out so is not ruled out. Source:
 * CloudTrail User Guide, "Finding your CloudTrail log files".
 */
export interface LogLayout {
  /** Path segments of a folder → false when nothing below it is wanted. */
  readonly mayHold: (segments: readonly string[]) => boolean;
  /** The folders of days below a Region's folder. */
  readonly days: readonly string[];
  /** The name of a file → whether it is one to read. */
  readonly isRelevant: (name: string) => boolean;
}

export function logLayout(window: HistoryWindow): LogLayout {
  const first = day(plusMinutes(window.from, -DAY_MINUTES));
  const last = day(plusMinutes(window.to, DAY_MINUTES));
  const places = window.places && placesByAccount(window.places);
  const regions = places && new Set([...places.values()].flatMap((each) => [...each]));
  return {
    mayHold: (segments) => {
      const name = segments.at(-1) ?? '';
      // Digests, Insights, network activity, aggregates: `CloudTrail-Digest` and its kin.
      if (/^CloudTrail-/.test(name)) return false;
      const above = segments.at(-2) ?? '';
      if (segments.includes('AWSLogs') && ACCOUNT.test(above)) return name === 'CloudTrail';
      if (places && ACCOUNT.test(name)) return places.has(name);
      if (regions && above === 'CloudTrail' && REGION.test(name)) {
        const ofAccount = places.get(segments.at(-3) ?? '') ?? regions;
        return ofAccount.has(name);
      }
      return isInTime(segments, first, last);
    },
    days: daysBetween(first, last),
    isRelevant: (name) => {
      if (!/\.json(\.gz)?$/i.test(name)) return false;
      const delivered = logName(name)?.deliveredAt;
      if (delivered === undefined) return true;
      const date = day(delivered);
      return date >= first && date <= last;
    },
  };
}

/** `…/CloudTrail/eu-west-1/2026/11/22`, or the beginning of it. */
function isInTime(segments: readonly string[], first: string, last: string): boolean {
  const at = segments.findLastIndex((segment, index) => REGION.test(segment) && segments[index - 1] === 'CloudTrail');
  const date = at < 0 ? [] : segments.slice(at + 1, at + 4);
  if (date.length === 0 || !date.every((part) => /^\d{2,4}$/.test(part))) return true;
  const text = date.join('/');
  return text >= first.slice(0, text.length) && text <= last.slice(0, text.length);
}

/** True for `…/CloudTrail/eu-west-1`: the folders of days are below it. */
export function holdsDays(segments: readonly string[]): boolean {
  return segments.at(-2) === 'CloudTrail' && REGION.test(segments.at(-1) ?? '');
}

/** `2026/11/22` */
function day(at: Instant): string {
  return at.slice(0, 10).replaceAll('-', '/');
}

function daysBetween(first: string, last: string): readonly string[] {
  const days: string[] = [];
  const start = Date.parse(`${first.replaceAll('/', '-')}T00:00:00Z`);
  for (let at = start; ; at += DAY_MINUTES * 60_000) {
    const text = new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
    if (text > last) return days;
    days.push(text);
  }
}
