import { DescribeBackupJobCommand, StartBackupJobCommand } from '@aws-sdk/client-backup';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeTableCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { clients, simulated } from './simulated.ts';

const SCENARIO = `
accounts:
  "111122223333":
    regions:
      eu-west-1:
        vaults: [{ backupVaultName: store }]
        tables:
          - { tableName: sealed, tableStatus: INACCESSIBLE_ENCRYPTION_CREDENTIALS }
          - tableName: wagons
            timeToLive: { attributeName: until }
            streamSpecification: { streamViewType: KEYS_ONLY }
            globalSecondaryIndexes: [{ indexName: by-depot, keySchema: [{ attributeName: depot, keyType: HASH }] }]
`;

const UNITS = { ReadCapacityUnits: 4, WriteCapacityUnits: 2 };
const BY_LINE = {
  IndexName: 'by-line',
  KeySchema: [{ AttributeName: 'line', KeyType: 'HASH' as const }],
  Projection: { ProjectionType: 'ALL' as const },
};

describe('UpdateTable is refused, and changes nothing, when', () => {
  const update = (change: object) => new UpdateTableCommand({ TableName: 'wagons', ...change });
  test.each([
    [
      'the table gets units and its index none',
      update({ BillingMode: 'PROVISIONED', ProvisionedThroughput: UNITS }),
      'cannot be empty',
    ],
    [
      'an index of a table on demand is made with units',
      update({ GlobalSecondaryIndexUpdates: [{ Create: { ...BY_LINE, ProvisionedThroughput: UNITS } }] }),
      "can't be used with PAY_PER_REQUEST",
    ],
    ['units are given on demand', update({ ProvisionedThroughput: UNITS }), "can't be used with PAY_PER_REQUEST"],
    [
      'one index goes and one comes',
      update({ GlobalSecondaryIndexUpdates: [{ Create: BY_LINE }, { Delete: { IndexName: 'by-depot' } }] }),
      'more than one GSI creation or deletion',
    ],
    [
      'the view of a stream changes',
      update({ StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } }),
      'already has an enabled stream',
    ],
  ])('%s', async (_, command, message) => {
    await simulated(
      async (simulator) => {
        const { dynamodb } = clients(simulator);
        const look = () => dynamodb.send(new DescribeTableCommand({ TableName: 'wagons' }));
        const before = await look();
        await expect(dynamodb.send(command)).rejects.toMatchObject({
          name: 'ValidationException',
          message: expect.stringContaining(message),
        });
        expect((await look()).Table).toEqual(before.Table);
      },
      { scenario: SCENARIO },
    );
  });
});

test('a table gets units together with its indexes, and an index then with units of its own', async () => {
  await simulated(
    async (simulator) => {
      const { dynamodb } = clients(simulator);
      await dynamodb.send(
        new UpdateTableCommand({
          TableName: 'wagons',
          BillingMode: 'PROVISIONED',
          ProvisionedThroughput: UNITS,
          GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'by-depot', ProvisionedThroughput: UNITS } }],
        }),
      );
      const create = (units?: typeof UNITS) =>
        new UpdateTableCommand({
          TableName: 'wagons',
          GlobalSecondaryIndexUpdates: [{ Create: { ...BY_LINE, ProvisionedThroughput: units } }],
        });
      await expect(dynamodb.send(create())).rejects.toThrow('cannot be empty');
      await dynamodb.send(create(UNITS));
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'wagons' }));
      expect(Table?.GlobalSecondaryIndexes?.map((index) => index.ProvisionedThroughput)).toMatchObject([UNITS, UNITS]);
    },
    { scenario: SCENARIO },
  );
});

test('an alarm without a threshold is refused', async () => {
  await simulated(async (simulator) => {
    const alarm = { AlarmName: 'slow', EvaluationPeriods: 1, MetricName: 'SystemErrors', Namespace: 'AWS/DynamoDB' };
    const command = new PutMetricAlarmCommand({ ...alarm, ComparisonOperator: 'GreaterThanThreshold' });
    await expect(clients(simulator).cloudwatch.send(command)).rejects.toThrow('valid Threshold parameter');
  });
});

test('a backup of a table whose key is out of reach fails', async () => {
  await simulated(
    async (simulator) => {
      const { backup } = clients(simulator);
      const { BackupJobId } = await backup.send(
        new StartBackupJobCommand({
          BackupVaultName: 'store',
          ResourceArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/sealed',
          IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
        }),
      );
      expect(await backup.send(new DescribeBackupJobCommand({ BackupJobId }))).toMatchObject({ State: 'FAILED' });
    },
    { scenario: SCENARIO },
  );
});

describe('settings of a table are refused when', () => {
  const TableName = 'wagons';
  test.each([
    [
      'TTL moves to another attribute',
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'gone' } }),
      'TimeToLive is active on a different AttributeName',
    ],
    [
      'recovery goes back 36 days',
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 36 },
      }),
      'between 1 and 35',
    ],
    [
      'recovery is off and goes back a week',
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false, RecoveryPeriodInDays: 7 },
      }),
      'when disabling point-in-time recovery',
    ],
  ])('%s', async (_, command, message) => {
    await simulated(
      async (simulator) => {
        // One call is like the other here: both commands are of one client.
        await expect(clients(simulator).dynamodb.send(command as UpdateTimeToLiveCommand)).rejects.toThrow(message);
      },
      { scenario: SCENARIO },
    );
  });
});
