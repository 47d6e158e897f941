import type { Estate, EstateTable } from '../../estate/estate.ts';
import { copiesOf, isUsable, pointsOf } from '../../estate/points.ts';
import { count } from '../../model/count.ts';
import { DAY_MINUTES, type Instant, plusMinutes } from '../../model/instant.ts';
import type { Scope } from '../../model/inventory.ts';
import type { RestoreTestingPlan, RestoreTestingSelection } from '../../model/job.ts';
import type { RecoveryPoint } from '../../model/recovery-point.ts';
import { anyWildcard } from '../../model/wildcard.ts';
import { tableRestores } from './table-restores.ts';

const TAG_KEY = /^aws:ResourceTag\/(.+)$/;

/** Source: AWS Backup API, RestoreTestingRecoveryPointSelection.SelectionWindowDays. */
const DEFAULT_WINDOW_DAYS = 30;

/**
 * One sentence for each restore testing selection that names the table, or may: whether the plan finds a recovery point of
 * it, when the plan last ran, and how its last restore of the table was validated. Source: AWS Backup Developer Guide,
 * restore testing.
 */
export function testingPlanLines(estate: Estate, table: EstateTable): readonly string[] {
  return [...linesHere(estate, table), ...linesElsewhere(estate, table)];
}

function linesHere(estate: Estate, table: EstateTable): readonly string[] {
  const plans = table.regionInventory.restoreTestingPlans;
  if (!plans.known) return [`restore testing plans are unknown: ${plans.detail}`];
  return plans.value.flatMap((plan) => {
    const end = endOf(estate, table, plan);
    return plan.selections
      .filter((selection) => names(selection, table.arn))
      .flatMap((selection) => {
        const where = `restore testing plan ${plan.name} › selection ${selection.name}`;
        const { tags } = table.record;
        if (!hasConditions(selection)) return [`${where} ${picks(estate, table, plan, '')}; ${end}`];
        if (!tags.known) return [`${where} may pick the table by its tags, which are unknown`];
        return meets(selection, tags.value) ? [`${where} ${picks(estate, table, plan, ' by its tags')}; ${end}`] : [];
      });
  });
}

/** Restore testing plans of the table's own place that pick it for sure; of those that go by tags that are unknown, none. */
export function testingPlansOf({ regionInventory, arn, record }: EstateTable): readonly RestoreTestingPlan[] {
  const plans = regionInventory.restoreTestingPlans;
  const picksIt = (selection: RestoreTestingSelection) =>
    names(selection, arn) && (!hasConditions(selection) || (record.tags.known && meets(selection, record.tags.value)));
  return plans.known ? plans.value.filter((plan) => takesSnapshots(plan) && plan.selections.some(picksIt)) : [];
}

/** Plans where copies are: those that find one. Which tags their conditions see there is not documented. */
function linesElsewhere(estate: Estate, table: EstateTable): readonly string[] {
  const others = estate.inventory.regions.filter((each) => each.inScope && each !== table.regionInventory);
  return others.flatMap((place) => {
    if (!place.restoreTestingPlans.known) return [];
    const { points } = copiesOf(estate, table, place.region, place.account);
    return place.restoreTestingPlans.value.flatMap((plan) => {
      const found = restorable(estate, plan, place, points).length;
      const naming = plan.selections.filter((selection) => names(selection, table.arn));
      if (found === 0 || naming.length === 0) return [];
      const where = `restore testing plan ${plan.name} in ${place.region} of ${place.account}`;
      const takes = naming.every(hasConditions) ? 'may pick copies of the table by tags' : 'picks copies of the table';
      return [
        `${where} ${takes}, of which ${found} ${found === 1 ? 'is' : 'are'} of its ${windowDays(plan)} d; ${endOf(estate, table, plan)}`,
      ];
    });
  });
}

