import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTests } from '../../src/policy-test/load.ts';
import { encode, listed } from '../policy/loading.ts';

const CONTROLS = ['plan-coverage', 'backup-frequency'];
const HEAD = 'apiVersion: holdfast/v1\nkind: Test\nname: t\npolicies: [p.yaml]\n';
const EXPECT = 'expect: [{ table: orders, control: plan-coverage, status: pass }]\n';
const SCENARIO = 'scenario: s.yaml\nnow: 2026-11-22T08:00:00Z\n';

function load(text: string, path = 'policies/a.test.yaml') {
  return loadTests([{ path, bytes: encode(text) }], CONTROLS);
}

describe('a test file', () => {
  test('names files beside itself, and may hold several tests', () => {
    const inventory = `${HEAD}inventory: ../estate.json\nrequirePolicy: true\nconclusion: compliant\n${EXPECT}`;
    const { tests, problems } = load(`${HEAD}${SCENARIO}${EXPECT}---\n${inventory}`);
    expect(problems).toEqual([]);
    expect(tests.map(({ policies, estate, requirePolicy }) => ({ policies, estate, requirePolicy }))).toEqual([
      {
        policies: ['policies/p.yaml'],
        estate: { kind: 'scenario', path: 'policies/s.yaml', now: '2026-11-22T08:00:00.000Z' },
        requirePolicy: false,
      },
      { policies: ['policies/p.yaml'], estate: { kind: 'inventory', path: 'estate.json' }, requirePolicy: true },
    ]);
    expect(tests[0]?.expect).toEqual([
      {
        position: { file: 'policies/a.test.yaml', line: 7, column: 12 },
        table: 'orders',
        control: 'plan-coverage',
        status: 'pass',
      },
    ]);
  });

  test.each([
    [
      'without an estate',
      '',
      ['1:1 the test has neither `scenario` nor `inventory` | such as scenario: ./payments.scenario.yaml'],
    ],
    [
      'with two estates',
      `${SCENARIO}inventory: i.json\n`,
      ['7:1 the test has both `scenario` and `inventory`; it is held to one estate'],
    ],
    [
      'with a scenario and no instant',
      'scenario: s.yaml\n',
      ['5:1 the test has no `now`: the times of a scenario are relative to it | such as now: 2026-11-22T08:00:00Z'],
    ],
    [
      'at a day that the calendar has not',
      'scenario: s.yaml\nnow: 2026-02-30T08:00:00Z\n',
      ['6:6 expected an instant such as 2026-11-22T08:00:00Z, found "2026-02-30T08:00:00Z"'],
    ],
    [
      'with a key that is misspelt',
      `${SCENARIO}conclusoin: compliant\n`,
      [
        '7:1 unknown key "conclusoin", expected apiVersion, kind, name, policies, scenario, inventory, now, requirePolicy, conclusion or expect | did you mean `conclusion`?',
      ],
    ],
  ])('%s has one problem', (_, middle, problems) => {
    const loaded = load(`${HEAD}${middle}${EXPECT}`);
    expect(listed(loaded.problems)).toEqual(problems);
    expect(loaded.tests).toEqual([]);
  });

  test('has a problem for each expectation that cannot be held', () => {
    const wrong = [
      '- { table: orders, control: plan-covrage, status: pass }',
      '- { table: orders, control: plan-coverage, status: passed }',
      '- { table: orders, control: plan-coverage }',
      '- { table: "orders table", control: plan-coverage, status: pass }',
    ];
    expect(listed(load(`${HEAD}${SCENARIO}expect:\n${wrong.map((line) => `  ${line}\n`).join('')}`).problems)).toEqual([
      '8:31 expected a control id, found "plan-covrage" | did you mean `plan-coverage`?',
      '9:54 expected pass, fail, unknown, not-applicable, waived or absent, found "passed" | did you mean `pass`?',
      '10:7 expect[2] has no `status`',
      '11:14 expected the name or ARN of a table, or a pattern of it with the wildcards * ?, found "orders table"',
    ]);
  });

  test('as docs/testing.md shows it has no mistake', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/testing.md'), 'utf8');
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const { tests, problems } = load(example);
    expect(problems).toEqual([]);
    expect(tests[0]?.expect).toHaveLength(3);
  });

  test('that is a policy says so', () => {
    expect(listed(load('apiVersion: holdfast/v1\nkind: Policy\nname: p\n').problems)).toEqual([
      '2:7 unknown kind: expected Test, found "Policy"',
    ]);
    expect(listed(load('# nothing\n').problems)).toEqual(['1:1 the file holds no test']);
    expect(listed(load('apiVersion: holdfast/v1\nkind: Test\n').problems)).toContain(
      '1:1 the test has no `name` | such as name: a gold table without a copy fails',
    );
  });
});
