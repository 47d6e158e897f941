import {
  globalRegionOf,
  type HistoryAim,
  IAM_SOURCE,
  type RelevantEvent,
  wantedFor,
} from '../../history/relevant-events.ts';
import type { Instant } from '../../model/instant.ts';
import type { TrailEvent } from '../../model/trail-event.ts';

/** How long CloudTrail itself keeps events. Source: CloudTrail User Guide, "Working with CloudTrail event history". */
export const EVENT_HISTORY_DAYS = 90;

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** What is asked of the history. */
export interface HistoryWindow {
  readonly from: Instant;
  readonly to: Instant;
  /** Accounts and Regions of interest; absent: whatever the source holds, and for `lookup` the caller's own. */
  readonly places?: readonly Place[];
  /** Restores alone need few kinds of events, and so fewer calls. */
  readonly aim?: HistoryAim;
}

/** Account → Regions in which its events are: those asked for, and the one of IAM. */
export function placesByAccount(places: readonly Place[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { account, region } of places) {
    const regions = found.get(account) ?? new Set();
    found.set(account, regions.add(region).add(globalRegionOf(region)));
  }
  return found;
}

export function wantedIn({ aim = 'everything' }: HistoryWindow): readonly RelevantEvent[] {
  return wantedFor(aim);
}

/** Which events of a source that holds more than was asked for are kept. */
export function keeper(window: HistoryWindow): (event: TrailEvent) => boolean {
  const { from, to, places } = window;
  const names = new Set(wantedIn(window).map(({ source, name }) => `${source} ${name}`));
  const asked = places && new Set(places.map(({ account, region }) => `${account} ${region}`));
  const accounts = places && new Set(places.map(({ account }) => account));
  return (event) => {
    if (event.at < from || event.at > to || !names.has(`${event.source} ${event.name}`)) return false;
    if (!asked || !accounts) return true;
    return event.source === IAM_SOURCE ? accounts.has(event.account) : asked.has(`${event.account} ${event.region}`);
  };
}
