import { NOT_COLLECTED } from './fact.ts';
import type { RegionInventory, Scope } from './inventory.ts';

/** An account Region of which nothing was asked. */
export function uncollectedRegion({ partition, account, region }: Scope): RegionInventory {
  return {
    partition,
    account,
    region,
    inScope: false,
    settings: NOT_COLLECTED,
    plans: NOT_COLLECTED,
    vaults: NOT_COLLECTED,
    recoveryPoints: NOT_COLLECTED,
    backupJobs: NOT_COLLECTED,
    copyJobs: NOT_COLLECTED,
    restoreJobs: NOT_COLLECTED,
    restoreTestingPlans: NOT_COLLECTED,
    tables: NOT_COLLECTED,
    scalableTargets: NOT_COLLECTED,
    scalingPolicies: NOT_COLLECTED,
    scheduledActions: NOT_COLLECTED,
    alarms: NOT_COLLECTED,
    keys: [],
  };
}
