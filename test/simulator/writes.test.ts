import { describe, expect, test } from 'vitest';
import { SERVICES } from '../../src/simulator/services/index.ts';
import { ESTATE } from './estate.ts';
import { send } from './raw-call.ts';
import { BOTOCORE } from './service-model.ts';
import { ACCOUNT, REGION, simulated } from './simulated.ts';

type Members = Readonly<Record<string, unknown>>;
/** What was answered so far, by operation: later calls need the ids. */
type Answers = Readonly<Record<string, Readonly<Record<string, string>>>>;
type Step = readonly [scope: string, operation: string, members: Members | ((answers: Answers) => Members)];

const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/new`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/new`;
const POLICY = `arn:aws:iam::${ACCOUNT}:policy/new`;
const VAULT = `arn:aws:backup:${REGION}:${ACCOUNT}:backup-vault:new`;
const ALARM = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:new`;
const DOCUMENT = '{"Version":"2012-10-17","Statement":[]}';
const RULES = [
  {
    RuleName: 'r',
    TargetBackupVaultName: 'new',
    ScheduleExpression: 'cron(0 5 ? * * *)',
    Lifecycle: { DeleteAfterDays: 35 },
  },
];
const TARGET = {
  ServiceNamespace: 'dynamodb',
  ResourceId: 'table/new',
  ScalableDimension: 'dynamodb:table:ReadCapacityUnits',
};

const plan = (answers: Answers) => ({ BackupPlanId: answers['CreateBackupPlan']?.['BackupPlanId'] });
const point = (answers: Answers) => ({
  BackupVaultName: 'new',
  RecoveryPointArn: answers['StartBackupJob']?.['RecoveryPointArn'],
});
const key = () => ({ KeyId: 'alias/new' });
const policy = (answers: Answers) => ({
  PolicyId: /\bp-[0-9a-z]+/.exec(String(answers['CreatePolicy']?.['text']))?.[0],
});

/** The life of one of everything: made, changed, removed. */
const STEPS: readonly Step[] = [
  ['kms', 'CreateKey', { Description: 'new', Tags: [{ TagKey: 'a', TagValue: 'b' }] }],
  [
    'kms',
    'CreateAlias',
    (answers) => ({
      AliasName: 'alias/new',
      TargetKeyId: /key\/([0-9a-f-]+)/.exec(String(answers['CreateKey']?.['text']))?.[1],
    }),
  ],
  ['kms', 'PutKeyPolicy', { ...key(), Policy: DOCUMENT }],
  ['kms', 'EnableKeyRotation', key()],
  ['kms', 'DisableKeyRotation', key()],
  ['kms', 'UpdateKeyDescription', { ...key(), Description: 'newer' }],
  ['kms', 'TagResource', { ...key(), Tags: [{ TagKey: 'c', TagValue: 'd' }] }],
  ['kms', 'UntagResource', { ...key(), TagKeys: ['c'] }],

  ['iam', 'CreateRole', { RoleName: 'new', AssumeRolePolicyDocument: DOCUMENT, Tags: [{ Key: 'a', Value: 'b' }] }],
  ['iam', 'UpdateRole', { RoleName: 'new', Description: 'newer' }],
  ['iam', 'UpdateAssumeRolePolicy', { RoleName: 'new', PolicyDocument: DOCUMENT }],
  ['iam', 'PutRolePolicy', { RoleName: 'new', PolicyName: 'inline', PolicyDocument: DOCUMENT }],
  ['iam', 'TagRole', { RoleName: 'new', Tags: [{ Key: 'c', Value: 'd' }] }],
  ['iam', 'UntagRole', { RoleName: 'new', TagKeys: ['c'] }],
  ['iam', 'CreatePolicy', { PolicyName: 'new', PolicyDocument: DOCUMENT }],
  ['iam', 'CreatePolicyVersion', { PolicyArn: POLICY, PolicyDocument: DOCUMENT, SetAsDefault: true }],
  ['iam', 'DeletePolicyVersion', { PolicyArn: POLICY, VersionId: 'v1' }],
  ['iam', 'TagPolicy', { PolicyArn: POLICY, Tags: [{ Key: 'c', Value: 'd' }] }],
  ['iam', 'UntagPolicy', { PolicyArn: POLICY, TagKeys: ['c'] }],
  ['iam', 'AttachRolePolicy', { RoleName: 'new', PolicyArn: POLICY }],

  [
    'dynamodb',
    'CreateTable',
    {
      TableName: 'new',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    },
  ],
  [
    'dynamodb',
    'UpdateTable',
    {
      TableName: 'new',
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      ReplicaUpdates: [{ Create: { RegionName: 'us-east-1' } }],
    },
  ],
  [
    'dynamodb',
    'UpdateTimeToLive',
    { TableName: 'new', TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' } },
  ],
  ['dynamodb', 'UpdateContributorInsights', { TableName: 'orders', ContributorInsightsAction: 'ENABLE' }],
  [
    'dynamodb',
    'EnableKinesisStreamingDestination',
    { TableName: 'orders', StreamArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders' },
  ],
  [
    'dynamodb',
    'UpdateContinuousBackups',
    {
      TableName: 'new',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
    },
  ],
  ['dynamodb', 'TagResource', { ResourceArn: TABLE, Tags: [{ Key: 'a', Value: 'b' }] }],
  ['dynamodb', 'UntagResource', { ResourceArn: TABLE, TagKeys: ['a'] }],
  ['dynamodb', 'PutResourcePolicy', { ResourceArn: TABLE, Policy: DOCUMENT }],
  ['dynamodb', 'DeleteResourcePolicy', { ResourceArn: TABLE }],
  ['dynamodb', 'CreateBackup', { TableName: 'new', BackupName: 'by-hand' }],
  [
    'dynamodb',
    'RestoreTableFromBackup',
    (answers) => ({
      TargetTableName: 'new-2',
      BackupArn: /"BackupArn":"([^"]+)"/.exec(String(answers['CreateBackup']?.['text']))?.[1],
    }),
  ],
  [
    'dynamodb',
    'RestoreTableToPointInTime',
    { TargetTableName: 'new-3', SourceTableArn: TABLE, UseLatestRestorableTime: true },
  ],
  [
    'dynamodb',
    'DeleteBackup',
    (answers) => ({ BackupArn: /"BackupArn":"([^"]+)"/.exec(String(answers['CreateBackup']?.['text']))?.[1] }),
  ],

  [
    'application-autoscaling',
    'RegisterScalableTarget',
    { ...TARGET, MinCapacity: 1, MaxCapacity: 9, Tags: { a: 'b' } },
  ],
  [
    'application-autoscaling',
    'PutScalingPolicy',
    {
      ...TARGET,
      PolicyName: 'new',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 70,
        PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBReadCapacityUtilization' },
      },
    },
  ],
  [
    'application-autoscaling',
    'PutScheduledAction',
    { ...TARGET, ScheduledActionName: 'new', Schedule: 'rate(1 day)', ScalableTargetAction: { MinCapacity: 2 } },
  ],
  ['application-autoscaling', 'DeleteScheduledAction', { ...TARGET, ScheduledActionName: 'new' }],
  [
    'application-autoscaling',
    'TagResource',
    (answers) => ({ ResourceARN: answers['RegisterScalableTarget']?.['ScalableTargetARN'], Tags: { c: 'd' } }),
  ],
  [
    'application-autoscaling',
    'UntagResource',
    (answers) => ({ ResourceARN: answers['RegisterScalableTarget']?.['ScalableTargetARN'], TagKeys: ['c'] }),
  ],
  ['application-autoscaling', 'DeleteScalingPolicy', { ...TARGET, PolicyName: 'new' }],
  ['application-autoscaling', 'DeregisterScalableTarget', TARGET],

  [
    'monitoring',
    'PutMetricAlarm',
    {
      AlarmName: 'new',
      Namespace: 'AWS/DynamoDB',
      MetricName: 'SystemErrors',
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    },
  ],
  ['monitoring', 'PutCompositeAlarm', { AlarmName: 'newer', AlarmRule: 'ALARM(new)' }],
  ['monitoring', 'TagResource', { ResourceARN: ALARM, Tags: [{ Key: 'a', Value: 'b' }] }],
  ['monitoring', 'UntagResource', { ResourceARN: ALARM, TagKeys: ['a'] }],
  ['monitoring', 'DeleteAlarms', { AlarmNames: ['new', 'newer'] }],

  ['backup', 'UpdateRegionSettings', { ResourceTypeOptInPreference: { EBS: false } }],
  ['backup', 'UpdateGlobalSettings', { GlobalSettings: { isCrossAccountBackupEnabled: 'false' } }],
  [
    'backup',
    'CreateBackupVault',
    {
      BackupVaultName: 'new',
      BackupVaultTags: { a: 'b' },
      EncryptionKeyArn: 'arn:aws:kms:eu-west-1:111122223333:alias/new',
    },
  ],
  [
    'backup',
    'CreateLogicallyAirGappedBackupVault',
    { BackupVaultName: 'new-air', MinRetentionDays: 7, MaxRetentionDays: 30 },
  ],
  ['backup', 'TagResource', { ResourceArn: VAULT, Tags: { c: 'd' } }],
  ['backup', 'UntagResource', { ResourceArn: VAULT, TagKeyList: ['c'] }],
  ['backup', 'PutBackupVaultAccessPolicy', { BackupVaultName: 'new', Policy: DOCUMENT }],
  ['backup', 'DeleteBackupVaultAccessPolicy', { BackupVaultName: 'new' }],
  ['backup', 'PutBackupVaultLockConfiguration', { BackupVaultName: 'new', MinRetentionDays: 7 }],
  ['backup', 'DeleteBackupVaultLockConfiguration', { BackupVaultName: 'new' }],
  ['backup', 'CreateBackupPlan', { BackupPlan: { BackupPlanName: 'new', Rules: RULES }, BackupPlanTags: { a: 'b' } }],
  [
    'backup',
    'UpdateBackupPlan',
    (answers) => ({ ...plan(answers), BackupPlan: { BackupPlanName: 'new', Rules: RULES } }),
  ],
  [
    'backup',
    'CreateBackupSelection',
    (answers) => ({ ...plan(answers), BackupSelection: { SelectionName: 's', IamRoleArn: ROLE, Resources: ['*'] } }),
  ],
  [
    'backup',
    'DeleteBackupSelection',
    (answers) => ({ ...plan(answers), SelectionId: answers['CreateBackupSelection']?.['SelectionId'] }),
  ],
  ['backup', 'DeleteBackupPlan', plan],
  ['backup', 'StartBackupJob', { BackupVaultName: 'new', ResourceArn: TABLE, IamRoleArn: ROLE }],
  [
    'backup',
    'StartCopyJob',
    (answers) => ({
      ...point(answers),
      SourceBackupVaultName: 'new',
      DestinationBackupVaultArn: VAULT.replace(/new$/, 'new-air'),
      IamRoleArn: ROLE,
      Lifecycle: { DeleteAfterDays: 10 },
    }),
  ],
  [
    'backup',
    'StartRestoreJob',
    (answers) => ({ ...point(answers), IamRoleArn: ROLE, Metadata: { targetTableName: 'new-4' } }),
  ],
  [
    'backup',
    'PutRestoreValidationResult',
    (answers) => ({ RestoreJobId: answers['StartRestoreJob']?.['RestoreJobId'], ValidationStatus: 'FAILED' }),
  ],
  ['backup', 'UpdateRecoveryPointLifecycle', (answers) => ({ ...point(answers), Lifecycle: { DeleteAfterDays: 100 } })],
  ['backup', 'DeleteRecoveryPoint', point],
  ['backup', 'DeleteBackupVault', { BackupVaultName: 'new' }],
  [
    'backup',
    'CreateRestoreTestingPlan',
    {
      RestoreTestingPlan: {
        RestoreTestingPlanName: 'new',
        ScheduleExpression: 'cron(0 5 1 * ? *)',
        RecoveryPointSelection: {
          Algorithm: 'RANDOM_WITHIN_WINDOW',
          IncludeVaults: ['*'],
          RecoveryPointTypes: ['SNAPSHOT'],
        },
      },
    },
  ],
  [
    'backup',
    'UpdateRestoreTestingPlan',
    { RestoreTestingPlanName: 'new', RestoreTestingPlan: { StartWindowHours: 2 } },
  ],
  [
    'backup',
    'CreateRestoreTestingSelection',
    {
      RestoreTestingPlanName: 'new',
      RestoreTestingSelection: {
        RestoreTestingSelectionName: 's',
        IamRoleArn: ROLE,
        ProtectedResourceType: 'DynamoDB',
        ProtectedResourceArns: ['*'],
      },
    },
  ],
  [
    'backup',
    'UpdateRestoreTestingSelection',
    {
      RestoreTestingPlanName: 'new',
      RestoreTestingSelectionName: 's',
      RestoreTestingSelection: { IamRoleArn: ROLE, ValidationWindowHours: 4 },
    },
  ],
  ['backup', 'DeleteRestoreTestingSelection', { RestoreTestingPlanName: 'new', RestoreTestingSelectionName: 's' }],
  ['backup', 'DeleteRestoreTestingPlan', { RestoreTestingPlanName: 'new' }],

  ['dynamodb', 'DeleteTable', { TableName: 'new' }],
  ['iam', 'DetachRolePolicy', { RoleName: 'new', PolicyArn: POLICY }],
  ['iam', 'DeletePolicy', { PolicyArn: POLICY }],
  ['iam', 'DeleteRolePolicy', { RoleName: 'new', PolicyName: 'inline' }],
  ['iam', 'DeleteRole', { RoleName: 'new' }],
  ['kms', 'DisableKey', key()],
  ['kms', 'EnableKey', key()],
  ['kms', 'ScheduleKeyDeletion', key()],
  ['kms', 'CancelKeyDeletion', key()],
  ['kms', 'DeleteAlias', { AliasName: 'alias/new' }],

  [
    'organizations',
    'CreatePolicy',
    { Name: 'new', Description: '', Type: 'BACKUP_POLICY', Content: backupPolicy('new') },
  ],
  ['organizations', 'UpdatePolicy', (answers) => ({ ...policy(answers), Content: backupPolicy('newer') })],
  ['organizations', 'AttachPolicy', (answers) => ({ ...policy(answers), TargetId: ACCOUNT })],
  ['organizations', 'DetachPolicy', (answers) => ({ ...policy(answers), TargetId: ACCOUNT })],
  ['organizations', 'DeletePolicy', (answers) => policy(answers)],
  ['organizations', 'MoveAccount', { AccountId: ACCOUNT, SourceParentId: 'r-root', DestinationParentId: 'r-root' }],
];

/** A policy of a plan without rules: it makes nothing in the accounts. */
function backupPolicy(plan: string): string {
  return JSON.stringify({ plans: { [plan]: { regions: { '@@assign': ['eu-west-1'] } } } });
}

/** `StopBackupJob` needs a job that runs: jobs.test.ts has one. */
const ELSEWHERE = ['backup:StopBackupJob'];

describe.skipIf(BOTOCORE === undefined)("AWS's service models (skipped where botocore is not installed)", () => {
  test('fit the answer of every mutating operation, and each is in the trail once', async () => {
    await simulated(
      async (simulator) => {
        const answers: Record<string, Record<string, string>> = {};
        for (const [scope, operation, members] of STEPS) {
          const { status, body } = await send(
            simulator,
            scope,
            operation,
            typeof members === 'function' ? members(answers) : members,
          );
          expect(`${operation} ${status} ${status < 300 ? '' : body}`.trim()).toMatch(/ (200|201|204)$/);
          answers[operation] = { text: body, ...(body.startsWith('{') && JSON.parse(body)) };
        }
        const regions = simulator.state.accounts.get(ACCOUNT)?.regions;
        const trail = [...(regions?.get(REGION)?.trail ?? []), ...(regions?.get('us-east-1')?.trail ?? [])]
          .filter((event) => event.record['eventType'] === 'AwsApiCall')
          .map((event) => `${event.source} ${event.name}`);
        for (const [scope, operation] of STEPS)
          expect(trail).toContain(`${SERVICES.get(scope)?.eventSource} ${operation}`);
        // ESTATE's own two events come on top.
        expect(trail).toHaveLength(STEPS.length + 2);
      },
      { scenario: ESTATE },
    );
  });

  test('are tried with every mutating operation there is', () => {
    const tried = new Set([...STEPS.map(([scope, operation]) => `${scope}:${operation}`), ...ELSEWHERE]);
    const all = [...SERVICES.values()].flatMap((service) =>
      Object.entries(service.operations).flatMap(([name, { writes }]) => (writes ? [`${service.scope}:${name}`] : [])),
    );
    expect(all.filter((operation) => !tried.has(operation))).toEqual([]);
  });
});
