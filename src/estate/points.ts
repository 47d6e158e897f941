import { parseArn, tableNameOf } from '../model/arn.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import { DAY_MINUTES, type Instant, minutesBetween, plusMinutes } from '../model/instant.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import { append } from './append.ts';
import type { Estate, EstateTable } from './estate.ts';

/** The points that were found, and the vaults that could not be read: a point may be hidden in each of them. */
export interface PointsView {
  readonly points: readonly RecoveryPoint[];
  readonly unread: readonly Unknown[];
}

/**
 * A point that can be restored. `AVAILABLE` is what continuous points show; `PARTIAL`, `EXPIRED`, `DELETING`,
 * `STOPPED` and `CREATING` do not count. Source: backup API, RecoveryPointByBackupVault.Status.
 */
export function isUsable(point: RecoveryPoint): boolean {
  return point.status === 'COMPLETED' || point.status === 'AVAILABLE';
}

/** AWS Backup deletes a point at some moment in the 8 hours after it expired. Source: Developer Guide, deleting-backups. */
const DELETION_SLACK_MINUTES = 8 * 60;

/**
 * A point that should be gone: its time is over and AWS Backup did not, or could not, delete it. It is still stored.
 * `EXPIRED` is what AWS shows where it lacks the permission, because the role was changed or deleted.
 */
export function isOverdue(point: RecoveryPoint, now: Instant): boolean {
  const end = endOf(point);
  // Most points end later than now, and instants sort as text: the arithmetic is for the others.
  const isOver = end !== undefined && end < now && minutesBetween(end, now) > DELETION_SLACK_MINUTES;
  return point.status === 'EXPIRED' || isOver;
}

/** When the point is to be deleted; absent: never. Retention counts from the creation of the point, or of its source. */
export function endOf({ createdAt, deleteAt, lifecycle }: RecoveryPoint): Instant | undefined {
  if (deleteAt !== undefined) return deleteAt;
  const days = lifecycle?.deleteAfterDays;
  return days === undefined ? undefined : plusMinutes(createdAt, days * DAY_MINUTES);
}

/** Every recovery point of the table in the vaults of its own account and Region, oldest first. */
export function pointsOf(table: EstateTable): PointsView {
  return pointsIn(table.home, (index) => index.byResource.get(table.arn) ?? []);
}

/**
 * The table's points in another Region or account. A copy is documented to name its source table; should AWS name the
 * destination instead, a copy of the same table name with the creation date of a source point counts as well.
 */
export function copiesOf(estate: Estate, table: EstateTable, region: string, account: string): PointsView {
  const destination = estate.region(account, region);
  if (!destination) {
    return { points: [], unread: [unreadDestination(region, account, account === table.account)] };
  }
  return pointsIn(destination, (index) => {
    const named = index.byResource.get(table.arn) ?? [];
    const copies = isElsewhere(table, destination) ? named : named.filter(isCopy);
    const likeNamed = (index.copiedByName.get(table.name) ?? []).filter((arn) => arn !== table.arn);
    if (likeNamed.length === 0) return copies;
    const sourceDates = new Set(pointsOf(table).points.map((point) => point.createdAt));
    const taken = likeNamed
      .flatMap((arn) => index.byResource.get(arn) ?? [])
      .filter((point) => isCopy(point) && sourceDates.has(point.createdAt));
    return [...copies, ...taken].sort(byCreation);
  });
}

function isElsewhere(table: EstateTable, destination: RegionInventory): boolean {
  return table.account !== destination.account || table.region !== destination.region;
}

function isCopy(point: RecoveryPoint): boolean {
  return point.sourceVaultArn !== undefined;
}

function unreadDestination(region: string, account: string, ownAccount: boolean): Unknown {
  return unknown(
    'not-collected',
    ownAccount
      ? `Region ${region} of account ${account} was not read`
      : `account ${account} was not read: name a role of it with --role-arn`,
    'backup:ListRecoveryPointsByBackupVault',
  );
}

interface PointIndex {
  /** Oldest first. */
  readonly byResource: ReadonlyMap<string, readonly RecoveryPoint[]>;
  /** Table name → the resources of that name that have copies here. */
  readonly copiedByName: ReadonlyMap<string, readonly string[]>;
  readonly unread: readonly Unknown[];
}

const indexes = new WeakMap<RegionInventory, PointIndex>();

function pointsIn(region: RegionInventory, pick: (index: PointIndex) => readonly RecoveryPoint[]): PointsView {
  const index = indexes.get(region) ?? indexPoints(region);
  indexes.set(region, index);
  return { points: pick(index), unread: index.unread };
}

function indexPoints(region: RegionInventory): PointIndex {
  const byResource = new Map<string, RecoveryPoint[]>();
  const copiedByName = new Map<string, string[]>();
  const unread: Unknown[] = [];
  if (!region.recoveryPoints.known) {
    return { byResource, copiedByName, unread: [region.recoveryPoints] };
  }
  for (const vault of region.recoveryPoints.value) {
    if (!vault.points.known) {
      unread.push(vault.points);
      continue;
    }
    for (const point of vault.points.value) append(byResource, point.resourceArn, point);
  }
  for (const [arn, points] of byResource) {
    points.sort(byCreation);
    const copy = points.find(isCopy);
    if (copy) append(copiedByName, tableNameOf(arn) ?? copy.resourceName ?? '', arn);
  }
  return { byResource, copiedByName, unread };
}

function byCreation(a: RecoveryPoint, b: RecoveryPoint): number {
  return a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0;
}

/** The Region that a vault ARN names. */
export function placeOfVault(
  arn: string,
): { readonly region: string; readonly account: string; readonly partition: string } | undefined {
  const parsed = parseArn(arn);
  return parsed?.service === 'backup' ? parsed : undefined;
}
