import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Simulator } from '../../src/simulator/server.ts';
import { holdfast, judged, policyOf, type Ran, report, simulatorOf } from './simulated-run.ts';
import './unhurried-aws.ts';

const SCENARIO = 'everything';
const LINE =
  '--regions all --role-arn arn:aws:iam::111122223333:role/holdfast --role-arn arn:aws:iam::444455556666:role/holdfast';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
const policy = policyOf(SCENARIO);
let aws: Simulator;
let direct: Report;

beforeAll(async () => {
  aws = await simulatorOf(SCENARIO);
  direct = await report(LINE, policy);
});
afterEach(() => {
  aws.faults.set([]);
  aws.state.pageSize = undefined;
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await aws.close();
});

function bytes(made: Report): string {
  return JSON.stringify(judged(made));
}

describe('the way to the facts does not show in the report', () => {
  test('one entry a page', async () => {
    aws.state.pageSize = 1;
    const made = await report(LINE, policy);
    expect(bytes(made)).toBe(bytes(direct));
    expect(made.apiCalls.total).toBeGreaterThan(direct.apiCalls.total + 50);
  });

  test('every second call throttled', async () => {
    aws.faults.set([{ kind: 'throttle', every: 2 }]);
    const made = await report(LINE, policy);
    expect(bytes(made)).toBe(bytes(direct));
    expect(made.apiCalls.total).toBeGreaterThan(direct.apiCalls.total * 1.5);
  });

  test('50 ms a call', async () => {
    aws.faults.set([{ kind: 'delay', delayMs: 50 }]);
    expect(bytes(await report(LINE, policy))).toBe(bytes(direct));
  });

  test('answers in another order, because every second and every third call are late', async () => {
    aws.faults.set([
      { kind: 'delay', every: 2, delayMs: 40 },
      { kind: 'delay', every: 3, delayMs: 25 },
    ]);
    expect(bytes(await report(LINE, policy))).toBe(bytes(direct));
  });

  test('every third call cut and every fifth answered by an error', async () => {
    aws.faults.set([
      { kind: 'cut', every: 3 },
      { kind: 'error', every: 5 },
    ]);
    expect(bytes(await report(LINE, policy))).toBe(bytes(direct));
  });
});

describe('a saved inventory', () => {
  const plain = join(folder, 'estate.json');
  const packed = join(folder, 'estate.json.gz');

  function collect(file: string): Promise<Ran> {
    return holdfast(`collect --policies policy.yaml ${LINE} --output ${file}`, policy);
  }

  function checked(file: string): Promise<Ran> {
    return holdfast(`check --policies policy.yaml --inventory ${file} --report json`, policy);
  }

  beforeAll(async () => {
    for (const file of [plain, packed]) {
      const { exit, out, err } = await collect(file);
      if (exit !== 0) throw new Error(`collect ended with ${exit}: ${out}${err}`);
    }
  });

  test.each([
    ['plain', plain],
    ['packed', packed],
  ])('%s: gives the very bytes of the live check, and no call is made', async (_, file) => {
    const live = await holdfast(`check --policies policy.yaml ${LINE} --report json`, policy);
    const calls = aws.requests().total;
    const saved = await checked(file);
    expect(saved).toEqual(live);
    expect(aws.requests().total).toBe(calls);
  });

  test('is the same packed and plain', () => {
    expect(JSON.parse(gunzipSync(readFileSync(packed)).toString())).toEqual(JSON.parse(readFileSync(plain, 'utf8')));
  });

  const text = () => readFileSync(plain, 'utf8');
  const SPOILT: readonly (readonly [string, string, () => string | Buffer, RegExp])[] = [
    ['cut off', 'cut.json', () => text().slice(0, text().length / 2), /cut\.json:\d+:\d+: the file ends too early/],
    ['empty', 'empty.json', () => '', /empty\.json:1:1: the file ends too early/],
    ['packed and cut off', 'cut.json.gz', () => gzipSync(text()).subarray(0, 500), /is damaged: it cannot be unpacked/],
    [
      'with a comma too many',
      'comma.json',
      () => text().replace('"schema"', ',"schema"'),
      /comma\.json:1:2: this is not JSON/,
    ],
    [
      'of another schema',
      'other.json',
      () => text().replace(/inventory\/v\d+/, 'inventory/v99'),
      /is not an inventory: its schema is/,
    ],
    [
      'with a fact that is neither known nor unknown',
      'fact.json',
      () => text().replace('"known":true', '"known":"yes"'),
      /is not as holdfast collect wrote it: at \//,
    ],
    [
      'with a date that is none',
      'date.json',
      () => text().replace('"takenAt":"2026', '"takenAt":"20x6'),
      /is not as holdfast collect wrote it: at \/takenAt/,
    ],
    [
      'a policy',
      'policy.json',
      () => '{"apiVersion":"holdfast/v1","kind":"Policy"}',
      /is not an inventory: it names no schema/,
    ],
  ];

  test.each(SPOILT)('%s is refused with exit code 2 and one message', async (_, name, content, message) => {
    const file = join(folder, name);
    writeFileSync(file, content());
    const { exit, out, err } = await checked(file);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.match(/^error: /gm)).toHaveLength(1);
    expect(err.split('\n').length).toBeLessThanOrEqual(4);
  });
});
