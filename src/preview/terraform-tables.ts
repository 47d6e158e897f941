import { known } from '../model/fact.ts';
import { present } from '../model/present.ts';
import { type Attributes, settled, Undetermined } from './attributes.ts';
import type { TableRestore } from './change.ts';
import { replicaEdits, TERRAFORM_REPLICAS } from './terraform-replicas.ts';
import type { TerraformResource } from './terraform-resource.ts';
import { tableSettings } from './terraform-table-settings.ts';

const FROM = 'the Terraform plan';

export const TERRAFORM_TABLES = {
  ...TERRAFORM_REPLICAS,
  aws_dynamodb_table: {
    touches: ['tables'],
    put: (after, context, before) => {
      if (context.isNew || !before) {
        return [
          { kind: 'table', table: { ...tableSettings(after, context), ...present({ restore: restoreOf(after) }) } },
        ];
      }
      // A table that stays keeps its name: with another one, Terraform replaces it.
      const settings = tableSettings(after, context, before);
      return [{ kind: 'table', table: { ...settings, before: tableSettings(before, context) } }];
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
        key: after.requiredText('key'),
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

/** What a new table is restored from. Source: hashicorp/aws, aws_dynamodb_table: restore_source_name and its kin. */
function restoreOf(after: Attributes): TableRestore | undefined {
  const keys = ['restore_source_name', 'restore_source_table_arn', 'restore_backup_arn'];
  if (keys.every((key) => after.raw(key) === undefined || after.raw(key) === null)) return undefined;
  const at = settled(FROM, () => after.text('restore_date_time'));
  const source = settled(FROM, () => {
    const table = after.text('restore_source_table_arn') ?? after.text('restore_source_name');
    return table ?? tableOfBackup(after.requiredText('restore_backup_arn'));
  });
  const backup = settled(FROM, () => after.text('restore_backup_arn'));
  return present({
    source,
    backupArn: backup.known ? backup.value : undefined,
    at: at.known && at.value !== undefined ? at.value : undefined,
  });
}

/** A backup of DynamoDB names its table; a recovery point of AWS Backup does not. */
function tableOfBackup(arn: string): string {
  const table = /^(?<table>arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/[^/]+)\/backup\//.exec(arn)?.groups?.['table'];
  if (table !== undefined) return table;
  throw new Undetermined(`${arn} does not name the table that it is a backup of`);
}
