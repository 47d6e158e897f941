import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoScenario } from '../../../src/app/embedded/demo-scenario.ts';
import { nodeHost } from '../../../src/app/host/node-host.ts';
import { run } from '../../../src/app/run.ts';
import { NOW } from '../../../src/controls/example.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import type { AthenaEngine } from '../../../src/simulator/state.ts';
import { type MemoryHost, memoryHost } from '../memory-host.ts';
import { savedInventory, temporaryFile } from '../saved-inventory.ts';

const PACKAGE = resolve(import.meta.dirname, '../../..');
const TABLE = ['eventid', 'eventtime', 'eventsource', 'eventname', 'awsregion'].map((name) => ({
  name,
  type: 'string',
}));
const ENGINE: AthenaEngine = {
  table: () => ({ columns: TABLE, partitionKeys: [], parameters: {} }),
  run: async () => ({ columns: TABLE.map(({ name }) => name), rows: [], scannedBytes: 1 }),
};

let simulator: Simulator;
const before = { ...process.env };
beforeAll(async () => {
  simulator = await startSimulator({ clock: () => Date.parse(NOW), scenario: demoScenario(), athena: ENGINE });
  simulator.state.buckets.set('trail-bucket', new Map([['logs/one.json', Buffer.from('{"Records":[]}')]]));
  Object.assign(process.env, simulator.environment);
});
afterAll(async () => {
  for (const name of Object.keys(simulator.environment)) delete process.env[name];
  Object.assign(process.env, before);
  await simulator.close();
});

const files = new Map<string, string>();
const disk = nodeHost(PACKAGE);

/** The policies of the package, and files that the commands share. */
function host(): MemoryHost {
  const machine = memoryHost({ files: Object.fromEntries(files), environment: simulator.environment });
  const onDisk = (path: string) => path.startsWith('policies') || path.startsWith(`${PACKAGE}/policies`);
  const at = (path: string) => resolve(PACKAGE, path);
  return {
    ...machine,
    workingDirectory: PACKAGE,
    look: (path) => (onDisk(path) ? disk.look(at(path)) : machine.look(path)),
    readFile: (path) => (onDisk(path) ? disk.readFile(at(path)) : machine.readFile(path)),
    writeFile: (path, content) => void files.set(path, content.toString()),
  };
}

/** An operation goes by its action, but for the one that S3 named otherwise. `sts:GetCallerIdentity` needs none. */
async function calledBy(words: readonly string[]): Promise<readonly string[]> {
  const former = simulator.requests().byOperation;
  const machine = host();
  expect(await run(words, machine), machine.err()).not.toBe(2);
  return Object.entries(simulator.requests().byOperation)
    .filter(([operation, count]) => count > (former[operation] ?? 0) && operation !== 'sts:GetCallerIdentity')
    .map(([operation]) => (operation === 's3:ListObjectsV2' ? 's3:ListBucket' : operation));
}

async function allowed(words: readonly string[] = []): Promise<readonly string[]> {
  const machine = host();
  expect(await run(['permissions', '--regions', 'eu-west-1', ...words], machine), machine.err()).toBe(0);
  const { Statement }: { Statement: { Action: string[] }[] } = JSON.parse(machine.out());
  return Statement.flatMap(({ Action }) => Action);
}

const REGION = ['--regions', 'eu-west-1'];
const LEDGER = temporaryFile('restores.jsonl');
const PREVIOUS = savedInventory();

describe('permissions', () => {
  test.each<readonly [words: readonly string[], options: readonly string[], uncalled: readonly string[]]>([
    [['check', ...REGION, '--history', 'lookup'], ['--history', 'lookup'], []],
    [['check', ...REGION, '--history', 's3://trail-bucket/logs'], ['--history', 's3://trail-bucket/logs'], []],
    [
      ['check', ...REGION, '--history', 'athena:audit.trail'],
      ['--history', 'athena:audit.trail'],
      ['athena:StopQueryExecution', 'glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
    ],
    [['check', ...REGION, '--previous', PREVIOUS], ['--also', 'previous', '--history', 'none'], []],
    [['baseline', ...REGION], ['--also', 'drift', '--history', 'none'], []],
    [['drift', ...REGION], ['--also', 'drift'], []],
    [['restores', ...REGION], ['--also', 'restores'], []],
    [['history', 'update', ...REGION, '--ledger', LEDGER], ['--also', 'history update'], []],
  ])('of what %j calls are in what %j prints, and nothing else is added', async (words, options, uncalled) => {
    const [called, printed, least] = [await calledBy(words), await allowed(options), await allowed()];
    expect(called.filter((action) => !printed.includes(action))).toEqual([]);
    const added = printed.filter((action) => !least.includes(action));
    expect(added.filter((action) => !called.includes(action))).toEqual(uncalled);
  });

  const statements = async (words: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
    files.set('mine.yaml', 'apiVersion: holdfast/v1\nkind: Policy\nname: all\ntables: {}\nbackup: {}\n');
    const machine = { ...host(), environment };
    await run(['permissions', '--policies', 'mine.yaml', '--regions', 'cn-north-1', ...words], machine);
    const { Statement }: { Statement: { Sid: string; Action: string[]; Resource: unknown }[] } = JSON.parse(
      machine.out(),
    );
    return new Map(Statement.map(({ Sid, Action, Resource }) => [Sid, { Action, Resource }]));
  };

  test('let a caller who reads other accounts list them, and become the roles and nobody else', async () => {
    const role = 'arn:aws-cn:iam::111122223333:role/audit';
    const printed = await statements(['--organization', '--role-name', 'team/reader', '--role-arn', role]);
    expect(printed.get('AccountWide')?.Action).toContain('organizations:ListAccounts');
    expect(printed.get('Roles')).toEqual({
      Action: ['sts:AssumeRole'],
      Resource: [role, 'arn:aws-cn:iam::*:role/team/reader'],
    });
    expect((await statements([])).has('Roles')).toBe(false);
  });

  test('limit what reads logs and queries to the places that are named', async () => {
    const words = ['--history', 's3://trail/logs', '--history', 's3://old', '--history', 'athena:audit.trail'];
    const printed = await statements(words, {
      HOLDFAST_ATHENA_WORKGROUP: 'audit',
      HOLDFAST_ATHENA_OUTPUT: 's3://results/holdfast/',
    });
    expect(printed.get('LogBuckets')?.Resource).toEqual(['arn:aws-cn:s3:::trail', 'arn:aws-cn:s3:::old']);
    expect(printed.get('LogFiles')?.Resource).toEqual(['arn:aws-cn:s3:::trail/logs/*', 'arn:aws-cn:s3:::old/*']);
    expect(printed.get('Queries')?.Resource).toEqual(['arn:aws-cn:athena:*:*:workgroup/audit']);
    expect(printed.get('TableDefinitions')?.Resource).toContain('arn:aws-cn:glue:*:*:table/audit/trail');
    expect(printed.get('Results')?.Resource).toEqual(['arn:aws-cn:s3:::results/holdfast/*']);
  });
});
