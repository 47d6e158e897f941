import type { Estate, EstateTable } from '../../estate/estate.ts';
import type { RestoredTable } from '../../estate/restored.ts';
import { parseArn, tableNameOf } from '../../model/arn.ts';
import { type Fact, known, type Unknown, unknown } from '../../model/fact.ts';
import type { Instant } from '../../model/instant.ts';
import type { RegionInventory } from '../../model/inventory.ts';
import type { NativeBackup } from '../../model/native-backup.ts';
import type { TableDescription, TableRecord } from '../../model/table.ts';
import { scheduledActionsOf } from './scheduled-actions.ts';

interface Recorded {
  readonly table: EstateTable;
  readonly at: Instant;
}

export interface FallbackSource {
  /** The youngest fact of each kind that was recorded; absent where nothing was. */
  readonly table?: EstateTable;
  /** Why something that was recorded is not of this table. */
  readonly refused: readonly string[];
  /** Why the native backup could not be read. */
  readonly unread?: Unknown;
}

/**
 * What was recorded of a source that is gone: by a baseline or an inventory of before, and by the native backup that was
 * restored. Another table may have borne the name, so what was recorded counts only when `existed` says of the table's
 * creation (where it was not recorded: of the record's own instant) that it was there at the time of the backup.
 */
export function fallbackFor(
  estate: Estate,
  restored: RestoredTable,
  existed: (at: Instant) => boolean,
): FallbackSource {
  const found = estate.former.flatMap((former): Recorded[] => {
    const table = former.estate.table(restored.sourceArn);
    return table ? [{ table: signed(table, `${former.file} of ${former.estate.now}`), at: former.estate.now }] : [];
  });
  const fitting = found.filter(({ table, at }) => existed(creationOf(table) ?? at));
  const backup = inBackup(estate, restored);
  const body = bodyOf(estate, restored);
  const [youngest, ...others] = [...fitting, ...(backup ? [backup] : [])].toSorted((a, b) => (a.at < b.at ? 1 : -1));
  return {
    ...(youngest ? { table: others.reduce((table, other) => completed(table, other.table), youngest.table) } : {}),
    ...(body && !body.known ? { unread: body } : {}),
    refused: found
      .filter((each) => !fitting.includes(each))
      .map(({ table, at }) => `the ${table.name} recorded ${at} may be a later table of that name`),
  };
}

function creationOf({ record }: EstateTable): Instant | undefined {
  return record.description.known ? record.description.value.createdAt : undefined;
}

/** The native backup that the restored table was made from; undefined where it was made from none, or that is gone. */
export function backupOf(estate: Estate, restored: RestoredTable): Fact<NativeBackup> | undefined {
  const body = bodyOf(estate, restored);
  return body?.known && body.value.tableArn !== restored.sourceArn ? undefined : body;
}

/** A table as a native backup keeps it. */
export function keptBy({ table: { onDemandThroughput: most, ...table }, createdAt }: NativeBackup) {
  if (most === undefined) {
    const detail = `the inventory does not tell the maximum of the backup of ${createdAt}; read the account again`;
    return { ...table, onDemandUnknown: unknown('not-collected', detail) };
  }
  return Object.keys(most).length === 0 ? table : { ...table, onDemandThroughput: most };
}

function bodyOf(estate: Estate, { backupArn }: RestoredTable): Fact<NativeBackup> | undefined {
  const place = parseArn(backupArn ?? '');
  const records = place && estate.region(place.account, place.region)?.nativeBackups;
  return records?.find(({ arn }) => arn === backupArn)?.body;
}

