import { describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/server.ts';
import { SERVICES } from '../../src/simulator/services/index.ts';
import { ESTATE } from './estate.ts';
import { send } from './raw-call.ts';
import { BOTOCORE, serviceModel, violations } from './service-model.ts';
import { ACCOUNT, REGION, simulated } from './simulated.ts';

const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/orders`;
const PLAN = 'aaaaaaaa-0000-4000-8000-000000000001';

/** Everything is read with these members; an operation takes those that it has. */
const MEMBERS: Readonly<Record<string, unknown>> = {
  AliasName: 'alias/backup',
  AccountId: ACCOUNT,
  BackupPlanId: PLAN,
  ChildId: ACCOUNT,
  ParentId: 'r-root',
  PolicyId: 'p-examplebase',
  PolicyType: 'BACKUP_POLICY',
  TargetId: ACCOUNT,
  BackupVaultName: 'main',
  KeyId: 'alias/backup',
  LookupAttributes: [],
  MaxScheduledRunsPreview: '5',
  PolicyName: 'read',
  PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/orders-access`,
  RestoreTestingPlanName: 'monthly',
  RestoreTestingSelectionName: 'tables',
  RoleName: 'holdfast-reader',
  RoleArn: `arn:aws:iam::${ACCOUNT}:role/holdfast-reader`,
  RoleSessionName: 'test',
  SelectionId: 'aaaaaaaa-0000-4000-8000-000000000003',
  ServiceNamespace: 'dynamodb',
  StackName: 'tables',
  TableName: 'orders',
  VersionId: 'v1',
  WebIdentityToken: 'token',
};

const PER_OPERATION: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'backup:GetBackupPlan': { VersionId: undefined },
  'organizations:ListPolicies': { Filter: 'BACKUP_POLICY' },
  'organizations:ListPoliciesForTarget': { Filter: 'BACKUP_POLICY' },
  'backup:ListTags': { ResourceArn: `arn:aws:backup:${REGION}:${ACCOUNT}:backup-vault:main` },
  'backup:DescribeProtectedResource': { ResourceArn: TABLE },
  'backup:ListRecoveryPointsByResource': { ResourceArn: TABLE },
  'backup:ListRestoreJobsByProtectedResource': { ResourceArn: TABLE },
  'dynamodb:ListTagsOfResource': { ResourceArn: TABLE },
  'dynamodb:GetResourcePolicy': { ResourceArn: TABLE },
  'dynamodb:ListBackups': { BackupType: 'ALL' },
  'monitoring:ListTagsForResource': { ResourceARN: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:orders-errors` },
  'monitoring:DescribeAlarms': { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
  'application-autoscaling:ListTagsForResource': { ResourceARN: `arn:aws:x:${REGION}:${ACCOUNT}:scalable-target/1` },
};

const READS = [...SERVICES.values()].flatMap((service) =>
  Object.entries(service.operations)
    .filter(([, operation]) => !operation.writes)
    .map(([name]) => ({ scope: service.scope, name })),
);

const OPERATIONS = [...SERVICES.values()].flatMap((service) =>
  Object.entries(service.operations).map(([name, operation]) => ({ scope: service.scope, name, operation })),
);

describe.skipIf(BOTOCORE === undefined)("AWS's service models (skipped where botocore is not installed)", () => {
  test('have every operation of the simulator', () => {
    const unknown = OPERATIONS.filter(({ scope, name }) => !serviceModel(scope).operations[name]);
    expect(unknown.map(({ scope, name }) => `${scope}:${name}`)).toEqual([]);
  });

  test.each(OPERATIONS.filter(({ operation }) => operation.http))(
    'bind $scope:$name as the simulator does',
    ({ scope, name, operation }) => {
      const model = serviceModel(scope);
      const described = model.operations[name];
      const members = Object.entries(model.shapes[described?.input?.shape ?? '']?.members ?? {});
      const query = members.filter(([, member]) => member.location === 'querystring');
      expect({
        method: operation.http?.method,
        path: operation.http?.path.toLowerCase(),
        status: operation.http?.status,
      }).toEqual({
        method: described?.http.method,
        path: described?.http.requestUri.replace(/\/$/, '').toLowerCase(),
        status: described?.http.responseCode ?? 200,
      });
      const known = new Map(query.map(([member, { locationName }]) => [locationName, member]));
      for (const [parameter, member] of Object.entries(operation.http?.query ?? {})) {
        expect(known.get(parameter), parameter).toBe(member);
      }
    },
  );

  test('fit the answer of every read operation', async () => {
    await simulated(
      async (simulator) => {
        const ids = await idsOf(simulator);
        const failed: string[] = [];
        for (const { scope, name } of READS) {
          const members = { ...MEMBERS, ...ids, ...PER_OPERATION[`${scope}:${name}`] };
          const { status, body } = await send(simulator, scope, name, members);
          if (status !== 200) failed.push(`${scope}:${name} answered ${status} ${body}`);
        }
        expect(failed).toEqual([]);
      },
      { scenario: ESTATE },
    );
  });

  test('are a check that finds what is wrong', () => {
    const job = {
      BackupJobId: 'x',
      State: 'DONE',
      CreationDate: 'yesterday',
      SelectionWarning: 1,
      BackupVaultName: 'a b',
    };
    expect(violations('backup', 'ListBackupJobs', { BackupJobs: [job] })).toEqual([
      'ListBackupJobs.BackupJobs[0].State: DONE not in the enum',
      'ListBackupJobs.BackupJobs[0].CreationDate: not an instant',
      'ListBackupJobs.BackupJobs[0].SelectionWarning: unknown',
      'ListBackupJobs.BackupJobs[0].BackupVaultName: a b !~ ^[a-zA-Z0-9\\-\\_]{2,50}$',
    ]);
    expect(violations('backup', 'ListRestoreTestingPlans', {})).toEqual([
      'ListRestoreTestingPlans.RestoreTestingPlans: missing',
    ]);
  });
});

async function idsOf(simulator: Simulator): Promise<Record<string, unknown>> {
  const region = simulator.state.accounts.get(ACCOUNT)?.regions.get(REGION);
  return {
    BackupJobId: region?.backupJobs[0]?.BackupJobId,
    CopyJobId: region?.copyJobs[0]?.CopyJobId,
    RestoreJobId: region?.restoreJobs[0]?.RestoreJobId,
    RecoveryPointArn: region?.vaults.get('main')?.points.all[0]?.RecoveryPointArn,
    BackupArn: [...(region?.nativeBackups.keys() ?? [])][0],
  };
}
