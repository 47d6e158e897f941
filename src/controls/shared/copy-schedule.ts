import { type ConfiguredCopy, copiesTo } from '../../estate/copies.ts';
import { previewDisagreement } from '../../estate/preview.ts';
import { daysOf, formatDays, rulesOf, scheduleOf } from '../../estate/rules.ts';
import type { Unknown } from '../../model/fact.ts';
import { epochMs } from '../../model/instant.ts';
import type { BackupRule } from '../../model/plan.ts';
import type { CopyRequirement } from '../../model/policy.ts';
import { describeRule } from '../../schedule/describe.ts';
import type { ScheduleFacts } from '../../schedule/worst-case.ts';
import type { TableSubject } from '../define.ts';
import { copiesAsSubjects, destinationOf } from './copy-subjects.ts';
import { oneOf, type StartWindow, shortestWindow, startWindowOf, windowOf } from './observed-limit.ts';
import type { ScheduleEvidence } from './schedule-judgement.ts';

/** The schedule of the rules whose copies go where asked, can work, and live long enough. */
export function copySchedule({ estate, table }: TableSubject, asked: CopyRequirement): ScheduleEvidence {
  const rules = rulesOf(estate, table);
  const copies = copiesTo(estate, table, asked);
  const working = copies.filter((copy) => copy.obstacles.length === 0);
  const kept = working.filter((copy) => livesLongEnough(copy, asked));
  const sure = new Set<BackupRule>(kept.filter((copy) => copy.doubts.length === 0).map((copy) => copy.rule));
  const schedule = scheduleOf(estate, rules.coverage.covering, (rule) => sure.has(rule));
  return {
    schedule,
    startWindow: startWindowOfCopies(schedule, rules.hiddenCopies, copies, kept),
    qualifying: kept.length,
    hidden: [...rules.hiddenCopies, ...kept.flatMap((copy) => copy.doubts)],
    disagreement: previewDisagreement(rules.coverage.covering, (rule) => sure.has(rule), estate.inventory.takenAt),
    subjects: copiesAsSubjects(rules, copies, asked),
    because: copies.map((copy) => describeCopy(copy, asked, epochMs(estate.now))),
    cause: rules.rules.length === 0 ? 'plan-coverage' : working.length === 0 ? 'copy-coverage' : 'copy-retention',
    none: noneOf(rules.rules.length, working.length, asked),
  };
}

/**
 * Which copies work decides whose start window counts: while it is not known, any of those kept long enough may, or none, and
 * then the shortest of all that are configured.
 */
function startWindowOfCopies(
  schedule: ScheduleFacts,
  hidden: readonly Unknown[],
  configured: readonly ConfiguredCopy[],
  kept: readonly ConfiguredCopy[],
): StartWindow {
  const rules = configured.map(({ rule }) => rule);
  const doubt = kept.flatMap(({ doubts }) => doubts)[0];
  if (hidden.length > 0 || !doubt) return startWindowOf(schedule, hidden, rules);
  const windows = kept.map(({ rule }) => windowOf(rule));
  const isSure = kept.some(({ doubts }) => doubts.length === 0);
  return oneOf(isSure ? windows : [...windows, shortestWindow(rules)], doubt);
}

function livesLongEnough(copy: ConfiguredCopy, asked: CopyRequirement): boolean {
  return asked.retentionMinutes === undefined || copy.retentionDays >= daysOf(asked.retentionMinutes);
}

function noneOf(rules: number, working: number, asked: CopyRequirement): string {
  if (rules === 0) return 'no rule of a live backup plan selects the table';
  if (working === 0) return `no copy to ${destinationOf(asked)} can work`;
  return `no copy to ${destinationOf(asked)} is kept for ${formatDays(daysOf(asked.retentionMinutes ?? 0))}`;
}

function describeCopy(copy: ConfiguredCopy, asked: CopyRequirement, fromMs: number): string {
  const name = `plan ${copy.plan.name} › rule ${copy.rule.name} › copy to vault ${copy.vaultName} in ${asked.region}`;
  if (copy.obstacles.length > 0) return `${name}: cannot work: ${copy.obstacles.join('; ')}`;
  return `${name}: ${describeRule(copy.rule, fromMs)}, copy kept ${formatDays(copy.retentionDays)} from the source's creation`;
}
