import { TABLE_MEMBERS, tableNamed, textsNamed } from '../history/event-names.ts';
import {
  ALARMS_SOURCE,
  BACKUP_SOURCE,
  DYNAMODB_SOURCE,
  globalRegionOf,
  IAM_SOURCE,
  SCALING_SOURCE,
} from '../history/relevant-events.ts';
import { holeIn, reachOf } from '../history/trail-hole.ts';
import { append } from '../model/group-by.ts';
import type { Instant } from '../model/instant.ts';
import type { Scope } from '../model/inventory.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import type { Estate } from './estate.ts';

type Place = Pick<Scope, 'account' | 'region'>;

/** Calls that succeeded, as CloudTrail tells them, by what they were about; each list by time. */
interface Changes {
  /** Account, Region and name of a table → calls of DynamoDB and Application Auto Scaling that name it. */
  readonly ofTable: ReadonlyMap<string, readonly TrailEvent[]>;
  /** Account and Region → calls about alarms. */
  readonly ofAlarms: ReadonlyMap<string, readonly TrailEvent[]>;
  /** Account → calls of IAM. */
  readonly ofIdentities: ReadonlyMap<string, readonly TrailEvent[]>;
  /** Account, Region and id, in lower case, of the restore jobs that are told of. */
  readonly restoreJobs: ReadonlySet<string>;
}

export function tableChanges(estate: Estate, { account, region, name }: Place & { readonly name: string }) {
  return changesIn(estate).ofTable.get(`${account} ${region} ${name}`) ?? [];
}

export function alarmChanges(estate: Estate, { account, region }: Place) {
  return changesIn(estate).ofAlarms.get(`${account} ${region}`) ?? [];
}

export function identityChanges(estate: Estate, { account }: Place) {
  return changesIn(estate).ofIdentities.get(account) ?? [];
}

/** Whether the history has no gap at a place from an instant until the inventory was taken: silence means that nothing happened. */
export function tellsAllSince({ history, inventory }: Estate, place: Place, since: Instant): boolean {
  return holeIn(reachOf(history.reach, place), since, inventory.takenAt) === undefined;
}

const REMEDY = 'CloudTrail history (--history) of the whole time since the restore may settle it';

/** What of a history is missing between the beginning of a restore and the inventory, and what would settle it. */
export function missingSince({ history, inventory, now }: Estate, place: Place, since: Instant): string {
  const reach = reachOf(history.reach, place);
  const hole = reach.length === 0 ? undefined : holeIn(reach, since, inventory.takenAt);
  if (!hole) return REMEDY;
  const unresolved = `the history tells nothing between ${hole.from} and ${hole.to}`;
  return hole.from >= now && hole.to === inventory.takenAt
    ? `${unresolved}: it was read until --now, and the tables are as they were when they were read later; a run without --now, or an inventory of then (--inventory), may settle it`
    : `${unresolved}; ${REMEDY}`;
}

/** The same of IAM, whose events are written in one Region, whether that was asked for or not. */
export function tellsAllOfIdentitiesSince({ history, inventory }: Estate, { account, region }: Place, since: Instant) {
  const regionInventory = { account, region: globalRegionOf(region) };
  const isAsked = inventory.regions.some(
    (each) => each.account === account && each.region === regionInventory.region && each.inScope,
  );
  const reach = isAsked ? history.reach : history.reach.filter(({ places }) => places !== undefined);
  return holeIn(reachOf(reach, regionInventory), since, inventory.takenAt) === undefined;
}

/** Whether the history tells of a restore, and so is one of its place and time. */
export function tellsOfRestore(estate: Estate, { account, region }: Place, jobId: string): boolean {
  return changesIn(estate).restoreJobs.has(`${account} ${region} ${jobId.toLowerCase()}`);
}

const cache = new WeakMap<Estate, Changes>();

function changesIn(estate: Estate): Changes {
  const found = cache.get(estate) ?? readChanges(estate.history.events);
  cache.set(estate, found);
  return found;
}

function readChanges(events: readonly TrailEvent[]): Changes {
  const ofTable = new Map<string, TrailEvent[]>();
  const ofAlarms = new Map<string, TrailEvent[]>();
  const ofIdentities = new Map<string, TrailEvent[]>();
  const restoreJobs = new Set<string>();
  for (const event of events) {
    if (event.errorCode !== undefined) continue;
    const place = `${event.account} ${event.region}`;
    switch (event.source) {
      case BACKUP_SOURCE:
        for (const id of textsNamed(event, ['restoreJobId'])) restoreJobs.add(`${place} ${id.toLowerCase()}`);
        break;
      case DYNAMODB_SOURCE:
      case SCALING_SOURCE: {
        const names = textsNamed(event, TABLE_MEMBERS).flatMap((text) => tableNamed(text, event) ?? []);
        for (const name of new Set(names)) append(ofTable, `${place} ${name}`, event);
        break;
      }
      case ALARMS_SOURCE:
        append(ofAlarms, place, event);
        break;
      case IAM_SOURCE:
        append(ofIdentities, event.account, event);
        break;
    }
  }
  return { ofTable, ofAlarms, ofIdentities, restoreJobs };
}
