import type { Estate } from '../../estate/estate.ts';
import { formatDays, retentionDays, type TableRules } from '../../estate/rules.ts';
import { epochMs } from '../../model/instant.ts';
import type { BackupRule } from '../../model/plan.ts';
import { describeRule } from '../../schedule/describe.ts';

/** A line a rule that selects the table: its schedule where it qualifies, why it does not count where it does not. */
export function describeRules(
  estate: Estate,
  { rules }: TableRules,
  keepsDays: number,
  qualifies: (rule: BackupRule) => boolean,
): string[] {
  return rules.map(({ plan, rule }) => {
    const name = `plan ${plan.name} › rule ${rule.name}`;
    return qualifies(rule)
      ? `${name}: ${describeRule(rule, epochMs(estate.now))}`
      : `${name}: does not count, keeps ${formatDays(retentionDays(rule))} and not ${formatDays(keepsDays)}`;
  });
}
