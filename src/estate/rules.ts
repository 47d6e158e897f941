import type { Unknown } from '../model/fact.ts';
import { DAY_MINUTES, epochMs } from '../model/instant.ts';
import type { BackupRule, CopyAction, PlanRecord } from '../model/plan.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import { type ScheduleFacts, scheduleFacts } from '../schedule/worst-case.ts';
import type { Coverage, CoveringPlan } from '../selection/coverage.ts';
import type { Estate, EstateTable } from './estate.ts';

/** A rule of a plan that selects the table. */
export interface TableRule {
  readonly plan: PlanRecord;
  readonly rule: BackupRule;
}

/** The rules that select a table for sure, and all that stands in the way of knowing them all. */
export interface TableRules {
  readonly coverage: Coverage;
  readonly rules: readonly TableRule[];
  /** A list, plan or selection that could not be read or decided and might bring more rules. */
  readonly hidden: readonly Unknown[];
  /** `hidden`, and what stands in the way of knowing all copies of the rules. */
  readonly hiddenCopies: readonly Unknown[];
}

export function rulesOf(estate: Estate, table: EstateTable): TableRules {
  const coverage = estate.coverage(table);
  const found = ofCoverage.get(coverage);
  if (found) return found;
  const rules = coverage.covering.flatMap((covering) => covering.rules.map((rule) => ({ plan: covering.plan, rule })));
  const hidden = [...coverage.unread, ...coverage.possible.map((possible) => possible.why)];
  const hiddenCopies = [...hidden, ...rules.flatMap(({ rule }) => rule.openCopies ?? [])];
  const made = { coverage, rules, hidden, hiddenCopies };
  ofCoverage.set(coverage, made);
  return made;
}

/** Most controls ask for the rules of a table. */
const ofCoverage = new WeakMap<Coverage, TableRules>();

/** The rule that made a point, where the plan is still in the version that it was made by. */
export function ruleThatMade({ rules }: TableRules, { planVersion, ruleId }: RecoveryPoint): BackupRule | undefined {
  if (planVersion === undefined || ruleId === undefined) return undefined;
  return rules.find(
    ({ plan: { body }, rule }) => rule.id === ruleId && body.known && body.value.versionId === planVersion,
  )?.rule;
}

/** Days that a rule keeps its points; absent in the plan means forever. Source: backup API, Lifecycle. */
export function retentionDays(rule: BackupRule): number {
  return rule.lifecycle?.deleteAfterDays ?? Number.POSITIVE_INFINITY;
}

/**
 * Days, from the source's creation, after which a copy is gone. A copy without a lifecycle of its own takes the
 * source's; one that is set never to expire still expires with its source. Source: AWS Backup Developer Guide,
 * recov-point-create-a-copy.
 */
export function copyRetentionDays(rule: BackupRule, copy: CopyAction): number {
  return copy.lifecycle?.deleteAfterDays ?? retentionDays(rule);
}

export function daysOf(minutes: number): number {
  return minutes / DAY_MINUTES;
}

export function keepsAtLeast(rule: BackupRule, minutes: number): boolean {
  return retentionDays(rule) >= daysOf(minutes);
}

/** `kept 365 d, cold after 30 d` */
export function keptText(rule: BackupRule): string {
  const cold = rule.lifecycle?.moveToColdStorageAfterDays;
  return `kept ${formatDays(retentionDays(rule))}${cold === undefined ? '' : `, cold after ${formatDays(cold)}`}`;
}

/** `35 d`, or `forever`. */
export function formatDays(days: number): string {
  return Number.isFinite(days) ? `${days} d` : 'forever';
}

const caches = new WeakMap<Estate, Map<string, ScheduleFacts>>();

/**
 * The schedule of those rules, of all that select the table, that qualify. Plans are few and tables are many, so the
 * answer is kept for every combination of rules.
 */
export function scheduleOf(
  estate: Estate,
  covering: readonly Pick<CoveringPlan, 'plan' | 'rules'>[],
  qualifies: (rule: BackupRule) => boolean,
): ScheduleFacts {
  const cache = caches.get(estate) ?? new Map<string, ScheduleFacts>();
  caches.set(estate, cache);
  const key = covering
    .map(({ plan, rules }) => `${plan.arn}:${rules.map((rule) => (qualifies(rule) ? '1' : '0')).join('')}`)
    .join(' ');
  const found = cache.get(key);
  if (found) return found;
  const plans = covering.map(({ plan, rules }) => ({ planId: plan.id, planName: plan.name, rules, qualifies }));
  const made = scheduleFacts(plans, epochMs(estate.now));
  cache.set(key, made);
  return made;
}
