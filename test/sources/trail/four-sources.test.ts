import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TrailEvent, TrailHistory } from '../../../src/model/trail-event.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import { readHistory } from '../../../src/sources/trail/history.ts';
import type { HistoryWindow } from '../../../src/sources/trail/window.ts';
import { duckAthena } from './duck-athena.ts';
import { logTree, onDisk } from './log-tree.ts';

const NOW = '2026-11-22T08:00:00.000Z';
const WINDOW: HistoryWindow = {
  from: '2026-10-20T00:00:00.000Z',
  to: NOW,
  places: [{ account: '111122223333', region: 'eu-west-1' }],
};

const SCENARIO = `
accounts:
  "111122223333":
    actors:
      - { name: alice, type: IAMUser }
      - { name: bob, type: AssumedRole, roleName: deploy }
      - { name: carol@example.com, type: SSO, permissionSet: Admin, userAgent: console.amazonaws.com }
      - { name: root, type: Root, sourceIpAddress: 198.51.100.7 }
    regions:
      eu-west-1:
        events:
          - { eventName: UpdateBackupPlan, eventTime: -2d, actor: alice, requestParameters: { backupPlanId: p-1, note: "it's \\"quoted\\" — ünïcode" } }
          - { eventName: DeleteRecoveryPoint, eventTime: -3d, actor: bob, requestParameters: { backupVaultName: main } }
          - { eventName: UpdateRegionSettings, eventTime: -4d, actor: carol@example.com }
          - { eventName: DeleteBackupVaultLockConfiguration, eventTime: -5d, actor: root }
          - { eventName: UpdateTable, eventTime: -6d, eventSource: dynamodb.amazonaws.com, responseElements: { tableDescription: { tableName: orders } } }
          - { eventName: DeleteBackupPlan, eventTime: -7d, actor: bob, errorCode: AccessDenied, errorMessage: no }
          - { eventName: RestoreCompleted, eventTime: -8d, serviceEventDetails: { restoreJobId: job-1, status: COMPLETED, completionDate: { seconds: 1794641600, nanos: 5000000 } } }
          - { eventName: StartRestoreJob, eventTime: 2026-10-31T23:59:59Z, actor: alice, responseElements: { restoreJobId: job-1 } }
          - { eventName: TagResource, eventTime: -9d, actor: alice }
          - { eventName: TagResource, eventTime: -9d, actor: alice, eventSource: ec2.amazonaws.com }
          - { eventName: ListBackupJobs, eventTime: -1d, actor: alice, readOnly: true }
          - { eventName: CreateBackupPlan, eventTime: 2026-10-19T23:59:59Z, actor: alice }
      us-east-1:
        events:
          - { eventName: PutRolePolicy, eventTime: -1d, eventSource: iam.amazonaws.com, actor: root }
          - { eventName: UpdateBackupPlan, eventTime: -1d, actor: alice }
      eu-central-1:
        events:
          - { eventName: UpdateBackupPlan, eventTime: -1d, actor: alice }
  "444455556666":
    regions:
      eu-west-1:
        events:
          - { eventName: UpdateBackupPlan, eventTime: -1d }
`;

const PROJECTED = {
  'projection.enabled': 'true',
  'projection.timestamp.type': 'date',
  'projection.timestamp.format': 'yyyy/MM/dd',
};

let aws: Simulator;
let engine: Awaited<ReturnType<typeof duckAthena>>;
let folder: string;
let organizationFolder: string;

