import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW } from '../../../src/controls/example.ts';
import type { Report } from '../../../src/model/report.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import { memoryHost, runLine } from '../memory-host.ts';

const MANAGEMENT = '111122223333';
const MEMBER = '444455556666';

const set = (value: unknown) => ({ '@@assign': value });

function policy(days: string, more: object = {}): string {
  const rule = {
    schedule_expression: set('cron(30 1 ? * * *)'),
    target_backup_vault_name: set('Main'),
    lifecycle: { delete_after_days: set(days) },
  };
  const tag = { iam_role_arn: set('arn:aws:iam::$account:role/bk'), tag_key: set('tier'), tag_value: set(['gold']) };
  const plan = { regions: set(['eu-west-1']), rules: { Nightly: rule }, selections: { tags: { Tier: tag } }, ...more };
  return JSON.stringify({ plans: { Tables: plan } }, undefined, 1);
}

const SCENARIO = `
organization:
  managementAccount: "${MANAGEMENT}"
  policies:
    - { name: base, id: p-examplebase, content: '${policy('35').replaceAll(/\s*\n\s*/g, '')}' }
    - name: strict
      content: { plans: { tables: { rules: { nightly: { lifecycle: { delete_after_days: { "@@assign": "35", "@@operators_allowed_for_child_policies": ["@@none"] } } } } } } }
  rootPolicies: [base]
  units:
    - { name: prod, accounts: ["${MEMBER}"] }
accounts:
  "${MANAGEMENT}":
    regions: { eu-west-1: { vaults: [{ backupVaultName: Main }], tables: [{ tableName: orders, tags: { tier: gold } }] } }
  "${MEMBER}":
    roles: [{ roleName: holdfast-reader }]
    regions: { eu-west-1: { vaults: [{ backupVaultName: Main }], tables: [{ tableName: parcels, tags: { tier: gold } }] } }
`;

const ASKED = `apiVersion: holdfast/v1
kind: Policy
name: p
tables: { names: ["*"] }
backup:
  objectives: [{ frequency: 24h, retention: 35d }]
`;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ clock: () => Date.parse(NOW), scenario: { text: SCENARIO, file: 'org.yaml' } });
  Object.assign(process.env, simulator.environment);
});
afterAll(() => simulator.close());

/** What a run reads of the organization, once for all tests that change it on paper alone. */
async function collected(): Promise<string> {
  const host = memoryHost({ files: { 'policies/p.yaml': ASKED } });
  const file = join(mkdtempSync(join(tmpdir(), 'holdfast-')), 'inventory.json');
  expect([await runLine(`collect --organization --output ${file}`, host), host.err()]).toEqual([0, expect.anything()]);
  return file;
}

async function check(line: string, files: Readonly<Record<string, string>> = {}) {
  const host = memoryHost({ files: { 'policies/p.yaml': ASKED, ...files } });
  const exit = await runLine(`check --report json ${line}`, host);
  const report = (): Report => JSON.parse(host.out());
  return { exit, report, err: host.err() };
}

const shown = ({ results }: Report) =>
  results
    .filter(({ status }) => status !== 'pass')
    .map(({ control, status, resource, change }) => [control, status, resource.name, change]);
const whole = (days: string) => ({ 'base.json': policy(days) });

