import type { LedgerRecord } from '../history/ledger-line.ts';
import { restoreOfRecord } from '../history/ledger-records.ts';
import { pointsByArn } from '../history/recovery-points.ts';
import { type RestoreRecord, restoresOfJobs } from '../history/restores.ts';
import { attributed, restoresOfTrail, type TrailRestore } from '../history/trail-restores.ts';
import { parseArn } from '../model/arn.ts';
import type { Unknown } from '../model/fact.ts';
import { append } from '../model/group-by.ts';
import { type Instant, minutesBetween } from '../model/instant.ts';
import type { Inventory, RegionInventory } from '../model/inventory.ts';
import { isNativeBackup } from '../model/native-backup.ts';
import { byText } from '../model/order.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import type { Estate, EstateTable } from './estate.ts';
import { createdAtOf, ofPresentTable } from './namesake.ts';

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
  /** The native backup that it was made from, where it was made from one. */
  readonly backupArn?: string;
  readonly inProgress: boolean;
  /** Why nobody knows whether the table of that name is still the one that the restore made. */
  readonly doubt?: Unknown;
  /** One sentence: how Holdfast knows. */
  readonly evidence: string;
}

export interface Restores {
  /** Source table ARN → its restores, in order of their start; those that may be of an earlier table of the name too. */
  readonly bySource: ReadonlyMap<string, readonly RestoreRecord[]>;
  /** Source table ARN → restores of an earlier table of the name: they tell nothing of the one that is there. */
  readonly ofNamesakes: ReadonlyMap<string, readonly RestoreRecord[]>;
  /** Source table ARN → the tables made from it that exist. */
  readonly restoredFrom: ReadonlyMap<string, readonly RestoredTable[]>;
  /** ARNs of all restored tables. */
  readonly restoredArns: ReadonlySet<string>;
  /** Restore jobs that could not be read: restores may be hidden in each. */
  readonly unreadJobs: readonly Unknown[];
  /** Tables that could not be listed or described: a restored one may be among them. */
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
  const regions = estate.inventory.regions.filter((each) => each.inScope);
  const reported = restoresOfTrail(estate.history.events);
  const elsewhere = estate.inventory.regions.filter((each) => !each.inScope);
  const points = pointsByArn([...regions, ...elsewhere], pointsRestored(regions, reported.restores));
  const unreadPlaces = estate.inventory.unread.map(({ why }) => why);
  const unreadJobs: Unknown[] = [...unreadPlaces];
  const listed: RestoreRecord[] = [];
  for (const region of regions) {
    if (!region.restoreJobs.known) {
      unreadJobs.push(region.restoreJobs);
      continue;
    }
    for (const record of restoresOfJobs(region.restoreJobs.value, (arn) => points.get(arn))) listed.push(record);
  }
  const records = withTrail(estate, withLedger(estate, listed), reported.restores, points);

  const bySource = new Map<string, RestoreRecord[]>();
  const ofNamesakes = new Map<string, RestoreRecord[]>();
  for (const record of records) {
    if (record.sourceArn === undefined) continue;
    const isOther = ofPresentTable(estate.table(record.sourceArn), record) === 'no';
    append(isOther ? ofNamesakes : bySource, record.sourceArn, record);
  }
  if (records.length > listed.length)
    for (const restores of bySource.values()) restores.sort(byText(({ startedAt }) => startedAt));

  const restored = new Map<string, RestoredTable>();
  for (const record of records) {
    const table = record.restoredArn === undefined ? undefined : estate.table(record.restoredArn);
    if (!table || record.sourceArn === undefined || isRestoreTestTable(table.name)) continue;
    if (record.outcome === 'failed' || !isMadeBy(table, record)) continue;
    const other = restored.get(table.arn)?.restore;
    if (other && other.startedAt > record.startedAt) continue;
    restored.set(table.arn, byJob(estate, table, record.sourceArn, record));
  }
  const unreadTables: Unknown[] = [...unreadPlaces, ...regions.flatMap(({ tables }) => (tables.known ? [] : [tables]))];
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
  return {
    bySource,
    ofNamesakes,
    restoredFrom,
    restoredArns: new Set(restored.keys()),
    unreadJobs,
    unreadTables,
  };
}

/** The recovery points that the jobs restored, by ARN. */
function pointsRestored(regions: readonly RegionInventory[], reported: readonly TrailRestore[]): ReadonlySet<string> {
  return new Set([
    ...reported.flatMap(({ recoveryPointArn }) => recoveryPointArn ?? []),
    ...regions.flatMap(({ restoreJobs }) =>
      restoreJobs.known ? restoreJobs.value.flatMap((job) => job.recoveryPointArn ?? []) : [],
    ),
  ]);
}

/**
 * Restores of the job list, and those that only the ledger remembers. A restore that both know counts once, as the job
 * has it, but for what the ledger learned after the list was taken: its end, and the result of its validation.
 */
