import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { reportSchema } from '../../../src/app/files/report-schema.ts';
import { denied, type ExampleParts } from '../../../src/controls/example.ts';
import { type MemoryHostParts, memoryHost, runLine } from '../memory-host.ts';
import { savedInventory } from '../saved-inventory.ts';

const HEAD = 'apiVersion: holdfast/v1\nkind: Policy\nname: orders\ntables: { names: [orders] }\n';
const DAILY = `${HEAD}backup:\n  objectives:\n    - frequency: 24h\n      retention: 35d\n`;
const HOURLY = `${HEAD}backup:\n  objectives:\n    - frequency: 1h\n      retention: 35d\n`;

async function check(policy: string, line: string, parts: ExampleParts = {}, host: MemoryHostParts = {}) {
  const machine = memoryHost({ files: { 'policies/orders.yaml': policy }, ...host });
  const exit = await runLine(`check --inventory ${savedInventory(parts)} ${line}`.trim(), machine);
  return { exit, out: machine.out(), err: machine.err(), files: machine.files };
}

describe('check', () => {
  test('is compliant when every requirement is met, and says so on stdout only', async () => {
    const { exit, out, err } = await check(DAILY, '');
    expect(exit).toBe(0);
    expect(out).toContain('COMPLIANT');
    expect(err).toBe('');
  });

  test('exits with 1 when something fails', async () => {
    const { exit, out } = await check(HOURLY, '');
    expect(exit).toBe(1);
    expect(out).toContain('asked by orders, policies/orders.yaml:7:7 (backup.objectives[0].frequency)');
  });

  test('exits with 3 when nothing fails and something is unknown, and with 0 when that is allowed', async () => {
    const parts = { rules: denied('backup:GetBackupPlan') };
    expect((await check(DAILY, '', parts)).exit).toBe(3);
    expect((await check(DAILY, '--allow-unknown', parts)).exit).toBe(0);
  });

  test('lets a failure outrank an unknown result', async () => {
    const both = `${HOURLY}  pointInTimeRecovery: { window: 35d }\n`;
    const parts = { table: { pointInTimeRecovery: denied('dynamodb:DescribeContinuousBackups') } };
    expect((await check(both, '--report json', parts)).exit).toBe(1);
  });

  test('counts only what is at or above --fail-on', async () => {
    const mild = `${HOURLY}severity: { backup-frequency: medium }\n`;
    expect((await check(mild, '--fail-on medium')).exit).toBe(1);
    expect((await check(mild, '--fail-on high')).exit).toBe(0);
  });

  test('shows no failure in Markdown beside an exit code of 0', async () => {
    const mild = `${HOURLY}severity: { backup-frequency: medium }\n`;
    const { exit, out } = await check(mild, '--fail-on high --report markdown');
    expect(exit).toBe(0);
    expect(out).toMatch(/^## ⚠️ Holdfast: passed, with failures/);
  });

  test('does not count unknown results below --fail-on either', async () => {
    const mild = `${HEAD}backup: { pointInTimeRecovery: { window: 35d } }\nseverity: { point-in-time-recovery: low }\n`;
    const parts = { table: { pointInTimeRecovery: denied('dynamodb:DescribeContinuousBackups') } };
    expect((await check(mild, '', parts)).exit).toBe(3);
    expect((await check(mild, '--fail-on medium', parts)).exit).toBe(0);
  });

  test('prints JSON that the schema knows, to the last field', async () => {
    const { out } = await check(HOURLY, '--report json', { restored: {}, points: [{}] });
    const strict = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false });
    const validate = strict.compile(closed(reportSchema));
    expect(validate(JSON.parse(out)) ? [] : validate.errors).toEqual([]);
  });

  test('writes several reports at once, and nothing to stdout when all have files', async () => {
    const { out, files } = await check(
      HOURLY,
      '--report json=out/a.json --report sarif=a.sarif --report markdown=a.md',
    );
    expect(out).toBe('');
    expect(files.get('/work/place/out/a.json')).toContain('"schema": "holdfast/report/v1"');
    expect(JSON.parse(files.get('/work/place/a.sarif') ?? '')).toMatchObject({ version: '2.1.0' });
    expect(files.get('/work/place/a.md')).toContain('noncompliant');
  });

  test('gives the same bytes for the same inventory and policies', async () => {
    expect((await check(HOURLY, '--report json')).out).toBe((await check(HOURLY, '--report json')).out);
  });

  test.each([
    ['--report text --report json', 'text and json both go to stdout'],
    ['--report json=a --report sarif=a', '"a" is named twice'],
    [
      '--report jsn',
      '"jsn" is not one of text, json, jsonl, sarif, junit, markdown, html, csv, ocsf, asff, openmetrics, oscal\n',
    ],
    ['--report jsn', 'did you mean `json`?'],
    ['--report pdf', '"pdf" is not one of text, json, jsonl, sarif,'],
    ['--report json=', '--report json= is empty'],
    ['--fail-on hihg', 'did you mean `high`?'],
    ['--now yesterday', '--now is "yesterday", which is not an instant'],
    ['--now 2026-02-30', '--now is "2026-02-30", which is not an instant'],
    ['--now 2026-11-22T08:00:00', 'with Z or an offset'],
    ['--policies nowhere', 'no such file or folder: nowhere'],
    ['--regions eu', '"eu" is not the name of a Region'],
    [
      '--regions eu-west-1,eu-wset-2',
      '--regions: "eu-wset-2" is not the name of a Region\n  did you mean `eu-west-2`?',
    ],
    ['--role-arn holdfast', '"holdfast" is not the ARN of a role'],
    ['--baseline-report none.json', 'no such file: none.json'],
    ['--policy policies', "unknown option '--policy'\n(Did you mean --policies?)"],
    ['stray', 'too many arguments'],
  ])('refuses %s with exit code 2', async (line, message) => {
    const { exit, out, err } = await check(DAILY, line);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(message);
  });

  test('shows every problem of the policies, judges nothing and exits with 2', async () => {
    const { exit, out, err } = await check(
      `${HEAD}backup:\n  objectives:\n    - frequncy: 24h\n      retention: 35 days\n`,
      '',
    );
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('policies/orders.yaml:7:7: ');
    expect(err).toContain('policies/orders.yaml:8:18: ');
    expect(err).toContain('did you mean `frequency`?');
  });

  test('judges as of --now', async () => {
    const policy = `${HEAD}backup: { recoveryPoints: { newestWithin: 26h } }\n`;
    expect((await check(policy, '', { points: [{}] })).exit).toBe(0);
    expect((await check(policy, '--now 2026-11-24T08:00:00Z', { points: [{}] })).exit).toBe(1);
  });

  test('fails a table without a policy only when that is asked', async () => {
    const other = DAILY.replace('names: [orders]', 'names: [payments]');
    expect(await check(other, '')).toMatchObject({ exit: 3, out: expect.stringContaining('nothing was judged') });
    expect((await check(other, '--require-policy')).exit).toBe(1);
  });

  test('says that it reads no Region with a saved inventory', async () => {
    const { exit, err } = await check(DAILY, '--regions eu-west-1');
    expect(exit).toBe(0);
    expect(err).toBe('note: --regions: what to read from AWS; with --inventory nothing is read\n');
  });

  test('colours text on a terminal, unless NO_COLOR is set, and never a file', async () => {
    const colour = '\u001b[';
    expect((await check(HOURLY, '', {}, { terminal: true })).out).toContain(colour);
    expect((await check(HOURLY, '', {}, { terminal: true, environment: { NO_COLOR: '1' } })).out).not.toContain(colour);
    expect((await check(HOURLY, '')).out).not.toContain(colour);
    expect((await check(HOURLY, '', {}, { environment: { FORCE_COLOR: '1' } })).out).toContain(colour);
    const { files } = await check(HOURLY, '--report text=a.txt', {}, { environment: { FORCE_COLOR: '1' } });
    expect(files.get('/work/place/a.txt')).not.toContain(colour);
  });
});

