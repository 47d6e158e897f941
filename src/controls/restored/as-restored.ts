import type { EstateTable } from '../../estate/estate.ts';
import { known, mapFact } from '../../model/fact.ts';
import { RESTORE_PAGE } from './pages.ts';
import { scheduledActionsOf } from './scheduled-actions.ts';

/**
 * A table as a restore leaves it, before anybody puts back what AWS Backup does not restore. What it does restore is
 * taken as it is now. Source: DynamoDB Developer Guide, GettingStartedBackupsAWS.
 */
export function asRestored(table: EstateTable): EstateTable {
  const { name, record, regionInventory } = table;
  const isOwn = ({ resourceId }: { readonly resourceId: string }) =>
    resourceId === `table/${name}` || resourceId.startsWith(`table/${name}/`);
  return {
    ...table,
    record: {
      ...record,
      tags: known({}, RESTORE_PAGE),
      timeToLive: known({ status: 'DISABLED' }, RESTORE_PAGE),
      pointInTimeRecovery: known({ enabled: false }, RESTORE_PAGE),
      resourcePolicy: known(null, RESTORE_PAGE),
      description: mapFact(record.description, (description) => ({
        ...description,
        stream: 'disabled',
        deletionProtection: false,
      })),
    },
    regionInventory: {
      ...regionInventory,
      scalableTargets: mapFact(regionInventory.scalableTargets, (all) => all.filter((each) => !isOwn(each))),
      scalingPolicies: mapFact(regionInventory.scalingPolicies, (all) => all.filter((each) => !isOwn(each))),
      scheduledActions: mapFact(scheduledActionsOf(regionInventory), (all) => all.filter((each) => !isOwn(each))),
      alarms: mapFact(regionInventory.alarms, (all) =>
        all.filter(({ watches }) => watches.every((watch) => watch.table !== name)),
      ),
    },
  };
}
