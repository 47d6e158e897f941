import type { Estate, EstateTable } from '../../estate/estate.ts';
import { formatDays, retentionDays, type TableRules } from '../../estate/rules.ts';
import { ruleFault } from '../../estate/sure-rules.ts';
import { epochMs } from '../../model/instant.ts';
import { describeRule } from '../../schedule/describe.ts';

/** A line a rule that selects the table: its schedule where it qualifies, why it does not count where it does not. */
export function describeRules(estate: Estate, table: EstateTable, { rules }: TableRules, keepsDays: number): string[] {
  return rules.map(({ plan, rule }) => {
    const name = `plan ${plan.name} › rule ${rule.name}`;
    if (retentionDays(rule) < keepsDays)
      return `${name}: does not count, keeps ${formatDays(retentionDays(rule))} and not ${formatDays(keepsDays)}`;
    const fault = ruleFault(estate, table, rule);
    if (fault.known && fault.value !== undefined) return `${name}: does not count, its jobs fail: ${fault.value}`;
    const open = fault.known ? '' : `; whether its jobs can run is not known: ${fault.detail}`;
    return `${name}: ${describeRule(rule, epochMs(estate.now))}${open}`;
  });
}
