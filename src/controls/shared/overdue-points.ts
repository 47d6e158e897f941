import { endOf, isOverdue } from '../../estate/points.ts';
import type { Instant } from '../../model/instant.ts';
import type { RecoveryPoint } from '../../model/recovery-point.ts';

/** One line about the points that should be gone, and none where there are none. */
export function overduePoints(points: readonly RecoveryPoint[], now: Instant): string[] {
  const overdue = points.filter((point) => isOverdue(point, now));
  const [oldest] = overdue;
  if (!oldest) return [];
  const which =
    overdue.length === 1
      ? '1 recovery point should be gone and is'
      : `${overdue.length} recovery points should be gone and are`;
  const end = endOf(oldest);
  const ends = end === undefined ? '' : `, to be deleted ${end}`;
  return [
    `${which} still stored, the oldest ${oldest.arn} of ${oldest.createdAt} (${oldest.status}${ends}): AWS Backup deletes within 8 h, unless the role that made them may no longer`,
  ];
}
