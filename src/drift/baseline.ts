import { estateOf } from '../estate/estate.ts';
import { isRestoreTestTable } from '../estate/restored.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory, RegionInventory, RegionSettings } from '../model/inventory.ts';
import { isObject } from '../model/json.ts';
import { compareText } from '../model/order.ts';
import type { Policy } from '../model/policy.ts';
import type { Json, JsonObject } from '../model/result.ts';
import { matchTable } from '../policy/match.ts';
import { recordPlans } from './record-plans.ts';
import { recordRestoreTesting } from './record-restore-testing.ts';
import { recordTable } from './record-table.ts';
import { recordVaults } from './record-vaults.ts';
import { keyed, recorded, recordedUnknown, unknownIn } from './recorded.ts';

export const BASELINE_SCHEMA = 'holdfast/baseline/v1';

/** What a Region holds; a Region that only copies go to has vaults alone. */
export type RegionBaseline = {
  readonly partition: string;
  readonly settings?: Json;
  readonly plans?: Json;
  readonly vaults: Json;
  /** Absent in baselines of versions that did not record it. */
  readonly restoreTesting?: Json;
  readonly tables?: Json;
};

export type AccountBaseline = {
  readonly globalSettings: Json;
  readonly regions: Readonly<Record<string, RegionBaseline>>;
};

/** A place that could not be read when the baseline was recorded. */
export type UnreadPlace = { readonly region: string; readonly roleArn?: string; readonly why: JsonObject };

/** The document `holdfast.lock.json`: sorted, the same for the same facts, made to be reviewed. */
export type Baseline = {
  readonly schema: typeof BASELINE_SCHEMA;
  readonly takenAt: Instant;
  readonly accounts: Readonly<Record<string, AccountBaseline>>;
  readonly unread: readonly UnreadPlace[];
};

/** `also`: ARNs of tables to record whatever the policies say, those of a former baseline. */
export function baselineOf(
  inventory: Inventory,
  policies: readonly Policy[],
  also: ReadonlySet<string> = new Set(),
): Baseline {
  const tables = tablesByPlace(inventory, policies, also);
  return {
    schema: BASELINE_SCHEMA,
    takenAt: inventory.takenAt,
    accounts: Object.fromEntries(
      inventory.accounts
        .toSorted((a, b) => compareText(a.account, b.account))
        .map(({ account, globalSettings }) => [
          account,
          {
            globalSettings: recorded(globalSettings, (settings) => keyed(Object.entries(settings))),
            regions: Object.fromEntries(
              inventory.regions
                .filter((region) => region.account === account)
                .toSorted((a, b) => compareText(a.region, b.region))
                .map((region) => [region.region, recordRegion(region, tables)]),
            ),
          },
        ]),
    ),
    unread: inventory.unread.map(({ region, roleArn, why }) => ({
      region,
      ...(roleArn === undefined ? {} : { roleArn }),
      why: recordedUnknown(why),
    })),
  };
}

/** Two spaces, a line feed at the end: what formatters leave alone. */
export function baselineText(baseline: Baseline): string {
  return `${JSON.stringify(baseline, null, 2)}\n`;
}

/** Names of the tables that a Region's part holds; none where they could not be listed. */
export function tableNames({ tables }: RegionBaseline): readonly string[] {
  return isObject(tables) && !unknownIn(tables) ? Object.keys(tables) : [];
}

function recordRegion(region: RegionInventory, tables: ReadonlyMap<RegionInventory, JsonObject>): RegionBaseline {
  const { partition } = region;
  const vaults = recordVaults(region.vaults);
  if (!region.inScope) return { partition, vaults };
  return {
    partition,
    settings: recorded(region.settings, recordSettings),
    plans: recordPlans(region.plans),
    vaults,
    restoreTesting: recordRestoreTesting(region.restoreTestingPlans),
    tables: region.tables.known ? (tables.get(region) ?? {}) : recordedUnknown(region.tables),
  };
}

function recordSettings({ optIn, management }: RegionSettings): JsonObject {
  return { optIn: keyed(Object.entries(optIn)), management: keyed(Object.entries(management)) };
}

/** A table that may be in policy is recorded: whether it is may be known tomorrow. */
function tablesByPlace(
  inventory: Inventory,
  policies: readonly Policy[],
  also: ReadonlySet<string>,
): ReadonlyMap<RegionInventory, JsonObject> {
  const estate = estateOf(inventory, inventory.takenAt);
  const entries = new Map<RegionInventory, (readonly [string, Json])[]>();
  for (const table of estate.tables) {
    const { arn, name, account, region, record, regionInventory } = table;
    const subject = { arn, name, account, region, tags: record.tags };
    const asked = policies.some((policy) => matchTable(policy.tables, subject).match !== 'no');
    if ((!asked && !also.has(arn)) || isRestoreTestTable(name)) continue;
    const found = entries.get(regionInventory) ?? [];
    entries.set(regionInventory, found);
    found.push([name, recordTable(estate, table)]);
  }
  return new Map([...entries].map(([regionInventory, found]) => [regionInventory, keyed(found)]));
}
