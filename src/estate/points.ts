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
  return point.status === 'EXPIRED' || (end !== undefined && minutesBetween(end, now) > DELETION_SLACK_MINUTES);
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
  const own = pointsOf(table);
  const sourceDates = new Set(own.points.map((point) => point.createdAt));
  return pointsIn(destination, (index) => [
    ...(index.byResource.get(table.arn) ?? []).filter((point) => isElsewhere(table, destination) || isCopy(point)),
    ...(index.copiesByName.get(table.name) ?? []).filter(
      (point) => point.resourceArn !== table.arn && sourceDates.has(point.createdAt),
    ),
  ]);
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
  readonly byResource: ReadonlyMap<string, readonly RecoveryPoint[]>;
  /** Copies by the name of the table that their resource names. */
  readonly copiesByName: ReadonlyMap<string, readonly RecoveryPoint[]>;
  readonly unread: readonly Unknown[];
}

const indexes = new WeakMap<RegionInventory, PointIndex>();

function pointsIn(region: RegionInventory, pick: (index: PointIndex) => readonly RecoveryPoint[]): PointsView {
  const index = indexes.get(region) ?? indexPoints(region);
  indexes.set(region, index);
  const points = pick(index);
  return { points: points.length > 1 ? points.toSorted(byCreation) : points, unread: index.unread };
}

function indexPoints(region: RegionInventory): PointIndex {
  const byResource = new Map<string, RecoveryPoint[]>();
  const copiesByName = new Map<string, RecoveryPoint[]>();
  const unread: Unknown[] = [];
  if (!region.recoveryPoints.known) {
    return { byResource, copiesByName, unread: [region.recoveryPoints] };
  }
  for (const vault of region.recoveryPoints.value) {
    if (!vault.points.known) {
      unread.push(vault.points);
      continue;
    }
    for (const point of vault.points.value) {
      append(byResource, point.resourceArn, point);
      if (isCopy(point)) append(copiesByName, tableNameOf(point.resourceArn) ?? point.resourceName ?? '', point);
    }
  }
  return { byResource, copiesByName, unread };
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
