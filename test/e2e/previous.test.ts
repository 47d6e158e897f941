import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  PutResourcePolicyCommand,
  TagResourceCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../src/model/instant.ts';
import type { Report } from '../../src/model/report.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import type { TrailEvent } from '../../src/simulator/state.ts';
import { regionOf } from '../../src/simulator/world.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { simulatedFault } from '../sources/simulated-fault.ts';
import { seeded } from './seeded.ts';
import './unhurried-aws.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const TABLES = ['table1', 'table2', 'table3', 'table4', 'table5', 'table6'];
const MINUTE = 60_000;
const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: expiring
tables: { names: ["*"] }
settings: { timeToLive: { attribute: expiresAt }, deletionProtection: disabled }
`;
const TEXT = `accounts:
  "${ACCOUNT}":
    roles: [{ roleName: reader }]
    regions:
      ${REGION}:
        tables:
          - { tableName: "table{n}", count: ${TABLES.length}, timeToLive: { attributeName: expiresAt } }
          - { tableName: world, timeToLive: { attributeName: expiresAt }, replicas: [eu-central-1] }
      eu-central-1: {}
`;

const folder = mkdtempSync(join(tmpdir(), 'holdfast-previous-'));
const file = join(folder, 'inventory.json');
let clock = Date.parse('2026-11-22T08:00:00.000Z');
let aws: Simulator;
let client: DynamoDBClient;
beforeAll(async () => {
  aws = await startSimulator({ clock: () => clock, scenario: { text: TEXT, file: 'previous.yaml' } });
  Object.assign(process.env, aws.environmentOf(ACCOUNT, REGION));
  client = new DynamoDBClient({});
});
afterAll(async () => {
  client.destroy();
  await aws.close();
  rmSync(folder, { recursive: true });
});

const wait = (minutes: number) => {
  clock += minutes * MINUTE;
};
const now = (): Instant => instant(clock);
const trail = () => regionOf(aws.state, ACCOUNT, REGION).trail;

async function run(line: string) {
  const memory = memoryHost({ files: { 'policy.yaml': POLICY } });
  const exit = await runLine(`${line} --policies policy.yaml`, { ...memory, now });
  return { exit, err: memory.err(), out: memory.out() };
}

async function check(line = '') {
  const { out, ...ran } = await run(`check --report json ${line}`.trim());
  if (ran.exit === 2 && out !== '') throw new Error('refused, and a report was written');
  const report: Report = JSON.parse(out === '' ? '{}' : out);
  return { ...ran, report };
}

async function collect(): Promise<void> {
  const { exit, err } = await run(`collect --output ${file}`);
  expect([exit, err]).toEqual([0, expect.anything()]);
}

const verdicts = ({ results }: Report) =>
  results.map(({ fingerprint, status, message }) => `${fingerprint} ${status} ${message}`);
const asked = ({ apiCalls }: Report) => apiCalls.byOperation['dynamodb:DescribeTimeToLive'] ?? 0;

/** What `--previous` finds, held against a full run at the same instant; how many tables were asked. */
async function compared(): Promise<number> {
  const [full, carried] = [await check(), await check(`--previous ${file}`)];
  expect([carried.exit, verdicts(carried.report)]).toEqual([full.exit, verdicts(full.report)]);
  return asked(carried.report);
}

async function setTimeToLive(TableName: string): Promise<void> {
  const on = regionOf(aws.state, ACCOUNT, REGION).tables.get(TableName)?.timeToLive?.status === 'ENABLED';
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: !on };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

async function makeAnew(TableName: string): Promise<void> {
  await client.send(new DeleteTableCommand({ TableName }));
  wait(10);
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  wait(10);
}

/** The newest event, as CloudTrail may have it: as it was, without what names the table, or of a format to come. */
function damage(event: TrailEvent | undefined, how: number): void {
  if (!event) return;
  const record: Record<string, unknown> = { ...event.record };
  if (how === 1) Object.assign(record, { requestParameters: null, responseElements: null });
  if (how === 2) record['eventVersion'] = '9.0';
  Object.assign(event, { record });
}

describe('with --previous', () => {
  test('what nothing has changed is not asked again, and says as of when it is known', async () => {
    await collect();
    // Nothing is known of the time before the history is delivered.
    wait(20);
    expect(await compared()).toBe(TABLES.length + 1);
    wait(60);
    // All but the table with a replica, whose time to live may have been changed there.
    expect(await compared()).toBe(1);
    const { report } = await check(`--previous ${file}`);
    const said = `known as of ${instant(clock - 30 * MINUTE)}; CloudTrail names no change`;
    expect(JSON.stringify(report.results).split(said)).toHaveLength(TABLES.length + 1);
  });

  test('verdicts are those of a full run, whatever was changed, lost, late or denied', async () => {
    const at = seeded(17);
    await collect();
    let least = Number.POSITIVE_INFINITY;
    for (let step = 0; step < Number(process.env['HOLDFAST_WALK_STEPS'] ?? 14); step++) {
      const name = TABLES[at(TABLES.length)] ?? 'table1';
      const ResourceArn = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
      const kind = at(7);
      if (kind < 2) await setTimeToLive(name);
      else if (kind === 2) await makeAnew(name);
      else if (kind === 3)
        await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'step', Value: String(step) }] }));
      else if (kind === 4)
        await client.send(
          new PutResourcePolicyCommand({ ResourceArn, Policy: '{"Version":"2012-10-17","Statement":[]}' }),
        );
      else if (kind === 5)
        await client.send(new UpdateTableCommand({ TableName: name, DeletionProtectionEnabled: false }));
      if (kind < 3) damage(trail().at(-1), at(3));
      // An event may come as late as is allowed for; until then no run looks.
      wait(31 + at(200));
      const denied = at(6) === 0;
      aws.faults.set(denied ? [simulatedFault('deny', 'cloudtrail:LookupEvents')] : []);
      const calls = await compared();
      if (denied) expect(calls).toBe(TABLES.length + 1);
      least = Math.min(least, calls);
      aws.faults.set([]);
      if (at(3) === 0) await collect();
    }
    expect(least).toBeLessThan(TABLES.length);
  });

  test('an event that comes later than is allowed for is found by the next run, also from what was carried over', async () => {
    wait(120);
    await collect();
    wait(120);
    await setTimeToLive('table3');
    const late = trail().pop();
    wait(20);
    const early = await check(`--previous ${file}`);
    // As of when it is known the table was so; a full run of now knows better.
    expect(asked(early.report)).toBe(1);
    if (late) trail().push(late);
    wait(5);
    await compared();
  });

  test('a history that does not reach back, or is cut, carries nothing over', async () => {
    wait(120);
    await collect();
    wait(91 * 24 * 60);
    expect(await compared()).toBe(TABLES.length + 1);
  });

  test('what is damaged, of the future or of other places ends the run before anything is judged', async () => {
    await collect();
    const saved = readFileSync(file, 'utf8');
    const refused = async (text: string, word: string) => {
      writeFileSync(file, text);
      const { exit, err, report } = await check(`--previous ${file}`);
      expect([exit, report, err]).toEqual([2, {}, expect.stringContaining(word)]);
      expect(err.match(/^error/gm)).toHaveLength(1);
    };
    await refused(saved.slice(0, 300), 'inventory.json');
    await refused(saved.replaceAll(ACCOUNT, '999988887777'), 'other accounts or Regions');
    await refused(saved.replaceAll(REGION, 'eu-west-3'), 'other accounts or Regions');
    await refused(saved.replace(/"takenAt":\s*"[^"]*"/, '"takenAt":"2031-01-01T00:00:00.000Z"'), 'not yet');
    writeFileSync(file, saved);
    expect(await run(`check --previous ${file} --inventory ${file}`)).toMatchObject({
      exit: 2,
      out: '',
      err: expect.stringContaining('leave --previous or --inventory out'),
    });
  });
});
