import { DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';
import {
  DescribeRestoreJobCommand,
  GetRestoreJobMetadataCommand,
  ListRecoveryPointsByBackupVaultCommand,
  PutRestoreValidationResultCommand,
  StartBackupJobCommand,
  StartRestoreJobCommand,
} from '@aws-sdk/client-backup';
import {
  CreateBackupCommand,
  DeleteTableCommand,
  DescribeBackupCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListBackupsCommand,
  ListTagsOfResourceCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { ESTATE } from './estate.ts';
import { ACCOUNT, clients, MINUTE, NOW, REGION, type Simulated, simulated } from './simulated.ts';

const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/orders`;
const RESTORED = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/orders-2`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/backup`;
const scenario = `jobDurations: { backup: 10m, restore: 45m }\n${ESTATE}`;

async function newestPoint(simulator: Simulated): Promise<string> {
  const { backup } = clients(simulator);
  const points = await backup.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: 'main' }));
  return points.RecoveryPoints?.at(-1)?.RecoveryPointArn ?? '';
}

/** What is lost however a table is restored. */
async function expectLossOfSettings(simulator: Simulated, name: string): Promise<void> {
  const { dynamodb, autoscaling } = clients(simulator);
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
  expect(Table?.StreamSpecification).toBeUndefined();
  expect(Table?.DeletionProtectionEnabled).toBe(false);
  expect(Table?.TableClassSummary).toBeUndefined();
  const ttl = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name }));
  expect(ttl.TimeToLiveDescription?.TimeToLiveStatus).toBe('DISABLED');
  const pitr = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: name }));
  expect(pitr.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe('DISABLED');
  const tags = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: TABLE.replace('orders', name) }));
  expect(tags.Tags).toEqual([]);
  const targets = await autoscaling.send(
    new DescribeScalableTargetsCommand({ ServiceNamespace: 'dynamodb', ResourceIds: [`table/${name}`] }),
  );
  expect(targets.ScalableTargets).toEqual([]);
}

describe('a restore of AWS Backup', () => {
  test('takes its time, keeps indexes and throughput, and loses the rest', async () => {
    await simulated(
      async (simulator) => {
        const { backup, dynamodb } = clients(simulator);
        const RecoveryPointArn = await newestPoint(simulator);
        const { RestoreJobId } = await backup.send(
          new StartRestoreJobCommand({ RecoveryPointArn, IamRoleArn: ROLE, Metadata: { TargetTableName: 'orders-2' } }),
        );
        const running = await backup.send(new DescribeRestoreJobCommand({ RestoreJobId }));
        expect(running).toMatchObject({
          Status: 'RUNNING',
          ExpectedCompletionTimeMinutes: 45,
          CreatedResourceArn: RESTORED,
        });
        const creating = await dynamodb.send(new DescribeTableCommand({ TableName: 'orders-2' }));
        expect(creating.Table).toMatchObject({ TableStatus: 'CREATING', RestoreSummary: { RestoreInProgress: true } });

        simulator.pass(50 * MINUTE);
        const done = await backup.send(new DescribeRestoreJobCommand({ RestoreJobId }));
        expect(done).toMatchObject({
          Status: 'COMPLETED',
          SourceResourceArn: TABLE,
          CompletionDate: new Date(NOW + 45 * MINUTE),
          RecoveryPointCreationDate: new Date(NOW - 180 * MINUTE),
        });
        const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'orders-2' }));
        expect(Table).toMatchObject({
          TableStatus: 'ACTIVE',
          ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 50 },
          GlobalSecondaryIndexes: [{ IndexName: 'by-customer' }],
          LocalSecondaryIndexes: [{ IndexName: 'by-date' }],
          RestoreSummary: { SourceBackupArn: RecoveryPointArn, SourceTableArn: TABLE, RestoreInProgress: false },
        });
        // Not asked for in the metadata: DynamoDB's own key.
        expect(Table?.SSEDescription).toBeUndefined();
        await expectLossOfSettings(simulator, 'orders-2');

        await backup.send(new PutRestoreValidationResultCommand({ RestoreJobId, ValidationStatus: 'SUCCESSFUL' }));
        await expect(
          backup.send(new PutRestoreValidationResultCommand({ RestoreJobId, ValidationStatus: 'FAILED' })),
        ).rejects.toMatchObject({ name: 'InvalidRequestException' });
        const metadata = await backup.send(new GetRestoreJobMetadataCommand({ RestoreJobId }));
        expect(metadata.Metadata).toEqual({ targettablename: 'orders-2' });
      },
      { scenario },
    );
  });

  test.each([
    ['Default', {}, undefined],
    ['KMS', {}, expect.stringMatching(/^arn:aws:kms:eu-west-1:111122223333:key\//)],
    [
      'KMS',
      { kmsMasterKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/mine' },
      'arn:aws:kms:eu-west-1:111122223333:key/mine',
    ],
  ])('encrypts as its metadata say: %s %o', async (encryptionType, more, key) => {
    await simulated(
      async (simulator) => {
        const { backup, dynamodb } = clients(simulator);
        const Metadata = { targetTableName: 'orders-2', encryptionType, ...more };
        await backup.send(
          new StartRestoreJobCommand({ RecoveryPointArn: await newestPoint(simulator), IamRoleArn: ROLE, Metadata }),
        );
        const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'orders-2' }));
        expect(Table?.SSEDescription?.KMSMasterKeyArn).toEqual(key);
      },
      { scenario },
    );
  });

  test.each([
    ['the table exists', { targetTableName: 'sessions' }, false, 'Table already exists: sessions'],
    [
      'tags are to be copied',
      { targetTableName: 'orders-2' },
      true,
      'Tags of the source cannot be copied to a restored DynamoDB table',
    ],
  ])('fails when %s', async (_, Metadata, CopySourceTagsToRestoredResource, StatusMessage) => {
    await simulated(
      async (simulator) => {
        const { backup } = clients(simulator);
        const RecoveryPointArn = await newestPoint(simulator);
        const { RestoreJobId } = await backup.send(
          new StartRestoreJobCommand({
            RecoveryPointArn,
            IamRoleArn: ROLE,
            Metadata,
            CopySourceTagsToRestoredResource,
          }),
        );
        const job = await backup.send(new DescribeRestoreJobCommand({ RestoreJobId }));
        expect(job).toMatchObject({ Status: 'FAILED', StatusMessage });
      },
      { scenario },
    );
  });

  test('takes no other metadata, and no other point', async () => {
    await simulated(
      async (simulator) => {
        const { backup } = clients(simulator);
        const RecoveryPointArn = await newestPoint(simulator);
        const Metadata = { targetTableName: 'orders-2', billingMode: 'PAY_PER_REQUEST' };
        await expect(backup.send(new StartRestoreJobCommand({ RecoveryPointArn, Metadata }))).rejects.toMatchObject({
          name: 'InvalidParameterValueException',
        });
        const unknown = { RecoveryPointArn: `${RecoveryPointArn}x`, Metadata: { targetTableName: 'orders-2' } };
        await expect(backup.send(new StartRestoreJobCommand(unknown))).rejects.toMatchObject({
          name: 'ResourceNotFoundException',
        });
      },
      { scenario },
    );
  });

  test('gives back the table as it was when it was backed up', async () => {
    await simulated(
      async (simulator) => {
        const { backup, dynamodb } = clients(simulator);
        const { RecoveryPointArn } = await backup.send(
          new StartBackupJobCommand({
            BackupVaultName: 'airgap',
            ResourceArn: TABLE.replace('orders', 'sessions'),
            IamRoleArn: ROLE,
            Lifecycle: { DeleteAfterDays: 30 },
          }),
        );
        simulator.pass(10 * MINUTE);
        await dynamodb.send(
          new UpdateTableCommand({
            TableName: 'sessions',
            BillingMode: 'PROVISIONED',
            ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
          }),
        );
        await dynamodb.send(new DeleteTableCommand({ TableName: 'sessions' }));
        await backup.send(
          new StartRestoreJobCommand({ RecoveryPointArn, IamRoleArn: ROLE, Metadata: { targetTableName: 'sessions' } }),
        );
        simulator.pass(45 * MINUTE);
        const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'sessions' }));
        expect(Table).toMatchObject({ TableStatus: 'ACTIVE', BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } });
      },
      { scenario },
    );
  });
});

describe('a restore of DynamoDB itself', () => {
  test('from a backup keeps the encryption, may be overridden, and loses the same settings', async () => {
    await simulated(
      async (simulator) => {
        const { dynamodb } = clients(simulator);
        const { BackupDetails } = await dynamodb.send(
          new CreateBackupCommand({ TableName: 'orders', BackupName: 'by-hand' }),
        );
        const BackupArn = BackupDetails?.BackupArn ?? '';
        const described = await dynamodb.send(new DescribeBackupCommand({ BackupArn }));
        expect(described.BackupDescription?.SourceTableFeatureDetails).toMatchObject({
          TimeToLiveDescription: { AttributeName: 'expiresAt' },
          StreamDescription: { StreamViewType: 'NEW_IMAGE' },
        });
        const onDemand = await dynamodb.send(new CreateBackupCommand({ TableName: 'sessions', BackupName: 'by-hand' }));
        const other = { BackupArn: onDemand.BackupDetails?.BackupArn ?? '' };
        expect(
          (await dynamodb.send(new DescribeBackupCommand(other))).BackupDescription?.SourceTableDetails,
        ).toMatchObject({ OnDemandThroughput: { MaxReadRequestUnits: 700 } });
        await dynamodb.send(
          new RestoreTableFromBackupCommand({
            BackupArn,
            TargetTableName: 'orders-2',
            BillingModeOverride: 'PAY_PER_REQUEST',
            GlobalSecondaryIndexOverride: [],
          }),
        );
        const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'orders-2' }));
        expect(Table).toMatchObject({
          BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
          SSEDescription: { SSEType: 'KMS' },
          RestoreSummary: { SourceBackupArn: BackupArn, RestoreInProgress: true },
        });
        expect(Table?.GlobalSecondaryIndexes).toBeUndefined();
        await expectLossOfSettings(simulator, 'orders-2');
        const again = { BackupArn, TargetTableName: 'orders-2' };
        await expect(dynamodb.send(new RestoreTableFromBackupCommand(again))).rejects.toMatchObject({
          name: 'TableAlreadyExistsException',
        });
      },
      { scenario },
    );
  });

  test('to a point in time names no backup, and needs the setting to be on', async () => {
    await simulated(
      async (simulator) => {
        const { dynamodb } = clients(simulator);
        await dynamodb.send(
          new RestoreTableToPointInTimeCommand({
            SourceTableName: 'orders',
            TargetTableName: 'orders-2',
            UseLatestRestorableTime: true,
          }),
        );
        simulator.pass(45 * MINUTE);
        const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'orders-2' }));
        expect(Table?.TableStatus).toBe('ACTIVE');
        expect(Table?.RestoreSummary).toEqual({
          SourceTableArn: TABLE,
          RestoreDateTime: new Date(NOW - 5 * MINUTE),
          RestoreInProgress: false,
        });
        const off = { SourceTableName: 'sessions', TargetTableName: 'sessions-2', UseLatestRestorableTime: true };
        await expect(dynamodb.send(new RestoreTableToPointInTimeCommand(off))).rejects.toMatchObject({
          name: 'PointInTimeRecoveryUnavailableException',
        });
      },
      { scenario },
    );
  });

  test('is still possible for 35 days after a table with PITR was deleted', async () => {
    await simulated(
      async (simulator) => {
        const { dynamodb } = clients(simulator);
        await expect(dynamodb.send(new DeleteTableCommand({ TableName: 'orders' }))).rejects.toMatchObject({
          name: 'ValidationException',
        });
        await dynamodb.send(new UpdateTableCommand({ TableName: 'orders', DeletionProtectionEnabled: false }));
        await dynamodb.send(new DeleteTableCommand({ TableName: 'orders' }));
        const backups = await dynamodb.send(new ListBackupsCommand({ BackupType: 'SYSTEM' }));
        expect(backups.BackupSummaries).toMatchObject([
          { BackupName: 'orders$DeletedTableBackup', BackupType: 'SYSTEM', TableName: 'orders' },
        ]);
      },
      { scenario },
    );
  });
});
