import { type Fact, known } from '../model/fact.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import { retentionDays, type TableRules } from './rules.ts';

/**
 * Days within which no point of the table's rules is deleted as planned. Rules may have kept less when they made the points
 * that are there, so what plans made counts by its own lifecycle, too; where no rule selects the table, every point does.
 */
export function shortestRetentionDays({ rules, hidden }: TableRules, points: readonly RecoveryPoint[]): Fact<number> {
  if (hidden[0]) return hidden[0];
  const planned = rules.length === 0 ? points : points.filter(({ planId }) => planId !== undefined);
  const days = [
    ...rules.map(({ rule }) => retentionDays(rule)),
    ...planned.map(({ lifecycle }) => lifecycle?.deleteAfterDays ?? Number.POSITIVE_INFINITY),
  ];
  return known(Math.min(...days), 'derived');
}
