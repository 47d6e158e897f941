import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import { Connection } from '../../../src/sources/connection.ts';
import { Progress } from '../../../src/sources/progress.ts';
import { readHistory } from '../../../src/sources/trail/history.ts';
import { lookupRegion } from '../../../src/sources/trail/lookup-region.ts';
import type { HistoryWindow } from '../../../src/sources/trail/window.ts';
import { Wire } from '../../../src/sources/wire.ts';

const NOW = '2026-11-22T08:00:00.000Z';
const WINDOW: HistoryWindow = { from: '2026-11-01T00:00:00.000Z', to: NOW };

const event = (name: string, time: string, service = 'backup') =>
  `          - { eventName: ${name}, eventTime: ${time}, eventSource: ${service}.amazonaws.com }`;
const hourly = (name: string, hours: number) => Array.from({ length: hours }, (_, at) => event(name, `-${at + 1}h`));

/** An account for each test: they run side by side, since each waits for the pace that AWS allows. */
const QUIET = '111111111111';
const BUSY = '222222222222';
const LONG = '333333333333';
const DENIED = '444444444444';
const WHOLE = '555555555555';
const EVENTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  [QUIET]: {
    'eu-west-1': [
      event('UpdateBackupPlan', '-2d'),
      event('DeleteBackupPlan', '-3d'),
      event('UpdateTable', '-1d', 'dynamodb'),
    ],
  },
  [BUSY]: {
    'eu-west-1': [
      ...hourly('StopBackupJob', 80),
      event('UpdateBackupPlan', '-80h'),
      event('DeleteRecoveryPoint', '-1h'),
    ],
  },
  [LONG]: { 'eu-west-1': hourly('UpdateBackupPlan', 12) },
  [DENIED]: { 'eu-west-1': [event('UpdateBackupPlan', '-2d')] },
  [WHOLE]: {
    'eu-west-1': [event('UpdateBackupPlan', '-3d'), event('UpdateTable', '-1d', 'dynamodb')],
    'us-east-1': [event('PutRolePolicy', '-2d', 'iam'), event('UpdateBackupPlan', '-2d')],
  },
};

let aws: Simulator;
beforeAll(async () => {
  const accounts = Object.entries(EVENTS).map(([account, regions]) => {
    const places = Object.entries(regions).map(
      ([region, events]) => `      ${region}:\n        events:\n${events.join('\n')}`,
    );
    return `  "${account}":\n    roles: [{ roleName: reader }]\n    regions:\n${places.join('\n')}`;
  });
  const text = `pageSize: 5\naccounts:\n${accounts.join('\n')}\n`;
  const faults = [{ operation: 'LookupEvents', account: DENIED, kind: 'deny', every: 2 }] as const;
  aws = await startSimulator({ clock: () => Date.parse(NOW), scenario: { text, file: 'trail.yaml' }, faults });
  Object.assign(process.env, aws.environmentOf(WHOLE, 'eu-west-1'));
});
afterAll(() => aws.close());

function connect(account: string): { connection: Connection; calls: () => number } {
  const wire = new Wire({});
  const run = { wire, progress: new Progress(() => undefined), signal: undefined, profile: undefined };
  const accessKeyId = aws.environmentOf(account)['AWS_ACCESS_KEY_ID'] ?? '';
  const credentials = async () => ({ accessKeyId, secretAccessKey: 'simulator' });
  return { connection: new Connection(run, 'eu-west-1', credentials, account), calls: () => wire.apiCalls().total };
}

const NAMES = ['UpdateBackupPlan', 'DeleteBackupPlan', 'DeleteRecoveryPoint'].map((name) => ({
  source: 'backup.amazonaws.com',
  name,
  for: 'changes' as const,
}));
const asked = { wanted: NAMES, from: WINDOW.from, to: WINDOW.to, callsMax: 100 };

