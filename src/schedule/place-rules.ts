import type { BackupRule } from '../model/plan.ts';
import { keepsDays, type RuleSchedule, ruleSchedule } from './rule-schedule.ts';
import type { ScheduledRule } from './scan.ts';

export interface PlanRules {
  readonly planId: string;
  readonly planName: string;
  /** All rules of the plan: those that do not qualify may suppress those that do. */
  readonly rules: readonly BackupRule[];
  readonly qualifies: (rule: BackupRule) => boolean;
}

/** A rule whose runs are not known, and why. */
export interface UndecidedRule {
  readonly plan: string;
  readonly rule: string;
  readonly message: string;
}

/** A rule whose runs are known, in its plan. */
export interface PlacedRule extends ScheduledRule {
  readonly schedule: RuleSchedule;
  readonly planName: string;
}

/**
 * Keeps the rules whose runs count and those that may suppress them, and sets aside what is not known. A rule counts
 * when it qualifies and no rule of unknown schedule in its plan keeps as long, since that one may suppress it.
 */
export function placeRules(plans: readonly PlanRules[]): { rules: PlacedRule[]; undecided: UndecidedRule[] } {
  const rules: PlacedRule[] = [];
  const undecided: UndecidedRule[] = [];
  plans.forEach(({ planName, rules: ofPlan, qualifies }, plan) => {
    const reads = ofPlan.map((rule) => ({ rule, counted: qualifies(rule), read: ruleSchedule(rule) }));
    const counted = reads.filter((each) => each.counted);
    const unknown = reads.filter((each) => !each.read.ok);
    for (const { rule, counted: adds, read } of unknown) {
      const mayCost = counted.filter((other) => other.rule !== rule && keepsDays(rule) >= keepsDays(other.rule));
      if (read.ok || (!adds && mayCost.length === 0)) continue;
      const cost = mayCost.map((other) => `"${other.rule.name}"`).join(', ');
      const unsure = cost === '' ? '' : `; it keeps at least as long as ${cost}, whose runs it may therefore suppress`;
      undecided.push({ plan: planName, rule: rule.name, message: read.message + unsure });
    }
    const longestUnknown = Math.max(...unknown.map(({ rule }) => keepsDays(rule)));
    for (const { rule, counted: qualified, read } of reads) {
      if (!read.ok) continue;
      const sure = qualified && keepsDays(rule) > longestUnknown;
      const suppresses = counted.some((other) => keepsDays(rule) >= keepsDays(other.rule));
      if (sure || suppresses) rules.push({ ...read.schedule, schedule: read.schedule, planName, plan, counted: sure });
    }
  });
  return { rules, undecided };
}
