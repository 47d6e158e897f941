import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW } from '../../../src/controls/example.ts';
import type { Report } from '../../../src/model/report.ts';
import { renderJson } from '../../../src/report/json.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import { report, result } from '../../report/fixtures.ts';
import { memoryHost, runLine } from '../memory-host.ts';

const REGIONS = ['eu-west-1', 'us-east-1'];
const MEMBERS = Array.from({ length: 24 }, (_, index) => String(300_000_000_000 + index));
const MANAGEMENT = '100000000000';
/** Has no role that could be assumed. */
const CLOSED_DOOR = '999999999999';

const account = (id: string, roles = '') => `
  "${id}":
    ${roles}
    regions:
${REGIONS.map((name) => `      ${name}: { tables: [{ tableName: t-${id} }] }`).join('\n')}`;

const SCENARIO = `defaultAccount: "${MANAGEMENT}"
defaultRegion: eu-west-1
organization: { managementAccount: "${MANAGEMENT}" }
accounts:${[
  account(MANAGEMENT),
  ...MEMBERS.map((id) => account(id, 'roles: [{ roleName: holdfast-reader }]')),
  account(CLOSED_DOOR),
].join('')}
`;

const POLICY = 'apiVersion: holdfast/v1\nkind: Policy\nname: all\ntables: { names: ["*"] }\nbackup: {}\n';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({
    clock: () => Date.parse(NOW),
    scenario: { text: SCENARIO, file: 'organization.yaml' },
  });
  Object.assign(process.env, simulator.environment);
});
afterAll(() => simulator.close());

async function check(line: string, files: Readonly<Record<string, string>> = {}) {
  const host = memoryHost({ files: { 'policies/all.yaml': POLICY, ...files } });
  const exit = await runLine(line, host);
  const read = (): Report => JSON.parse(host.out());
  return { exit, read, err: host.err(), out: host.out() };
}

const ALL = `check --organization --regions ${REGIONS.join(',')} --report json`;
const tables = ({ results }: Report) => [...new Set(results.map(({ resource }) => resource.arn))].toSorted();

describe('check --organization', () => {
  test('reads every account, the own one with the own credentials, and tells of one that lets nobody in', async () => {
    const { exit, read } = await check(ALL);
    const report = read();
    expect(exit).toBe(1);
    expect(report.scopes).toHaveLength((MEMBERS.length + 1) * REGIONS.length);
    expect(report.summary.tables).toBe((MEMBERS.length + 1) * REGIONS.length);
    const unread = report.results.filter(({ control }) => control === 'policy-coverage');
    expect(unread.map(({ status, resource }) => [status, resource.account, resource.region])).toEqual(
      REGIONS.map((region) => ['unknown', CLOSED_DOOR, region]),
    );
    expect(report.apiCalls.byOperation['organizations:ListAccounts']).toBe(2);
  });

  test('leaves out what --exclude-account names, and takes another role', async () => {
    const report = (await check(`${ALL} --exclude-account ${CLOSED_DOOR} --exclude-account ${MEMBERS[0]}`)).read();
    expect(report.scopes.map((scope) => scope.account)).not.toContain(MEMBERS[0]);
    expect(report.results.filter(({ control }) => control === 'policy-coverage')).toEqual([]);
    const other = (await check(`${ALL} --role-name arn:aws:iam::{account}:role/other`)).read();
    expect(other.scopes.map((scope) => scope.account)).toEqual([MANAGEMENT, MANAGEMENT]);
    expect(other.summary.unknown).toBe((MEMBERS.length + 1) * REGIONS.length);
  });

  test('is unknown where the accounts cannot be listed', async () => {
    const member = `arn:aws:iam::${MEMBERS[0]}:role/holdfast-reader`;
    simulator.faults.set([{ kind: 'deny', service: 'organizations', operation: 'ListAccounts' }]);
    const { exit, read } = await check(`${ALL} --role-arn ${member}`);
    simulator.faults.set([]);
    const report = read();
    expect(exit).toBe(1);
    expect(report.scopes.map((scope) => scope.account)).toEqual([MEMBERS[0], MEMBERS[0]]);
    const [unknown] = report.results.filter(({ status }) => status === 'unknown');
    expect(unknown?.unknown).toMatchObject({ reason: 'denied', permission: 'organizations:ListAccounts' });
  });

  test.each([
    ['--shard 3', '--shard is "3"'],
    ['--shard 0/4', '--shard is "0/4"'],
    ['--shard 5/4', '--shard is "5/4"'],
    ['--exclude-account 12', '"12" is not the id of an account'],
    ['--role-name a:b', '"a:b" is not a role'],
    ['--role-name arn:aws:iam::111122223333:role/one', 'is not a role'],
  ])('refuses %s', async (words, message) => {
    const { exit, err } = await check(`${ALL} ${words}`);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });
});

describe('shards', () => {
  test('judge every place once, and merge to the report of a run without shards', async () => {
    const of = 5;
    const whole = (await check(ALL)).read();
    const files: Record<string, string> = {};
    const seen: string[] = [];
    for (let number = 1; number <= of; number += 1) {
      const { out, read } = await check(`${ALL} --shard ${number}/${of}`);
      files[`reports/shard-${number}.json`] = out;
      expect(read().shard).toEqual({ number, of, question: expect.stringMatching(/^[0-9a-f]{64}$/) });
      seen.push(...read().scopes.map(({ account: id, region }) => `${id} ${region}`));
    }
    expect(seen.toSorted()).toEqual(whole.scopes.map(({ account: id, region }) => `${id} ${region}`).toSorted());
    expect(new Set(seen).size).toBe(seen.length);

    const { exit, read } = await check('merge reports --report json', files);
    expect(exit).toBe(1);
    const { results, summary, conclusion, scopes, unmatchedTables } = read();
    expect({ results, summary, conclusion, scopes, unmatchedTables }).toEqual({
      results: whole.results,
      summary: whole.summary,
      conclusion: whole.conclusion,
      scopes: whole.scopes,
      unmatchedTables: whole.unmatchedTables,
    });
    expect(tables(read())).toEqual(tables(whole));

    delete files['reports/shard-2.json'];
    const partial = await check('merge reports --report json', files);
    expect(partial.read().results.some(({ message }) => message.includes('shard 2/5 were not judged'))).toBe(true);
  });
});

describe('merge', () => {
  test.each([
    ['merge', {}, "missing required argument 'report'"],
    ['merge nothing', {}, 'no such file: nothing'],
    ['merge reports', { 'reports/readme.txt': '' }, 'no report in reports'],
    ['merge a.json', { 'a.json': '{}' }, 'a.json is not a report of the schema holdfast/report/v1'],
    [
      'merge a.json',
      { 'a.json': '{ "schema": "holdfast/report/v1", "results": 7 }' },
      "a.json is not a report of the schema holdfast/report/v1: at / it must have required property 'tool'",
    ],
    [
      'merge a.json',
      { 'a.json': renderJson(report([result()], { takenAt: '@octo-org <b>' })) },
      'a.json is not a report of the schema holdfast/report/v1: at /takenAt it must match pattern',
    ],
  ])('%s with %j is refused', async (line, files, message) => {
    const { exit, err } = await check(line, files);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });
});
