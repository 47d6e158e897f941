import { vaultNameOf } from '../model/arn.ts';
import type { Unknown } from '../model/fact.ts';
import type { CopyAction } from '../model/plan.ts';
import type { CopyRequirement } from '../model/policy.ts';
import type { CoveringPlan } from '../selection/coverage.ts';
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
  const account = asked.account ?? table.account;
  return rulesOf(estate, table).coverage.covering.flatMap((plan) =>
    copiesBy(estate, table, plan).filter(({ to }) => to?.region === asked.region && to.account === account),
  );
}

/** Plans are few and tables are many: the copies of a plan are looked at once for all tables that the same roles back up. */
const looked = new WeakMap<Estate, Map<string, readonly ConfiguredCopy[]>>();

function copiesBy(estate: Estate, table: Place, { plan, rules, selections }: CoveringPlan): readonly ConfiguredCopy[] {
  const ofEstate = looked.get(estate) ?? new Map<string, readonly ConfiguredCopy[]>();
  looked.set(estate, ofEstate);
  const roleArns = selections.flatMap(({ selection }) => (selection.body.known ? [selection.body.value.roleArn] : []));
  const key = [plan.arn, ...roleArns].join(' ');
  const found = ofEstate.get(key);
  if (found) return found;
  const made = rules.flatMap((rule) =>
    rule.copyActions.map((action) => configuredCopy(estate, { table, plan, rule, action, roleArns })),
  );
  ofEstate.set(key, made);
  return made;
}

/** A copy action of a rule that selects the table, wherever it goes. */
export function configuredCopy(estate: Estate, copy: PlannedCopy): ConfiguredCopy {
  const { table, plan, rule, action } = copy;
  const to = placeOfVault(action.destinationVaultArn);
  const retentionDays = copyRetentionDays(rule, action);
  const history = copyHistory(estate, table, action.destinationVaultArn);
  const checks = checksOf(estate, copy);
  const open = checks.filter(({ found }) => !found.known);
  const settled = history.last === 'completed' ? open.filter(isSettledByCopies) : [];
  return {
    plan,
    rule,
    action,
    ...(to ? { to } : {}),
    vaultName: vaultNameOf(action.destinationVaultArn) ?? action.destinationVaultArn,
    retentionDays,
    obstacles: [
      ...checks.flatMap(({ found }) => (found.known && found.value !== undefined ? [found.value] : [])),
      ...(history.last === 'refused' ? [history.evidence] : []),
    ],
    doubts: open.filter((check) => !settled.includes(check)).flatMap(({ found }) => (found.known ? [] : [found])),
    evidence: settled.length > 0 && history.last === 'completed' ? [history.evidence] : [],
  };
}

/** A completed copy tells how AWS handles what it leaves open; not what a list that could not be read says today. */
function isSettledByCopies({ found, copiesTell }: CopyCheck): boolean {
  return copiesTell && !found.known && found.reason === 'undocumented';
}
