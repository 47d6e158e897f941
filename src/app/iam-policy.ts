import type { Need } from '../model/need.ts';
import type { Policy } from '../model/policy.ts';
import type { Operation } from '../sources/rates.ts';
import type { CollectionRequest } from '../sources/request.ts';
import { ALWAYS, actionsFor } from './need-actions.ts';

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
  'backup:GetBackupPlan': 'BackupPlans',
  'backup:ListBackupSelections': 'BackupPlans',
  'backup:GetBackupSelection': 'BackupPlans',
  'backup:GetBackupVaultAccessPolicy': 'BackupVaults',
  'backup:ListRecoveryPointsByBackupVault': 'BackupVaults',
  'backup:GetRestoreTestingPlan': 'RestoreTestingPlans',
  'backup:ListRestoreTestingSelections': 'RestoreTestingPlans',
  'backup:GetRestoreTestingSelection': 'RestoreTestingPlans',
  'kms:DescribeKey': 'Keys',
} as const satisfies Partial<Record<Operation, string>>;

type Sid = (typeof SCOPED)[keyof typeof SCOPED];

const RESOURCES: Readonly<Record<Sid, (names: readonly string[]) => readonly string[]>> = {
  Tables: (names) => names.map((name) => `dynamodb:*:*:table/${name}`),
  BackupPlans: () => ['backup:*:*:backup-plan:*'],
  BackupVaults: () => ['backup:*:*:backup-vault:*'],
  RestoreTestingPlans: () => ['backup:*:*:restore-testing-plan:*'],
  Keys: () => ['kms:*:*:key/*'],
};

/** The least that a reader must be allowed so that every fact the policies need can be known. */
export function iamPolicy(policies: readonly Policy[], request: CollectionRequest, needs: Iterable<Need>): IamPolicy {
  const actions = new Set<Operation>([
    ...ALWAYS,
    ...(request.regions === 'all' ? (['account:ListRegions'] as const) : []),
    ...actionsFor(needs),
  ]);
  const bySid = new Map<Sid | 'AccountWide', Operation[]>();
  for (const action of [...actions].toSorted()) {
    const sid = isScoped(action) ? SCOPED[action] : 'AccountWide';
    bySid.set(sid, [...(bySid.get(sid) ?? []), action]);
  }
  const names = request.describeEveryTable ? ['*'] : tableNames(policies);
  const partitions = partitionsOf(request, policies);
  const statements = [...bySid].map(
    ([sid, Action]): IamStatement => ({
      Sid: sid,
      Effect: 'Allow',
      Action,
      Resource:
        sid === 'AccountWide'
          ? '*'
          : partitions.flatMap((partition) => RESOURCES[sid](names).map((resource) => `arn:${partition}:${resource}`)),
    }),
  );
  return { Version: '2012-10-17', Statement: statements.toSorted((a, b) => (a.Sid < b.Sid ? -1 : 1)) };
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

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws';
}
