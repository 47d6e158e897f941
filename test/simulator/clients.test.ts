import { paginateListRegions } from '@aws-sdk/client-account';
import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  DescribeGlobalSettingsCommand,
  DescribeRecoveryPointCommand,
  DescribeRegionSettingsCommand,
  GetBackupPlanCommand,
  GetBackupSelectionCommand,
  GetBackupVaultAccessPolicyCommand,
  ListBackupJobsCommand,
  ListBackupPlansCommand,
  ListBackupVaultsCommand,
  ListCopyJobsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  ListRestoreJobsCommand,
  ListTagsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-backup';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DeleteAlarmsCommand, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetResourcePolicyCommand,
  ListTagsOfResourceCommand,
  PolicyNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { GetAccountAuthorizationDetailsCommand, GetRoleCommand, NoSuchEntityException } from '@aws-sdk/client-iam';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import {
  AWSOrganizationsNotInUseException,
  DescribeOrganizationCommand,
  ListAccountsCommand,
} from '@aws-sdk/client-organizations';
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { ESTATE } from './estate.ts';
import { ACCOUNT, clients, DAY, MINUTE, NOW, REGION, settings, simulated } from './simulated.ts';

const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/orders`;
const scenario = ESTATE;

test('backup: a plan comes with rules, next runs and selection', async () => {
  await simulated(
    async (simulator) => {
      const { backup } = clients(simulator);
      const plans = await backup.send(new ListBackupPlansCommand({}));
      expect(plans.BackupPlansList?.map((plan) => plan.BackupPlanName)).toEqual(['daily']);
      const all = await backup.send(new ListBackupPlansCommand({ IncludeDeleted: true }));
      expect(all.BackupPlansList?.map((plan) => plan.BackupPlanName)).toEqual(['daily', 'gone']);

      const BackupPlanId = plans.BackupPlansList?.[0]?.BackupPlanId;
      const plan = await backup.send(new GetBackupPlanCommand({ BackupPlanId, MaxScheduledRunsPreview: 2 }));
      expect(plan.BackupPlan?.Rules?.[0]).toMatchObject({
        RuleName: 'nightly',
        StartWindowMinutes: 60,
        Lifecycle: { DeleteAfterDays: 35 },
        CopyActions: [{ DestinationBackupVaultArn: 'arn:aws:backup:eu-central-1:111122223333:backup-vault:dr' }],
      });
      expect(plan.ScheduledRunsPreview?.map((run) => run.ExecutionTime?.toISOString())).toEqual([
        '2026-11-23T05:00:00.000Z',
        '2026-11-24T05:00:00.000Z',
      ]);
      const selection = await backup.send(
        new GetBackupSelectionCommand({ BackupPlanId, SelectionId: 'aaaaaaaa-0000-4000-8000-000000000003' }),
      );
      expect(selection.BackupSelection).toMatchObject({
        ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'tier', ConditionValue: 'gold' }],
        Conditions: {
          StringEquals: [{ ConditionKey: 'aws:ResourceTag/team', ConditionValue: 'payments' }],
          StringLike: [],
        },
      });
    },
    { scenario },
  );
});

test('backup: vaults, points, copies and jobs tell one story', async () => {
  await simulated(
    async (simulator) => {
      const { backup } = clients(simulator);
      const vaults = await backup.send(new ListBackupVaultsCommand({}));
      expect(vaults.BackupVaultList).toMatchObject([
        {
          BackupVaultName: 'main',
          Locked: true,
          MinRetentionDays: 7,
          NumberOfRecoveryPoints: 35,
          LockDate: new Date(NOW - 30 * DAY),
        },
        { BackupVaultName: 'airgap', VaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', Locked: true },
      ]);
      const points = await backup.send(
        new ListRecoveryPointsByBackupVaultCommand({
          BackupVaultName: 'main',
          ByCreatedAfter: new Date(NOW - 2 * DAY),
        }),
      );
      expect(points.RecoveryPoints).toHaveLength(2);
      const newest = points.RecoveryPoints?.at(-1);
      expect(newest).toMatchObject({
        ResourceArn: TABLE,
        CreationDate: new Date(NOW - 180 * MINUTE),
        CompletionDate: new Date(NOW - 168 * MINUTE),
        CalculatedLifecycle: { DeleteAt: new Date(NOW - 180 * MINUTE + 35 * DAY) },
        CreatedBy: { BackupPlanName: 'daily', BackupRuleName: 'nightly' },
      });
      const copies = await backup.send(new ListCopyJobsCommand({ BySourceRecoveryPointArn: newest?.RecoveryPointArn }));
      expect(copies.CopyJobs).toHaveLength(1);
      const elsewhere = clients(simulator, { region: 'eu-central-1' }).backup;
      const copy = await elsewhere.send(
        new DescribeRecoveryPointCommand({
          BackupVaultName: 'dr',
          RecoveryPointArn: copies.CopyJobs?.[0]?.DestinationRecoveryPointArn,
        }),
      );
      expect(copy).toMatchObject({
        CreationDate: newest?.CreationDate,
        ResourceArn: TABLE,
        StorageClass: 'WARM',
      });
      // AWS leaves it out of copies within an account.
      expect(copy.SourceBackupVaultArn).toBeUndefined();
      // 34 days of points, but 30 days of jobs.
      const jobs = await backup.send(new ListBackupJobsCommand({ ByState: 'COMPLETED' }));
      expect(jobs.BackupJobs).toHaveLength(30);
      expect(jobs.BackupJobs?.[0]?.StartBy).toEqual(
        new Date((jobs.BackupJobs?.[0]?.CreationDate?.getTime() ?? 0) + 60 * MINUTE),
      );
      const expired = await backup.send(new ListBackupJobsCommand({ ByState: 'EXPIRED' }));
      expect(expired.BackupJobs?.map((job) => job.ResourceName)).toEqual(['sessions']);
      const restores = await backup.send(new ListRestoreJobsCommand({ ByStatus: 'COMPLETED' }));
      expect(restores.RestoreJobs?.map((job) => job.CreatedBy?.RestoreTestingPlanArn !== undefined)).toEqual([
        false,
        true,
      ]);
    },
    { scenario },
  );
});

test('backup: settings, policies and tags; what is missing is a typed error', async () => {
  await simulated(
    async (simulator) => {
      const { backup } = clients(simulator);
      const region = await backup.send(new DescribeRegionSettingsCommand({}));
      expect(region.ResourceTypeOptInPreference?.['DynamoDB']).toBe(true);
      const global = await backup.send(new DescribeGlobalSettingsCommand({}));
      expect(global.GlobalSettings).toMatchObject({ isCrossAccountBackupEnabled: 'true' });
      const policy = await backup.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName: 'main' }));
      expect(JSON.parse(policy.Policy ?? '')).toEqual({ Version: '2012-10-17', Statement: [] });
      await expect(backup.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName: 'airgap' }))).rejects.toThrow(
        ResourceNotFoundException,
      );
      const tags = await backup.send(
        new ListTagsCommand({ ResourceArn: 'arn:aws:backup:eu-west-1:111122223333:backup-vault:main' }),
      );
      expect(tags.Tags).toEqual({ use: 'backup' });
    },
    { scenario },
  );
});

test('dynamodb: a table with all its settings', async () => {
  await simulated(
    async (simulator) => {
      const { dynamodb } = clients(simulator);
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'orders' }));
      expect(Table).toMatchObject({
        TableArn: TABLE,
        ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 50 },
        GlobalSecondaryIndexes: [
          { IndexName: 'by-customer', Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['total'] } },
        ],
        LocalSecondaryIndexes: [{ IndexName: 'by-date' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
        SSEDescription: {
          SSEType: 'KMS',
          KMSMasterKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
        },
        DeletionProtectionEnabled: true,
        TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      });
      expect(Table?.BillingModeSummary).toBeUndefined();
      expect(Table?.AttributeDefinitions).toContainEqual({ AttributeName: 'sk', AttributeType: 'N' });
      const ttl = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: 'orders' }));
      expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
      const pitr = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: TABLE }));
      expect(pitr.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toEqual({
        PointInTimeRecoveryStatus: 'ENABLED',
        RecoveryPeriodInDays: 14,
        EarliestRestorableDateTime: new Date(NOW - 14 * DAY),
        LatestRestorableDateTime: new Date(NOW - 5 * MINUTE),
      });
      const tags = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: TABLE }));
      expect(tags.Tags).toEqual([
        { Key: 'team', Value: 'payments' },
        { Key: 'tier', Value: 'gold' },
      ]);
      await expect(
        dynamodb.send(new GetResourcePolicyCommand({ ResourceArn: TABLE.replace('orders', 'sessions') })),
      ).rejects.toThrow(PolicyNotFoundException);
      const onDemand = await dynamodb.send(new DescribeTableCommand({ TableName: 'sessions' }));
      expect(onDemand.Table?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
      const restored = await dynamodb.send(new DescribeTableCommand({ TableName: 'orders-restored' }));
      expect(restored.Table?.RestoreSummary).toMatchObject({ SourceTableArn: TABLE, RestoreInProgress: false });
    },
    { scenario },
  );
});

test('auto scaling: targets and policies, with the alarms that the policies made', async () => {
  await simulated(
    async (simulator) => {
      const { autoscaling, cloudwatch } = clients(simulator);
      const targets = await autoscaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'dynamodb' }));
      expect(targets.ScalableTargets).toMatchObject([
        { ResourceId: 'table/orders', MinCapacity: 100, MaxCapacity: 1000 },
      ]);
      const policies = await autoscaling.send(new DescribeScalingPoliciesCommand({ ServiceNamespace: 'dynamodb' }));
      const [policy] = policies.ScalingPolicies ?? [];
      expect(policy?.TargetTrackingScalingPolicyConfiguration).toMatchObject({
        TargetValue: 70,
        PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBReadCapacityUtilization' },
      });
      const alarms = await cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNamePrefix: 'TargetTracking-table/orders' }),
      );
      expect(alarms.MetricAlarms?.map((alarm) => alarm.AlarmName)).toEqual(
        policy?.Alarms?.map((alarm) => alarm.AlarmName),
      );
    },
    { scenario },
  );
});

test('cloudwatch: composite alarms come only when they are asked for; alarms are put and deleted', async () => {
  await simulated(
    async (simulator) => {
      const { cloudwatch } = clients(simulator);
      const metric = await cloudwatch.send(new DescribeAlarmsCommand({}));
      expect(metric.CompositeAlarms).toEqual([]);
      const composite = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'] }));
      expect(composite.CompositeAlarms?.map((alarm) => alarm.AlarmRule)).toEqual(['ALARM(orders-errors)']);
      const AlarmName = 'orders-throttles';
      await cloudwatch.send(
        new PutMetricAlarmCommand({
          AlarmName,
          EvaluationPeriods: 3,
          Threshold: 1.5,
          ComparisonOperator: 'GreaterThanThreshold',
          Metrics: [
            { Id: 'sum', Expression: 'a + b' },
            {
              Id: 'a',
              ReturnData: false,
              MetricStat: {
                Period: 60,
                Stat: 'Sum',
                Metric: { Namespace: 'AWS/DynamoDB', MetricName: 'ThrottledRequests' },
              },
            },
          ],
        }),
      );
      const put = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }));
      expect(put.MetricAlarms?.[0]?.Metrics?.map((query) => query.Id)).toEqual(['sum', 'a']);
      await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
      await expect(cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }))).rejects.toMatchObject({
        name: 'ResourceNotFound',
      });
    },
    { scenario },
  );
});

test('iam, kms, tagging: policies, key managers and tagged tables', async () => {
  await simulated(
    async (simulator) => {
      const { iam, kms, tagging } = clients(simulator);
      const details = await iam.send(
        new GetAccountAuthorizationDetailsCommand({ Filter: ['Role', 'LocalManagedPolicy'] }),
      );
      expect(details.UserDetailList).toEqual([]);
      expect(
        details.RoleDetailList?.[0]?.RolePolicyList?.map((policy) => decodeURIComponent(policy.PolicyDocument ?? '')),
      ).toEqual(['{"Version":"2012-10-17","Statement":[]}']);
      expect(decodeURIComponent(details.Policies?.[0]?.PolicyVersionList?.[0]?.Document ?? '')).toContain(
        'table/orders',
      );
      expect(details.Policies?.[0]?.AttachmentCount).toBe(2);
      await expect(iam.send(new GetRoleCommand({ RoleName: 'nobody' }))).rejects.toThrow(NoSuchEntityException);

      const own = await kms.send(new DescribeKeyCommand({ KeyId: 'alias/backup' }));
      const managed = await kms.send(new DescribeKeyCommand({ KeyId: 'alias/aws/dynamodb' }));
      expect([own.KeyMetadata?.KeyManager, managed.KeyMetadata?.KeyManager]).toEqual(['CUSTOMER', 'AWS']);

      const tables = await tagging.send(
        new GetResourcesCommand({
          ResourceTypeFilters: ['dynamodb:table'],
          TagFilters: [{ Key: 'team', Values: ['payments'] }],
        }),
      );
      expect(tables.ResourceTagMappingList?.map((mapping) => mapping.ResourceARN)).toEqual([TABLE]);
      const everything = await tagging.send(new GetResourcesCommand({}));
      expect(everything.ResourceTagMappingList?.map((mapping) => mapping.ResourceARN)).toContain(
        'arn:aws:backup:eu-west-1:111122223333:backup-plan:aaaaaaaa-0000-4000-8000-000000000001',
      );
    },
    { scenario },
  );
});

test('organizations, account, sts: other accounts are reached by their roles', async () => {
  await simulated(
    async (simulator) => {
      const { organizations, account, sts } = clients(simulator);
      const organization = await organizations.send(new DescribeOrganizationCommand({}));
      expect(organization.Organization?.MasterAccountId).toBe(ACCOUNT);
      const accounts = await organizations.send(new ListAccountsCommand({}));
      expect(accounts.Accounts?.map(({ Id, Name }) => `${Id} ${Name}`)).toEqual([
        '111122223333 production',
        '444455556666 vault-account',
      ]);
      const regions: (string | undefined)[] = [];
      const filter = { RegionOptStatusContains: ['ENABLED' as const, 'ENABLED_BY_DEFAULT' as const] };
      for await (const page of paginateListRegions({ client: account, pageSize: 10 }, filter)) {
        regions.push(...(page.Regions ?? []).map((region) => region.RegionName));
      }
      expect(regions).toHaveLength(17);
      expect(regions).toContain('eu-west-1');

      const identity = await sts.send(new GetCallerIdentityCommand({}));
      expect(identity).toMatchObject({ Account: ACCOUNT, Arn: 'arn:aws:iam::111122223333:user/simulator' });
      const assumed = await sts.send(
        new AssumeRoleCommand({
          RoleArn: 'arn:aws:iam::444455556666:role/holdfast-reader',
          RoleSessionName: 'holdfast',
        }),
      );
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = assumed.Credentials ?? {};
      const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
      const there = await new STSClient({ ...settings(simulator), credentials }).send(new GetCallerIdentityCommand({}));
      expect(there.Arn).toBe('arn:aws:sts::444455556666:assumed-role/holdfast-reader/holdfast');
      const nobody = { RoleArn: 'arn:aws:iam::444455556666:role/admin', RoleSessionName: 'holdfast' };
      await expect(sts.send(new AssumeRoleCommand(nobody))).rejects.toMatchObject({ name: 'AccessDenied' });
    },
    { scenario },
  );
});

test('organizations: an account without one is told so', async () => {
  await simulated(async (simulator) => {
    const { organizations, backup } = clients(simulator);
    await expect(organizations.send(new DescribeOrganizationCommand({}))).rejects.toThrow(
      AWSOrganizationsNotInUseException,
    );
    await expect(backup.send(new DescribeGlobalSettingsCommand({}))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
  });
});

test('cloudtrail: the event names its actor', async () => {
  await simulated(
    async (simulator) => {
      const { cloudtrail } = clients(simulator);
      const found = await cloudtrail.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'UpdateBackupPlan' }],
        }),
      );
      expect(found.Events).toHaveLength(1);
      const record = JSON.parse(found.Events?.[0]?.CloudTrailEvent ?? '');
      expect(record).toMatchObject({
        eventTime: '2026-11-19T08:00:00Z',
        sourceIPAddress: '198.51.100.7',
        userIdentity: {
          type: 'AssumedRole',
          sessionContext: {
            sessionIssuer: { userName: expect.stringMatching(/^AWSReservedSSO_PlatformAdmin_[0-9a-f]{16}$/) },
          },
        },
        requestParameters: { backupPlanId: 'aaaaaaaa-0000-4000-8000-000000000001' },
      });
      // Older than 90 days: forgotten.
      const old = await cloudtrail.send(
        new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'DeleteTable' }] }),
      );
      expect(old.Events).toEqual([]);
    },
    { scenario },
  );
});
