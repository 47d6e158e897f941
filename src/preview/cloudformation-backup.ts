import { parseArn } from '../model/arn.ts';
import { type Fact, known } from '../model/fact.ts';
import type { BackupRule, Lifecycle } from '../model/plan.ts';
import { present } from '../model/present.ts';
import type { SelectionBody, TagCondition } from '../model/selection.ts';
import { Attributes, requireItself, settled } from './attributes.ts';
import type { PlanTarget, VaultLock } from './change.ts';
import { PLAN_OF } from './cloudformation-attributes.ts';
import type { TemplateContext, TemplateResourceReader } from './cloudformation-resource.ts';
import { copiesOf } from './copies.ts';
import { awsManagedKey, keyOf } from './keys.ts';
import { placeholderName } from './placeholder-name.ts';
import { isValueList, Later } from './value.ts';

const FROM = 'the template';

export const CLOUDFORMATION_BACKUP = {
  'AWS::Backup::BackupPlan': (properties, { logicalId, physicalId, standsFor }) => {
    const plan = settled(FROM, () => {
      const body = properties.block('BackupPlan');
      if (!body) properties.requiredText('BackupPlan');
      return body ?? properties;
    });
    const name = plan.known ? settled(FROM, () => plan.value.requiredText('BackupPlanName')) : plan;
    const body = plan.known
      ? settled(FROM, () => ({
          rules: plan.value.blocks('BackupPlanRule').map((block) => rule(block, standsFor)),
          preview: [],
        }))
      : plan;
    const named = name.known ? name.value : placeholderName(logicalId);
    const id = physicalId === undefined ? {} : { id: physicalId };
    // A name is no identity: AWS makes two plans of one name.
    return [{ edit: { kind: 'plan', ...id, isNew: physicalId === undefined, name: named, body } }];
  },
  'AWS::Backup::BackupSelection': (properties, { logicalId, physicalId, standsFor }) => {
    const selection = settled(FROM, () => properties.block('BackupSelection') ?? properties);
    const name = selection.known ? settled(FROM, () => selection.value.requiredText('SelectionName')) : selection;
    const body = selection.known ? settled(FROM, () => selectionBody(selection.value, standsFor)) : selection;
    const planId = settled(FROM, () => properties.requiredText('BackupPlanId'));
    return [
      {
        edit: {
          kind: 'selection',
          plan: planId.known ? targetOf(planId.value) : { kind: 'unclear', why: planId },
          // The id stands alone, or before that of the plan. Source: CloudFormation template reference, BackupSelection; Cloud Control.
          ...(physicalId === undefined ? {} : { id: physicalId.split(/[_|]/)[0] ?? physicalId }),
          name: name.known ? name.value : placeholderName(logicalId),
          body,
        },
      },
    ];
  },
  'AWS::Backup::BackupVault': (properties, context) => {
    const key = settled(FROM, () => properties.text('EncryptionKeyArn'));
    const encryptionKey = !key.known
      ? undefined
      : key.value === undefined
        ? awsManagedKey('backup', context.target)
        : keyOf(key.value);
    const lock = settled(FROM, () => {
      const block = properties.block('LockConfiguration');
      return block ? present({ ...range(block), changeableForDays: block.number('ChangeableForDays') }) : null;
    });
    const settings = present({ encryptionKey, lock, accessPolicy: accessPolicy(properties) });
    return [{ edit: { kind: 'vault', name: vaultName(properties, context), settings, whole: true } }];
  },
  'AWS::Backup::LogicallyAirGappedBackupVault': (properties, context) => [
    {
      edit: {
        kind: 'vault',
        name: vaultName(properties, context),
        settings: {
          type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
          lock: settled(FROM, () => range(properties)),
          accessPolicy: accessPolicy(properties),
        },
        whole: true,
      },
    },
  ],
  'AWS::Backup::RestoreTestingPlan': (properties, { target: { partition, region, account } }) => [
    {
      edit: {
        kind: 'testing-plan',
        plan: settled(FROM, () => {
          const points = properties.block('RecoveryPointSelection');
          const name = properties.requiredText('RestoreTestingPlanName');
          return present({
            name,
            arn: `arn:${partition}:backup:${region}:${account}:restore-testing-plan:${name}`,
            scheduleExpression: properties.text('ScheduleExpression'),
            scheduleTimezone: properties.text('ScheduleExpressionTimezone'),
            includeVaults: (points?.texts('IncludeVaults') ?? []).toSorted(),
            excludeVaults: (points?.texts('ExcludeVaults') ?? []).toSorted(),
            pointTypes: points?.texts('RecoveryPointTypes')?.toSorted(),
            selectionWindowDays: points?.number('SelectionWindowDays'),
          });
        }),
      },
    },
  ],
  'AWS::Backup::RestoreTestingSelection': (properties) => {
    const type = settled(FROM, () => properties.requiredText('ProtectedResourceType'));
    if (type.known && !type.value.startsWith('DynamoDB')) return [];
    const selection = settled(FROM, () => {
      const conditions = properties.block('ProtectedResourceConditions');
      const pairs = (key: string) =>
        (conditions?.blocks(key) ?? []).map((each) => ({
          key: each.requiredText('Key'),
          value: each.text('Value') ?? '',
        }));
      return present({
        name: properties.requiredText('RestoreTestingSelectionName'),
        resourceType: properties.requiredText('ProtectedResourceType'),
        resourceArns: properties.texts('ProtectedResourceArns').toSorted(),
        conditions: { stringEquals: pairs('StringEquals'), stringNotEquals: pairs('StringNotEquals') },
        validationWindowHours: properties.number('ValidationWindowHours'),
      });
    });
    return [{ edit: { kind: 'testing-selection', plan: nameOf(properties, 'RestoreTestingPlanName'), selection } }];
  },
} as const satisfies Record<string, TemplateResourceReader>;