describe.concurrent('the event history of one Region', () => {
  test('is read by service where one page holds it all', async () => {
    const { connection, calls } = connect(QUIET);
    const { events, gaps } = await lookupRegion(connection, asked);
    expect(events.map(({ name }) => name)).toEqual(['UpdateBackupPlan', 'DeleteBackupPlan']);
    expect(gaps).toEqual([]);
    expect(calls()).toBe(1);
  });

  test('is read by name where its service fills more pages than there are names', async () => {
    const { connection, calls } = connect(BUSY);
    const { events, gaps } = await lookupRegion(connection, asked);
    const names = new Set(events.map(({ name }) => name));
    expect([...names].sort()).toEqual(['DeleteRecoveryPoint', 'UpdateBackupPlan']);
    expect(gaps).toEqual([]);
    // One page of the service showed how dense it is; then one call a name.
    expect(calls()).toBe(4);
  });

  test('says what it did not reach when calls run out', async () => {
    const { connection } = connect(LONG);
    const { events, gaps } = await lookupRegion(connection, { ...asked, wanted: NAMES.slice(0, 1), callsMax: 2 });
    expect(events).toHaveLength(10);
    expect(gaps.map(({ detail }) => detail)).toEqual([
      'stopped after 2 calls; not reached: UpdateBackupPlan of backup.amazonaws.com before 2026-11-21T22:00:00.000Z',
    ]);
  });

  test('keeps what it read when a later call is denied, and says so', async () => {
    const { connection } = connect(DENIED);
    const more = NAMES.map((each) => ({ ...each, source: `${each.name}.amazonaws.com` }));
    const { events, gaps } = await lookupRegion(connection, { ...asked, wanted: [...NAMES, ...more] });
    expect(events).toHaveLength(1);
    expect(gaps).toEqual([expect.objectContaining({ reason: 'denied', permission: 'cloudtrail:LookupEvents' })]);
  });
});

describe.concurrent('lookup', () => {
  const host = { now: NOW, workingDirectory: '.', environment: {}, progress: () => undefined };

  test('reads the Region, and IAM where its events are', async () => {
    const { events, reach } = await readHistory(['lookup'], { ...WINDOW, from: '2026-01-01T00:00:00.000Z' }, host);
    expect(events.map(({ name, region }) => `${name} ${region}`)).toEqual([
      'UpdateBackupPlan eu-west-1',
      'PutRolePolicy us-east-1',
      'UpdateTable eu-west-1',
    ]);
    const from = '2026-08-24T08:00:00.000Z';
    const reached = (region: string) => ({
      source: `lookup ${region} of ${WHOLE}`,
      places: [{ account: WHOLE, region }],
      from,
      to: NOW,
      gaps: [],
      notes: [`the event history keeps 90 days; what is before ${from} was not read`],
    });
    expect(reach).toEqual([reached('eu-west-1'), reached('us-east-1')]);
  });

  test('does not call ninety days too long for what was asked a moment ago', async () => {
    const from = '2026-08-24T07:59:58.000Z';
    const places = [{ account: WHOLE, region: 'us-east-1' }];
    const { reach } = await readHistory(['lookup'], { from, to: NOW, places, aim: 'restores' }, host);
    expect(reach.flatMap(({ gaps }) => gaps.map(({ detail }) => detail))).toEqual([]);
  });

  test('reads the accounts of an organization with their roles', async () => {
    const places = [WHOLE, QUIET].map((account) => ({ account, region: 'eu-west-1' }));
    const scope = { regions: [], roleArns: [], organization: { roleName: 'reader', excludedAccounts: [] } };
    const { events } = await readHistory(['lookup'], { ...WINDOW, places, aim: 'everything' }, { ...host, scope });
    expect(new Set(events.map(({ account }) => account))).toEqual(new Set([WHOLE, QUIET]));
  });

  test('names an account that it has no credentials for', async () => {
    const places = [{ account: '999999999999', region: 'eu-west-1' }];
    const { reach } = await readHistory(['lookup'], { ...WINDOW, places }, host);
    expect(reach.map(({ source }) => source)).toEqual(['lookup of 999999999999']);
    expect(reach[0]?.gaps[0]?.detail).toBe('no credentials for the account were given');
  });
});