function withLedger({ ledger, inventory }: Estate, listed: readonly RestoreRecord[]): readonly RestoreRecord[] {
  if (ledger.length === 0) return listed;
  const isHere = inScopeOf(inventory);
  // AWS writes ids in either case.
  const remembered = new Map(listed.map(({ id }) => [id.toLowerCase(), undefined as LedgerRecord | undefined]));
  const forgotten = new Map<string, RestoreRecord>();
  for (const record of ledger) {
    const id = record.id.toLowerCase();
    if (remembered.has(id)) remembered.set(id, record);
    else if (isHere(record.source) || isHere(record.restored)) forgotten.set(id, restoreOfRecord(record));
  }
  const known = listed.map((job) => {
    const record = remembered.get(job.id.toLowerCase());
    return record ? withRecord(job, record) : job;
  });
  return [...forgotten.values(), ...known];
}

/** Restores that neither the job list nor the ledger has, and CloudTrail tells of from beginning to end. */
function withTrail(
  { inventory, now }: Estate,
  records: readonly RestoreRecord[],
  reported: readonly TrailRestore[],
  points: ReadonlyMap<string, RecoveryPoint>,
): readonly RestoreRecord[] {
  if (reported.length === 0) return records;
  const known = new Set(records.map(({ id }) => id.toLowerCase()));
  const isHere = inScopeOf(inventory);
  const more = attributed(reported, points).flatMap(
    ({ account: _, region: __, ...restore }): readonly RestoreRecord[] => {
      if (known.has(restore.id.toLowerCase()) || restore.startedAt > now) return [];
      return isHere(restore.sourceArn) || isHere(restore.restoredArn ?? null) ? [restore] : [];
    },
  );
  return [...more, ...records];
}

/** Whether an ARN lies in the scope of an inventory. Each is looked at once: there may be many restores of one table. */
function inScopeOf({ regions }: Inventory): (arn: string | null) => boolean {
  const places = new Set(regions.filter(({ inScope }) => inScope).map(placeOf));
  const answers = new Map<string, boolean>();
  return (arn) => {
    if (arn === null) return false;
    const found = answers.get(arn);
    if (found !== undefined) return found;
    const parsed = parseArn(arn);
    const here = parsed !== undefined && places.has(placeOf(parsed));
    answers.set(arn, here);
    return here;
  };
}

function withRecord(job: RestoreRecord, record: LedgerRecord): RestoreRecord {
  if (job.outcome === 'running' || job.outcome === 'contradictory') return restoreOfRecord(record);
  const { validationStatus } = job;
  const validated = validationStatus === undefined || validationStatus === 'VALIDATING' ? record.validation : undefined;
  return {
    ...job,
    sourceArn: job.sourceArn ?? record.source,
    ...(job.recoveryPointCreatedAt === undefined && record.recoveryPointCreated !== undefined
      ? { recoveryPointCreatedAt: record.recoveryPointCreated }
      : {}),
    ...(job.cold === undefined && record.cold !== undefined ? { cold: record.cold } : {}),
    ...(validated === undefined ? {} : { validationStatus: validated }),
  };
}

function placeOf({ account, region }: { readonly account: string; readonly region: string }): string {
  return `${account}/${region}`;
}

/**
 * A table of that name that was created after the restore ended is another table. Many tables may have borne the name
 * since the ledger's line, or CloudTrail's event, was written, so there the table's age must be known; since a job that
 * AWS still lists, the name alone tells, and leaves a doubt.
 */
function isMadeBy(table: EstateTable, record: RestoreRecord): boolean {
  const createdAt = createdAtOf(table);
  if (createdAt === undefined && (record.from === 'ledger' || record.from === 'cloudtrail')) return false;
  if (createdAt === undefined || record.completedAt === undefined) return true;
  return minutesBetween(record.completedAt, createdAt) <= 1;
}

function byJob(estate: Estate, table: EstateTable, sourceArn: string, restore: RestoreRecord): RestoredTable {
  const ended = restore.completedAt === undefined ? `is ${restore.status}` : `completed ${restore.completedAt}`;
  const { description } = table.record;
  return {
    ...place(estate, table, sourceArn, restore.recoveryPointArn),
    restore,
    ...(description.known ? {} : { doubt: description }),
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

function place(estate: Estate, table: EstateTable, sourceArn: string, pointArn?: string) {
  const source = estate.table(sourceArn);
  const { description } = table.record;
  const backupArn = (description.known ? description.value.restore?.sourceBackupArn : undefined) ?? pointArn;
  return {
    table,
    sourceArn,
    ...(source ? { source } : {}),
    ...(backupArn !== undefined && isNativeBackup(backupArn) ? { backupArn } : {}),
  };
}

/** A table shows `CREATING` while it is being restored; there is no status of its own for that. */
function isBeingMade(table: EstateTable): boolean {
  return table.record.description.known && table.record.description.value.status === 'CREATING';
}
