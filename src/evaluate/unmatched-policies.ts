import type { Estate } from '../estate/estate.ts';
import { isRestoreTestTable } from '../estate/restored.ts';
import { count } from '../model/count.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Policy } from '../model/policy.ts';
import type { PolicyWarning } from '../model/report.ts';
import { matchTable } from '../policy/match.ts';
import { didYouMean } from '../policy/nearest.ts';
import { countTables } from './judged-tables.ts';
import { matchable } from './policy-result.ts';

/** A policy that judges nothing is most often a name or a tag that is written otherwise on the tables. */
export function unmatchedPolicies(
  policies: readonly Policy[],
  reached: ReadonlySet<string>,
  { tables, inventory }: Estate,
): readonly PolicyWarning[] {
  const number = countTables(tables);
  const read = `${count(number, 'table')} that ${number === 1 ? 'was' : 'were'} read`;
  const hidden = unlistedPlaces(inventory);
  const more = hidden === 0 ? '' : `; the tables of ${count(hidden, 'place')} could not be listed`;
  return policies
    .filter(({ name }) => !reached.has(name))
    .map((policy) => ({
      kind: 'policy-matches-no-table',
      policy: policy.name,
      at: policy.positions['tables'] ?? policy.position,
      detail: `policy ${policy.name} matches none of the ${read}, so nothing was judged by it${more}${hintOf(policy, tables)}`,
    }));
}

/** For a command that judges nothing: the policies that speak of none of the tables that it shows, records or saves. */
export function policiesWithoutTables(policies: readonly Policy[], estate: Estate): readonly PolicyWarning[] {
  const tables = estate.tables.filter(({ name }) => !isRestoreTestTable(name)).map(matchable);
  const reached = policies.filter((policy) => tables.some((table) => matchTable(policy.tables, table).match !== 'no'));
  return unmatchedPolicies(policies, new Set(reached.map(({ name }) => name)), estate);
}

function unlistedPlaces({ regions, unread }: Inventory): number {
  return unread.length + regions.filter(({ inScope, tables }) => inScope && !tables.known).length;
}

/** `no table has the tag Tier; did you mean `tier`?` */
function hintOf({ tables: { tags = {}, names = [] } }: Policy, tables: Estate['tables']): string {
  const keys = new Set(tables.flatMap(({ record }) => (record.tags.known ? Object.keys(record.tags.value) : [])));
  const missing = Object.keys(tags).find((key) => !keys.has(key));
  if (missing !== undefined && tables.length > 0) {
    return `; no table has the tag ${missing}${asked(didYouMean(missing, [...keys]))}`;
  }
  const plain = names.find((name) => !/[*?]/.test(name));
  const meant =
    plain === undefined
      ? undefined
      : didYouMean(
          plain,
          tables.map(({ name }) => name),
        );
  return meant === undefined ? '' : `; no table is called ${plain}${asked(meant)}`;
}

function asked(question: string | undefined): string {
  return question === undefined ? '' : `; ${question}`;
}
