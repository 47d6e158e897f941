import { vaultNameOf } from '../model/arn.ts';
import type { Unknown } from '../model/fact.ts';
import type { BackupRule, CopyAction, PlanRecord } from '../model/plan.ts';
import type { CopyRequirement } from '../model/policy.ts';
import { type CopyCheck, checksOf, type PlannedCopy } from './copy-checks.ts';
import { copyHistory } from './copy-history.ts';
import type { Estate, EstateTable, Place } from './estate.ts';
import { placeOfVault, type VaultPlace } from './points.ts';
import { copyRetentionDays, rulesOf, type TableRule } from './rules.ts';

/** A copy action that goes where the policy asks, with what hinders it. */
export interface ConfiguredCopy extends TableRule {
  readonly action: CopyAction;
  /** Absent where the action names no vault. */
  readonly to?: VaultPlace;
  readonly vaultName: string;
  /** Counted from the source's creation. */
  readonly retentionDays: number;
  /** What makes every copy job of it fail. */
  readonly obstacles: readonly string[];
  /** What could not be read and might be an obstacle. */
  readonly doubts: readonly Unknown[];
  /** What settled doubts: copies that were made. */
  readonly evidence: readonly string[];
}

/** Copy actions of the rules that select the table, to the Region and account that the policy asks for. */
export function copiesTo(estate: Estate, table: EstateTable, asked: CopyRequirement): readonly ConfiguredCopy[] {
  return rulesOf(estate, table).coverage.covering.flatMap(({ plan, rules, selections }) => {
    const roleArns = selections.flatMap(({ selection: { body } }) => (body.known ? [body.value.roleArn] : []));
    return copiesBy(estate, table, { plan, rules, roleArns }).filter((copy) => goesThere(copy, table, asked));
  });
}

/** A plan that may select the table, with its copies that go where the policy asks. */
export interface PossibleCopies {
  readonly plan: PlanRecord;
  readonly rules: readonly BackupRule[];
  /** Why it is open whether the plan selects the table. */
  readonly why: Unknown;
  readonly copies: readonly ConfiguredCopy[];
}

/** Which of its selections would count is open, and so are the roles: what hinders a copy here hinders it for every role. */
export function possibleCopiesTo(
  estate: Estate,
  table: EstateTable,
  asked: CopyRequirement,
): readonly PossibleCopies[] {
  return rulesOf(estate, table).coverage.possible.flatMap(({ plan, rules, why }) =>
    rules === undefined
      ? []
      : [
          {
            plan,
            rules,
            why,
            copies: copiesBy(estate, table, { plan, rules, roleArns: [] }).filter((copy) =>
              goesThere(copy, table, asked),
            ),
          },
        ],
  );
}

/** The copies of rules that a plan once had, or has, that go where the policy asks; what hinders them is what does now. */
export function copiesOfRules(
  estate: Estate,
  table: EstateTable,
  { plan, rules }: Pick<PossibleCopies, 'plan' | 'rules'>,
  asked: CopyRequirement,
): readonly ConfiguredCopy[] {
  return actionsOf(estate, table, { plan, rules, roleArns: [] }).filter((copy) => goesThere(copy, table, asked));
}

/** Where rules of plans that back the table up, or may, copy to; copies that nobody can tell of are `unseenCopies`. */
export function copyPlaces(estate: Estate, table: EstateTable): readonly VaultPlace[] {
  const { covering, possible } = estate.coverage(table);
  const actions = [...covering, ...possible].flatMap(({ rules = [] }) => rules.flatMap((rule) => rule.copyActions));
  return actions.flatMap(({ destinationVaultArn }) => placeOfVault(destinationVaultArn) ?? []);
}

/** What could not be read and may bring copies of which nothing is known. */
export function unseenCopies(estate: Estate, table: EstateTable): readonly Unknown[] {
  const { coverage, rules } = rulesOf(estate, table);
  return [
    ...coverage.unread,
    ...coverage.possible.flatMap((possible) => (possible.rules ? [] : [possible.why])),
    ...rules.flatMap(({ rule }) => rule.openCopies ?? []),
  ];
}

function goesThere({ to }: ConfiguredCopy, table: EstateTable, { region, account }: CopyRequirement): boolean {
  return to?.region === region && to.account === (account ?? table.account);
}

/** A plan with the roles that back the table up. */
interface PlanOfRoles {
  readonly plan: PlanRecord;
  readonly rules: readonly BackupRule[];
  readonly roleArns: readonly string[];
}

/** Plans are few and tables are many: the copies of a plan are looked at once for all tables that the same roles back up. */
const looked = new WeakMap<Estate, Map<string, readonly ConfiguredCopy[]>>();

function copiesBy(estate: Estate, table: Place, { plan, rules, roleArns }: PlanOfRoles): readonly ConfiguredCopy[] {
  const ofEstate = looked.get(estate) ?? new Map<string, readonly ConfiguredCopy[]>();
  looked.set(estate, ofEstate);
  const key = [plan.arn, ...roleArns].join(' ');
  const found = ofEstate.get(key);
  if (found) return found;
  const made = actionsOf(estate, table, { plan, rules, roleArns });
  ofEstate.set(key, made);
  return made;
}

function actionsOf(estate: Estate, table: Place, { plan, rules, roleArns }: PlanOfRoles): readonly ConfiguredCopy[] {
  return rules.flatMap((rule) =>
    rule.copyActions.map((action) => configuredCopy(estate, { table, plan, rule, action, roleArns })),
  );
}

/** A copy action of a rule that selects the table, wherever it goes. */
export function configuredCopy(estate: Estate, copy: PlannedCopy): ConfiguredCopy {
  const { table, plan, rule, action } = copy;
  const to = placeOfVault(action.destinationVaultArn);
  const retentionDays = copyRetentionDays(rule, action);
  const history = copyHistory(estate, table, action.destinationVaultArn);
  const checks = checksOf(estate, copy);
  const open = checks.filter(({ found }) => !found.known);
  const completed = history.known && history.value.last === 'completed' ? history.value.evidence : undefined;
  const settled = completed === undefined ? [] : open.filter(isSettledByCopies);
  return {
    plan,
    rule,
    action,
    ...(to ? { to } : {}),
    vaultName: vaultNameOf(action.destinationVaultArn) ?? action.destinationVaultArn,
    retentionDays,
    obstacles: checks.flatMap(({ found }) => (found.known && found.value !== undefined ? [found.value] : [])),
    doubts: open.filter((check) => !settled.includes(check)).flatMap(({ found }) => (found.known ? [] : [found])),
    evidence: settled.length > 0 && completed !== undefined ? [completed] : [],
  };
}

/** A completed copy tells how AWS handles what it leaves open; not what a list that could not be read says today. */
function isSettledByCopies({ found, copiesTell }: CopyCheck): boolean {
  return copiesTell && !found.known && found.reason === 'undocumented';
}
