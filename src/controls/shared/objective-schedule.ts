import { previewDisagreement } from '../../estate/preview.ts';
import { daysOf, formatDays, keepsAtLeast, rulesOf, scheduleOf } from '../../estate/rules.ts';
import { rulesAsSubjects } from '../../estate/subjects.ts';
import { mayRun, ruleFault } from '../../estate/sure-rules.ts';
import type { BackupRule } from '../../model/plan.ts';
import type { Objective } from '../../model/policy.ts';
import type { TableSubject } from '../define.ts';
import { describeRules } from './describe-rules.ts';
import { startWindowOf } from './observed-limit.ts';
import type { ScheduleEvidence } from './schedule-judgement.ts';

/**
 * The schedule of the rules that keep long enough for the objective and are sure to run: hourly-for-a-day is no part of
 * hourly-for-a-month, and a rule whose vault is gone makes no backup.
 */
export function objectiveSchedule({ estate, table }: TableSubject, objective: Objective): ScheduleEvidence {
  const found = rulesOf(estate, table);
  const { coverage, rules } = found;
  const asked = daysOf(objective.retentionMinutes);
  const keeps = (rule: BackupRule) => keepsAtLeast(rule, objective.retentionMinutes);
  const faultOf = (rule: BackupRule) => ruleFault(estate, table, rule);
  const mayCount = (rule: BackupRule) => keeps(rule) && mayRun(estate, table, rule);
  const isSure = (rule: BackupRule) => mayCount(rule) && faultOf(rule).known;
  const schedule = scheduleOf(estate, coverage.covering, isSure);
  const helpful = coverage.possible.flatMap(({ plan, rules, why }) =>
    rules?.some(mayCount) ? [{ plan, rules, why }] : [],
  );
  const blind = [...coverage.unread, ...coverage.possible.flatMap(({ rules, why }) => (rules ? [] : [why]))];
  const doubts = rules.flatMap(({ rule }) => {
    const fault = keeps(rule) ? faultOf(rule) : undefined;
    return fault && !fault.known ? [fault] : [];
  });
  const open = [...helpful.map(({ why }) => why), ...doubts];
  const covered = rules.length > 0;
  const faulty = rules.flatMap(({ plan, rule }) => {
    const fault = faultOf(rule);
    return keeps(rule) && fault.known && fault.value !== undefined
      ? [`rule ${rule.name} of plan ${plan.name} does not count, its jobs fail: ${fault.value}`]
      : [];
  });
  return {
    now: estate.now,
    schedule,
    hopeful: open.length === 0 ? schedule : scheduleOf(estate, [...coverage.covering, ...helpful], mayCount),
    startWindow: startWindowOf(schedule, {
      blind,
      open,
      mayCount: [...rules.map(({ rule }) => rule), ...helpful.flatMap((plan) => plan.rules)].filter(mayCount),
      isSure: rules.some(({ rule }) => isSure(rule)),
    }),
    qualifying: rules.filter(({ rule }) => mayCount(rule)).length,
    // Where it is not known whether a plan selects the table at all, nothing that follows from it is known either.
    blind: covered ? blind : found.hidden,
    open,
    faulty,
    disagreement: previewDisagreement(coverage.covering, mayCount, estate.inventory.takenAt),
    because: describeRules(estate, table, found, asked),
    subjects: rulesAsSubjects(found, keeps, isSure),
    cause: covered ? 'backup-retention' : 'plan-coverage',
    none: covered
      ? `no rule that selects the table ${faulty.length > 0 ? 'and can run ' : ''}keeps points for ${formatDays(asked)}`
      : 'no rule of a live backup plan selects the table',
  };
}
