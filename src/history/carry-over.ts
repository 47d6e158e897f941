import type { Known } from '../model/fact.ts';
import { DAY_MINUTES, type Instant, minutesBetween, plusMinutes } from '../model/instant.ts';
import type { Inventory, RegionInventory, Scope } from '../model/inventory.ts';
import type { TableDescription, TableRecord, TimeToLive } from '../model/table.ts';
import type { TrailEvent, TrailHistory } from '../model/trail-event.ts';
import { TABLE_MEMBERS, tableNamed, textsNamed } from './event-names.ts';
import { holeIn, reachOf } from './trail-hole.ts';

/** What is known of a table without asking, if it is the one that is described; undefined: ask. */
export type CarryOver = (arn: string, described: TableDescription) => Known<TimeToLive> | undefined;

/**
 * Twice as long as CloudTrail says that events take to be found; it guarantees no time. Source: CloudTrail User Guide,
 * "Working with CloudTrail event history".
 */
const DELIVERY_MINUTES = 30;
/** A change of time to live may take as long to be seen. Source: DynamoDB API, UpdateTimeToLive. */
const SETTLING_MINUTES = 60;
/** A day less than the event history keeps. */
const OLDEST_MINUTES = 89 * DAY_MINUTES;

/** A former inventory, and the calls of CloudTrail's own event history that may have changed what it holds. */
export interface Carried {
  readonly former: Inventory;
  readonly history: TrailHistory;
  /** Up to when the history was asked for. */
  readonly until: Instant;
}

/** From when on the history is needed to carry anything over. */
export function neededSince({ takenAt, regions }: Inventory): Instant {
  const instants = regions.flatMap(({ tables }) =>
    tables.known ? tables.value.map(({ timeToLive }) => readAt(timeToLive, takenAt)) : [],
  );
  return plusMinutes(
    instants.reduce((least, each) => (each < least ? each : least), takenAt),
    -SETTLING_MINUTES,
  );
}

/**
 * Carries over what only a call can change that CloudTrail is documented to log, where the history of those calls is whole.
 * It is known as of a time before now: an event of the last minutes may not have come yet, and is looked for by whoever
 * carries the fact on.
 */
export function carryOver({ former, history, until }: Carried): CarryOver {
  const found = new Map<string, FormerTable>();
  for (const region of former.regions) {
    if (!region.inScope || !region.tables.known) continue;
    const touched = changesIn(region, history.events);
    for (const table of region.tables.value) found.set(table.arn, { table, region, touched });
  }
  const asOf = plusMinutes(until, -DELIVERY_MINUTES);
  return (arn, described) => {
    const before = found.get(arn);
    if (!before?.table.timeToLive.known || !isSettled(before.table.timeToLive.value)) return undefined;
    const { timeToLive } = before.table;
    const read = readAt(timeToLive, former.takenAt);
    if (read >= asOf || minutesBetween(read, until) > OLDEST_MINUTES) return undefined;
    if (!isSameAlone(before.table, described) || isChanged(before, history, read, until)) return undefined;
    return { ...timeToLive, asOf };
  };
}

interface FormerTable {
  readonly table: TableRecord;
  readonly region: RegionInventory;
  readonly touched: Changes;
}

function readAt(fact: TableRecord['timeToLive'], takenAt: Instant): Instant {
  return (fact.known ? fact.asOf : undefined) ?? takenAt;
}

/** One that is on its way from one to the other changes without a call. */
function isSettled({ status }: TimeToLive): boolean {
  return status === 'ENABLED' || status === 'DISABLED';
}

/** Whether it is the table that it was, and no replica: their time to live is changed in any of their Regions. */
function isSameAlone({ description }: TableRecord, now: TableDescription): boolean {
  if (!description.known) return false;
  const before = description.value;
  const isSame = before.id !== undefined && before.id === now.id && before.createdAt === now.createdAt;
  return isSame && [before, now].every(isAlone);
}

function isAlone(table: TableDescription): boolean {
  const { status, replicaRegions, replicaAccounts, witnessRegions, multiRegionConsistency } = table;
  const elsewhere = [replicaRegions, replicaAccounts, witnessRegions];
  return status === 'ACTIVE' && multiRegionConsistency === 'none' && elsewhere.every((places) => places?.length === 0);
}

/** When tables of a place were last changed, by name; and when something was that cannot be told. */
interface Changes {
  readonly lastOf: ReadonlyMap<string, Instant>;
  readonly lastUnplaced: Instant | undefined;
}

const MEMBERS = [...TABLE_MEMBERS, 'globalTableName'];

function changesIn(place: Scope, events: readonly TrailEvent[]): Changes {
  const lastOf = new Map<string, Instant>();
  let lastUnplaced: Instant | undefined;
  for (const event of events) {
    if (event.account !== place.account || event.region !== place.region) continue;
    const names = textsNamed(event, MEMBERS).map((text) => tableNamed(text, place));
    if (names.length === 0) lastUnplaced = event.at;
    for (const name of names) {
      if (name === undefined) lastUnplaced = event.at;
      else lastOf.set(name, event.at);
    }
  }
  return { lastOf, lastUnplaced };
}

/** Also where nobody can tell. Calls that were refused count, too: they cost one reading. */
function isChanged({ table, region, touched }: FormerTable, { reach }: TrailHistory, read: Instant, until: Instant) {
  const since = plusMinutes(read, -SETTLING_MINUTES);
  if (holeIn(reachOf(reach, region), since, until)) return true;
  return [touched.lastOf.get(table.name), touched.lastUnplaced].some((at) => at !== undefined && at >= since);
}
