import type { RestoreRecord } from '../history/restores.ts';
import { vaultNameOf } from '../model/arn.ts';
import type { Scope } from '../model/inventory.ts';
import type { BackupRule, CopyAction, PlanRecord } from '../model/plan.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import type { SelectionRecord } from '../model/selection.ts';
import type { Subject } from '../model/subject.ts';
import type { Coverage } from '../selection/coverage.ts';
import type { TableRule, TableRules } from './rules.ts';

/** Things of the inventory as subjects of a verdict. Plans, rules and vaults are few and stand in the results of many tables. */
const made = new WeakMap<object, Subject>();

function shared(thing: object, make: () => Subject): Subject {
  const found = made.get(thing) ?? make();
  made.set(thing, found);
  return found;
}

export function planSubject(plan: PlanRecord): Subject {
  return shared(plan, () => ({ type: 'plan', name: plan.name, arn: plan.arn }));
}

export function ruleSubject({ plan, rule }: { readonly plan: PlanRecord; readonly rule: BackupRule }): Subject {
  return shared(rule, () => ({ type: 'rule', name: rule.name, plan: plan.name, arn: plan.arn }));
}

export function selectionSubject({
  plan,
  selection,
}: {
  readonly plan: PlanRecord;
  readonly selection: SelectionRecord;
}): Subject {
  return shared(selection, () => ({ type: 'selection', name: selection.name, plan: plan.name, arn: plan.arn }));
}

export function copySubject({ plan, action }: { readonly plan: PlanRecord; readonly action: CopyAction }): Subject {
  const { destinationVaultArn: arn } = action;
  return shared(action, () => ({ type: 'copy', name: vaultNameOf(arn) ?? arn, plan: plan.name, arn }));
}

/** What may bring rules that could not be told: the plans that may select the table. */
export function possiblePlans({ possible }: Coverage): readonly Subject[] {
  return possible.map(({ plan }) => planSubject(plan));
}

export function vaultSubject(vault: { readonly name: string; readonly arn: string }): Subject {
  return shared(vault, () => ({ type: 'vault', name: vault.name, arn: vault.arn }));
}

/** A vault that something names, whether it exists or not. */
export function namedVault({ partition, region, account }: Scope, name: string): Subject {
  return { type: 'vault', name, arn: `arn:${partition}:backup:${region}:${account}:backup-vault:${name}` };
}

/** The last part of the ARN is the id of the point, or of the backup where DynamoDB keeps it. */
export function pointSubject({ arn }: Pick<RecoveryPoint, 'arn'>): Subject {
  return { type: 'recovery-point', name: lastPart(arn), arn };
}

export function restoreSubject({ id, restoredArn }: RestoreRecord): Subject {
  return { type: 'restore', name: id, ...(restoredArn === undefined ? {} : { arn: restoredArn }) };
}

export function jobSubject({ id }: { readonly id: string }): Subject {
  return { type: 'job', name: id };
}

export function keySubject(arn: string): Subject {
  return { type: 'key', name: arn.includes(':key/') ? lastPart(arn) : arn, arn };
}

function lastPart(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
}

/** Enough of many alike: points and jobs come by the hundred. */
const NAMED = 10;

export function firstSubjects<T>(things: readonly T[], subjectOf: (thing: T) => Subject): readonly Subject[] {
  return things.slice(0, NAMED).map(subjectOf);
}

/** The selections that nearly select a table, where none does. */
export function missingSelections({ misses }: Coverage): readonly Subject[] {
  return firstSubjects(misses, selectionSubject);
}

/**
 * The rules that select a table: those that count first, then those that fall short, then the plans that may bring more.
 * Where no rule selects it, the selections that nearly do.
 */
export function rulesAsSubjects(
  { rules, coverage }: TableRules,
  ...counts: readonly ((rule: BackupRule) => boolean)[]
): readonly Subject[] {
  if (rules.length === 0) return [...possiblePlans(coverage), ...missingSelections(coverage)];
  const rank = ({ rule }: TableRule) => counts.filter((each) => each(rule)).length;
  return [...rules.toSorted((a, b) => rank(b) - rank(a)).map(ruleSubject), ...possiblePlans(coverage)];
}
