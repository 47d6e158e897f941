import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW } from '../../../src/controls/example.ts';
import type { Report } from '../../../src/model/report.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import { memoryHost, runLine } from '../memory-host.ts';

const MANAGEMENT = '111122223333';
const MEMBER = '444455556666';
const set = (value: unknown) => ({ '@@assign': value });

/** A policy of one plan, whole or not. */
const policies = fc
  .record({
    days: fc.constantFrom('7', '35', '400'),
    cron: fc.constantFrom('cron(30 1 ? * * *)', 'cron(30 1 ? * SUN *)'),
    regions: fc.constantFrom(['eu-west-1'], ['eu-central-1'], ['eu-west-1', 'eu-central-1']),
    tag: fc.constantFrom('gold', 'none'),
    name: fc.constantFrom('Tables', 'Others'),
    selects: fc.boolean(),
    lock: fc.boolean(),
  })
  .map(({ days, cron, regions, tag, name, selects, lock }) => {
    const kept = lock ? { ...set(days), '@@operators_allowed_for_child_policies': ['@@none'] } : set(days);
    const rule = {
      schedule_expression: set(cron),
      target_backup_vault_name: set('Main'),
      lifecycle: { delete_after_days: kept },
    };
    const role = { iam_role_arn: set('arn:aws:iam::$account:role/bk') };
    const selections = selects ? { tags: { s: { ...role, tag_key: set('tier'), tag_value: set([tag]) } } } : {};
    return JSON.stringify({ plans: { [name]: { regions: set(regions), rules: { Nightly: rule }, selections } } });
  });

const WHOLE = `{"plans":{"tables":{"regions":{"@@assign":["eu-west-1"]},"rules":{"nightly":{"schedule_expression":{"@@assign":"cron(30 1 ? * * *)"},"target_backup_vault_name":{"@@assign":"Main"},"lifecycle":{"delete_after_days":{"@@assign":"35"}}}},"selections":{"tags":{"s":{"iam_role_arn":{"@@assign":"arn:aws:iam::$account:role/bk"},"tag_key":{"@@assign":"tier"},"tag_value":{"@@assign":["gold"]}}}}}}}`;
const CHILD = '{"plans":{"tables":{"rules":{"nightly":{"lifecycle":{"delete_after_days":{"@@assign":"40"}}}}}}}';

const { tables } = JSON.parse(WHOLE).plans;
/** The first leaves all accounts with their last valid policy, the second mends that of one of them. */
const MENDED = [
  [
    'p-examplebase',
    JSON.stringify({ plans: { tables: { ...tables, regions: set(['eu-central-1']), selections: {} } } }),
  ],
  ['p-examplechild', JSON.stringify({ plans: { tables: { selections: tables.selections } } })],
] as const;

const region = (table: string) =>
  `{ vaults: [{ backupVaultName: Main }], tables: [{ tableName: ${table}, tags: { tier: gold } }] }`;
const SCENARIO = `
organization:
  managementAccount: "${MANAGEMENT}"
  policies:
    - { name: base, id: p-examplebase, content: '${WHOLE}' }
    - { name: child, id: p-examplechild, content: '${CHILD}' }
  rootPolicies: [base]
  units: [{ name: prod, accounts: ["${MEMBER}"], policies: [child] }]
accounts:
  "${MANAGEMENT}": { regions: { eu-west-1: ${region('orders')}, eu-central-1: ${region('routes')} } }
  "${MEMBER}":
    roles: [{ roleName: holdfast-reader }]
    regions: { eu-west-1: ${region('parcels')}, eu-central-1: ${region('trips')} }
`;
const ASKED = `apiVersion: holdfast/v1
kind: Policy
name: p
tables: { names: ["*"] }
backup: { objectives: [{ frequency: 24h, retention: 35d }] }
`;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ clock: () => Date.parse(NOW), scenario: { text: SCENARIO, file: 'org.yaml' } });
  Object.assign(process.env, simulator.environment);
});
afterAll(() => simulator.close());

async function update(PolicyId: string, Content: string): Promise<void> {
  const { AWS_ACCESS_KEY_ID: key } = simulator.environment;
  const answer = await fetch(simulator.url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261122/us-east-1/organizations/aws4_request, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSOrganizationsV20161128.UpdatePolicy',
    },
    body: JSON.stringify({ PolicyId, Content }),
  });
  expect([answer.status, await answer.text()]).toEqual([200, expect.anything()]);
}

const SCOPE = '--organization --regions eu-west-1,eu-central-1';
const folder = mkdtempSync(join(tmpdir(), 'holdfast-'));

async function collected(number: number): Promise<string> {
  const host = memoryHost({ files: { 'policies/p.yaml': ASKED } });
  const file = join(folder, `${number}.json`);
  expect([await runLine(`collect ${SCOPE} --output ${file}`, host), host.err()]).toEqual([0, expect.anything()]);
  return file;
}

async function judged(words: string, text = ''): Promise<ReadonlyMap<string, string>> {
  const host = memoryHost({ files: { 'policies/p.yaml': ASKED, 'policy.json': text } });
  await runLine(`check --report json ${words}`, host);
  const { results }: Report = JSON.parse(host.out());
  const ofTables = results.filter(({ control }) => control !== 'aws-accepts');
  return new Map(ofTables.map(({ control, status, resource }) => [`${control} ${resource.arn}`, status]));
}

test('a preview equals what the embedded AWS has once the policy is really changed there, for a random series of changes', async () => {
  const runs = Number(process.env['HOLDFAST_TREES'] ?? 2);
  const random = fc.sample(fc.tuple(fc.constantFrom('p-examplebase', 'p-examplechild'), policies), {
    numRuns: runs,
    seed: Number(process.env['HOLDFAST_SEED'] ?? 42),
  });
  const series = [...MENDED, ...random];
  let before = await collected(0);
  for (const [number, [id, text]] of series.entries()) {
    const foreseen = await judged(`--inventory ${before} --backup-policy ${id}=policy.json`, text);
    await update(id, text);
    before = await collected(number + 1);
    const real = await judged(`--inventory ${before}`);
    const open = [...foreseen].filter(([, status]) => status === 'unknown').map(([key]) => key);
    const sure = (all: ReadonlyMap<string, string>) => [...all].filter(([key]) => !open.includes(key)).toSorted();
    expect(sure(foreseen), `${number}: ${id} ${text}`).toEqual(sure(real));
  }
}, 60_000);