/** A plan restores what it finds in its vaults, of its types, and of its window; of tables there are snapshots only. */
function picks(estate: Estate, table: EstateTable, plan: RestoreTestingPlan, how: string): string {
  const { regionInventory } = table;
  const days = windowDays(plan);
  if (!takesSnapshots(plan)) {
    return `names the table${how}, and can restore nothing of it: the plan takes ${plan.pointTypes?.join(', ')} points, and tables have SNAPSHOT ones`;
  }
  // Not asked for, where nothing that is judged needs them.
  if (!regionInventory.recoveryPoints.known && regionInventory.recoveryPoints.reason === 'not-collected')
    return `picks the table${how}`;
  const { points, unread } = pointsOf(table);
  const found = restorable(estate, plan, table, points);
  if (found.length > 0) return `picks the table${how}, with ${count(found.length, 'recovery point')} of its ${days} d`;
  const [hidden] = unread;
  if (hidden) return `names the table${how}; whether it has a recovery point for it is unknown: ${hidden.detail}`;
  const { recoveryPointsSince } = regionInventory;
  if (recoveryPointsSince !== undefined && recoveryPointsSince > beginningOf(estate, plan)) {
    return `names the table${how}; recovery points from before ${recoveryPointsSince} were not read`;
  }
  return `names the table${how}, and finds no recovery point of its last ${days} d in the vaults of the plan`;
}

/** Those of a place's points that the plan may restore. */
function restorable(
  estate: Estate,
  plan: RestoreTestingPlan,
  { partition, account, region }: Scope,
  points: readonly RecoveryPoint[],
): readonly RecoveryPoint[] {
  if (!takesSnapshots(plan)) return [];
  const [isIncluded, isExcluded] = [anyWildcard(plan.includeVaults), anyWildcard(plan.excludeVaults)];
  const since = beginningOf(estate, plan);
  return points.filter((point) => {
    const vault = `arn:${partition}:backup:${region}:${account}:backup-vault:${point.vaultName}`;
    const isInWindow = point.createdAt >= since && point.createdAt <= estate.now;
    return isUsable(point) && isInWindow && isIncluded(vault) && !isExcluded(vault);
  });
}

function takesSnapshots({ pointTypes }: RestoreTestingPlan): boolean {
  return pointTypes === undefined || pointTypes.includes('SNAPSHOT');
}

function windowDays({ selectionWindowDays = DEFAULT_WINDOW_DAYS }: RestoreTestingPlan): number {
  return selectionWindowDays;
}

function beginningOf({ now }: Estate, plan: RestoreTestingPlan): Instant {
  return plusMinutes(now, -windowDays(plan) * DAY_MINUTES);
}

function endOf(estate: Estate, table: EstateTable, { arn, lastExecutedAt }: RestoreTestingPlan): string {
  const ran = `the plan ${lastExecutedAt === undefined ? 'never ran' : `last ran ${lastExecutedAt}`}`;
  const last = tableRestores(estate, table).completed.findLast(({ record }) => record.testingPlanArn === arn);
  if (!last) return ran;
  const { validationStatus } = last.record;
  const validation = validationStatus === undefined ? 'not validated' : `validation ${validationStatus}`;
  return `${ran}, and its last restore of the table ended ${last.completedAt}, ${validation}`;
}

function names({ resourceType, resourceArns }: RestoreTestingSelection, arn: string): boolean {
  if (resourceType !== 'DynamoDB') return false;
  return resourceArns.length === 0 || resourceArns.includes('*') || resourceArns.includes(arn);
}

function hasConditions({ conditions }: RestoreTestingSelection): boolean {
  return conditions.stringEquals.length + conditions.stringNotEquals.length > 0;
}

function meets({ conditions }: RestoreTestingSelection, tags: Readonly<Record<string, string>>): boolean {
  const tagOf = (key: string) => tags[TAG_KEY.exec(key)?.[1] ?? key];
  return (
    conditions.stringEquals.every(({ key, value }) => tagOf(key) === value) &&
    conditions.stringNotEquals.every(({ key, value }) => tagOf(key) !== value)
  );
}