describe('--backup-policy', () => {
  test('judges each account by the policies as they are merged down the tree, read live', async () => {
    const { exit, report, err } = await check('--organization --backup-policy base=base.json', whole('7'));
    expect([exit, err]).toEqual([1, '']);
    expect(shown(report())).toEqual(
      ['orders', 'parcels'].flatMap((table) => [
        ['backup-frequency', 'fail', table, 'new'],
        ['backup-retention', 'fail', table, 'new'],
      ]),
    );
    const retention = report().results.find(
      ({ control, status }) => control === 'backup-retention' && status === 'fail',
    );
    expect(retention?.template).toEqual({ file: 'base.json', line: 4, column: 4 });
    expect(report().preview?.changes.map(({ address, type, at }) => [address, type, at?.line])).toContainEqual([
      'base',
      'AWS::Organizations::Policy',
      4,
    ]);
    expect(report().apiCalls.byOperation).toMatchObject({
      'organizations:ListTargetsForPolicy': 2,
      'organizations:DescribeEffectivePolicy': 2,
    });
  });

  describe('on a saved inventory', () => {
    let inventory: string;
    beforeAll(async () => {
      inventory = await collected();
    });
    const judged = (words: string, files: Readonly<Record<string, string>>) =>
      check(`--inventory ${inventory} --backup-policy ${words}`, files);

    test('takes the policy by its id, and finds nothing changed where nothing is', async () => {
      const { exit, report } = await judged('p-examplebase=base.json', whole('35'));
      expect([exit, shown(report()), report().preview?.new]).toEqual([0, [], []]);
    });

    test('tells what tables gain and lose where the plan goes to another Region', async () => {
      const { exit, report } = await judged('base=base.json', {
        'base.json': policy('35', { regions: set(['eu-central-1']) }),
      });
      expect(exit).toBe(1);
      expect(report().preview?.sentences).toEqual([
        'after this change these 2 tables in eu-west-1 lose their backup plan: orders, parcels',
      ]);
    });

    test('fails aws-accepts for a policy that leaves accounts an invalid one, and leaves their plans as they are', async () => {
      const { exit, report } = await judged('base=base.json', { 'base.json': policy('7', { selections: {} }) });
      expect(exit).toBe(1);
      expect(shown(report())).toEqual([['aws-accepts', 'fail', 'base', 'new']]);
      const [refused] = report().results.filter(({ status }) => status === 'fail');
      expect(refused?.message).toContain(
        `the effective policy of 2 accounts (${MANAGEMENT}, ${MEMBER}) becomes invalid, and the last valid one stays in force`,
      );
    });

    test('blames no change for an effective policy that is invalid already', async () => {
      const broken = join(mkdtempSync(join(tmpdir(), 'holdfast-')), 'broken.json');
      const saved = JSON.parse(readFileSync(inventory, 'utf8'));
      const base = saved.organization.tree.value.policies.find(({ name }: { name: string }) => name === 'base');
      base.content.value = policy('35', { selections: {} });
      writeFileSync(broken, JSON.stringify(saved));
      const { report } = await check(`--inventory ${broken} --backup-policy base=base.json`, {
        'base.json': policy('7', { selections: {} }),
      });
      expect(shown(report()).filter(([control]) => control === 'aws-accepts')).toEqual([]);
      expect(report().preview?.new).toEqual([]);
    });

    test('says that a policy that is attached nowhere has no effect', async () => {
      const { exit, err } = await judged('strict=base.json', whole('7'));
      expect([exit, err]).toEqual([0, expect.stringContaining('backup policy strict is attached nowhere')]);
    });

    test('fails aws-accepts at the line of what AWS refuses, and changes nothing', async () => {
      const { exit, report } = await judged('base=base.json', { 'base.json': '{"plans":\n{"tables":{"regionz":{}}}}' });
      expect([exit, shown(report())]).toEqual([1, [['aws-accepts', 'fail', 'base', 'new']]]);
      expect(report().results.find(({ status }) => status === 'fail')?.template).toEqual({
        file: 'base.json',
        line: 2,
        column: 12,
      });
    });

    test('is unknown where two policies of one node would differ', async () => {
      const other = { plans: { tables: { rules: { nightly: { lifecycle: { delete_after_days: set('7') } } } } } };
      const { exit, report, err } = await judged('base=base.json more=more.json less=less.json', {
        ...whole('35'),
        'more.json': JSON.stringify(other),
        'less.json': JSON.stringify(other).replace('"7"', '"70"'),
      });
      expect(exit).toBe(3);
      expect(new Set(report().results.map(({ control, status }) => `${control} ${status}`))).toContain(
        'backup-retention unknown',
      );
      expect(err).toContain(
        'the organization has no backup policy more: it is judged as if it were attached to each account',
      );
    });

    test('tells what a lock keeps out', async () => {
      const locked = policy('35').replace(
        '"@@assign": "35"',
        '"@@assign": "35", "@@operators_allowed_for_child_policies": ["@@none"]',
      );
      const child = { plans: { tables: { rules: { nightly: { lifecycle: { delete_after_days: set('7') } } } } } };
      const { exit, err } = await judged('base=base.json child=child.json', {
        'base.json': locked,
        'child.json': JSON.stringify(child),
      });
      expect(exit).toBe(0);
      expect(err).toContain(
        `child.json:1:54: a lock further up keeps @@assign of plans/tables/rules/nightly/lifecycle/delete_after_days out at`,
      );
    });

    test('refuses what is no JSON, and what is given twice', async () => {
      expect(await judged('base=base.json', { 'base.json': '{' })).toMatchObject({
        exit: 2,
        err: expect.stringContaining('base.json:1:2: the text ends in the middle of JSON'),
      });
      expect(await judged('base=base.json p-examplebase=base.json', whole('35'))).toMatchObject({
        exit: 2,
        err: expect.stringContaining('base is given twice'),
      });
      expect(await judged('base=none.json', {})).toMatchObject({ exit: 2 });
    });
  });

  test.each([
    ['nothing of the organization is read', '--backup-policy base=base.json', undefined],
    ['its policies are not listed', '--organization --backup-policy base=base.json', 'ListPolicies'],
  ])('without the tree the files prove no pass that other policies may undo: %s', async (_, words, operation) => {
    const most = ASKED.replace('objectives: [{ frequency: 24h, retention: 35d }]', 'maximumRetention: 40d');
    if (operation) simulator.faults.set([{ kind: 'deny', service: 'organizations', operation }]);
    const judged = async (files: Readonly<Record<string, string>>) => {
      const { exit, report } = await check(words, { 'policies/p.yaml': most, ...files });
      return [exit, ...new Set(shown(report()).map(([control, status]) => `${control} ${status}`))];
    };
    expect(await judged(whole('36'))).toEqual([3, 'maximum-retention unknown', 'plan-coverage unknown']);
    // Nor does a file without the plan remove it, nor one that is less than a plan make the effective policy invalid.
    expect(await judged({ 'base.json': '{"plans":{}}' })).toEqual([
      3,
      'maximum-retention unknown',
      'plan-coverage unknown',
    ]);
    expect((await judged({ 'base.json': policy('36', { selections: {} }) }))[0]).toBe(3);
    simulator.faults.set([]);
  });

  test('without the tree judges what an account gets from the file alone, and says so', async () => {
    const { exit, report, err } = await check('--backup-policy base=base.json', whole('7'));
    expect(err).toContain('what an account would get from base alone is judged');
    // Another policy may keep the 35 days that the plan has now.
    expect([exit, shown(report()).map(([control, status]) => `${control} ${status}`)]).toEqual([
      3,
      ['backup-frequency unknown', 'backup-retention unknown', 'plan-coverage unknown'],
    ]);
    const retention = report().results.find(({ control }) => control === 'backup-retention');
    expect(retention?.because).toContainEqual(expect.stringMatching(/^by the files alone: .*7 d/));
    // What is too short for the files and for what is there fails, whatever the opt-in of the management account.
    const asked = { 'policies/p.yaml': ASKED.replace('35d', '400d') };
    const short = await check('--backup-policy base=base.json', { ...whole('7'), ...asked });
    expect([short.exit, shown(short.report()).map(([control, status]) => `${control} ${status}`)]).toEqual([
      1,
      ['backup-frequency fail', 'backup-retention fail', 'plan-coverage unknown'],
    ]);
    const long = await check('--backup-policy base=base.json', whole('35'));
    expect([long.exit, shown(long.report()).map(([control, status]) => `${control} ${status}`)]).toEqual([
      3,
      ['backup-frequency unknown', 'backup-retention unknown', 'plan-coverage unknown'],
    ]);
  });

  test.each([
    ['ListPolicies', 'organizations:ListPolicies'],
    ['DescribePolicy', 'organizations:DescribePolicy'],
    ['ListTargetsForPolicy', 'organizations:ListTargetsForPolicy'],
    ['DescribeEffectivePolicy', 'organizations:DescribeEffectivePolicy'],
  ])('what is denied is unknown: %s', async (operation, permission) => {
    simulator.faults.set([{ kind: 'deny', service: 'organizations', operation }]);
    const { exit, report } = await check('--organization --backup-policy base=base.json', whole('400'));
    simulator.faults.set([]);
    expect(exit).toBe(3);
    const denied = report().results.flatMap(({ unknown }) => unknown?.permission ?? []);
    if (operation.startsWith('Describe')) expect(denied).toContain(permission);
  });
});
