import {
  ApplicationAutoScalingClient,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { BackupClient, ListRecoveryPointsByBackupVaultCommand, StartRestoreJobCommand } from '@aws-sdk/client-backup';
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteTableCommand,
  DynamoDBClient,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type Estate, inEstate } from '../../drift/estate.ts';
import { settings } from '../../simulator/simulated.ts';

const ORDERS = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
const RESTORED = 'orders-restored';

/** A table with what a restore leaves behind, and a restore that takes 20 minutes. */
const SCENARIO = `
jobDurations: { backup: 1m, restore: 20m }
accounts:
  "111122223333":
    regions:
      eu-west-1:
        settings:
          resourceTypeOptInPreference: { DynamoDB: true }
          resourceTypeManagementPreference: { DynamoDB: true }
        vaults: [{ backupVaultName: main }]
        tables:
          - tableName: orders
            creationDateTime: -200d
            billingMode: PROVISIONED
            provisionedThroughput: { readCapacityUnits: 10, writeCapacityUnits: 5 }
            streamSpecification: { streamViewType: NEW_IMAGE }
            timeToLive: { attributeName: until }
            deletionProtectionEnabled: true
            pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 14 }
            tags: { team: payments, tier: gold }
        recoveryPoints: [{ tableName: orders, backupVaultName: main, every: 24h, for: 2d, until: -3h }]
        scalableTargets:
          - { resourceId: table/orders, scalableDimension: "dynamodb:table:ReadCapacityUnits", minCapacity: 5, maxCapacity: 100 }
        scalingPolicies:
          - { policyName: orders-read, resourceId: table/orders, scalableDimension: "dynamodb:table:ReadCapacityUnits", targetTrackingScalingPolicyConfiguration: { targetValue: 70 } }
        alarms:
          - { alarmName: errors, namespace: AWS/DynamoDB, metricName: SystemErrors, dimensions: [{ name: TableName, value: orders }], statistic: Sum, period: 60, evaluationPeriods: 5, threshold: 1, comparisonOperator: GreaterThanThreshold }
`;

const policy = (...names: readonly string[]) => `apiVersion: holdfast/v1
kind: Policy
name: orders
tables: { names: [orders] }
restore:
  rto: 1h
  measure: { clock: ready, statistic: max, over: 30d, samples: 1 }
  settings:
${names.map((name) => `    ${name}: same-as-source`).join('\n')}
`;

const ALL = policy(
  'globalSecondaryIndexes',
  'localSecondaryIndexes',
  'billingMode',
  'provisionedThroughput',
  'encryption',
  'autoScaling',
  'iamPolicies',
  'alarms',
  'tags',
  'stream',
  'timeToLive',
  'deletionProtection',
  'pointInTimeRecovery',
);

async function begin({ simulator }: Estate): Promise<void> {
  const backup = new BackupClient(settings(simulator));
  const { RecoveryPoints: points = [] } = await backup.send(
    new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: 'main' }),
  );
  await backup.send(
    new StartRestoreJobCommand({
      RecoveryPointArn: points[0]?.RecoveryPointArn,
      IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
      Metadata: { targetTableName: RESTORED },
    }),
  );
}

/** One after the other, five minutes each. */
async function putBack({ simulator, pass }: Estate): Promise<void> {
  const dynamodb = new DynamoDBClient(settings(simulator));
  const scaling = new ApplicationAutoScalingClient(settings(simulator));
  const cloudwatch = new CloudWatchClient(settings(simulator));
  const TableName = RESTORED;
  const Tags = [
    { Key: 'team', Value: 'payments' },
    { Key: 'tier', Value: 'gold' },
  ];
  await dynamodb.send(new TagResourceCommand({ ResourceArn: `${ORDERS}-restored`, Tags }));
  pass(5);
  const TimeToLiveSpecification = { Enabled: true, AttributeName: 'until' };
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  pass(5);
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 14 };
  await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } as const;
  await dynamodb.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  pass(5);
  const target = {
    ServiceNamespace: 'dynamodb',
    ResourceId: `table/${RESTORED}`,
    ScalableDimension: 'dynamodb:table:ReadCapacityUnits',
  } as const;
  await scaling.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: 5, MaxCapacity: 100 }));
  const tracking = {
    TargetValue: 70,
    PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBReadCapacityUtilization' },
  } as const;
  await scaling.send(
    new PutScalingPolicyCommand({
      ...target,
      PolicyName: 'restored-read',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: tracking,
    }),
  );
  pass(5);
  const { MetricAlarms: alarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['errors'] }));
  const [{ Namespace, MetricName, Statistic, Period, EvaluationPeriods, Threshold, ComparisonOperator } = {}] = alarms;
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'errors-restored',
      Dimensions: [{ Name: 'TableName', Value: RESTORED }],
      ...{ Namespace, MetricName, Statistic, Period, EvaluationPeriods, Threshold, ComparisonOperator },
    }),
  );
}

