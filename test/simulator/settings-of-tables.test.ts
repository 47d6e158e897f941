import {
  DeleteScheduledActionCommand,
  DescribeScheduledActionsCommand,
  PutScheduledActionCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { ListRecoveryPointsByBackupVaultCommand } from '@aws-sdk/client-backup';
import { DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { clients, DAY, NOW, simulated } from './simulated.ts';

const SCENARIO = `
accounts:
  "111122223333":
    regions:
      eu-west-1:
        vaults: [{ backupVaultName: here }, { backupVaultName: beside }]
        tables:
          - tableName: berths
            provisionedThroughput: { readCapacityUnits: 10, writeCapacityUnits: 10 }
            timeToLive: { attributeName: until }
            deletionProtectionEnabled: true
            replicas: [eu-central-1, { regionName: eu-north-1, replicaStatus: CREATING }]
          - tableName: tides
            multiRegionConsistency: STRONG
            replicas: [eu-central-1, { regionName: eu-west-2, replicaArn: "arn:aws:dynamodb:eu-west-2:444455556666:table/tides" }]
            witnesses: [eu-west-3]
            vectorIndexes: [{ indexName: by-shape, dimensions: 3, vectorAttribute: { attributeName: shape } }]
          - tableName: sealed
            tableStatus: INACCESSIBLE_ENCRYPTION_CREDENTIALS
            sseSpecification: { kmsMasterKeyId: gone, inaccessibleEncryptionDateTime: -2d }
        recoveryPoints:
          - backupVaultName: here
            tableName: berths
            copies:
              - { destinationBackupVaultArn: "arn:aws:backup:eu-west-1:111122223333:backup-vault:beside", namesSource: false }
        scalableTargets:
          - { resourceId: table/berths, scalableDimension: "dynamodb:table:ReadCapacityUnits", minCapacity: 10, maxCapacity: 40 }
        scheduledActions:
          - scheduledActionName: high-season
            resourceId: table/berths
            scalableDimension: dynamodb:table:ReadCapacityUnits
            schedule: cron(0 6 1 6 ? *)
            timezone: Europe/Oslo
            endTime: +200d
            scalableTargetAction: { minCapacity: 30 }
      eu-central-1:
        tables: [{ tableName: tides, itemCount: 7 }]
`;

const READ = { ResourceId: 'table/berths', ScalableDimension: 'dynamodb:table:ReadCapacityUnits' } as const;

describe('a scenario says of tables', () => {
  const table = async (TableName: string, region?: string) => {
    let found: object | undefined;
    await simulated(
      async (simulator) => {
        const { dynamodb } = clients(simulator, region === undefined ? {} : { region });
        found = (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;
      },
      { scenario: SCENARIO },
    );
    return found;
  };

  test('where their replicas are, each a table with settings of its own', async () => {
    expect(await table('berths')).toMatchObject({
      Replicas: [
        { RegionName: 'eu-central-1', ReplicaStatus: 'ACTIVE' },
        { RegionName: 'eu-north-1', ReplicaStatus: 'CREATING' },
      ],
      MultiRegionConsistency: 'EVENTUAL',
    });
    expect(await table('berths', 'eu-central-1')).toMatchObject({
      TableArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/berths',
      DeletionProtectionEnabled: false,
      Replicas: [{ RegionName: 'eu-west-1' }, { RegionName: 'eu-north-1' }],
    });
  });

  test('that they are strongly consistent, with a witness and another account, and have vector indexes', async () => {
    expect(await table('tides')).toMatchObject({
      MultiRegionConsistency: 'STRONG',
      Replicas: [
        { RegionName: 'eu-central-1' },
        { RegionName: 'eu-west-2', ReplicaArn: 'arn:aws:dynamodb:eu-west-2:444455556666:table/tides' },
      ],
      GlobalTableWitnesses: [{ RegionName: 'eu-west-3', WitnessStatus: 'ACTIVE' }],
      VectorIndexes: [{ IndexName: 'by-shape', Dimensions: 3, VectorAttribute: { AttributeName: 'shape' } }],
    });
    expect(await table('tides', 'eu-central-1')).toMatchObject({ ItemCount: 7 });
  });

  test('that their key is out of reach', async () => {
    expect(await table('sealed')).toMatchObject({
      TableStatus: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS',
      SSEDescription: { InaccessibleEncryptionDateTime: new Date(NOW - 2 * DAY) },
    });
  });
});

test('a replica is made and goes with its table', async () => {
  await simulated(
    async (simulator) => {
      const { dynamodb } = clients(simulator);
      const change = (update: object) =>
        dynamodb.send(new UpdateTableCommand({ TableName: 'berths', ReplicaUpdates: [update] }));
      const seen = async (region: string) =>
        (
          await clients(simulator, { region }).dynamodb.send(new DescribeTableCommand({ TableName: 'berths' }))
        ).Table?.Replicas?.map(({ RegionName }) => RegionName);
      await change({ Create: { RegionName: 'eu-west-3' } });
      expect(await seen('eu-west-3')).toEqual(['eu-west-1', 'eu-central-1', 'eu-north-1']);
      expect(await seen('eu-central-1')).toEqual(['eu-west-1', 'eu-north-1', 'eu-west-3']);
      await change({ Delete: { RegionName: 'eu-central-1' } });
      expect(await seen('eu-west-3')).toEqual(['eu-west-1', 'eu-north-1']);
      await expect(seen('eu-central-1')).rejects.toThrow('not found');
    },
    { scenario: SCENARIO },
  );
});

test('a copy may not say where it came from', async () => {
  await simulated(
    async (simulator) => {
      const { backup } = clients(simulator);
      const { RecoveryPoints } = await backup.send(
        new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: 'beside' }),
      );
      expect(RecoveryPoints).toHaveLength(1);
      expect(RecoveryPoints?.[0]).not.toHaveProperty('SourceBackupVaultArn');
    },
    { scenario: SCENARIO },
  );
});

test('scheduled actions are listed, put and deleted', async () => {
  await simulated(
    async (simulator) => {
      const { autoscaling } = clients(simulator);
      const list = async () => {
        const answer = await autoscaling.send(new DescribeScheduledActionsCommand({ ServiceNamespace: 'dynamodb' }));
        return answer.ScheduledActions;
      };
      expect(await list()).toMatchObject([
        {
          ...READ,
          ScheduledActionName: 'high-season',
          Schedule: 'cron(0 6 1 6 ? *)',
          Timezone: 'Europe/Oslo',
          EndTime: new Date(NOW + 200 * DAY),
          ScalableTargetAction: { MinCapacity: 30 },
        },
      ]);
      const action = { ServiceNamespace: 'dynamodb', ...READ, ScheduledActionName: 'nights' } as const;
      const put = (Schedule: string) =>
        autoscaling.send(
          new PutScheduledActionCommand({ ...action, Schedule, ScalableTargetAction: { MaxCapacity: 12 } }),
        );
      await expect(put('every night')).rejects.toThrow('cron(…)');
      await put('rate(1 day)');
      expect((await list())?.map(({ ScheduledActionName }) => ScheduledActionName)).toEqual(['high-season', 'nights']);
      await autoscaling.send(new DeleteScheduledActionCommand(action));
      expect(await list()).toHaveLength(1);
    },
    { scenario: SCENARIO },
  );
});
