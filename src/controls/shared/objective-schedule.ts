import { previewDisagreement } from '../../estate/preview.ts';
import { daysOf, formatDays, hiddenFrom, keepsAtLeast, rulesOf, scheduleOf } from '../../estate/rules.ts';
import { rulesAsSubjects } from '../../estate/subjects.ts';
import type { BackupRule } from '../../model/plan.ts';
import type { Objective } from '../../model/policy.ts';
import type { TableSubject } from '../define.ts';
import { describeRules } from './describe-rules.ts';
import { startWindowOf } from './observed-limit.ts';
import type { ScheduleEvidence } from './schedule-judgement.ts';

/** The schedule of the rules that keep long enough for the objective: hourly-for-a-day is no part of hourly-for-a-month. */
export function objectiveSchedule({ estate, table }: TableSubject, objective: Objective): ScheduleEvidence {
  const rules = rulesOf(estate, table);
  const keeps = (rule: BackupRule) => keepsAtLeast(rule, objective.retentionMinutes);
  const qualifying = rules.rules.filter(({ rule }) => keeps(rule));
  const covered = rules.rules.length > 0;
  const schedule = scheduleOf(estate, rules.coverage.covering, keeps);
  const hidden = hiddenFrom(rules, keeps);
  return {
    schedule,
    startWindow: startWindowOf(
      schedule,
      hidden,
      rules.rules.map(({ rule }) => rule),
    ),
    qualifying: qualifying.length,
    hidden,
    disagreement: previewDisagreement(rules.coverage.covering, keeps, estate.inventory.takenAt),
    subjects: rulesAsSubjects(rules, keeps),
    because: describeRules(estate, rules, daysOf(objective.retentionMinutes), keeps),
    cause: covered ? 'backup-retention' : 'plan-coverage',
    none: covered
      ? `no rule that selects the table keeps points for ${formatDays(daysOf(objective.retentionMinutes))}`
      : 'no rule of a live backup plan selects the table',
  };
}