beforeAll(async () => {
  aws = await startSimulator({ clock: () => Date.parse(NOW), scenario: { text: SCENARIO, file: 'trail.yaml' } });
  const records = [...aws.state.accounts.values()].flatMap((account) =>
    [...account.regions.values()].flatMap((region) => region.trail.map((event) => event.record)),
  );
  const tree = logTree(records);
  folder = onDisk(tree);
  organizationFolder = onDisk(logTree(records, 'o-abc123'));
  aws.state.buckets.set('logs', tree);
  aws.state.buckets.set(
    'org-logs',
    new Map([...logTree(records, 'o-abc123')].map(([key, bytes]) => [`trail/${key}`, bytes])),
  );
  engine = await duckAthena(folder, [
    { name: 'projected', partitionKeys: ['timestamp'], parameters: PROJECTED },
    { name: 'guessed', partitionKeys: ['timestamp'] },
    { name: 'manual', partitionKeys: ['account', 'region', 'year', 'month', 'day'] },
    {
      name: 'injected',
      partitionKeys: ['account', 'region', 'timestamp'],
      parameters: { ...PROJECTED, 'projection.account.type': 'injected', 'projection.region.type': 'injected' },
    },
    { name: 'bare', partitionKeys: [] },
    { name: 'old', partitionKeys: ['timestamp'], without: ['sessioncredentialfromconsole', 'recipientaccountid'] },
  ]);
  aws.state.athena = engine;
  Object.assign(process.env, aws.environment);
});
afterAll(() => aws.close());

function read(source: string, window = WINDOW): Promise<TrailHistory> {
  const host = { now: NOW, workingDirectory: folder, environment: {}, progress: () => undefined };
  return readHistory([source], window, host);
}

describe('the same events', () => {
  let expected: readonly TrailEvent[];
  beforeAll(async () => {
    expected = (await read('lookup')).events;
  });

  test('come from look-ups, with who made each', () => {
    expect(expected.map(({ name, region, actor }) => `${name} ${region} ${actor.kind} ${actor.name}`)).toEqual([
      'StartRestoreJob eu-west-1 user alice',
      'TagResource eu-west-1 user alice',
      'RestoreCompleted eu-west-1 service backup.amazonaws.com',
      'DeleteBackupPlan eu-west-1 role-session bob',
      'UpdateTable eu-west-1 user simulator',
      'DeleteBackupVaultLockConfiguration eu-west-1 root root',
      'UpdateRegionSettings eu-west-1 sso-user carol@example.com',
      'DeleteRecoveryPoint eu-west-1 role-session bob',
      'UpdateBackupPlan eu-west-1 user alice',
      'PutRolePolicy us-east-1 root root',
    ]);
  });

  test.each([
    '.',
    's3://logs',
    's3://logs/AWSLogs/',
    's3://logs/AWSLogs/111122223333/CloudTrail',
    's3://org-logs/trail',
  ])('come from log files at %s', async (source) => {
    const { events, reach } = await read(source);
    expect(events).toEqual(expected);
    expect(reach.flatMap(({ gaps }) => gaps.map(({ detail }) => detail))).toEqual([]);
  });

  test('come from the log files of an organization', async () => {
    expect((await read(organizationFolder)).events).toEqual(expected);
  });

  test.each(['projected', 'guessed', 'manual', 'injected', 'bare'])(
    'come from Athena, of the table %s',
    async (table) => {
      const { events, reach } = await read(`athena:logs.${table}`);
      expect(events).toEqual(expected);
      expect(reach.flatMap(({ gaps }) => gaps.map(({ detail }) => detail))).toEqual([]);
      expect(reach[0]?.notes?.at(-1)).toBe('the query scanned 1,234,567 bytes');
    },
  );

  test('come from a table of an older definition, but for what that leaves out', async () => {
    const { events } = await read('athena:logs.old');
    expect(events.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });

  test('come once from all of them together', async () => {
    const host = { now: NOW, workingDirectory: folder, environment: {}, progress: () => undefined };
    const { events, reach } = await readHistory(['lookup', '.', 's3://logs', 'athena:logs.projected'], WINDOW, host);
    expect(events).toEqual(expected);
    expect(reach.map(({ source }) => source)).toEqual([
      'lookup eu-west-1 of 111122223333',
      'lookup us-east-1 of 111122223333',
      '.',
      's3://logs/',
      'athena:logs.projected',
    ]);
  });

  test('come whatever the size of a page', async () => {
    aws.state.pageSize = 2;
    expect((await read('s3://org-logs')).events).toEqual(expected);
    expect((await read('athena:logs.projected')).events).toEqual(expected);
    aws.state.pageSize = undefined;
  });
});
