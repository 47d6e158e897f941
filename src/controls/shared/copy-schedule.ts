import { type ConfiguredCopy, copiesTo, possibleCopiesTo, unseenCopies } from '../../estate/copies.ts';
import { previewDisagreement } from '../../estate/preview.ts';
import { daysOf, formatDays, rulesOf, scheduleOf } from '../../estate/rules.ts';
import { type Fact, known, type Unknown } from '../../model/fact.ts';
import { epochMs } from '../../model/instant.ts';
import type { BackupRule } from '../../model/plan.ts';
import type { CopyRequirement } from '../../model/policy.ts';
import { describeRule } from '../../schedule/describe.ts';
import type { TableSubject } from '../define.ts';
import { copiesAsSubjects, destinationOf } from './copy-subjects.ts';
import { startWindowOf } from './observed-limit.ts';
import type { ScheduleEvidence } from './schedule-judgement.ts';

/** The schedule of the rules whose copies go where asked, can work, live long enough, and are what else is asked of them. */
export function copySchedule(
  { estate, table }: TableSubject,
  asked: CopyRequirement,
  counts: (copy: ConfiguredCopy) => Fact<boolean> = () => ANY_COPY,
): ScheduleEvidence {
  const found = rulesOf(estate, table);
  const { coverage, rules } = found;
  const copies = copiesTo(estate, table, asked);
  const working = copies.filter((copy) => copy.obstacles.length === 0);
  const mayHelp = (copy: ConfiguredCopy) => canHelp(copy, asked) && mayBe(counts(copy));
  const kept = copies.filter(mayHelp);
  const doubtsOf = (copy: ConfiguredCopy) => [...copy.doubts, ...doubtOf(counts(copy))];
  const sure = new Set<BackupRule>(kept.filter((copy) => doubtsOf(copy).length === 0).map((copy) => copy.rule));
  const may = new Set<BackupRule>(kept.map((copy) => copy.rule));
  const helpful = possibleCopiesTo(estate, table, asked).flatMap(({ plan, rules, why, copies }) => {
    const copying = rules.filter(
      (rule) => rule.openCopies || copies.some((copy) => copy.rule === rule && mayHelp(copy)),
    );
    for (const rule of copying) may.add(rule);
    return copying.length > 0 ? [{ plan, rules, why }] : [];
  });
  const blind = unseenCopies(estate, table);
  const open = [...kept.flatMap(doubtsOf), ...helpful.map(({ why }) => why)];
  const schedule = scheduleOf(estate, coverage.covering, (rule) => sure.has(rule));
  return {
    now: estate.now,
    schedule,
    hopeful:
      open.length === 0 ? schedule : scheduleOf(estate, [...coverage.covering, ...helpful], (rule) => may.has(rule)),
    startWindow: startWindowOf(schedule, { blind, open, mayCount: [...may], isSure: sure.size > 0 }),
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

const ANY_COPY = known(true, 'derived');

function mayBe(fact: Fact<boolean>): boolean {
  return !fact.known || fact.value;
}

function doubtOf(fact: Fact<boolean>): readonly Unknown[] {
  return fact.known ? [] : [fact];
}

/** Nothing is known to stop it, and it lives long enough. */
function canHelp({ obstacles, retentionDays }: ConfiguredCopy, { retentionMinutes }: CopyRequirement): boolean {
  return obstacles.length === 0 && (retentionMinutes === undefined || retentionDays >= daysOf(retentionMinutes));
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
