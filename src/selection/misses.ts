import type { PlanRecord } from '../model/plan.ts';
import type { SelectionRecord } from '../model/selection.ts';
import type { SelectionSubject } from './assignment.ts';
import type { NearMissKind } from './near-miss.ts';
import { missSubject, nearMiss, type RankedMiss } from './near-miss.ts';
import type { IndexedSelection } from './selection-index.ts';

/** More than this explains nothing more. */
const KEPT = 5;

/** A selection that does not cover the table, and how it misses. */
export interface Miss {
  readonly plan: PlanRecord;
  readonly selection: SelectionRecord;
  readonly kind: NearMissKind;
  readonly detail: string;
}

export interface Misses {
  /** Nearest first; at equal distance in the order of plans and selections. */
  readonly nearest: readonly Miss[];
  readonly further: number;
}

/** How near the selections that do not cover the table come to it. Sentences are written for the nearest only. */
export function nearestMisses(table: SelectionSubject, entries: readonly IndexedSelection[]): Misses {
  const nearest: { readonly entry: IndexedSelection; readonly miss: RankedMiss }[] = [];
  const subject = missSubject(table);
  let found = 0;
  for (const entry of entries) {
    const miss = nearMiss(subject, entry.compiled, entry.optIn);
    if (!miss) continue;
    found++;
    const place = nearest.findIndex((other) => miss.distance < other.miss.distance);
    if (place >= 0) nearest.splice(place, 0, { entry, miss });
    else if (nearest.length < KEPT) nearest.push({ entry, miss });
    if (nearest.length > KEPT) nearest.pop();
  }
  return {
    nearest: nearest.map(({ entry, miss }) => ({
      plan: entry.plan,
      selection: entry.selection,
      kind: miss.kind,
      detail: miss.detail(),
    })),
    further: found - nearest.length,
  };
}
