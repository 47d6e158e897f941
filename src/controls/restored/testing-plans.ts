import type { EstateTable } from '../../estate/estate.ts';
import type { RestoreTestingSelection } from '../../model/job.ts';

const TAG_KEY = /^aws:ResourceTag\/(.+)$/;

/**
 * One sentence for each restore testing selection that picks the table, or may. Vaults are not looked at: a plan picks
 * only tables with recovery points in the vaults that it includes. Source: AWS Backup Developer Guide, restore testing.
 */
export function testingPlanLines({ arn, home, record }: EstateTable): readonly string[] {
  const plans = home.restoreTestingPlans;
  if (!plans.known) return [`restore testing plans are unknown: ${plans.detail}`];
  return plans.value.flatMap(({ name, lastExecutedAt, selections }) => {
    const ran = lastExecutedAt === undefined ? 'never ran' : `last ran ${lastExecutedAt}`;
    return selections
      .filter((selection) => selection.resourceType === 'DynamoDB' && names(selection, arn))
      .flatMap((selection) => {
        const where = `restore testing plan ${name} › selection ${selection.name}`;
        if (!hasConditions(selection)) return [`${where} picks the table; the plan ${ran}`];
        if (!record.tags.known) return [`${where} may pick the table by its tags, which are unknown`];
        return meets(selection, record.tags.value) ? [`${where} picks the table by its tags; the plan ${ran}`] : [];
      });
  });
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
