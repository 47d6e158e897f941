import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { nodeHost } from '../../src/app/host/node-host.ts';
import { NOW } from '../../src/controls/example.ts';
import type { Instant } from '../../src/model/instant.ts';
import type { Report } from '../../src/model/report.ts';
import type { Simulator } from '../../src/simulator/server.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { simulatedFault } from '../sources/simulated-fault.ts';
import { judged, policyOf, simulatorOf } from './simulated-run.ts';
import './unhurried-aws.ts';

const SCENARIO = 'everything';
const LINE =
  '--regions all --role-arn arn:aws:iam::111122223333:role/holdfast --role-arn arn:aws:iam::444455556666:role/holdfast';
const folder = mkdtempSync(join(tmpdir(), 'holdfast-resume-'));
const LATER: Instant = '2026-11-22T10:00:00.000Z';

let aws: Simulator;
let sound: Report;
beforeAll(async () => {
  aws = await simulatorOf(SCENARIO);
  sound = (await run('', {})).report;
});
afterAll(() => aws.close());
beforeEach(() => rmSync(folder, { recursive: true, force: true }));

interface Change {
  /** As if the machine had been switched off before the run came to its end. */
  readonly cut?: boolean;
  readonly now?: Instant;
  readonly policy?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

async function run(line: string, { cut = false, now = NOW, policy = policyOf(SCENARIO), environment = {} }: Change) {
  const memory = memoryHost({ files: { 'policy.yaml': policy } });
  const real = nodeHost(folder);
  const isOurs = (path: string) => path.startsWith(folder);
  const host = {
    ...memory,
    environment: { ...memory.environment, ...environment },
    now: () => now,
    look: (path: string) => (isOurs(path) ? real.look(path) : memory.look(path)),
    realPath: (path: string) => (isOurs(path) ? real.realPath(path) : memory.realPath(path)),
    readFile: (path: string) => (isOurs(path) ? real.readFile(path) : memory.readFile(path)),
    tryPlace: real.tryPlace,
    writeFile: (path: string, content: string | Uint8Array) => {
      if (cut && String(content).includes('"finished":true')) throw new Error('switched off');
      real.writeFile(path, content);
    },
  };
  const exit = await runLine(`check --policies policy.yaml --report json ${LINE} ${line}`.trim(), host);
  const report: Report = JSON.parse(memory.out() === '' ? '{}' : memory.out());
  return { exit, err: memory.err(), report };
}

const kept = () => readdirSync(folder).filter((name) => name.endsWith('.all.json.gz'));
/** Calls that are made for each place. */
const calls = ({ apiCalls }: Report) => apiCalls.byOperation['dynamodb:ListTables'] ?? 0;

test('a cut run is taken up: what is kept is not read again, and the report is the same', async () => {
  expect((await run(`--resume ${folder}`, { cut: true })).exit).toBe(70);
  expect(kept().length).toBeGreaterThan(1);
  const [lost = ''] = kept();
  rmSync(join(folder, lost));
  const { report, err } = await run(`--resume ${folder}`, { now: LATER });
  expect(judged(report)).toEqual(judged((await run('', { now: LATER })).report));
  expect([report.takenAt, calls(report)]).toEqual([LATER, 1]);
  expect(err).toContain(`known as of a run that was cut, the oldest as of ${NOW}`);
});

test('a run that came to its end, asked something else or is too old is not taken up', async () => {
  const whole = await run(`--resume ${folder}`, {});
  expect(judged(whole.report)).toEqual(judged(sound));
  const next = await run(`--resume ${folder}`, { now: LATER });
  expect([next.report.takenAt, calls(next.report)]).toEqual([LATER, calls(sound)]);
  const other = await run(`--resume ${folder}`, { policy: policyOf(SCENARIO).replace('high', 'low') });
  expect(calls(other.report)).toBe(calls(sound));
  await run(`--resume ${folder}`, { cut: true });
  const late = await run(`--resume ${folder}`, { now: '2026-11-23T09:00:00.000Z' });
  expect(late.report.takenAt).toBe('2026-11-23T09:00:00.000Z');
  expect(calls(late.report)).toBe(calls(sound));
});

test('a place of which something could not be read, or whose file is damaged, is read again', async () => {
  aws.faults.set([simulatedFault('deny', 'dynamodb:ListTables')]);
  await run(`--resume ${folder}`, { cut: true });
  aws.faults.set([]);
  const described = kept();
  expect(described.length).toBeLessThan(calls(sound));
  const [damaged = ''] = described;
  if (damaged !== '') writeFileSync(join(folder, damaged), readFileSync(join(folder, damaged)).subarray(0, 40));
  const { report } = await run(`--resume ${folder}`, {});
  expect(judged(report)).toEqual(judged(sound));
});

test('another endpoint, or a file that leads out of the folder, is read anew', async () => {
  await run(`--resume ${folder}`, { cut: true });
  const elsewhere = await run(`--resume ${folder}`, {
    cut: true,
    environment: { AWS_ENDPOINT_URL_BACKUP: 'https://b' },
  });
  expect(elsewhere.exit).toBe(70);
  const again = await run(`--resume ${folder}`, { environment: { AWS_ENDPOINT_URL_BACKUP: 'https://c' } });
  expect(calls(again.report)).toBe(calls(sound));
  await run(`--resume ${folder}`, { cut: true });
  const [first = ''] = kept();
  renameSync(join(folder, first), `${folder}.away`);
  symlinkSync(`${folder}.away`, join(folder, first));
  const { report } = await run(`--resume ${folder}`, {});
  rmSync(`${folder}.away`);
  expect(calls(report)).toBe(1);
});

test('a folder that holds something else is refused', async () => {
  nodeHost(folder).writeFile(join(folder, 'run.json'), '{"hello":1}');
  expect(await run(`--resume ${folder}`, {})).toMatchObject({
    exit: 2,
    err: expect.stringContaining('no record of a run'),
  });
});
