import type { HistoryRead } from '../model/report.ts';
import type { TrailHistory } from '../model/trail-event.ts';

/** What a report tells of the history that it stands on. */
export function historyRead({ reach }: TrailHistory): readonly HistoryRead[] {
  return reach.map(({ source, from, to, gaps, notes = [] }) => ({
    source,
    from,
    to,
    gaps: gaps.map(({ detail }) => detail),
    notes,
  }));
}
