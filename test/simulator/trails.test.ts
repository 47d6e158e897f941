import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { inEstate } from '../drift/estate.ts';
import { ACCOUNT, REGION, settings, simulated } from './simulated.ts';

const SCENARIO = `
accounts:
  "111122223333":
    trails: [{ s3BucketName: audit-logs, s3KeyPrefix: all, athenaTable: audit.cloudtrail, startLoggingTime: -30d }]
    actors: [{ name: dana, type: IAMUser }, { name: erik, type: IAMUser }]
    regions:
      eu-west-1:
        vaults: [{ backupVaultName: main }]
        tables: [{ tableName: wells, pointInTimeRecovery: {}, deletionProtectionEnabled: true }]
        events:
          - { eventName: UpdateTable, eventSource: dynamodb.amazonaws.com, eventTime: -50d, actor: erik }
          - { eventName: UpdateTable, eventSource: dynamodb.amazonaws.com, eventTime: -3d, actor: erik, requestParameters: { tableName: wells } }
          - { eventName: UpdateTable, eventSource: dynamodb.amazonaws.com, eventTime: -2h, actor: erik, requestParameters: { tableName: wells } }
`;

test("a trail's log files lie as CloudTrail lays them, and hold its events", async () => {
  await simulated(
    async (simulator) => {
      const s3 = new S3Client({ ...settings(simulator), forcePathStyle: true });
      const listed = await s3.send(
        new ListObjectsV2Command({ Bucket: 'audit-logs', Prefix: 'all/AWSLogs/111122223333/CloudTrail/eu-west-1/' }),
      );
      const keys = listed.Contents?.map(({ Key = '' }) => Key) ?? [];
      const folder = 'all/AWSLogs/111122223333/CloudTrail/eu-west-1';
      const name = '111122223333_CloudTrail_eu-west-1';
      expect(keys).toEqual([
        expect.stringMatching(`^${folder}/2026/10/23/${name}_20261023T2355Z_[A-Za-z0-9]{16}\\.json\\.gz$`),
        expect.stringMatching(`^${folder}/2026/11/19/${name}_20261119T2355Z_`),
        expect.stringMatching(`^${folder}/2026/11/22/${name}_20261122T0700Z_`),
        expect.stringMatching(`^${folder}/2026/11/22/${name}_20261122T0800Z_`),
      ]);
      const counts = await Promise.all(
        keys.map(async (Key) => {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'audit-logs', Key }));
          return JSON.parse(gunzipSync((await Body?.transformToByteArray()) ?? '').toString()).Records.length;
        }),
      );
      expect(counts).toEqual([0, 1, 1, 0]);
    },
    { scenario: SCENARIO },
  );
});

describe('a rehearsal finds who changed what', () => {
  test.each(['s3://audit-logs/all', 'athena:audit.cloudtrail', 'lookup'])('in %s', async (history) => {
    await inEstate(async ({ simulator, pass, holdfast }) => {
      await holdfast('baseline', '--output', 'lock.json');
      pass(10);
      const { AWS_ACCESS_KEY_ID: accessKeyId = '' } = simulator.environmentOf(ACCOUNT, REGION, 'dana');
      const credentials = { accessKeyId, secretAccessKey: 'simulator' };
      const dynamodb = new DynamoDBClient({ ...settings(simulator), credentials });
      await dynamodb.send(new UpdateTableCommand({ TableName: 'wells', DeletionProtectionEnabled: false }));
      pass(65);
      const blind = await holdfast('drift', '--baseline', 'lock.json', '--history', 'none');
      expect(blind.out).toContain('deletionProtection');
      expect(blind.out).not.toContain('dana');
      expect((await holdfast('drift', '--baseline', 'lock.json', '--history', history)).out).toContain('dana');
    }, SCENARIO);
  });
});
