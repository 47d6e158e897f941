import type { CarryOver } from '../history/carry-over.ts';
import type { Instant } from '../model/instant.ts';
import type { AccountInventory, RegionInventory, Scope } from '../model/inventory.ts';
import type { AccountNeed, RegionNeed, TableNeed } from '../model/need.ts';
import type { Shard } from '../model/report.ts';

/** All accounts of the caller's organization. */
export interface OrganizationScope {
  /** Name of the role to read each account with, or an ARN in which `{account}` stands for the account. */
  readonly roleName: string;
  readonly excludedAccounts: readonly string[];
}

/** What to collect, decided by the policies in use before the first call is made. */
export interface CollectionRequest {
  /** Region names; `all` = every Region that is enabled in the account; empty = the Region of the SDK's settings. */
  readonly regions: readonly string[] | 'all';
  readonly profile?: string;
  /** Roles to read other accounts with; empty = the caller's own account. */
  readonly roleArns: readonly string[];
  /** Besides the roles; the caller's own account is read with the caller's own credentials. */
  readonly organization?: OrganizationScope;
  /** Read only these places; absent: all. */
  readonly shard?: Shard;
  readonly regionNeeds: ReadonlySet<RegionNeed>;
  readonly accountNeeds: ReadonlySet<AccountNeed>;
  /**
   * Region and account (absent: each account in scope) in which copies are asked for. Only vaults and recovery points
   * are read there, and only when `regionNeeds` has them.
   */
  readonly copyDestinations: readonly { readonly region: string; readonly account?: string }[];
  /** Recovery points older than this are of no interest to any policy in use; absent: all are. */
  readonly recoveryPointsSince?: Instant;
  /** True when restored tables are judged: any table may be one, so every table is described. */
  readonly describeEveryTable: boolean;
  /**
   * Which facts about which tables (by ARN) the policies need, given what is known of a Region so far. Asked twice:
   * when names, tags and restore jobs are there, and again when the tables are described. It only ever adds.
   */
  /** Stacks to read, by name, in each place in scope; absent: none. */
  readonly stacks?: readonly string[];
  readonly tableNeeds: (soFar: RegionInventory) => ReadonlyMap<string, ReadonlySet<TableNeed>>;
  /** Asked once, when every Region is read: what tables elsewhere turned out to need. Absent: nothing. */
  readonly lateNeeds?: (regions: readonly RegionInventory[], accounts: readonly AccountInventory[]) => LateNeeds;
  /** What a former inventory tells of tables that nothing has changed since; absent: everything is read. */
  readonly carryOver?: CarryOver;
}

/** What a cut run has read of places already; absent parts are read. */
export interface KeptPlaces {
  readonly kept: (scope: Scope, part: PlacePart) => Promise<RegionInventory | undefined>;
  readonly keep: (region: RegionInventory, part: PlacePart) => Promise<void>;
}

/** All of a place, or only what a destination of copies has. */
export type PlacePart = 'all' | 'copies';

export interface LateNeeds {
  /** By ARN. */
  readonly tables: ReadonlyMap<string, ReadonlySet<TableNeed>>;
  /** ARNs of tables of which also that is asked that no setting is about. */
  readonly unlisted: ReadonlySet<string>;
  /** ARNs of native backups that tables were restored from. */
  readonly backups: ReadonlySet<string>;
  /** By the ARN of a plan: since when its versions are of interest. */
  readonly planVersions: ReadonlyMap<string, Instant>;
}
