import { type Fact, known } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import type { BackupRule, CopyAction, Lifecycle } from '../model/plan.ts';
import { present } from '../model/present.ts';
import type { SelectionBody, TagCondition } from '../model/selection.ts';
import { type Attributes, settled } from './attributes.ts';
import type { Edit, KeyOfChange, VaultLock } from './change.ts';
import { copiesOf } from './copies.ts';
import { awsManagedKey, keyOf } from './keys.ts';
import type { TerraformResource } from './terraform-resource.ts';

const FROM = 'the Terraform plan';

export const TERRAFORM_BACKUP = {
  aws_backup_plan: {
    touches: ['plans'],
    put: (after, { isNew, address }, before) => {
      const id = isNew ? undefined : before?.text('id');
      const name = settled(FROM, () => after.requiredText('name'));
      return [
        {
          kind: 'plan',
          ...(id === undefined ? {} : { id }),
          isNew,
          name: name.known ? name.value : `(${address})`,
          body: settled(FROM, () => ({ rules: after.blocks('rule').map(rule), preview: [] })),
        },
      ];
    },
    gone: (before) => [{ kind: 'plan-gone', id: before.requiredText('id') }],
  },
  aws_backup_selection: {
    touches: ['plans'],
    put: (after, context, before) => {
      const id = context.isNew ? undefined : before?.text('id');
      const name = settled(FROM, () => after.requiredText('name'));
      return [
        {
          kind: 'selection',
          plan: context.planTarget(after),
          ...(id === undefined ? {} : { id }),
          name: name.known ? name.value : `(${context.address})`,
          body: settled(FROM, () => selection(after)),
        },
      ];
    },
    gone: (before, context) => [
      { kind: 'selection-gone', plan: context.planTarget(before), id: before.requiredText('id') },
    ],
  },
  aws_backup_vault: {
    touches: ['vaults'],
    put: (after, { place }) => {
      const encryptionKey = vaultKey(after, place);
      const settings = encryptionKey ? { encryptionKey } : {};
      return [{ kind: 'vault', name: nameOf(after, 'name'), settings, whole: true }];
    },
    gone: (before) => [{ kind: 'vault-gone', name: before.requiredText('name') }],
  },
  aws_backup_logically_air_gapped_vault: {
    touches: ['vaults'],
    put: (after) => [
      {
        kind: 'vault',
        name: nameOf(after, 'name'),
        settings: { type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', lock: settled(FROM, () => retentionRange(after)) },
        whole: true,
      },
    ],
    gone: (before) => [{ kind: 'vault-gone', name: before.requiredText('name') }],
  },
  aws_backup_vault_policy: {
    touches: ['vaults'],
    put: (after) => [
      {
        kind: 'vault',
        name: nameOf(after, 'backup_vault_name'),
        settings: { accessPolicy: settled(FROM, () => after.document('policy') ?? null) },
        whole: false,
      },
    ],
    gone: (before) => [
      {
        kind: 'vault',
        name: nameOf(before, 'backup_vault_name'),
        settings: { accessPolicy: known(null, FROM) },
        whole: false,
      },
    ],
  },
  aws_backup_vault_lock_configuration: {
    touches: ['vaults'],
    put: (after) => [
      {
        kind: 'vault',
        name: nameOf(after, 'backup_vault_name'),
        settings: {
          lock: settled(FROM, () =>
            present({ ...retentionRange(after), changeableForDays: after.number('changeable_for_days') || undefined }),
          ),
        },
        whole: false,
      },
    ],
    gone: (before) => [
      { kind: 'vault', name: nameOf(before, 'backup_vault_name'), settings: { lock: known(null, FROM) }, whole: false },
    ],
  },
  aws_backup_region_settings: {
    touches: ['region-settings'],
    put: (after) => [
      {
        kind: 'region-settings',
        settings: settled(FROM, () => ({
          optIn: switches(after, 'resource_type_opt_in_preference'),
          management: switches(after, 'resource_type_management_preference'),
        })),
      },
    ],
    // The provider forgets the settings and leaves them in AWS.
    gone: () => [],
  },
  aws_backup_global_settings: {
    touches: ['global-settings'],
    put: (after) => [{ kind: 'global-settings', settings: settled(FROM, () => after.textMap('global_settings')) }],
    gone: () => [],
  },
  aws_backup_restore_testing_plan: {
    touches: ['restore-testing'],
    put: (after, { place }) => [{ kind: 'testing-plan', plan: settled(FROM, () => testingPlan(after, place)) }],
    gone: (before) => [{ kind: 'testing-plan-gone', name: before.requiredText('name') }],
  },
  aws_backup_restore_testing_selection: {
    touches: ['restore-testing'],
    put: (after) => testingSelection(after),
    gone: (before) => [
      {
        kind: 'testing-selection-gone',
        plan: before.requiredText('restore_testing_plan_name'),
        name: before.requiredText('name'),
      },
    ],
  },
} as const satisfies Record<string, TerraformResource>;

function nameOf(attributes: Attributes, key: string): Fact<string> {
  return settled(FROM, () => attributes.requiredText(key));
}

function rule(block: Attributes): BackupRule {
  return present({
    name: block.textOrPlaceholder('rule_name'),
    vaultName: block.requiredText('target_vault_name'),
    airGappedVaultArn: block.text('target_logically_air_gapped_backup_vault_arn'),
    scheduleExpression: block.text('schedule'),
    scheduleTimezone: block.text('schedule_expression_timezone'),
    startWindowMinutes: block.number('start_window'),
    completionWindowMinutes: block.number('completion_window'),
    lifecycle: lifecycle(block.block('lifecycle')),
    ...copiesOf(block, 'copy_action', FROM, copyAction),
  });
}

function copyAction(block: Attributes): CopyAction {
  return present({
    destinationVaultArn: block.requiredText('destination_vault_arn'),
    lifecycle: lifecycle(block.block('lifecycle')),
  });
}

/** The provider says "never" as 0 or null. */
function lifecycle(block: Attributes | undefined): Lifecycle | undefined {
  if (!block) return undefined;
  const days = present({
    moveToColdStorageAfterDays: block.number('cold_storage_after') || undefined,
    deleteAfterDays: block.number('delete_after') || undefined,
  });
  return Object.keys(days).length === 0 ? undefined : days;
}

function selection(after: Attributes): SelectionBody {
  const condition = after.block('condition');
  const conditions = (key: string): readonly TagCondition[] =>
    (condition?.blocks(key) ?? []).map((each) => ({ key: each.requiredText('key'), value: each.text('value') ?? '' }));
  return {
    // Decides nothing here but copies by role, which stay open where it is not known.
    roleArn: after.textOrPlaceholder('iam_role_arn'),
    resources: after.texts('resources').toSorted(),
    notResources: after.texts('not_resources').toSorted(),
    listOfTags: after
      .blocks('selection_tag')
      .map((each) => ({ key: each.requiredText('key'), value: each.text('value') ?? '' })),
    conditions: {
      stringEquals: conditions('string_equals'),
      stringNotEquals: conditions('string_not_equals'),
      stringLike: conditions('string_like'),
      stringNotLike: conditions('string_not_like'),
    },
  };
}

/** Without a key of its own a vault is encrypted with `aws/backup`. A key that is known later may be anybody's. */
function vaultKey(after: Attributes, place: Scope): KeyOfChange | undefined {
  const key = settled(FROM, () => after.text('kms_key_arn'));
  if (!key.known) return undefined;
  return key.value === undefined ? awsManagedKey('backup', place) : keyOf(key.value);
}

function retentionRange(after: Attributes): VaultLock {
  return present({
    minRetentionDays: after.number('min_retention_days') || undefined,
    maxRetentionDays: after.number('max_retention_days') || undefined,
  });
}

function switches(after: Attributes, key: string): Readonly<Record<string, boolean>> {
  return Object.fromEntries(Object.entries(after.textMap(key)).map(([name, on]) => [name, on === 'true']));
}

function testingPlan(after: Attributes, { partition, region, account }: Scope) {
  const points = after.block('recovery_point_selection');
  const name = after.requiredText('name');
  return present({
    name,
    arn: `arn:${partition}:backup:${region}:${account}:restore-testing-plan:${name}`,
    scheduleExpression: after.text('schedule_expression'),
    scheduleTimezone: after.text('schedule_expression_timezone'),
    includeVaults: (points?.texts('include_vaults') ?? []).toSorted(),
    excludeVaults: (points?.texts('exclude_vaults') ?? []).toSorted(),
    pointTypes: points?.texts('recovery_point_types')?.toSorted(),
    selectionWindowDays: points?.number('selection_window_days'),
  });
}

/** Those of other services pick no tables. */
function testingSelection(after: Attributes): readonly Edit[] {
  const type = settled(FROM, () => after.requiredText('protected_resource_type'));
  if (type.known && !type.value.startsWith('DynamoDB')) return [];
  const made = settled(FROM, () => {
    const conditions = after.block('protected_resource_conditions');
    const pairs = (key: string) =>
      (conditions?.blocks(key) ?? []).map((each) => ({
        key: each.requiredText('key'),
        value: each.text('value') ?? '',
      }));
    return present({
      name: after.requiredText('name'),
      resourceType: after.requiredText('protected_resource_type'),
      resourceArns: after.texts('protected_resource_arns').toSorted(),
      conditions: { stringEquals: pairs('string_equals'), stringNotEquals: pairs('string_not_equals') },
      validationWindowHours: after.number('validation_window_hours') || undefined,
    });
  });
  return [{ kind: 'testing-selection', plan: nameOf(after, 'restore_testing_plan_name'), selection: made }];
}
