import { tableArn } from '../../model/arn.ts';
import type { Instant } from '../../model/instant.ts';
import type { RegionInventory } from '../../model/inventory.ts';
import { type AccountNeed, type Need, type RegionNeed, TABLE_NEEDS, type TableNeed } from '../../model/need.ts';
import type { Policy } from '../../model/policy.ts';
import { matchTable } from '../../policy/match.ts';
import type { CollectionRequest } from '../../sources/request.ts';
import { collectionRequest, type ScopeOptions } from './collection.ts';

/** What a baseline records, whatever the policies ask: no jobs, no recovery points. */
const REGION_NEEDS: readonly RegionNeed[] = [
  'region-settings',
  'plans',
  'vaults',
  'vault-policies',
  'restore-testing',
  'tags',
  'auto-scaling',
  'alarms',
];
const ACCOUNT_NEEDS: readonly AccountNeed[] = ['global-settings', 'identity-policies'];

export const BASELINE_NEEDS: readonly Need[] = [...REGION_NEEDS, ...ACCOUNT_NEEDS, ...TABLE_NEEDS];

/** What to read for a baseline. `also`: ARNs of tables to read whatever the policies say, those of a former one. */
export function baselineRequest(
  policies: readonly Policy[],
  scope: ScopeOptions,
  now: Instant,
  also: ReadonlySet<string>,
): CollectionRequest {
  // It records tables by themselves, restored or not.
  const { lateNeeds: _, ...request } = collectionRequest(policies, scope, now);
  return {
    ...request,
    regionNeeds: new Set(REGION_NEEDS),
    accountNeeds: new Set(ACCOUNT_NEEDS),
    describeEveryTable: false,
    tableNeeds: (soFar) => recordedTables(policies, soFar, also),
  };
}

/** An undecided match counts as one, as it does in the baseline. */
function recordedTables(
  policies: readonly Policy[],
  { partition, account, region, tables }: RegionInventory,
  also: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<TableNeed>> {
  if (!tables.known) return new Map();
  const all = new Set(TABLE_NEEDS);
  return new Map(
    tables.value.flatMap(({ name, tags }) => {
      const arn = tableArn(partition, region, account, name);
      const subject = { arn, name, account, region, tags };
      const asked = also.has(arn) || policies.some((policy) => matchTable(policy.tables, subject).match !== 'no');
      return asked ? [[arn, all] as const] : [];
    }),
  );
}
