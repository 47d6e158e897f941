import { holeIn, reachOf } from '../history/trail-hole.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { Scope } from '../model/inventory.ts';
import type { TrailReach } from '../model/trail-event.ts';

/** In place of a path: whatever the present state does not show. */
export const TRANSIENT = 'transients';

/** A time of a place of which the history does not tell all. */
export interface Unseen {
  readonly place: Scope;
  readonly from: Instant;
  readonly to: Instant;
  readonly why: Unknown;
}

/**
 * The places of whose time no source tells without a gap, or several in turn. What was switched off and on again there, or
 * deleted, may not have been seen. Where no history was read nothing was asked, and nothing is said.
 */
export function unseenIn(
  reach: readonly TrailReach[],
  places: readonly Scope[],
  since: Instant,
  until: Instant,
): readonly Unseen[] {
  if (reach.length === 0) return [];
  return places.flatMap((place) => {
    const here = reachOf(reach, place);
    const hole = holeIn(here, since, until);
    return hole ? [{ place, ...hole, why: reasonFor(here, hole) }] : [];
  });
}

const OTHERWISE = 'a source that tells of that time settles it (--history), or, in drift, a later --since';

/** The first thing that is missing; where nothing is, no source reaches there. */
function reasonFor(here: readonly TrailReach[], { from, to }: Pick<TrailReach, 'from' | 'to'>): Unknown {
  const [torn] = here.filter(({ gaps }) => gaps.length > 0);
  const [gap] = torn?.gaps ?? [];
  if (!torn || !gap) {
    const ends = here.map((each) => `${each.source} tells of ${each.from} to ${each.to}`);
    const reaches = ends.length === 0 ? 'no source was asked for the place' : ends.slice(0, 2).join(', ');
    return unknown('not-collected', `nothing tells of ${from} to ${to}: ${reaches}; ${OTHERWISE}`);
  }
  const settled = gap.permission === undefined ? `; ${OTHERWISE}` : '';
  return { ...gap, detail: `${torn.source}: ${gap.detail}${settled}` };
}
