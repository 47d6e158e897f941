import type { LedgerRecord } from '../history/ledger-line.ts';
import type { Instant } from '../model/instant.ts';
import type { AccountInventory, Inventory, RegionInventory, Scope } from '../model/inventory.ts';
import type { TableRecord } from '../model/table.ts';
import type { TrailHistory } from '../model/trail-event.ts';
import { type Coverage, coverageIndex } from '../selection/coverage.ts';

/** A Region of an account, with what was learned of it. */
export interface Place extends Scope {
  readonly regionInventory: RegionInventory;
}

/** A table with the place it lives in. */
export interface EstateTable extends Place {
  readonly arn: string;
  readonly name: string;
  readonly record: TableRecord;
}

/** Facts that somebody recorded at another time, and the file that holds them. */
export interface FormerInventory {
  readonly file: string;
  readonly inventory: Inventory;
}

/**
 * An index over one inventory, as of one instant: what controls ask instead of searching lists. It decides nothing and
 * hides nothing: where a list could not be read, the answer says so.
 */
export interface Estate {
  readonly inventory: Inventory;
  readonly now: Instant;
  /** Restores that were recorded while AWS still listed them, in order of their end; empty without a ledger. */
  readonly ledger: readonly LedgerRecord[];
  /** CloudTrail's events, and what was read of it; both empty without history. */
  readonly history: TrailHistory;
  /** The same place at other times: what speaks of a table that is gone. */
  readonly former: readonly { readonly file: string; readonly estate: Estate }[];
  /** Tables of the Regions in scope, by ARN. */
  readonly tables: readonly EstateTable[];
  readonly table: (arn: string) => EstateTable | undefined;
  readonly region: (account: string, region: string) => RegionInventory | undefined;
  readonly account: (account: string) => AccountInventory | undefined;
  readonly coverage: (table: EstateTable) => Coverage;
}

const NO_HISTORY: TrailHistory = { events: [], reach: [] };

export function estateOf(
  inventory: Inventory,
  now: Instant,
  ledger: readonly LedgerRecord[] = [],
  history: TrailHistory = NO_HISTORY,
  former: readonly FormerInventory[] = [],
): Estate {
  const regions = new Map(inventory.regions.map((region) => [placeKey(region.account, region.region), region]));
  const accounts = new Map(inventory.accounts.map((account) => [account.account, account]));
  const tables = inventory.regions.filter((region) => region.inScope).flatMap(tablesOf);
  const byArn = new Map(tables.map((table) => [table.arn, table]));
  const indexes = new Map<RegionInventory, (table: TableRecord) => Coverage>();
  const coverages = new Map<string, Coverage>();

  return {
    inventory,
    now,
    ledger,
    history,
    former: former.map((each) => ({ file: each.file, estate: estateOf(each.inventory, each.inventory.takenAt) })),
    tables,
    table: (arn) => byArn.get(arn),
    region: (account, region) => regions.get(placeKey(account, region)),
    account: (account) => accounts.get(account),
    coverage: (table) => {
      const found = coverages.get(table.arn);
      if (found) return found;
      const index = indexes.get(table.regionInventory) ?? coverageIndex(table.regionInventory);
      indexes.set(table.regionInventory, index);
      const made = index(table.record);
      coverages.set(table.arn, made);
      return made;
    },
  };
}

function placeKey(account: string, region: string): string {
  return `${account}/${region}`;
}

function tablesOf(regionInventory: RegionInventory): EstateTable[] {
  if (!regionInventory.tables.known) return [];
  return regionInventory.tables.value.map((record) => ({
    partition: regionInventory.partition,
    account: regionInventory.account,
    region: regionInventory.region,
    arn: record.arn,
    name: record.name,
    record,
    regionInventory,
  }));
}
