import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/simulator/scenario/load.ts';
import { ScenarioError } from '../../src/simulator/scenario/problem.ts';
import { parseInstant, parseSpan, series } from '../../src/simulator/scenario/time.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { DAY, NOW } from './simulated.ts';

function problems(text: string): string[] {
  try {
    loadScenario(() => NOW, text, 's.yaml');
  } catch (error) {
    if (error instanceof ScenarioError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('a scenario that is wrong is refused with file, line and column:', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'an unknown member',
      'pageSise: 2',
      [expect.stringMatching(/^s\.yaml:1:1: the scenario has no member pageSise; known are defaultAccount/)],
    ],
    ['a wrong type', 'pageSize: many', ['s.yaml:1:11: pageSize must be a number of at least 1; found "many"']],
    [
      'all of it at once',
      'accounts:\n  "1":\n    regions:\n      eu-west-1:\n        vaults: [{}]\n        tables: [{ tableName: t, billingMode: FREE, creationDateTime: yesterday }]',
      [
        's.yaml:5:18: accounts.1.regions.eu-west-1.vaults[0] lacks backupVaultName',
        's.yaml:6:47: accounts.1.regions.eu-west-1.tables[0].billingMode must be one of PROVISIONED, PAY_PER_REQUEST; found "FREE"',
        expect.stringMatching(/^s\.yaml:6:71: .*creationDateTime must be an instant/),
      ],
    ],
    ['a duplicate key', 'pageSize: 1\npageSize: 2', [expect.stringMatching(/^s\.yaml:2:1: Map keys must be unique/)]],
    ['broken YAML', 'accounts: [', [expect.stringMatching(/^s\.yaml:1:12: /)]],
    ['a list where a map belongs', 'accounts: []', ['s.yaml:1:11: accounts must be a map']],
    [
      'a vault that is not there',
      'accounts: { "1": { regions: { r: { recoveryPoints: [{ backupVaultName: none, tableName: t }] } } } }',
      ['s.yaml:1:72: r has no vault none'],
    ],
    [
      'a plan that is not there',
      'accounts: { "1": { regions: { r: { vaults: [{ backupVaultName: v }], recoveryPoints: [{ backupVaultName: v, tableName: t, createdBy: { backupPlanName: p } }] } } } }',
      ['s.yaml:1:152: no plan of r is named p'],
    ],
    [
      'a pattern that matches no table',
      'accounts: { "1": { regions: { r: { backupJobs: [{ backupVaultName: v, tableName: "x*", state: FAILED }] } } } }',
      ['s.yaml:1:82: no table of r matches x*'],
    ],
    [
      'a plan whose rules say nothing',
      'accounts:\n  "1":\n    regions:\n      r:\n        plans:\n          - backupPlanName: p\n            rules:\n',
      ['s.yaml:7:13: accounts.1.regions.r.plans[0].rules has no value'],
    ],
    [
      'numbers that no calendar holds',
      `accounts: { "1": { regions: { r: {
 plans: [{ backupPlanName: p, rules: [{ ruleName: a, targetBackupVaultName: v,
 startWindowMinutes: 20000000000000,
 lifecycle: { deleteAfterDays: 4.0e+99 } }] }],
 tables: [{ tableName: t, itemCount: .inf }] } } } }`,
      [
        's.yaml:3:22: accounts.1.regions.r.plans[0].rules[0].startWindowMinutes must be a number of at least 0 and at most 52560000; found 20000000000000',
        's.yaml:4:32: accounts.1.regions.r.plans[0].rules[0].lifecycle.deleteAfterDays must be a number of at least 1 and at most 36500; found 4e+99',
        's.yaml:5:38: accounts.1.regions.r.tables[0].itemCount must be a number of at least 0; found null',
      ],
    ],
    [
      'times that no calendar holds, and series without end',
      `accounts: { "1": { regions: { r: { vaults: [{ backupVaultName: v, creationDate: -99999999999d }], recoveryPoints: [
  { backupVaultName: v, tableName: t, every: 0s, for: 1d },
  { backupVaultName: v, tableName: t, every: 1s, for: 100d }] } } } }`,
      [
        's.yaml:1:81: accounts.1.regions.r.vaults[0].creationDate must be an instant (-3d, -26h, now, 2026-11-22T08:00:00Z); found "-99999999999d"',
        's.yaml:2:3: accounts.1.regions.r.recoveryPoints[0] repeats every 0s; a series needs a duration between its members',
        's.yaml:3:3: accounts.1.regions.r.recoveryPoints[1] makes a series of 8640001; at most 1000000 are made',
      ],
    ],
    [
      'an actor that is not there',
      'accounts: { "1": { regions: { r: { events: [{ eventName: e, eventTime: now, actor: bob }] } } } }',
      ['s.yaml:1:84: account 1 has no actor bob'],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});

describe('times', () => {
  test.each<[string, number | undefined]>([
    ['now', NOW],
    ['-3d', NOW - 3 * DAY],
    ['-26h', NOW - 26 * 3_600_000],
    ['+1h30m', NOW + 90 * 60_000],
    ['2026-11-22T08:00:00Z', NOW],
    ['2026-11-22T09:00:00+01:00', NOW],
    ['2026-11-22', NOW - 8 * 3_600_000],
    ['2026-11-22T08:00:00', undefined],
    ['3d', undefined],
    ['-3x', undefined],
    ['yesterday', undefined],
  ])('%s', (text, expected) => {
    expect(parseInstant(text, NOW)?.getTime()).toBe(expected);
  });

  test('spans add up their units', () => {
    expect(parseSpan('1d12h')).toBe(1.5 * DAY);
    expect(parseSpan('12')).toBeUndefined();
  });

  test('a series ends when it is told and reaches back as long as it is told', () => {
    const days = series(DAY, 3 * DAY, new Date(NOW)).map((at) => (NOW - at.getTime()) / DAY);
    expect(days).toEqual([3, 2, 1, 0]);
  });
});

describe('a scenario', () => {
  test('gives the same ids every time, whatever was read in between', async () => {
    const scenario = {
      text: 'accounts: { "111122223333": { regions: { eu-west-1: { plans: [{ backupPlanName: p, rules: [] }] } } } }',
      file: 's',
    };
    const ids: string[][] = [];
    for (let run = 0; run < 2; run += 1) {
      const simulator = await startSimulator({ clock: () => NOW, scenario });
      if (run === 1) await fetch(simulator.url);
      ids.push([...(simulator.state.accounts.get('111122223333')?.regions.get('eu-west-1')?.plans.keys() ?? [])]);
      ids.at(-1)?.push(simulator.state.ids.uuid('next'));
      await simulator.close();
    }
    expect(ids[0]).toEqual(ids[1]);
  });

  test('may say things that the API would refuse', () => {
    const plans =
      '[{ backupPlanName: p, rules: [{ ruleName: r, targetBackupVaultName: v, scheduleExpression: "cron(bad)", startWindowMinutes: 5 }] }]';
    expect(problems(`accounts: { "1": { regions: { r: { plans: ${plans} } } } }`)).toEqual([]);
  });

  test('may use anchors, and be empty', () => {
    expect(problems('')).toEqual([]);
    const text = 'accounts:\n  "1":\n    regions:\n      a: &a { vaults: [{ backupVaultName: v1 }] }\n      b: *a';
    const { world } = loadScenario(() => NOW, text, 's.yaml');
    expect([...(world.accounts.get('1')?.regions.get('b')?.vaults.keys() ?? [])]).toEqual(['v1']);
  });

  test('names the account and Region of the environment', async () => {
    const text = 'defaultRegion: us-east-1\naccounts: { "444455556666": { actors: [{ name: alice }] } }';
    const simulator = await startSimulator({ clock: () => NOW, scenario: { text, file: 's' } });
    await simulator.close();
    expect(simulator.environment).toEqual({
      AWS_ENDPOINT_URL: simulator.url,
      AWS_ACCESS_KEY_ID: 'AKIA444455556666AAAA',
      AWS_SECRET_ACCESS_KEY: 'simulator',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    });
    expect(simulator.environmentOf('444455556666', 'eu-west-1', 'alice')['AWS_ACCESS_KEY_ID']).toBe(
      'AKIA444455556666AAAB',
    );
    expect(() => simulator.environmentOf('444455556666', 'eu-west-1', 'bob')).toThrow('no actor bob');
  });
});
