import { type ConfiguredCopy, copiesTo } from '../../estate/copies.ts';
import { placeOfVault } from '../../estate/points.ts';
import { previewDisagreement } from '../../estate/preview.ts';
import { copyRetentionDays, daysOf, formatDays, rulesOf, scheduleOf } from '../../estate/rules.ts';
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
  const found = rulesOf(estate, table);
  const { coverage, rules } = found;
  const copies = copiesTo(estate, table, asked);
  const working = copies.filter((copy) => copy.obstacles.length === 0);
  const kept = working.filter((copy) => livesLongEnough(copy, asked));
  const sure = new Set<BackupRule>(kept.filter((copy) => copy.doubts.length === 0).map((copy) => copy.rule));
  const may = new Set<BackupRule>(kept.map((copy) => copy.rule));
  const helpful = coverage.possible.flatMap(({ plan, rules, why }) => {
    const copying = rules?.filter((rule) => mayCopy(rule, asked, table.account)) ?? [];
    for (const rule of copying) may.add(rule);
    return rules && copying.length > 0 ? [{ plan, rules, why }] : [];
  });
  const blind = [
    ...coverage.unread,
    ...coverage.possible.flatMap(({ rules, why }) => (rules ? [] : [why])),
    ...rules.flatMap(({ rule }) => rule.openCopies ?? []),
  ];
  const open = [...helpful.map(({ why }) => why), ...kept.flatMap((copy) => copy.doubts)];
  const schedule = scheduleOf(estate, coverage.covering, (rule) => sure.has(rule));
  return {
    now: estate.now,
    schedule,
    hopeful:
      open.length === 0 ? schedule : scheduleOf(estate, [...coverage.covering, ...helpful], (rule) => may.has(rule)),
    startWindow: startWindowOfCopies(schedule, [...blind, ...helpful.map(({ why }) => why)], copies, kept),
    qualifying: kept.length,
    // Where it is not known whether a plan selects the table at all, nothing that follows from it is known either.
    blind: rules.length > 0 ? blind : found.hiddenCopies,
    open,
    faulty: [],
    disagreement: previewDisagreement(coverage.covering, (rule) => may.has(rule), estate.inventory.takenAt),
    subjects: copiesAsSubjects(found, copies, asked),
    because: copies.map((copy) => describeCopy(copy, asked, epochMs(estate.now))),
    cause: rules.length === 0 ? 'plan-coverage' : working.length === 0 ? 'copy-coverage' : 'copy-retention',
    none: noneOf(rules.length, working.length, asked),
  };
}

/** A copy action of a plan that may select the table. */
function mayCopy(rule: BackupRule, asked: CopyRequirement, ownAccount: string): boolean {
  return (
    rule.openCopies !== undefined ||
    rule.copyActions.some((action) => {
      const to = placeOfVault(action.destinationVaultArn);
      const isThere = to?.region === asked.region && to.account === (asked.account ?? ownAccount);
      return isThere && keepsLongEnough(copyRetentionDays(rule, action), asked);
    })
  );
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
  return keepsLongEnough(copy.retentionDays, asked);
}

function keepsLongEnough(days: number, { retentionMinutes }: CopyRequirement): boolean {
  return retentionMinutes === undefined || days >= daysOf(retentionMinutes);
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