async function restoreTime({ holdfast, files }: Estate, ...words: readonly string[]) {
  await holdfast('check', '--report', 'json=report.json', ...words);
  const { results } = JSON.parse(files.get('report.json') ?? '');
  return results.find(({ control }: { control: string }) => control === 'restore-time');
}

describe('check --history, by the clock `ready`', () => {
  test('measures from the start of a restore until its table has all that a restore leaves behind', async () => {
    await inEstate(async (estate) => {
      const { simulator, pass, write } = estate;
      write('policies/all.yaml', ALL);
      await begin(estate);
      pass(25);
      expect(await restoreTime(estate, '--history', 'lookup')).toMatchObject({ status: 'unknown' });
      await putBack(estate);
      pass(5 * 60);
      expect(await restoreTime(estate)).toMatchObject({
        status: 'unknown',
        message:
          'max of 1 restore is between 20 min and 5 h 45 min until ready, 20 min until restored; policy asks for 1 h',
      });
      expect(await restoreTime(estate, '--history', 'lookup')).toMatchObject({
        status: 'pass',
        message: 'max of 1 restore is at most 45 min until ready, 20 min until restored; policy asks for 1 h',
        actual: { minutes: 20, readyAtMostMinutes: 45 },
        because: [
          expect.stringMatching(/^35 min to 45 min until ready \(alarms: PutMetricAlarm at /),
          expect.anything(),
        ],
      });

      const { out } = await estate.holdfast('restores', '--history', 'lookup', '--report', 'json');
      const [table] = JSON.parse(out).tables;
      expect(table.objectives).toMatchObject([
        { clock: 'ready', status: 'pass', measuredMinutes: 45, restoredMinutes: 20, marginMinutes: 15 },
      ]);

      const dynamodb = new DynamoDBClient(settings(simulator));
      await dynamodb.send(new UpdateTableCommand({ TableName: RESTORED, DeletionProtectionEnabled: false }));
      await dynamodb.send(new DeleteTableCommand({ TableName: RESTORED }));
      pass(5);
      expect(await restoreTime(estate, '--history', 'lookup')).toMatchObject({ status: 'unknown' });
      write('policies/all.yaml', policy('tags', 'timeToLive', 'stream', 'deletionProtection', 'pointInTimeRecovery'));
      expect(await restoreTime(estate, '--history', 'lookup')).toMatchObject({
        status: 'pass',
        message: 'max of 1 restore is 35 min until ready, 20 min until restored; policy asks for 1 h',
      });
    }, SCENARIO);
  });

  test('fails a restored table that is left as it is, and what was put back too late', async () => {
    await inEstate(async (estate) => {
      const { pass, write } = estate;
      write('policies/all.yaml', policy('tags', 'timeToLive'));
      await begin(estate);
      pass(90);
      expect(await restoreTime(estate)).toMatchObject({
        status: 'fail',
        message:
          'orders-restored is not ready 1 h 30 min after its restore began: tags, time-to-live not as asked; policy asks for 1 h',
      });
      await putBack(estate);
      expect(await restoreTime(estate, '--history', 'lookup')).toMatchObject({
        status: 'fail',
        message: 'max of 1 restore is 1 h 35 min until ready, 20 min until restored; policy asks for 1 h',
      });
    }, SCENARIO);
  });
});