function targetOf(id: string): PlanTarget {
  if (!id.startsWith(PLAN_OF)) return { kind: 'live', id };
  return { kind: 'planned', address: id.slice(PLAN_OF.length) };
}

function nameOf(properties: Attributes, key: string): Fact<string> {
  return settled(FROM, () => properties.requiredText(key));
}

/**
 * A name that is not known is stood in for, so that the rules of the template still find the vault. One that the stack has may
 * be the vault that is there, or another.
 */
function vaultName(properties: Attributes, { logicalId, physicalId }: TemplateContext): Fact<string> {
  return physicalId === undefined && properties.raw('BackupVaultName') instanceof Later
    ? known(placeholderName(logicalId), FROM)
    : nameOf(properties, 'BackupVaultName');
}

type StandsFor = TemplateContext['standsFor'];

function rule(block: Attributes, standsFor: StandsFor): BackupRule {
  return present({
    name: block.textOrPlaceholder('RuleName'),
    vaultName: block.requiredText('TargetBackupVault'),
    airGappedVaultArn: block.text('TargetLogicallyAirGappedBackupVaultArn'),
    scheduleExpression: block.text('ScheduleExpression'),
    scheduleTimezone: block.text('ScheduleExpressionTimezone'),
    startWindowMinutes: block.number('StartWindowMinutes'),
    completionWindowMinutes: block.number('CompletionWindowMinutes'),
    lifecycle: lifecycle(block.block('Lifecycle')),
    ...copiesOf(block, 'CopyActions', FROM, (copy) =>
      present({
        destinationVaultArn: destination(copy, standsFor),
        lifecycle: lifecycle(copy.block('Lifecycle')),
      }),
    ),
  });
}

/** What only stands for a Region is none that a policy asks for; accounts are asked for by ids that stand for none. */
function destination(copy: Attributes, standsFor: StandsFor): string {
  const arn = copy.requiredText('DestinationBackupVaultArn');
  requireItself(parseArn(arn)?.region ?? '', standsFor);
  return arn;
}

function lifecycle(block: Attributes | undefined): Lifecycle | undefined {
  if (!block) return undefined;
  const days = present({
    moveToColdStorageAfterDays: positive(block.number('MoveToColdStorageAfterDays')),
    deleteAfterDays: positive(block.number('DeleteAfterDays')),
  });
  return Object.keys(days).length === 0 ? undefined : days;
}

/** AWS says "never" as -1, too. */
function positive(days: number | undefined): number | undefined {
  return days !== undefined && days > 0 ? days : undefined;
}

function selectionBody(block: Attributes, standsFor: StandsFor): SelectionBody {
  const conditions = block.block('Conditions');
  const of = (list: readonly Attributes[]): readonly TagCondition[] =>
    list.map((each) => ({
      key: requireItself(each.requiredText('ConditionKey'), standsFor),
      value: requireItself(each.text('ConditionValue') ?? '', standsFor),
    }));
  const operator = (key: string) => of(conditions?.blocks(key) ?? []);
  return {
    roleArn: block.textOrPlaceholder('IamRoleArn'),
    resources: arns(block, 'Resources'),
    notResources: arns(block, 'NotResources'),
    listOfTags: of(block.blocks('ListOfTags')),
    conditions: {
      stringEquals: operator('StringEquals'),
      stringNotEquals: operator('StringNotEquals'),
      stringLike: operator('StringLike'),
      stringNotLike: operator('StringNotLike'),
    },
  };
}

/** What is open of an ARN does not matter where its beginning tells that it is not a table's. */
function arns(block: Attributes, key: string): readonly string[] {
  const list = block.raw(key);
  if (!isValueList(list)) return block.texts(key);
  const settled = list.map((item) => {
    const service = item instanceof Later ? item.head?.split(':')[2] : undefined;
    const isOther =
      item instanceof Later && isWhole(item.head) && service !== undefined && !/dynamodb|[*?]/.test(service);
    return isOther ? `${item.head}(${item.why})` : item;
  });
  return new Attributes({ [key]: settled }, block.where).texts(key);
}

/** Whether an ARN's beginning goes beyond its service. */
function isWhole(head: string | undefined): boolean {
  return /^arn:[^:]+:[^:]+:/.test(head ?? '');
}

function range(block: Attributes): VaultLock {
  return present({
    minRetentionDays: block.number('MinRetentionDays'),
    maxRetentionDays: block.number('MaxRetentionDays'),
  });
}

function accessPolicy(properties: Attributes): Fact<string | null> {
  return settled(FROM, () => properties.document('AccessPolicy') ?? null);
}
