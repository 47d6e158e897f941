import { unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import type { Edit } from './change.ts';
import type { TemplateEdit } from './cloudformation-resource.ts';
import { placeholderName } from './placeholder-name.ts';
import type { TemplateResource } from './template-side.ts';
import type { Touched } from './touched.ts';

/** A resource that a stack has. */
export interface StackedResource {
  readonly address: string;
  readonly physicalId: string;
}

/**
 * The end of what an edit makes of a resource of a stack; undefined where nothing of its own ends. What the template does not
 * name is called as it stands in AWS, and is open with all of its kind where that names nothing, either. What is not read is
 * touched by its end, too.
 */
export function goneEdit(edit: Edit, resource: StackedResource): Edit | undefined {
  const { address, physicalId } = resource;
  switch (edit.kind) {
    case 'plan':
      return { kind: 'plan-gone', id: edit.id ?? physicalId };
    case 'selection':
      return { kind: 'selection-gone', plan: edit.plan, id: edit.id ?? physicalId };
    case 'vault':
      // The id of an air-gapped vault is its name, or its ARN. Source: CloudFormation template reference; its schema.
      return {
        kind: 'vault-gone',
        name: edit.name.known ? edit.name.value : (physicalId.split(':').at(-1) ?? physicalId),
        ifDeletable: true,
      };
    case 'table':
      return { kind: 'table-gone', name: physicalId, ifDeletable: true };
    case 'testing-plan':
      return { kind: 'testing-plan-gone', name: edit.plan.known ? edit.plan.value.name : physicalId };
    case 'testing-selection':
      return edit.plan.known && edit.selection.known
        ? { kind: 'testing-selection-gone', plan: edit.plan.value, name: edit.selection.value.name }
        : nameless('restore-testing', resource);
    case 'scalable-target': {
      // Source: CloudFormation template reference, ScalableTarget: its id is resource, dimension and namespace.
      const [id = '', dimensionOfId] = physicalId.split('|');
      const { resourceId, dimension } = edit.target.known
        ? edit.target.value
        : { resourceId: id, dimension: dimensionOfId };
      return dimension === undefined
        ? nameless('scaling', resource)
        : { kind: 'scalable-target-gone', resourceId, dimension };
    }
    case 'scaling-policy': {
      if (!edit.policy.known) return nameless('scaling', resource);
      const { resourceId, dimension, name } = edit.policy.value;
      return { kind: 'scaling-policy-gone', resourceId, dimension, name };
    }
    case 'alarm': {
      if (edit.alarm.known && !edit.alarm.value) return undefined;
      const own = edit.alarm.known ? edit.alarm.value?.name : undefined;
      return { kind: 'alarm-gone', name: own === undefined || own === placeholderName(address) ? physicalId : own };
    }
    case 'key-alias':
      return { kind: 'key-alias-gone', alias: edit.alias };
    case 'touch':
      return edit;
    default:
      return undefined;
  }
}

function nameless(touched: Touched, { address }: StackedResource): Edit {
  const why = unknown('not-collected', `${address} goes, and what it is called in AWS is not in its template`);
  return { kind: 'touch', touched: [touched], why };
}

/** What a resource of a stack takes with it when it is deleted. */
export function endsOf(
  { address, type, edits }: TemplateResource,
  physicalId: string,
  { partition, account, region }: Scope,
): readonly TemplateEdit[] {
  if (type === 'AWS::KMS::Key') {
    const keyArn = `arn:${partition}:kms:${region}:${account}:key/${physicalId}`;
    const detail = `key ${keyArn} is scheduled for deletion, as ${address} is removed: what it encrypts cannot be read any more`;
    return [{ edit: { kind: 'key-gone', keyArn, why: unknown('not-collected', detail) } }];
  }
  return edits.flatMap((each) => {
    const edit = goneEdit(each.edit, { address, physicalId });
    return edit ? [{ ...each, edit }] : [];
  });
}
