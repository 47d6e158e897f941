import type { Instant } from '../model/instant.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';

/** Recovery points that are listed, by ARN: all of them, or those wanted, looked for until they are found. */
export function pointsByArn(
  regions: readonly RegionInventory[],
  wanted?: ReadonlySet<string>,
): ReadonlyMap<string, RecoveryPoint> {
  const points = new Map<string, RecoveryPoint>();
  for (const { recoveryPoints } of regions) {
    if (!recoveryPoints.known) continue;
    for (const vault of recoveryPoints.value) {
      if (points.size === wanted?.size) return points;
      if (!vault.points.known) continue;
      for (const point of vault.points.value) {
        if (wanted === undefined || wanted.has(point.arn)) points.set(point.arn, point);
      }
    }
  }
  return points;
}

/** Whether the point was in cold storage at an instant; undefined where its lifecycle is not told. */
export function wasCold({ moveToColdStorageAt, lifecycle }: RecoveryPoint, at: Instant): boolean | undefined {
  if (moveToColdStorageAt !== undefined) return moveToColdStorageAt <= at;
  return lifecycle && lifecycle.moveToColdStorageAfterDays === undefined ? false : undefined;
}
