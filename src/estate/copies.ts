import { vaultNameOf } from '../model/arn.ts';
import type { Unknown } from '../model/fact.ts';
import type { CopyAction } from '../model/plan.ts';
import type { CopyRequirement } from '../model/policy.ts';
import { type CopyCheck, checksOf, type PlannedCopy } from './copy-checks.ts';
import { copyHistory } from './copy-history.ts';
import type { Estate, EstateTable } from './estate.ts';
import { placeOfVault } from './points.ts';
import { copyRetentionDays, rulesOf, type TableRule } from './rules.ts';

/** A copy action that goes where the policy asks, with what hinders it. */
export interface ConfiguredCopy extends TableRule {
  readonly action: CopyAction;
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

/** A table belongs to one estate, and five controls ask for its copies. */
const found = new WeakMap<EstateTable, Map<CopyRequirement, readonly ConfiguredCopy[]>>();

/** Copy actions of the rules that select the table, to the Region and account that the policy asks for. */
export function copiesTo(estate: Estate, table: EstateTable, asked: CopyRequirement): readonly ConfiguredCopy[] {
  const ofTable = found.get(table) ?? new Map<CopyRequirement, readonly ConfiguredCopy[]>();
  found.set(table, ofTable);
  const copies = ofTable.get(asked) ?? findCopies(estate, table, asked);
  ofTable.set(asked, copies);
  return copies;
}

function findCopies(estate: Estate, table: EstateTable, asked: CopyRequirement): readonly ConfiguredCopy[] {
  const account = asked.account ?? table.account;
  const { coverage } = rulesOf(estate, table);
  return coverage.covering.flatMap(({ plan, rules, selections }) => {
    const roleArns = selections.flatMap(({ selection }) =>
      selection.body.known ? [selection.body.value.roleArn] : [],
    );
    return rules.flatMap((rule) =>
      rule.copyActions
        .filter((action) => goesTo(action, asked.region, account))
        .map((action) => configuredCopy(estate, { table, plan, rule, action, roleArns })),
    );
  });
}

/** Every copy action of the rules that select the table, wherever it goes. */
export function configuredCopy(estate: Estate, copy: PlannedCopy): ConfiguredCopy {
  const { table, plan, rule, action } = copy;
  const retentionDays = copyRetentionDays(rule, action);
  const history = copyHistory(estate, table, action.destinationVaultArn);
  const checks = checksOf(estate, copy);
  const open = checks.filter(({ found }) => !found.known);
  const settled = history.last === 'completed' ? open.filter(isSettledByCopies) : [];
  return {
    plan,
    rule,
    action,
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

function goesTo(action: CopyAction, region: string, account: string): boolean {
  const place = placeOfVault(action.destinationVaultArn);
  return place?.region === region && place.account === account;
}
