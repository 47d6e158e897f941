import { append } from '../../model/group-by.ts';
import type { Need } from '../../model/need.ts';
import { byText } from '../../model/order.ts';
import type { Policy } from '../../model/policy.ts';
import type { Operation } from '../../sources/rates.ts';
import type { CollectionRequest } from '../../sources/request.ts';
import { roleIn } from '../../sources/role-in.ts';
import { athenaPlace } from '../../sources/trail/athena-place.ts';
import type { HistorySource } from '../../sources/trail/history-source.ts';
import type { Host } from '../host/host.ts';
import { accountWide, type Grant } from './grant.ts';
import { historyGrants } from './history-grants.ts';
import { ALWAYS, actionsFor, ORGANIZATION_OPERATIONS, STACK_OPERATIONS } from './need-actions.ts';

export interface IamStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: '*' | readonly string[];
}

export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly IamStatement[];
}

/**
 * What an operation can be limited to, as the resource part of an ARN. An operation that is not here takes `*` only.
 * Source: Service Authorization Reference, https://docs.aws.amazon.com/service-authorization/latest/reference/ (DynamoDB,
 * AWS Backup, AWS KMS).
 */
const SCOPED = {
  'dynamodb:DescribeTable': 'Tables',
  'dynamodb:DescribeTimeToLive': 'Tables',
  'dynamodb:DescribeContinuousBackups': 'Tables',
  'dynamodb:GetResourcePolicy': 'Tables',
  'dynamodb:DescribeContributorInsights': 'Tables',
  'dynamodb:DescribeKinesisStreamingDestination': 'Tables',
  'dynamodb:DescribeBackup': 'NativeBackups',
  'backup:GetBackupPlan': 'BackupPlans',
  'backup:ListBackupPlanVersions': 'BackupPlans',
  'backup:ListBackupSelections': 'BackupPlans',
  'backup:GetBackupSelection': 'BackupPlans',
  'backup:GetBackupVaultAccessPolicy': 'BackupVaults',
  'backup:ListRecoveryPointsByBackupVault': 'BackupVaults',
  'backup:GetRestoreTestingPlan': 'RestoreTestingPlans',
  'backup:ListRestoreTestingSelections': 'RestoreTestingPlans',
  'backup:GetRestoreTestingSelection': 'RestoreTestingPlans',
  'kms:DescribeKey': 'Keys',
  'kms:GetKeyPolicy': 'Keys',
  'cloudformation:DescribeStacks': 'Stacks',
  'cloudformation:GetTemplate': 'Stacks',
  'cloudformation:ListStackResources': 'Stacks',
} as const satisfies Partial<Record<Operation, string>>;

type Sid = (typeof SCOPED)[keyof typeof SCOPED];

const RESOURCES: Readonly<Record<Sid, (names: readonly string[]) => readonly string[]>> = {
  Tables: (names) => names.map((name) => `dynamodb:*:*:table/${name}`),
  NativeBackups: (names) => names.map((name) => `dynamodb:*:*:table/${name}/backup/*`),
  BackupPlans: () => ['backup:*:*:backup-plan:*'],
  BackupVaults: () => ['backup:*:*:backup-vault:*'],
  RestoreTestingPlans: () => ['backup:*:*:restore-testing-plan:*'],
  Keys: () => ['kms:*:*:key/*'],
  Stacks: () => ['cloudformation:*:*:stack/*/*'],
};

export interface Reading {
  readonly policies: readonly Policy[];
  readonly request: CollectionRequest;
  readonly needs: Iterable<Need>;
  readonly history: readonly HistorySource[];
  /** Where queries run and their results go. */
  readonly environment: Host['environment'];
}

/** The least that a reader must be allowed so that every fact can be known. */
export function iamPolicy({ policies, request, needs, history, environment }: Reading): IamPolicy {
  const partitions = partitionsOf(request, policies);
  const names = request.describeEveryTable ? ['*'] : tableNames(policies);
  const operations: readonly Operation[] = [
    ...ALWAYS,
    ...(request.regions === 'all' ? (['account:ListRegions'] as const) : []),
    ...actionsFor(needs),
    ...(request.stacks ? STACK_OPERATIONS : []),
  ];
  const grants = [
    ...operations.map((operation) => operationGrant(operation, names, partitions)),
    ...historyGrants(history, partitions, athenaPlace(environment)),
    ...accountGrants(request, partitions),
  ];
  const bySid = new Map<string, Grant[]>();
  for (const grant of grants) append(bySid, grant.sid, grant);
  return {
    Version: '2012-10-17',
    Statement: [...bySid]
      .toSorted(byText(([sid]) => sid))
      .map(([Sid, same]) => ({ Sid, Effect: 'Allow', Action: actionsOf(same), Resource: resourcesOf(same) })),
  };
}

function operationGrant(operation: Operation, names: readonly string[], partitions: readonly string[]): Grant {
  if (!isScoped(operation)) return accountWide(operation);
  const sid = SCOPED[operation];
  const resources = partitions.flatMap((partition) => RESOURCES[sid](names).map((rest) => `arn:${partition}:${rest}`));
  return { sid, actions: [operation], resources };
}

/** What the caller needs who reads other accounts: it becomes the roles, and lists the accounts. */
function accountGrants(
  { roleArns, organization, regionNeeds }: CollectionRequest,
  partitions: readonly string[],
): readonly Grant[] {
  const everywhere = organization
    ? [...new Set(partitions.map((partition) => roleIn('*', partition, organization.roleName)))]
    : [];
  const resources = [...roleArns, ...everywhere];
  return [
    ...(organization ? [accountWide('organizations:ListAccounts')] : []),
    ...(organization && regionNeeds.has('plans') ? [accountWide(...ORGANIZATION_OPERATIONS)] : []),
    ...(resources.length === 0 ? [] : [{ sid: 'Roles', actions: ['sts:AssumeRole'], resources }]),
  ];
}

function actionsOf(grants: readonly Grant[]): readonly string[] {
  return [...new Set(grants.flatMap(({ actions }) => actions))].toSorted();
}

function resourcesOf(grants: readonly Grant[]): IamStatement['Resource'] {
  const limited = grants.flatMap(({ resources }) => (resources === '*' ? [] : resources));
  return limited.length === 0 ? '*' : [...new Set(limited)];
}

function isScoped(action: Operation): action is keyof typeof SCOPED {
  return Object.hasOwn(SCOPED, action);
}

/** IAM reads `*` and `?` in a resource as policies read them in `tables.names`. A policy by tags may mean any table. */
function tableNames(policies: readonly Policy[]): readonly string[] {
  const names = policies.flatMap((policy) => policy.tables.names ?? ['*']);
  return names.includes('*') ? ['*'] : [...new Set(names)].toSorted();
}

/** IAM takes no wildcard for the partition, so the Regions that are named tell it; a name that says nothing is `aws`. */
function partitionsOf({ regions }: CollectionRequest, policies: readonly Policy[]): readonly string[] {
  const named = [
    ...(regions === 'all' ? [] : regions),
    ...policies.flatMap((policy) => [
      ...(policy.tables.regions ?? []),
      ...(policy.backup?.copies ?? []).map((copy) => copy.region),
    ]),
  ];
  return [...new Set(named.length === 0 ? ['aws'] : named.map(partitionOf))].toSorted();
}

/** The partition that a Region lies in. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws';
}
