import type { Instant } from '../model/instant.ts';
import type { Scope } from '../model/inventory.ts';
import { byText } from '../model/order.ts';
import type { TrailReach } from '../model/trail-event.ts';

type Span = Pick<TrailReach, 'from' | 'to'>;
type Place = Pick<Scope, 'account' | 'region'>;

/** The sources that tell of a place, with gaps or without. */
export function reachOf(reach: readonly TrailReach[], { account, region }: Place): readonly TrailReach[] {
  return reach.filter(
    ({ places }) => !places || places.some((each) => each.account === account && each.region === region),
  );
}

/** The first time of which no source tells without a gap, and no several in turn do. Only where there is none, silence tells. */
export function holeIn(reach: readonly TrailReach[], since: Instant, until: Instant): Span | undefined {
  let at = since;
  for (const { from, to } of reach.filter(({ gaps }) => gaps.length === 0).toSorted(byText(({ from }) => from))) {
    if (from > at) return { from: at, to: from < until ? from : until };
    if (to > at) at = to;
  }
  return at < until ? { from: at, to: until } : undefined;
}
