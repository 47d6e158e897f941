import { type Fact, known } from '../model/fact.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import { retentionDays, type TableRules } from './rules.ts';

/**
 * Days within which no point of the table's rules is deleted as planned. Rules may have kept less when they made the points
 * that are there, so what plans made counts by its own lifecycle, too; where no plan made any, every point does. Of a plan that
 * may select the table the rules count as if it did.
 */
export function shortestRetentionDays(
  { rules, coverage: { possible, unread } }: TableRules,
  points: readonly RecoveryPoint[],
): Fact<number> {
  const unseen = unread[0] ?? possible.find((plan) => plan.rules === undefined)?.why;
  if (unseen) return unseen;
  const made = points.filter(({ planId }) => planId !== undefined);
  const planned = made.length === 0 ? points : made;
  const days = [
    ...[...rules.map(({ rule }) => rule), ...possible.flatMap((plan) => plan.rules ?? [])].map(retentionDays),
    ...planned.map(({ lifecycle }) => lifecycle?.deleteAfterDays ?? Number.POSITIVE_INFINITY),
  ];
  return known(Math.min(...days), 'derived');
}
