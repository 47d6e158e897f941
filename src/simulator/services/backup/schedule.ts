import type { BackupRule } from '../../../model/plan.ts';
import { type PlanRuns, planRuns } from '../../../schedule/plan-runs.ts';
import { ruleSchedule } from '../../../schedule/rule-schedule.ts';
import type { Rule } from '../../state.ts';

const DAY_MS = 86_400_000;

export interface ScheduledRun {
  readonly ExecutionTime: Date;
  readonly RuleId: string;
  readonly RuleExecutionType: 'SNAPSHOTS';
}

/** How far ahead runs are looked for, in days: near first, since most plans run daily. */
const HORIZONS = [8, 100, 1500, 15_000];

/**
 * The next runs of all rules, earliest first, without those that give way to a rule that keeps longer.
 * Source: Backup developer guide, "Backup plan summaries".
 */
export function previewRuns(rules: readonly Rule[], now: Date, count: number): readonly ScheduledRun[] {
  const known = rules.map(asModel).filter((rule) => ruleSchedule(rule).ok);
  let runs: PlanRuns['runs'] = [];
  for (const days of HORIZONS) {
    runs = planRuns(known, now.getTime(), now.getTime() + days * DAY_MS).runs;
    if (runs.length >= count) break;
  }
  return runs.slice(0, count).map(({ atMs, rule }) => ({
    ExecutionTime: new Date(atMs),
    RuleId: rule.id ?? '',
    RuleExecutionType: 'SNAPSHOTS',
  }));
}

function asModel(rule: Rule): BackupRule {
  const days = rule.Lifecycle?.DeleteAfterDays;
  return {
    name: rule.RuleName,
    id: rule.RuleId,
    vaultName: rule.TargetBackupVaultName,
    copyActions: [],
    ...(rule.ScheduleExpression !== undefined && { scheduleExpression: rule.ScheduleExpression }),
    ...(rule.ScheduleExpressionTimezone !== undefined && { scheduleTimezone: rule.ScheduleExpressionTimezone }),
    ...(rule.StartWindowMinutes !== undefined && { startWindowMinutes: rule.StartWindowMinutes }),
    ...(days !== undefined && { lifecycle: { deleteAfterDays: days } }),
  };
}
