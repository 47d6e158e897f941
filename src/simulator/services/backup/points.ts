import { tableNameOf } from '../../../model/arn.ts';
import type { Lifecycle, RecoveryPoint, Region, Vault, World } from '../../state.ts';
import { backupArn } from './lookup.ts';

const DAY_MS = 86_400_000;

export function addPoint(vault: Vault, point: RecoveryPoint): void {
  const { all, byArn, byResource } = vault.points;
  all.push(point);
  byArn.set(point.RecoveryPointArn, point);
  const siblings = byResource.get(point.ResourceArn);
  if (siblings) siblings.push(point);
  else byResource.set(point.ResourceArn, [point]);
}

export function removePoint(vault: Vault, point: RecoveryPoint): void {
  const { all, byArn, byResource } = vault.points;
  byArn.delete(point.RecoveryPointArn);
  all.splice(all.indexOf(point), 1);
  const siblings = byResource.get(point.ResourceArn)?.filter((other) => other !== point) ?? [];
  if (siblings.length > 0) byResource.set(point.ResourceArn, siblings);
  else byResource.delete(point.ResourceArn);
}

/**
 * With DynamoDB's advanced features a recovery point is AWS Backup's own; without them it is a DynamoDB backup.
 * Source: Backup developer guide, "Advanced DynamoDB backup".
 */
export function isAdvanced(region: Region): boolean {
  return region.management['DynamoDB'] === true && region.optIn['DynamoDB'] === true;
}

export function newPointArn(world: World, region: Region, resourceArn: string, at: Date, advanced: boolean): string {
  if (advanced) return backupArn(region, `recovery-point:${world.ids.uuid('point')}`);
  const native = `${at.getTime()}-${world.ids.hex('native-backup', 8)}`;
  return `arn:${region.partition}:dynamodb:${region.name}:${region.account}:table/${tableNameOf(resourceArn)}/backup/${native}`;
}

export function calculatedLifecycle(created: Date, lifecycle: Lifecycle | undefined): object | undefined {
  if (!lifecycle) return undefined;
  const after = (days: number | undefined): Date | undefined =>
    days === undefined ? undefined : new Date(created.getTime() + days * DAY_MS);
  return {
    MoveToColdStorageAt: after(lifecycle.MoveToColdStorageAfterDays),
    DeleteAt: after(lifecycle.DeleteAfterDays),
  };
}

export function isCold(point: RecoveryPoint, now: Date): boolean {
  const days = point.Lifecycle?.MoveToColdStorageAfterDays;
  return days !== undefined && point.CreationDate.getTime() + days * DAY_MS <= now.getTime();
}

/** Why a retention does not fit a vault's lock; jobs with such a retention fail. */
export function lockConflict(vault: Vault, lifecycle: Lifecycle | undefined): boolean {
  if (!vault.Locked) return false;
  const days = lifecycle?.DeleteAfterDays ?? Number.POSITIVE_INFINITY;
  return days < (vault.MinRetentionDays ?? 0) || days > (vault.MaxRetentionDays ?? Number.POSITIVE_INFINITY);
}
