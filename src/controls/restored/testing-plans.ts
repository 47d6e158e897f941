import type { Estate, EstateTable } from '../../estate/estate.ts';
import { isUsable, pointsOf } from '../../estate/points.ts';
import { DAY_MINUTES, plusMinutes } from '../../model/instant.ts';
import type { RestoreTestingPlan, RestoreTestingSelection } from '../../model/job.ts';
import { anyWildcard } from '../../model/wildcard.ts';
import { count } from './capped.ts';
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
  const plans = table.home.restoreTestingPlans;
  if (!plans.known) return [`restore testing plans are unknown: ${plans.detail}`];
  return plans.value.flatMap((plan) => {
    const ran = plan.lastExecutedAt === undefined ? 'never ran' : `last ran ${plan.lastExecutedAt}`;
    const end = `the plan ${ran}${lastTest(estate, table, plan)}`;
    return plan.selections
      .filter((selection) => selection.resourceType === 'DynamoDB' && names(selection, table.arn))
      .flatMap((selection) => {
        const where = `restore testing plan ${plan.name} › selection ${selection.name}`;
        const { tags } = table.record;
        if (!hasConditions(selection)) return [`${where} ${picks(estate, table, plan, '')}; ${end}`];
        if (!tags.known) return [`${where} may pick the table by its tags, which are unknown`];
        return meets(selection, tags.value) ? [`${where} ${picks(estate, table, plan, ' by its tags')}; ${end}`] : [];
      });
  });
}

/** A plan restores what it finds in its vaults, of its types, and of its window; of tables there are snapshots only. */
function picks(estate: Estate, table: EstateTable, plan: RestoreTestingPlan, how: string): string {
  const { includeVaults, excludeVaults, pointTypes, selectionWindowDays: days = DEFAULT_WINDOW_DAYS } = plan;
  const { partition, account, region, home } = table;
  if (pointTypes !== undefined && !pointTypes.includes('SNAPSHOT')) {
    return `names the table${how}, and can restore nothing of it: the plan takes ${pointTypes.join(', ')} points, and tables have SNAPSHOT ones`;
  }
  // Not asked for, where nothing that is judged needs them.
  if (!home.recoveryPoints.known && home.recoveryPoints.reason === 'not-collected') return `picks the table${how}`;
  const [isIncluded, isExcluded] = [anyWildcard(includeVaults), anyWildcard(excludeVaults)];
  const since = plusMinutes(estate.now, -days * DAY_MINUTES);
  const { points, unread } = pointsOf(table);
  const found = points.filter((point) => {
    const vault = `arn:${partition}:backup:${region}:${account}:backup-vault:${point.vaultName}`;
    return (
      isUsable(point) &&
      point.createdAt >= since &&
      point.createdAt <= estate.now &&
      isIncluded(vault) &&
      !isExcluded(vault)
    );
  });
  if (found.length > 0) return `picks the table${how}, with ${count(found.length, 'recovery point')} of its ${days} d`;
  const [hidden] = unread;
  if (hidden) return `names the table${how}; whether it has a recovery point for it is unknown: ${hidden.detail}`;
  const { recoveryPointsSince } = home;
  if (recoveryPointsSince !== undefined && recoveryPointsSince > since) {
    return `names the table${how}; recovery points from before ${recoveryPointsSince} were not read`;
  }
  return `names the table${how}, and finds no recovery point of its last ${days} d in the vaults of the plan`;
}

function lastTest(estate: Estate, table: EstateTable, { arn }: RestoreTestingPlan): string {
  const last = tableRestores(estate, table).completed.findLast(({ record }) => record.testingPlanArn === arn);
  if (!last) return '';
  const { validationStatus } = last.record;
  const validation = validationStatus === undefined ? 'not validated' : `validation ${validationStatus}`;
  return `, and its last restore of the table ended ${last.completedAt}, ${validation}`;
}

function names({ resourceArns }: RestoreTestingSelection, arn: string): boolean {
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