describe('check --baseline-report', () => {
  test('fails on new failures only', async () => {
    const { out: before } = await check(HOURLY, '--report json');
    const machine = { files: { 'policies/orders.yaml': HOURLY, 'before.json': before } };
    const same = await check(HOURLY, '--baseline-report before.json', {}, machine);
    expect(same.exit).toBe(0);
    expect(same.err).toContain('against before.json: 0 new failures, 1 known before, 0 fixed');
    const worse = await check(
      HOURLY,
      '--baseline-report before.json',
      { selection: { resources: [], listOfTags: [{ key: 'a', value: 'b' }] } },
      machine,
    );
    expect(worse.exit).toBe(1);
  });

  test('counts what no longer fails as fixed', async () => {
    const { out: before } = await check(HOURLY, '--report json');
    const machine = { files: { 'policies/orders.yaml': DAILY, 'before.json': before } };
    const { exit, err } = await check(DAILY, '--baseline-report before.json', {}, machine);
    expect(exit).toBe(0);
    expect(err).toContain('0 new failures, 0 known before, 1 fixed');
  });

  test.each([
    ['{', 'before.json is cut off'],
    ['{}', 'before.json is not a report of the schema holdfast/report/v1'],
    ['null', 'before.json is not a report of the schema holdfast/report/v1'],
  ])('refuses %s', async (text, message) => {
    const machine = { files: { 'policies/orders.yaml': DAILY, 'before.json': text } };
    const { exit, err } = await check(DAILY, '--baseline-report before.json', {}, machine);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });
});

/** The schema lets readers bear what they do not know; here a field that it does not know is a mistake. */
function closed(schema: object): object {
  const close = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(close);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, part]) => [key, close(part)] as const);
    return { ...Object.fromEntries(entries), ...('properties' in value ? { additionalProperties: false } : {}) };
  };
  return { ...schema, ...(close(schema) as object) };
}
