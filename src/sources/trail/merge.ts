import { byText } from '../../model/order.ts';
import type { TrailEvent } from '../../model/trail-event.ts';

/**
 * Events of all sources, each once, by time and then id. Of two with one id the one that says more stays: a source may
 * have left out what another kept.
 */
export function mergeEvents(events: readonly TrailEvent[]): readonly TrailEvent[] {
  const byId = new Map<string, TrailEvent>();
  for (const event of events) {
    const former = byId.get(event.id);
    if (!former || saidBy(event) > saidBy(former)) byId.set(event.id, event);
  }
  return [...byId.values()].sort(
    byText(
      ({ at }) => at,
      ({ id }) => id,
    ),
  );
}

function saidBy({ request, response, serviceDetails }: TrailEvent): number {
  return [request, response, serviceDetails].filter((part) => part !== undefined).length;
}
