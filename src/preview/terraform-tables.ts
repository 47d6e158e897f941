import { known } from '../model/fact.ts';
import { type Attributes, settled } from './attributes.ts';
import { replicaEdits, TERRAFORM_REPLICAS } from './terraform-replicas.ts';
import type { TerraformResource } from './terraform-resources.ts';
import { tableSettings } from './terraform-table-settings.ts';

const FROM = 'the Terraform plan';

export const TERRAFORM_TABLES = {
  ...TERRAFORM_REPLICAS,
  aws_dynamodb_table: {
    touches: ['tables'],
    put: (after, context, before) => {
      const formerTags = before && Object.keys(before.textMap('tags_all'));
      // A table that stays keeps its name: with another one, Terraform replaces it.
      const settings = tableSettings(after, context, context.isNew ? after : (before ?? after));
      return [{ kind: 'table', table: { ...settings, ...(formerTags ? { formerTags } : {}) } }];
    },
    gone: (before) => [{ kind: 'table-gone', name: before.requiredText('name') }],
    elsewhere: replicaEdits,
  },
  aws_dynamodb_tag: {
    touches: ['table-tags'],
    put: (after) => [
      {
        kind: 'table-tag',
        table: settled(FROM, () => after.requiredText('resource_arn')),
        key: settledText(after, 'key'),
        value: settled(FROM, () => after.text('value') ?? ''),
      },
    ],
    gone: (before) => [
      {
        kind: 'table-tag',
        table: known(before.requiredText('resource_arn'), FROM),
        key: before.requiredText('key'),
        value: null,
      },
    ],
  },
  aws_dynamodb_resource_policy: {
    touches: ['table-policies'],
    put: (after) => [
      {
        kind: 'table-policy',
        table: settled(FROM, () => after.requiredText('resource_arn')),
        policy: settled(FROM, () => after.document('policy') ?? null),
      },
    ],
    gone: (before) => [
      { kind: 'table-policy', table: known(before.requiredText('resource_arn'), FROM), policy: known(null, FROM) },
    ],
  },
} as const satisfies Record<string, TerraformResource>;

function settledText(attributes: Attributes, key: string): string {
  const text = settled(FROM, () => attributes.text(key));
  return text.known ? (text.value ?? '') : '';
}
