import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { BackupClient, CreateBackupPlanCommand, CreateBackupVaultCommand } from '@aws-sdk/client-backup';
import { CreateTableCommand, DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../src/model/result.ts';
import { holdfast, report } from './simulated-run.ts';

/*
 * An AWS that is not of our making. It lacks selections, jobs and Region settings: what it lacks is unknown, and what it
 * has is judged.
 */

const hasMoto = spawnSync('moto_server', ['--help'], { timeout: 20_000 }).status === 0;
if (!hasMoto && process.env['HOLDFAST_CI'] === 'true') throw new Error('moto_server is not installed');

const HEAD = 'apiVersion: holdfast/v1\nkind: Policy\nname: moto\n';
const RECOVERABLE = `${HEAD}tables: { names: [orders] }\nbackup: { pointInTimeRecovery: { window: 35d } }\n`;
const EVERY_TABLE = `${HEAD}tables: { names: ["*"] }\nbackup: { pointInTimeRecovery: { window: 35d } }\n`;
const BY_TAG = `${HEAD}tables: { tags: { tier: [gold] } }\nbackup: { pointInTimeRecovery: {} }\n`;
const BACKED_UP = `${HEAD}tables: { names: [orders] }
backup:
  objectives: [{ frequency: 24h, retention: 35d }]
  recoveryPoints: { newestWithin: 26h, encrypted: true }
  vault: { lock: governance, manualDeletion: denied }
  pointInTimeRecovery: { window: 35d }
restore: { rto: 4h, testedEvery: 30d, settings: { timeToLive: same-as-source, tags: same-as-source } }
`;

describe.skipIf(!hasMoto)('against moto (skipped where moto_server is missing)', () => {
  let server: ChildProcess;

  beforeAll(async () => {
    const port = await freePort();
    server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}`;
    await answering(url);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
    });
    await setUp();
  });

  afterAll(async () => {
    if (server === undefined || server.exitCode !== null) return;
    server.kill();
    await once(server, 'exit');
  });

  test('point-in-time recovery is judged as it is: on passes, off fails', async () => {
    const { results, apiCalls } = await report('--regions us-east-1', EVERY_TABLE);
    expect(results.map(({ resource, control, status }) => [resource.name, control, status])).toEqual([
      ['carts', 'point-in-time-recovery', 'fail'],
      ['orders', 'point-in-time-recovery', 'pass'],
    ]);
    expect(apiCalls.byOperation).toMatchObject({ 'dynamodb:DescribeContinuousBackups': 2 });
  });

  test('a policy that moto can answer in full is compliant', async () => {
    expect((await holdfast('check --policies policy.yaml --regions us-east-1 --report json', RECOVERABLE)).exit).toBe(
      0,
    );
    expect(statuses((await report('--regions us-east-1', BY_TAG)).results)).toEqual([
      'orders point-in-time-recovery pass',
    ]);
  });

  test('what moto lacks is unknown, and the exit code says so', async () => {
    const { exit, out, err } = await holdfast(
      'check --policies policy.yaml --regions us-east-1 --report json',
      BACKED_UP,
    );
    expect({ exit, err }).toEqual({ exit: 3, err: '' });
    const { results, conclusion }: { results: readonly Result[]; conclusion: string } = JSON.parse(out);
    expect(conclusion).toBe('undetermined');
    expect(results.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(statuses(results)).toContain('orders point-in-time-recovery pass');
    expect(statuses(results)).toContain('orders plan-coverage unknown');
    expect(results.flatMap(({ unknown }) => unknown?.reason ?? [])).not.toContain('denied');
  });
});

function statuses(results: readonly Result[]): readonly string[] {
  return results.map(({ resource, control, status }) => `${resource.name} ${control} ${status}`);
}

/** Two tables, one recoverable and tagged; a plan and a vault. */
async function setUp(): Promise<void> {
  const [dynamoDb, backup] = [new DynamoDBClient({}), new BackupClient({})];
  for (const TableName of ['orders', 'carts']) {
    await dynamoDb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        Tags: [{ Key: 'tier', Value: TableName === 'orders' ? 'gold' : 'silver' }],
      }),
    );
  }
  await dynamoDb.send(
    new UpdateContinuousBackupsCommand({
      TableName: 'orders',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  await backup.send(new CreateBackupVaultCommand({ BackupVaultName: 'main' }));
  await backup.send(
    new CreateBackupPlanCommand({
      BackupPlan: {
        BackupPlanName: 'daily',
        Rules: [{ RuleName: 'night', TargetBackupVaultName: 'main', ScheduleExpression: 'cron(0 5 ? * * *)' }],
      },
    }),
  );
  dynamoDb.destroy();
  backup.destroy();
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const response = await fetch(`${url}/moto-api/data.json`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(100);
  }
  throw new Error(`moto_server does not answer at ${url}`);
}
