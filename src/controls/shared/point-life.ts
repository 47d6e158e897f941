import { isUsable } from '../../estate/points.ts';
import { type Fact, known, type Unknown, unknown } from '../../model/fact.ts';
import { DAY_MINUTES, minutesBetween } from '../../model/instant.ts';
import type { RegionInventory } from '../../model/inventory.ts';
import type { BackupRule } from '../../model/plan.ts';
import type { RecoveryPoint } from '../../model/recovery-point.ts';

/** Completed points by how long they will live. */
export interface PointsByLife {
  /** At least as long as asked; oldest first, as all of them. */
  readonly kept: readonly RecoveryPoint[];
  readonly short: readonly RecoveryPoint[];
  /** Those of which it is not known, and why. */
  readonly unsure: readonly { readonly point: RecoveryPoint; readonly why: Unknown }[];
  /** Partial, running, stopped or expired: nothing can be restored from them. */
  readonly unusable: readonly RecoveryPoint[];
  /** They lie in a vault that is gone. */
  readonly lost: readonly RecoveryPoint[];
}

export interface LifeAsked {
  readonly retentionMinutes: number;
  /** Where the vaults of the points are. */
  readonly regionInventory: RegionInventory | undefined;
  /** Of a copy without an end of its own: whether its source lives as long as asked. Absent: the points are no copies. */
  readonly sourceLives?: (copy: RecoveryPoint) => boolean;
}

export function byLife(points: readonly RecoveryPoint[], { regionInventory, ...asked }: LifeAsked): PointsByLife {
  const made = {
    kept: [] as RecoveryPoint[],
    short: [] as RecoveryPoint[],
    unsure: [] as { point: RecoveryPoint; why: Unknown }[],
    unusable: [] as RecoveryPoint[],
    lost: [] as RecoveryPoint[],
  };
  const vaultExists = vaultsOf(regionInventory);
  for (const point of points) {
    const exists = isUsable(point) ? vaultExists(point.vaultName) : undefined;
    const lives = livesFor(point, asked);
    if (!exists) made.unusable.push(point);
    else if (exists.known && !exists.value) made.lost.push(point);
    else if (lives.known && !lives.value) made.short.push(point);
    else if (!exists.known) made.unsure.push({ point, why: exists });
    else if (!lives.known) made.unsure.push({ point, why: lives });
    else made.kept.push(point);
  }
  return made;
}

function vaultsOf(regionInventory: RegionInventory | undefined): (name: string) => Fact<boolean> {
  if (!regionInventory) return () => known(true, 'derived');
  const { vaults, moreVaults } = regionInventory;
  if (!vaults.known) return () => vaults;
  const names = new Set(vaults.value.map(({ name }) => name));
  return (name) => (names.has(name) ? known(true, vaults.from) : (moreVaults ?? known(false, vaults.from)));
}

/**
 * Whether a point lives at least so long. The date that AWS calculated leads, as it is when AWS deletes; while it is less than a
 * day short of what the lifecycle says, or longer than it, the two disagree.
 */
function livesFor(
  point: RecoveryPoint,
  { retentionMinutes, sourceLives }: Omit<LifeAsked, 'regionInventory'>,
): Fact<boolean> {
  const { createdAt, deleteAt, lifecycle } = point;
  const days = lifecycle?.deleteAfterDays;
  if (deleteAt === undefined && days === undefined && sourceLives && !sourceLives(point)) return ENDLESS_COPY;
  const bySetting = days === undefined ? Number.POSITIVE_INFINITY : days * DAY_MINUTES;
  const byDate = deleteAt === undefined ? bySetting : minutesBetween(createdAt, deleteAt);
  const isByDate = byDate >= retentionMinutes;
  if (isByDate === bySetting >= retentionMinutes) return known(isByDate, 'backup:ListRecoveryPointsByBackupVault');
  if (!isByDate && (days === undefined || byDate + DAY_MINUTES <= retentionMinutes))
    return known(false, 'backup:ListRecoveryPointsByBackupVault');
  return unknown(
    'undocumented',
    `AWS says of recovery point ${point.arn} of ${createdAt} that it is kept ${days} d, and that it is deleted ${deleteAt}`,
  );
}

/** Source: AWS Backup Developer Guide, recov-point-create-a-copy: one that is set never to expire does with its source. */
const ENDLESS_COPY = unknown(
  'undocumented',
  'a copy that has no end of its own expires with its source, and no source that lives as long as asked was found',
);

/** `5 recovery points live shorter, …`: what does not count, and why; nothing where all of them do. */
export function shortLives(
  { short, lost }: PointsByLife,
  ruleOf: (point: RecoveryPoint) => BackupRule | undefined,
): readonly string[] {
  const shortened = short.filter((point) => keepsLonger(ruleOf(point), point));
  return [
    ...named(short, 'lives shorter', 'live shorter'),
    ...named(
      shortened,
      'lives shorter than the rule that made it keeps: somebody shortened it',
      'live shorter than the rules that made them keep: somebody shortened them',
    ),
    ...named(lost, 'lies in a vault that is gone', 'lie in vaults that are gone'),
  ];
}

function keepsLonger(rule: BackupRule | undefined, { lifecycle }: RecoveryPoint): boolean {
  const days = lifecycle?.deleteAfterDays;
  return (
    rule !== undefined && days !== undefined && days < (rule.lifecycle?.deleteAfterDays ?? Number.POSITIVE_INFINITY)
  );
}

function named(points: readonly RecoveryPoint[], one: string, many: string): readonly string[] {
  const newest = points.at(-1);
  if (!newest) return [];
  const days = newest.lifecycle?.deleteAfterDays;
  const kept = days === undefined ? '' : `, kept ${days} d`;
  return [
    `does not count: ${points.length === 1 ? `1 recovery point ${one}` : `${points.length} recovery points ${many}`}, the newest ${newest.arn} of ${newest.createdAt} in vault ${newest.vaultName}${kept}`,
  ];
}
