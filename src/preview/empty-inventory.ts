import { known, unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import {
  type AccountInventory,
  INVENTORY_SCHEMA,
  type Inventory,
  type RegionInventory,
  type Scope,
} from '../model/inventory.ts';

/** Stands for an account that nothing names. */
export const NO_ACCOUNT = '000000000000';

const FROM = 'the change alone';

const ACCOUNT_FACTS = unknown(
  'not-collected',
  'the change alone is judged, and the account is not in it; an inventory settles it',
);

const OTHER_VAULTS = unknown(
  'not-collected',
  'the change alone is judged, and whether the account has a vault that it does not make is not in it; an inventory settles it',
);

/** What is taken for granted where there is no inventory, for the reader. */
export const ASSUMPTIONS: readonly string[] = [
  'no inventory was given, so the change alone is judged, as if the account held nothing else',
  'DynamoDB is taken to be opted in to AWS Backup with advanced features, as it is in new accounts',
];

/** What stands where no inventory is given: places in which there is nothing yet. */
export function emptyInventory(places: readonly Scope[], takenAt: Instant): Inventory {
  const regions = new Map(places.map((place) => [`${place.account} ${place.region}`, emptyRegion(place)]));
  const accounts = new Map(places.map((place) => [place.account, emptyAccount(place)]));
  return {
    schema: INVENTORY_SCHEMA,
    takenAt,
    accounts: [...accounts.entries()].sort(byKey).map(([, account]) => account),
    regions: [...regions.entries()].sort(byKey).map(([, region]) => region),
    unread: [],
    apiCalls: { total: 0, byOperation: {} },
  };
}

/**
 * Lists are empty rather than unknown: vaults are then judged by the rules that will fill them. New accounts have the
 * advanced features. Source: AWS Backup Developer Guide, advanced-ddb-backup.
 */
function emptyRegion({ partition, account, region }: Scope): RegionInventory {
  const nothing = known([], FROM);
  return {
    partition,
    account,
    region,
    inScope: true,
    settings: SETTINGS,
    managementSettings: SETTINGS,
    plans: nothing,
    vaults: nothing,
    moreVaults: OTHER_VAULTS,
    recoveryPoints: nothing,
    backupJobs: nothing,
    copyJobs: nothing,
    restoreJobs: nothing,
    restoreTestingPlans: nothing,
    tables: nothing,
    scalableTargets: nothing,
    scalingPolicies: nothing,
    scheduledActions: nothing,
    alarms: nothing,
    keys: [],
  };
}

const SETTINGS = known({ optIn: { DynamoDB: true }, management: { DynamoDB: true } }, FROM);

function emptyAccount({ partition, account }: Scope): AccountInventory {
  return { partition, account, globalSettings: ACCOUNT_FACTS, identityPolicies: ACCOUNT_FACTS };
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
