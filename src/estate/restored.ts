import { type RestoreRecord, restoresOfJobs } from '../history/restores.ts';
import type { Unknown } from '../model/fact.ts';
import { type Instant, minutesBetween } from '../model/instant.ts';
import type { RegionInventory } from '../model/inventory.ts';
import { append } from './append.ts';
import type { Estate, EstateTable } from './estate.ts';

/** Tables of restore tests are named so by AWS, ignored by backup plans, and deleted after the test. */
const RESTORE_TEST_PREFIX = 'awsbackup-restore-test-';

export function isRestoreTestTable(name: string): boolean {
  return name.startsWith(RESTORE_TEST_PREFIX);
}

/** A table that a restore made, with what tells so. */
export interface RestoredTable {
  readonly table: EstateTable;
  readonly sourceArn: string;
  /** Absent when the source is gone or lies outside the scope. */
  readonly source?: EstateTable;
  /** The restore that made it; absent when only the table itself tells (a native or point-in-time restore). */
  readonly restore?: RestoreRecord;
  readonly inProgress: boolean;
  /** One sentence: how Holdfast knows. */
  readonly evidence: string;
}

export interface Restores {
  /** Source table ARN → its restores, in order of their start. */
  readonly bySource: ReadonlyMap<string, readonly RestoreRecord[]>;
  /** Source table ARN → the tables made from it that exist. */
  readonly restoredFrom: ReadonlyMap<string, readonly RestoredTable[]>;
  /** ARNs of all restored tables. */
  readonly restoredArns: ReadonlySet<string>;
  /** Restore jobs that could not be read: restores may be hidden in each. */
  readonly unreadJobs: readonly Unknown[];
  /** Tables whose description could not be read: each may be a restored one. */
  readonly unreadTables: readonly Unknown[];
}

const cache = new WeakMap<Estate, Restores>();

export function restoresOf(estate: Estate): Restores {
  const found = cache.get(estate);
  if (found) return found;
  const made = findRestores(estate);
  cache.set(estate, made);
  return made;
}

function findRestores(estate: Estate): Restores {
  const sources = pointSources(estate.inventory.regions);
  const unreadJobs: Unknown[] = [];
  const records: RestoreRecord[] = [];
  for (const region of estate.inventory.regions.filter((each) => each.inScope)) {
    if (region.restoreJobs.known) records.push(...restoresOfJobs(region.restoreJobs.value, (arn) => sources.get(arn)));
    else unreadJobs.push(region.restoreJobs);
  }

  const bySource = new Map<string, RestoreRecord[]>();
  for (const record of records) {
    if (record.sourceArn !== undefined) append(bySource, record.sourceArn, record);
  }

  const restored = new Map<string, RestoredTable>();
  for (const record of records) {
    const table = record.restoredArn === undefined ? undefined : estate.table(record.restoredArn);
    if (!table || record.sourceArn === undefined || isRestoreTestTable(table.name)) continue;
    if (record.outcome === 'failed' || !isMadeBy(table, record)) continue;
    restored.set(table.arn, byJob(estate, table, record.sourceArn, record));
  }
  const unreadTables: Unknown[] = [];
  for (const table of estate.tables) {
    if (isRestoreTestTable(table.name) || restored.has(table.arn)) continue;
    const description = table.record.description;
    if (!description.known) {
      unreadTables.push(description);
      continue;
    }
    const summary = description.value.restore;
    if (summary?.sourceTableArn === undefined) continue;
    restored.set(table.arn, bySummary(estate, table, summary.sourceTableArn, summary.restoredTo, summary.inProgress));
  }

  const restoredFrom = new Map<string, RestoredTable[]>();
  for (const table of restored.values()) append(restoredFrom, table.sourceArn, table);
  return { bySource, restoredFrom, restoredArns: new Set(restored.keys()), unreadJobs, unreadTables };
}

/** A table of that name that was created after the restore ended is another table. */
function isMadeBy(table: EstateTable, record: RestoreRecord): boolean {
  const createdAt = table.record.description.known ? table.record.description.value.createdAt : undefined;
  if (createdAt === undefined || record.completedAt === undefined) return true;
  return minutesBetween(record.completedAt, createdAt) <= 1;
}

function byJob(estate: Estate, table: EstateTable, sourceArn: string, restore: RestoreRecord): RestoredTable {
  const ended = restore.completedAt === undefined ? `is ${restore.status}` : `completed ${restore.completedAt}`;
  return {
    ...place(estate, table, sourceArn),
    restore,
    inProgress: restore.outcome === 'running' || isBeingMade(table),
    evidence: `restored from ${sourceArn} by restore job ${restore.id}, which ${ended}`,
  };
}

function bySummary(
  estate: Estate,
  table: EstateTable,
  sourceArn: string,
  restoredTo: Instant,
  inProgress: boolean,
): RestoredTable {
  return {
    ...place(estate, table, sourceArn),
    inProgress: inProgress || isBeingMade(table),
    evidence: `restored from ${sourceArn} as of ${restoredTo}, says the table's RestoreSummary`,
  };
}

function place(estate: Estate, table: EstateTable, sourceArn: string) {
  const source = estate.table(sourceArn);
  return { table, sourceArn, ...(source ? { source } : {}) };
}

/** A table shows `CREATING` while it is being restored; there is no status of its own for that. */
function isBeingMade(table: EstateTable): boolean {
  return table.record.description.known && table.record.description.value.status === 'CREATING';
}

function pointSources(regions: readonly RegionInventory[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const region of regions) {
    if (!region.recoveryPoints.known) continue;
    for (const vault of region.recoveryPoints.value) {
      if (!vault.points.known) continue;
      for (const point of vault.points.value) sources.set(point.arn, point.resourceArn);
    }
  }
  return sources;
}