function inBackup(estate: Estate, restored: RestoredTable): Recorded | undefined {
  const body = backupOf(estate, restored);
  const backup = body?.known ? body.value : undefined;
  const place = parseArn(restored.sourceArn);
  const regionInventory = place && estate.region(place.account, place.region);
  const name = tableNameOf(restored.sourceArn);
  if (!backup || !regionInventory || name === undefined) return undefined;
  const from = `the backup ${restored.backupArn} of ${backup.createdAt}`;
  const unresolved = unknown('not-collected', `${from} does not keep it`);
  const record: TableRecord = {
    arn: restored.sourceArn,
    name,
    tags: unresolved,
    description: known(withUnresolved(backup), from),
    timeToLive: known(backup.timeToLive, from),
    pointInTimeRecovery: unresolved,
    resourcePolicy: unresolved,
  };
  const { partition, account, region } = regionInventory;
  const table = {
    partition,
    account,
    region,
    arn: record.arn,
    name,
    record,
    regionInventory: withoutLists(regionInventory, unresolved),
  };
  return { table, at: backup.createdAt };
}

/** A native backup keeps no list of the Region's; who manages a key has not changed with the table. */
function withoutLists(regionInventory: RegionInventory, unresolved: Unknown): RegionInventory {
  return {
    ...regionInventory,
    alarms: unresolved,
    scalableTargets: unresolved,
    scalingPolicies: unresolved,
    scheduledActions: unresolved,
  };
}

/** What no setting asks of a source is as on a new table. */
function withUnresolved(backup: NativeBackup): TableDescription {
  return { ...keptBy(backup), status: 'ACTIVE', tableClass: 'STANDARD', replicaRegions: [] };
}

/** The same facts, saying who recorded them and when. */
function signed(table: EstateTable, from: string): EstateTable {
  const sign = <T>(fact: Fact<T>): Fact<T> => (fact.known ? known(fact.value, from) : fact);
  const { record, regionInventory } = table;
  return {
    ...table,
    record: {
      ...record,
      tags: sign(record.tags),
      description: sign(record.description),
      timeToLive: sign(record.timeToLive),
      pointInTimeRecovery: sign(record.pointInTimeRecovery),
      resourcePolicy: sign(record.resourcePolicy),
    },
    regionInventory: {
      ...regionInventory,
      alarms: sign(regionInventory.alarms),
      scalableTargets: sign(regionInventory.scalableTargets),
      scalingPolicies: sign(regionInventory.scalingPolicies),
      ...(regionInventory.scheduledActions ? { scheduledActions: sign(regionInventory.scheduledActions) } : {}),
    },
  };
}

function completed(table: EstateTable, by: EstateTable): EstateTable {
  const record: TableRecord = {
    ...table.record,
    tags: either(table.record.tags, by.record.tags),
    description: eitherDescription(table.record.description, by.record.description),
    timeToLive: either(table.record.timeToLive, by.record.timeToLive),
    pointInTimeRecovery: either(table.record.pointInTimeRecovery, by.record.pointInTimeRecovery),
    resourcePolicy: either(table.record.resourcePolicy, by.record.resourcePolicy),
  };
  const regionInventory: RegionInventory = {
    ...table.regionInventory,
    alarms: either(table.regionInventory.alarms, by.regionInventory.alarms),
    scalableTargets: either(table.regionInventory.scalableTargets, by.regionInventory.scalableTargets),
    scalingPolicies: either(table.regionInventory.scalingPolicies, by.regionInventory.scalingPolicies),
    scheduledActions: either(scheduledActionsOf(table.regionInventory), scheduledActionsOf(by.regionInventory)),
  };
  return { ...table, record, regionInventory };
}

/** A native backup keeps no deletion protection; an older record may. */
function eitherDescription(fact: Fact<TableDescription>, other: Fact<TableDescription>): Fact<TableDescription> {
  if (!fact.known || !other.known || fact.value.deletionProtection !== undefined) return either(fact, other);
  const both = { ...other.value, ...fact.value };
  return known(both, `${fact.from}, and what that does not keep from ${other.from}`);
}

function either<T>(fact: Fact<T>, other: Fact<T>): Fact<T> {
  return fact.known ? fact : other.known ? other : fact;
}
