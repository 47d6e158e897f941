import { type Arn, parseArn, tableArn } from '../model/arn.ts';
import { type Fact, known, type Unknown, unknown } from '../model/fact.ts';
import { append } from '../model/group-by.ts';
import { DAY_MINUTES, type Instant, minutesBetween, plusMinutes } from '../model/instant.ts';
import type { RegionInventory } from '../model/inventory.ts';
import { byText } from '../model/order.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import type { Estate, EstateTable } from './estate.ts';
import { copiedPoints, madePoints } from './jobs.ts';

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
export const DELETION_SLACK_MINUTES = 8 * 60;

/**
 * A point that should be gone: its time is over and AWS Backup did not, or could not, delete it. It is still stored.
 * `EXPIRED` is what AWS shows where it lacks the permission, because the role was changed or deleted.
 */
export function isOverdue(point: RecoveryPoint, now: Instant): boolean {
  return point.status === 'EXPIRED' || isLate(point, now);
}

/** A point that is there longer after its end than AWS Backup may take to delete it. */
export function isLate(point: RecoveryPoint, now: Instant): boolean {
  const end = endOf(point);
  // Most points end later than now, and instants sort as text: the arithmetic is for the others.
  return end !== undefined && end < now && minutesBetween(end, now) > DELETION_SLACK_MINUTES;
}

/** When the point is to be deleted; absent: never. Retention counts from the creation of the point, or of its source. */
export function endOf({ createdAt, deleteAt, lifecycle }: RecoveryPoint): Instant | undefined {
  if (deleteAt !== undefined) return deleteAt;
  const days = lifecycle?.deleteAfterDays;
  return days === undefined ? undefined : plusMinutes(createdAt, days * DAY_MINUTES);
}

/** Every recovery point of the table in the vaults of its own account and Region, oldest first. */
export function pointsOf(table: EstateTable): PointsView {
  const { byResource, unread } = indexOf(table.regionInventory);
  return { points: byResource.get(table.arn) ?? [], unread };
}

/** Points that are told apart by the table's age. */
export interface OwnPoints extends PointsView {
  /** Older than the table: points of another one that had its name. */
  readonly former: readonly RecoveryPoint[];
  /** While it is unknown, any of `points` may be a former one. */
  readonly born: Fact<Instant>;
}

/** A recovery point names its table by ARN, and so do those of an earlier table of that name: age tells them apart. */
export function ownPoints(table: EstateTable, view: PointsView = pointsOf(table)): OwnPoints {
  const born = bornAt(table);
  const [first] = view.points;
  if (!born.known || first === undefined || first.createdAt >= born.value) return { ...view, former: [], born };
  const isFormer = (point: RecoveryPoint) => point.createdAt < born.value;
  return {
    points: view.points.filter((point) => !isFormer(point)),
    former: view.points.filter(isFormer),
    unread: view.unread,
    born,
  };
}

export function bornAt({ name, record: { description } }: EstateTable): Fact<Instant> {
  if (!description.known) return description;
  const { createdAt } = description.value;
  return createdAt === undefined
    ? unknown('undocumented', `DynamoDB did not say when ${name} was created`, 'dynamodb:DescribeTable')
    : known(createdAt, description.from);
}

/** Copies, and points of which nothing tells whether they are any. */
export interface CopiesView extends PointsView {
  readonly possible: readonly RecoveryPoint[];
}

/**
 * The table's points in another Region or account, and its copies in its own. A copy is documented to name its source table;
 * should AWS name a table of that name in the destination instead, a copy with the creation date of a source point counts as
 * well. Of copies within an account AWS leaves out the source vault, so that a point without one may be a copy: a completed
 * copy job that names it makes it one, a completed backup job that names it does not.
 */
export function copiesOf(estate: Estate, table: EstateTable, region: string, account: string): CopiesView {
  const destination = estate.region(account, region);
  if (!destination) {
    return { points: [], possible: [], unread: [unreadDestination(region, account, account === table.account)] };
  }
  const { byResource, unread } = indexOf(destination);
  const named = byResource.get(table.arn) ?? [];
  const copied = copiedPoints(table);
  const isSure = (point: RecoveryPoint) => isCopy(point) || copied.has(point.arn);
  if (!isElsewhere(table, destination)) {
    const made = madePoints(table);
    return {
      points: named.filter(isSure),
      possible: named.filter((point) => !isSure(point) && !made.has(point.arn)),
      unread,
    };
  }
  const there = tableArn(destination.partition, region, account, table.name);
  const renamed = byResource.get(there) ?? [];
  if (renamed.length === 0) return { points: named, possible: [], unread };
  const own = pointsOf(table);
  const sourceDates = new Set(own.points.map((point) => point.createdAt));
  const dated = renamed.filter((point) => copied.has(point.arn) || sourceDates.has(point.createdAt));
  return {
    points: [...named, ...dated.filter(isSure)].sort(byCreation),
    possible: dated.filter((point) => !isSure(point)),
    unread: [...unread, ...own.unread],
  };
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
  readonly unread: readonly Unknown[];
}

const indexes = new WeakMap<RegionInventory, PointIndex>();

function indexOf(region: RegionInventory): PointIndex {
  const index = indexes.get(region) ?? indexPoints(region);
  indexes.set(region, index);
  return index;
}

function indexPoints({ recoveryPoints }: RegionInventory): PointIndex {
  const byResource = new Map<string, RecoveryPoint[]>();
  if (!recoveryPoints.known) return { byResource, unread: [recoveryPoints] };
  const unread: Unknown[] = [];
  for (const { points } of recoveryPoints.value) {
    if (points.known) for (const point of points.value) append(byResource, point.resourceArn, point);
    else unread.push(points);
  }
  for (const points of byResource.values()) points.sort(byCreation);
  return { byResource, unread };
}

const byCreation = byText<RecoveryPoint>(({ createdAt }) => createdAt);

export type VaultPlace = Pick<Arn, 'partition' | 'region' | 'account'>;

/** The Region and account that a vault ARN names. */
export function placeOfVault(arn: string): VaultPlace | undefined {
  const parsed = parseArn(arn);
  return parsed?.service === 'backup' ? parsed : undefined;
}
