import type { PlanTarget } from './change.ts';
import { isMadeEnabled, plannedKeyId } from './keys.ts';
import { type Place, scopeOf } from './place.ts';
import { type PlannedResource, textAt } from './terraform-plan.ts';
import { isValueMap, memberOf, type Value, type ValueMap } from './value.ts';

const PLANNED = 'planned:';

/** What an id says of the plan that it names. */
export function targetOf(id: string): PlanTarget {
  return id.startsWith(PLANNED) ? { kind: 'planned', address: id.slice(PLANNED.length) } : { kind: 'live', id };
}

/** What an attribute that AWS gives will be, where it is made of names; undefined where it is not. */
export function derivedAttribute(
  { type, address, afterUnknown }: PlannedResource,
  attribute: string,
  place: Place,
  name: string | undefined,
  values: ValueMap,
): Value | undefined {
  const scope = scopeOf(place);
  const arn = (service: string, resource: string, at = scope?.region) =>
    scope && `arn:${scope.partition}:${service}:${at}:${scope.account}:${resource}`;
  if (type === 'aws_backup_plan')
    return attribute === 'id' || attribute === 'plan_id' ? `${PLANNED}${address}` : undefined;
  if (type === 'aws_kms_key') {
    const isOpen = isValueMap(afterUnknown) && memberOf(afterUnknown, 'is_enabled') === true;
    if (isOpen || !isMadeEnabled(memberOf(values, 'is_enabled'))) return undefined;
    const id = plannedKeyId(address);
    return attribute === 'arn'
      ? arn('kms', `key/${id}`)
      : attribute === 'key_id' || attribute === 'id'
        ? id
        : undefined;
  }
  if (name === undefined) return undefined;
  switch (type) {
    case 'aws_backup_vault':
    case 'aws_backup_logically_air_gapped_vault':
      return attribute === 'arn' ? arn('backup', `backup-vault:${name}`) : attribute === 'id' ? name : undefined;
    case 'aws_dynamodb_table':
      return attribute === 'arn' ? arn('dynamodb', `table/${name}`) : attribute === 'id' ? name : undefined;
    case 'aws_iam_role':
      return attribute === 'arn' ? arn('iam', `role${textAt(values, 'path') ?? '/'}${name}`, '') : undefined;
    default:
      return undefined;
  }
}
