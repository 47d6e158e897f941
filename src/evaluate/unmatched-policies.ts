import type { Estate, EstateTable } from '../estate/estate.ts';
import { isRestoreTestTable } from '../estate/restored.ts';
import { count } from '../model/count.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Policy, TableMatcher } from '../model/policy.ts';
import type { PolicyWarning } from '../model/report.ts';
import { anyWildcard } from '../model/wildcard.ts';
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

interface Step {
  readonly key: 'names' | 'accounts' | 'regions';
  readonly of: (table: EstateTable) => string;
}

const STEPS: readonly Step[] = [
  { key: 'names', of: ({ name }) => name },
  { key: 'accounts', of: ({ account }) => account },
  { key: 'regions', of: ({ region }) => region },
];

/** What leaves no table over, each key looked at among the tables that those before it fit. */
function hintOf({ tables: matcher }: Policy, tables: Estate['tables']): string {
  let left = tables;
  const fitting: string[] = [];
  for (const { key, of } of STEPS) {
    const patterns = matcher[key];
    if (patterns === undefined || left.length === 0) continue;
    const fits = anyWildcard(patterns);
    const found = left.filter((table) => fits(of(table)));
    const values = [...new Set(left.map(of))];
    if (found.length === 0) {
      const hint = key === 'names' ? misspelt(patterns, values) : elsewhere(key, values, fitting);
      if (hint !== undefined) return hint;
      continue;
    }
    left = found;
    fitting.push(`tables.${key}`);
  }
  return left.length === 0 ? '' : tagHint(matcher, left);
}

/** `no table is called odrers; did you mean `orders`?` */
function misspelt(names: readonly string[], present: readonly string[]): string | undefined {
  for (const name of names.filter((each) => !/[*?]/.test(each))) {
    const meant = didYouMean(name, present);
    if (meant !== undefined) return `; no table is called ${name}; ${meant}`;
  }
  return undefined;
}

/** So many accounts or Regions are named. */
const NAMED = 5;

function elsewhere(key: Step['key'], values: readonly string[], fitting: readonly string[]): string {
  const whose =
    fitting.length === 0 ? 'them' : `those that ${fitting.join(' and ')} ${fitting.length > 1 ? 'fit' : 'fits'}`;
  const shown = values.toSorted().slice(0, NAMED).join(', ');
  const rest = values.length > NAMED ? ` and ${values.length - NAMED} more` : '';
  return `; tables.${key} fits none of ${whose}, which are in ${shown}${rest}`;
}

/** `no table has the tag Tier; did you mean `tier`?` */
function tagHint({ tags = {} }: TableMatcher, tables: Estate['tables']): string {
  const keys = new Set(tables.flatMap(({ record }) => (record.tags.known ? Object.keys(record.tags.value) : [])));
  const missing = Object.keys(tags).find((key) => !keys.has(key));
  return missing === undefined ? '' : `; no table has the tag ${missing}${asked(didYouMean(missing, [...keys]))}`;
}

function asked(question: string | undefined): string {
  return question === undefined ? '' : `; ${question}`;
}
