import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stepInMemory } from '../../action/in-memory-step.ts';
import { memoryHost, runLine } from '../memory-host.ts';
import { savedInventory, temporaryFile } from '../saved-inventory.ts';

const LISTS = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const MAPS = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;

const POLICY = 'apiVersion: holdfast/v1\nkind: Policy\nname: p\ntables: { names: ["*"] }\n';
const PLAN = (part: string) =>
  `{"format_version":"1.2","planned_values":{},"configuration":{},"resource_changes":[{"address":"aws_dynamodb_table.a","type":"aws_dynamodb_table","change":{"actions":["create"],"after":{"name":${part}}}}]}`;
const TEST = (estate: string) =>
  `apiVersion: holdfast/v1\nkind: PolicyTest\nname: t\npolicies: [./p.yaml]\n${estate}\n`;

/** Of every kind of file that somebody else may have written: the command that reads it, and a text of it that is too deep. */
const INPUTS: readonly (readonly [line: string, file: string, text: (deep: string) => string])[] = [
  ['check --inventory FILE', '', (deep) => deep],
  ['check --inventory FILE', '', (deep) => `{"schema":${deep}}`],
  ['check --inventory FILE', '', (deep) => `{"x":${deep},"schema":"holdfast/inventory/v1"}`],
  ['check --inventory FILE', '', (deep) => `{"regions":[\n{"x":${deep}}\n],"schema":"holdfast/inventory/v1"}`],
  ['check --inventory SAVED --former FILE', '', (deep) => `{"schema":${deep}}`],
  ['drift --inventory SAVED --baseline lock.json', 'lock.json', (deep) => `{"schema":${deep}}`],
  ['check --inventory SAVED --terraform-plan plan.json', 'plan.json', PLAN],
  ['check --inventory SAVED --terraform-plan plan.json', 'plan.json', (deep) => `${PLAN('1')}\n${PLAN(deep)}`],
  ['check --inventory SAVED --cloudformation t.json', 't.json', (deep) => `{"Resources":{"A":${deep}}}`],
  ['check --inventory SAVED --cloudformation t.yaml', 't.yaml', (deep) => `Resources: ${deep}`],
  ['check --inventory SAVED --cloudformation t.yaml --parameters q.json', 'q.json', (deep) => `{"A":${deep}}`],
  ['check --inventory SAVED --ledger l.jsonl', 'l.jsonl', (deep) => `{"v":${deep}}\n`],
  ['check --inventory SAVED --baseline-report r.json', 'r.json', (deep) => `{"schema":${deep}}`],
  ['merge r.json', 'r.json', (deep) => `{"schema":"holdfast/report/v1","results":${deep}}`],
  ['simulate --scenario s.yaml', 's.yaml', (deep) => `accounts: ${deep}`],
  ['test a.test.yaml', 'a.test.yaml', (deep) => TEST(`expect: ${deep}`)],
  ['check --inventory SAVED --policies p2.yaml', 'p2.yaml', (deep) => `${POLICY}backup: ${deep}`],
  ['drift --inventory SAVED --baseline lock.json --config c.yaml', 'c.yaml', (deep) => `drift: ${deep}`],
];

test.each(INPUTS.flatMap((input) => [[...input, LISTS] as const, [...input, MAPS] as const]))(
  '%s: what nests 100,000 levels deep is one error',
  async (line, file, text, deep) => {
    const saved = savedInventory();
    const onDisk = temporaryFile('deep.json');
    if (file === '') writeFileSync(onDisk, text(deep));
    const files = {
      'policies/p.yaml': POLICY,
      't.yaml': 'Resources: {}',
      ...(file === '' ? {} : { [file]: text(deep) }),
    };
    const host = memoryHost({ files });
    const exit = await runLine(line.replace('FILE', onDisk).replace('SAVED', saved), host);
    expect({ exit, out: host.out() }).toEqual({ exit: 2, out: '' });
    expect(host.err()).toMatch(/^(error: |\S+:\d+:\d+: )/);
    expect(host.err().length).toBeLessThan(2_000);
  },
);

test.each([LISTS, MAPS])(
  'an event that nests 100,000 levels deep tells of no pull request, and the step judges all the same',
  async (deep) => {
    const host = memoryHost({
      files: {
        'policies/p.yaml': `${POLICY}backup: { objectives: [{ frequency: 1h, retention: 7d }] }\n`,
        'event.json': `{"pull_request":{"number":7,"title":${deep}}}`,
      },
      environment: {
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_EVENT_PATH: 'event.json',
        GITHUB_REPOSITORY: 'octo-org/payments',
      },
    });
    const given = {
      inventory: savedInventory(),
      'output-dir': '.',
      mode: 'pull-request',
      comment: 'always',
      token: 'ghs_x',
    };
    const { exit, outputs, warnings } = await stepInMemory(given, host, {
      request: () => Promise.reject(new Error('nothing is asked')),
    });
    expect({ exit, conclusion: outputs['conclusion'] }).toEqual({ exit: 1, conclusion: 'noncompliant' });
    expect(warnings).toEqual(['no comment: the event tells of no pull request']);
  },
);
