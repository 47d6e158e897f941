import { ACCOUNT } from '../simulator/simulated.ts';
import type { JsonMap } from './json-tree.ts';
import type { PlanBlock, RandomEstate, RuleOf, TableBlock, TableOf, VaultBlock, Where } from './random-estate.ts';

export const REGIONS: Readonly<Record<Where, string>> = { near: 'eu-west-1', far: 'eu-central-1' };

/** The template of the stack that the estate has in a Region. Modules and loops are written out, as CloudFormation has them. */
export function templateOf({ tables, vaults, plans }: RandomEstate, where: Where): JsonMap {
  const here = <T extends { readonly where: Where }>(all: readonly T[]) => all.filter((each) => each.where === where);
  const resources = [
    ['Key', { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Version: '2012-10-17', Statement: [] } } }],
    ...here(tables).flatMap(tablesOf),
    ...here(vaults).map((vault) => [idOf(vault), vaultOf(vault)]),
    ...here(plans).flatMap((plan) => planOf(plan, vaults, tables)),
  ];
  return { Resources: Object.fromEntries(resources) };
}

const idOf = ({ label }: { readonly label: string }, number = '') => `${label}${number}`.replaceAll(/[^a-z0-9]/gi, '');

/** The first of a block has the logical id of the block. */
function tablesOf(block: TableBlock): readonly (readonly [string, JsonMap])[] {
  return block.tables.map((table, index) => [idOf(block, index === 0 ? '' : `x${index}`), tableOf(block, table)]);
}

function tableOf({ hashKey }: TableBlock, { name, tier, backup, pitr }: TableOf): JsonMap {
  return {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: hashKey, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: hashKey, AttributeType: 'S' }],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: pitr },
      Tags: Object.entries({ tier, backup }).map(([Key, Value]) => ({ Key, Value })),
    },
  };
}

function vaultOf({ name, ownKey, lock, denies }: VaultBlock): JsonMap {
  const denied = ['DeleteRecoveryPoint', 'UpdateRecoveryPointLifecycle', 'PutBackupVaultAccessPolicy'];
  const statement = { Effect: 'Deny', Principal: '*', Action: denied.map((each) => `backup:${each}`), Resource: '*' };
  return {
    Type: 'AWS::Backup::BackupVault',
    Properties: {
      BackupVaultName: name,
      ...(ownKey ? { EncryptionKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] } } : {}),
      ...(lock ? { LockConfiguration: { MinRetentionDays: lock.min } } : {}),
      ...(denies ? { AccessPolicy: { Version: '2012-10-17', Statement: [statement] } } : {}),
    },
  };
}

function planOf(
  plan: PlanBlock,
  vaults: readonly VaultBlock[],
  tables: readonly TableBlock[],
): readonly (readonly [string, JsonMap])[] {
  const rules = plan.rules.map((rule) => ruleOf(rule, vaults));
  const selection = {
    SelectionName: plan.label,
    IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/backup`,
    ...selectedBy(plan, tables),
  };
  return [
    [
      idOf(plan),
      {
        Type: 'AWS::Backup::BackupPlan',
        Properties: { BackupPlan: { BackupPlanName: plan.label, BackupPlanRule: rules } },
      },
    ],
    [
      idOf(plan, 'sel'),
      {
        Type: 'AWS::Backup::BackupSelection',
        Properties: { BackupPlanId: { Ref: idOf(plan) }, BackupSelection: selection },
      },
    ],
  ];
}

function ruleOf({ name, vault, schedule, deleteAfter, copyTo }: RuleOf, vaults: readonly VaultBlock[]): JsonMap {
  const other = vaults.find(({ label }) => label === copyTo);
  const copy = other && `arn:aws:backup:${REGIONS[other.where]}:${ACCOUNT}:backup-vault:${other.name}`;
  return {
    RuleName: name,
    TargetBackupVault: { Ref: idOf({ label: vault }) },
    ScheduleExpression: schedule,
    StartWindowMinutes: 60,
    Lifecycle: { DeleteAfterDays: deleteAfter },
    ...(copy === undefined
      ? {}
      : { CopyActions: [{ DestinationBackupVaultArn: copy, Lifecycle: { DeleteAfterDays: 35 } }] }),
  };
}

function selectedBy({ where, selection }: PlanBlock, tables: readonly TableBlock[]): JsonMap {
  switch (selection.by) {
    case 'tag':
      return {
        ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: selection.value }],
      };
    case 'all':
      return { Resources: ['*'] };
    case 'condition': {
      const condition = { ConditionKey: 'aws:ResourceTag/backup', ConditionValue: selection.value };
      return { Resources: ['*'], Conditions: { StringEquals: [condition] } };
    }
    case 'name':
      return { Resources: [`arn:aws:dynamodb:${REGIONS[where]}:${ACCOUNT}:table/${selection.pattern}`] };
    case 'references': {
      const blocks = tables.filter(({ label }) => selection.blocks.includes(label));
      const ids = blocks.flatMap((block) => tablesOf(block).map(([id]) => id));
      return { Resources: ids.map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] })) };
    }
  }
}
