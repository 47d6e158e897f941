import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type MemoryHost, memoryHost, runLine } from '../memory-host.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: gold
tables: { tags: { tier: [gold] } }
backup: { objectives: [{ frequency: 24h, retention: 35d }] }
`;

/** Two accounts, so that the second is read with a role, too. */
const SCENARIO = `accounts:
  "111122223333":
    roles: [{ roleName: holdfast-reader }]
    regions:
      eu-west-1:
        vaults: [{ backupVaultName: main }]
        plans:
          - backupPlanName: daily
            rules:
              - { ruleName: night, targetBackupVaultName: main, scheduleExpression: cron(0 5 ? * MON-FRI *), lifecycle: { deleteAfterDays: 35 } }
            selections:
              - { selectionName: by-tag, listOfTags: [{ conditionKey: backup, conditionValue: daily }] }
        tables:
          - { tableName: orders, tags: { tier: gold, backup: daily } }
          - { tableName: scratch }
  "444455556666":
    roles: [{ roleName: holdfast-reader }]
    regions:
      us-east-1:
        tables: [{ tableName: carts, tags: { tier: gold } }]
`;

const HEAD = 'apiVersion: holdfast/v1\nkind: Test\nname: backups of gold tables\npolicies: [gold.yaml]\n';
const ESTATE = 'scenario: shop.scenario.yaml\nnow: 2026-11-22T08:00:00Z\n';

const environment = { ...process.env };
afterAll(() => {
  process.env = environment;
});

/** A machine whose AWS is that of this process. */
function machine(files: Readonly<Record<string, string>>): MemoryHost {
  const host = memoryHost({
    files: { 'policies/gold.yaml': POLICY, 'policies/shop.scenario.yaml': SCENARIO, ...files },
  });
  return { ...host, useAws: (settings) => void Object.assign(process.env, settings) };
}

async function tested(expectations: readonly string[], head = `${HEAD}${ESTATE}`) {
  const host = machine({
    'policies/gold.test.yaml': `${head}expect:\n${expectations.map((line) => `  - ${line}\n`).join('')}`,
  });
  const exit = await runLine('test', host);
  return { exit, out: host.out(), err: host.err() };
}

describe('holdfast test', () => {
  test('passes where everything comes as expected, in every account and Region of the scenario', async () => {
    const ran = await tested([
      '{ table: orders, control: plan-coverage, status: pass }',
      '{ table: orders, control: backup-frequency, status: fail, message: 3 d, policy: gold, path: "backup.objectives[0].frequency" }',
      '{ table: "arn:aws:dynamodb:us-east-1:444455556666:table/*", control: plan-coverage, status: fail }',
      '{ table: scratch, control: plan-coverage, status: absent }',
    ]);
    expect(ran).toEqual({
      exit: 0,
      out: 'ok    policies/gold.test.yaml: backups of gold tables\n\n1 test, all as expected\n',
      err: '',
    });
  });

  test.each([
    [
      'another status, with the evidence and what asks for it',
      '{ table: orders, control: backup-frequency, status: pass }',
      [
        'orders backup-frequency: expected pass, found fail: longest gap between scheduled backups is 3 d; policy asks for 24 h',
        'asked by gold, policies/gold.yaml:5:26 (backup.objectives[0].frequency)',
      ],
    ],
    [
      'another message',
      '{ table: orders, control: backup-frequency, status: fail, message: 4 d }',
      ['expected a message with "4 d", found "longest gap between scheduled backups is 3 d; policy asks for 24 h"'],
    ],
    [
      'one table of several',
      '{ table: "*", control: plan-coverage, status: pass }',
      ['carts plan-coverage: expected pass, found fail: no selection of a live backup plan selects the table'],
    ],
    [
      'a result where none should be',
      '{ table: orders, control: plan-coverage, status: absent }',
      ['orders plan-coverage: expected absent, found pass'],
    ],
    [
      'a table that no policy matches',
      '{ table: scratch, control: plan-coverage, status: pass }',
      ['scratch plan-coverage: expected pass, found no such result', 'no policy matches scratch'],
    ],
    [
      'a control that no policy asks for',
      '{ table: orders, control: vault-lock, status: pass }',
      ['no policy that matches orders asks for vault-lock'],
    ],
    [
      'an objective that the policy has not',
      '{ table: orders, control: backup-frequency, status: fail, path: "backup.objectives[1].frequency" }',
      ['(backup.objectives[0].frequency), not by backup.objectives[1].frequency'],
    ],
    [
      'a policy that is misspelt, even where nothing is expected of it',
      '{ table: orders, control: vault-lock, status: absent, policy: glod }',
      ['no policy of the test that judges tables is called glod', 'did you mean `gold`?'],
    ],
    [
      'a table that is misspelt, even where nothing is expected of it',
      '{ table: scrach, control: plan-coverage, status: absent }',
      [
        'scrach plan-coverage: expected absent, found no such table',
        'no table of the estate is called scrach; did you mean `scratch`?',
      ],
    ],
    [
      'a path that nobody asks at, even where nothing is expected of it',
      '{ table: orders, control: backup-frequency, status: absent, path: "backup.objectives[1].frequency" }',
      [
        'orders backup-frequency: expected absent, and nothing shows it',
        'no policy asks for backup-frequency at backup.objectives[1].frequency; did you mean `backup.objectives[0].frequency`?',
      ],
    ],
  ])('tells of %s', async (_, expectation, said) => {
    const { exit, out } = await tested([expectation]);
    expect(exit).toBe(1);
    expect(out).toMatch(
      /^FAIL {2}policies\/gold\.test\.yaml: backups of gold tables\n {2}policies\/gold\.test\.yaml:8:7 /,
    );
    for (const sentence of said) expect(out.replaceAll(/\n +/g, ' ')).toContain(sentence);
    expect(out).toMatch(/\n\n1 test, 1 failed\n$/);
  });

  test.each([
    ['whichever policy is meant', '', 1],
    ['the policy itself', ', policy: silver', 1],
    ['and not one that matches some', ', policy: gold', 0],
    ['and not one that asks for something else', ', control: vault-lock', 0],
  ])('`absent` is not shown by a policy that matches no table: %s', async (_, more, exit) => {
    const silver = POLICY.replace('gold', 'silver').replace('[gold]', '[Silver]');
    const host = machine({
      'policies/silver.yaml': silver,
      'policies/all.test.yaml': `${HEAD.replace('[gold.yaml]', '[gold.yaml, silver.yaml]')}${ESTATE}expect:\n  - { table: scratch, ${more.includes('control') ? '' : 'control: plan-coverage, '}status: absent${more} }\n`,
    });
    expect(await runLine('test policies/all.test.yaml', host)).toBe(exit);
    expect(host.out().includes('scratch plan-coverage: expected absent, and nothing shows it')).toBe(exit === 1);
    expect(host.out().includes('policy silver matches none of the 3 tables')).toBe(exit === 1);
  });

  test('holds the conclusion, and tells what decides another one', async () => {
    const { exit, out } = await tested(
      ['{ table: orders, control: plan-coverage, status: pass }'],
      `${HEAD}${ESTATE}requirePolicy: true\nconclusion: compliant\n`,
    );
    expect(exit).toBe(1);
    expect(out).toContain('policies/gold.test.yaml:8:1 expected the conclusion compliant, found noncompliant\n');
    expect(out).toContain('    - scratch policy-coverage: fail: no policy matches the table');
  });

  test('judges a saved inventory as of when it was taken, or as of another instant', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-policy-tests-'));
    const inventory = join(folder, 'estate.json');
    const taken = { schema: 'holdfast/inventory/v1', takenAt: '2026-11-22T08:00:00.000Z', accounts: [], regions: [] };
    writeFileSync(inventory, JSON.stringify({ ...taken, unread: [], apiCalls: { total: 0, byOperation: {} } }));
    const host = machine({
      [join(folder, 'gold.yaml')]: POLICY,
      [join(folder, 'gold.test.yaml')]:
        `${HEAD}inventory: ${inventory}\nconclusion: undetermined\nexpect: [{ table: orders, control: plan-coverage, status: pass }]\n`,
    });
    const exit = await runLine(`test ${folder}/gold.test.yaml`, host);
    const out = host.out();
    rmSync(folder, { recursive: true });
    expect(exit).toBe(1);
    expect(out).toContain('found no such table\n    - no table of the estate is called orders\n');
    expect(out).not.toContain('conclusion');
  });

  test('judges nothing where a test, its scenario or its policies have a mistake', async () => {
    const wrong = await tested(['{ table: orders, control: plan-coverage }']);
    expect({ exit: wrong.exit, out: wrong.out }).toEqual({ exit: 2, out: '' });
    expect(wrong.err).toContain('policies/gold.test.yaml:8:7: expect[0] has no `status`');
    expect(wrong.err).toContain('1 problem in 1 test file');

    const expectation = '{ table: orders, control: plan-coverage, status: pass }';
    const noScenario = await tested([expectation], `${HEAD}${ESTATE.replace('shop', 'none')}`);
    expect(noScenario).toMatchObject({
      exit: 2,
      err: expect.stringContaining('no such file: policies/none.scenario.yaml'),
    });

    const noPolicy = await tested([expectation], `${HEAD.replace('gold.yaml', 'none.yaml')}${ESTATE}`);
    expect(noPolicy).toMatchObject({
      exit: 2,
      err: expect.stringContaining('no such file or folder: policies/none.yaml'),
    });
  });

  test('finds nothing to run in a folder without tests', async () => {
    const host = machine({});
    expect(await runLine('test', host)).toBe(2);
    expect(host.err()).toBe(
      'error: no policy test in policies\n  put files that end in .test.yaml there: docs/testing.md has their format\n',
    );
  });

  test('tests and scenarios are no policies, wherever they lie', async () => {
    const host = machine({ 'policies/gold.test.yaml': 'kind: Test\n' });
    expect(await runLine('validate', host)).toBe(0);
    expect(host.out()).toBe('1 policy in 1 file is valid\n');
  });
});
