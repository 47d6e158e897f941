import { type Fact, known } from '../model/fact.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import { retentionDays, type TableRules } from './rules.ts';

/**
 * Days within which no point of the table's rules is deleted as planned. Rules may have kept less when they made the points
 * that are there, so what plans made counts by its own lifecycle, too; where no plan made any, every point does.
 */
export function shortestRetentionDays({ rules, hidden }: TableRules, points: readonly RecoveryPoint[]): Fact<number> {
  if (hidden[0]) return hidden[0];
  const made = points.filter(({ planId }) => planId !== undefined);
  const planned = made.length === 0 ? points : made;
  const days = [
    ...rules.map(({ rule }) => retentionDays(rule)),
    ...planned.map(({ lifecycle }) => lifecycle?.deleteAfterDays ?? Number.POSITIVE_INFINITY),
  ];
  return known(Math.min(...days), 'derived');
}
