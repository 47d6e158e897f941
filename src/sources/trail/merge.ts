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
  return [...byId.values()].sort(byTime);
}

function saidBy({ request, response, serviceDetails }: TrailEvent): number {
  return [request, response, serviceDetails].filter((part) => part !== undefined).length;
}

function byTime(a: TrailEvent, b: TrailEvent): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
