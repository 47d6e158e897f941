import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { demoScenario } from '../../src/app/embedded/demo-scenario.ts';
import { denied, type ExampleParts, exampleInventory, NOW } from '../../src/controls/example.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { builtPackage, temporaryFolder } from '../built-package.ts';
import { runStep } from './runner.ts';

const PACKAGE = builtPackage();
const HEAD = 'apiVersion: holdfast/v1\nkind: Policy\nname: orders\ntables: { names: ["*"] }\n';
const DAILY = `${HEAD}backup:\n  objectives:\n    - { frequency: 24h, retention: 35d }\n`;
const HOURLY = DAILY.replace('24h', '1h');

function workspace(policy: string, inventory: Inventory = exampleInventory()): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'policies'));
  writeFileSync(join(folder, 'policies/orders.yaml'), policy);
  writeFileSync(join(folder, 'inventory.json'), JSON.stringify(inventory));
  return folder;
}

function step(policy: string, inputs: Record<string, string> = {}, parts: ExampleParts = {}) {
  return runStep(PACKAGE, {
    workspace: workspace(policy, exampleInventory(parts)),
    with: { inventory: 'inventory.json', ...inputs },
  });
}

describe('action.yml', () => {
  test('runs the bundle on node24, with branding and a description of every input and output', () => {
    const action = parse(readFileSync(join(PACKAGE, 'action.yml'), 'utf8'));
    expect(action).toMatchObject({
      runs: { using: 'node24', main: 'dist/action.js' },
      branding: { icon: 'shield', color: 'blue' },
    });
    for (const each of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
      expect(each).toMatchObject({ description: expect.stringMatching(/\.$/) });
    }
  });

  test('has every input and output that it ever had: they are what workflows name', () => {
    const { inputs, outputs } = parse(readFileSync(join(PACKAGE, 'action.yml'), 'utf8'));
    const promised = `policies mode regions role-arn organization inventory terraform-plan cloudformation history ledger baseline
      baseline-report fail-on allow-unknown reports output-dir annotations comment comment-header job-summary issue token`;
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(promised.split(/\s+/)));
    const stated = `conclusion failed unknown waived new fixed report-json report-markdown report-html sarif-file junit-file
      comment-id`;
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(stated.split(/\s+/)));
  });
});

describe('the Action', () => {
  test('passes a compliant account and says so in its outputs', async () => {
    const { exit, outputs, commands, summary } = await step(DAILY);
    expect(exit).toBe(0);
    expect(outputs).toMatchObject({
      conclusion: 'compliant',
      failed: '0',
      unknown: '0',
      waived: '0',
      new: '0',
      fixed: '0',
    });
    expect(commands).toEqual([]);
    expect(summary).toContain('Holdfast: compliant');
  });

  test('fails with annotations on the lines of the policy, files and a summary', async () => {
    const { exit, outputs, commands, summary, temporary, log } = await step(HOURLY);
    expect(exit, log).toBe(1);
    expect(outputs).toMatchObject({ conclusion: 'noncompliant', failed: '1', new: '1' });
    const [folder = '', name] = relative(temporary, outputs['report-json'] ?? '').split('/');
    expect([folder.replace(/[0-9a-f-]{36}$/, 'ID'), name]).toEqual(['holdfast-ID', 'holdfast-report.json']);
    expect(JSON.parse(readFileSync(outputs['report-json'] ?? '', 'utf8'))).toMatchObject({
      schema: 'holdfast/report/v1',
    });
    expect(JSON.parse(readFileSync(outputs['sarif-file'] ?? '', 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(readFileSync(outputs['report-markdown'] ?? '', 'utf8')).toContain('noncompliant');
    expect(commands[0]).toMatchObject({
      name: 'error',
      properties: { file: 'policies/orders.yaml', line: '7', col: '9' },
    });
    expect(commands.at(-1)).toMatchObject({
      name: 'error',
      message: expect.stringMatching(/^noncompliant: 1 result failing/),
    });
    expect(summary).toContain('### Causes');
  });

  test('fails for what is unknown, unless that is allowed', async () => {
    const parts = { rules: denied('backup:GetBackupPlan') };
    const refused = await step(DAILY, {}, parts);
    expect(refused).toMatchObject({
      exit: 3,
      outputs: { conclusion: 'undetermined', unknown: expect.stringMatching(/^[1-9]/) },
    });
    expect(refused.commands.some(({ name }) => name === 'warning')).toBe(true);
    expect((await step(DAILY, { 'allow-unknown': 'true' }, parts)).exit).toBe(0);
  });

  test('counts only new failures against a baseline report', async () => {
    const before = await step(HOURLY);
    const folder = workspace(HOURLY);
    writeFileSync(join(folder, 'before.json'), readFileSync(before.outputs['report-json'] ?? ''));
    const { exit, outputs, commands } = await runStep(PACKAGE, {
      workspace: folder,
      with: { inventory: 'inventory.json', 'baseline-report': 'before.json' },
    });
    expect(commands).toEqual([]);
    expect({ exit, failed: outputs['failed'], new: outputs['new'] }).toEqual({ exit: 0, failed: '1', new: '0' });
  });

  test('writes the reports that are asked for, where they are asked for', async () => {
    const folder = workspace(HOURLY);
    const { outputs } = await runStep(PACKAGE, {
      workspace: folder,
      with: { inventory: 'inventory.json', reports: 'json, text', 'output-dir': 'out' },
    });
    expect(outputs).toMatchObject({
      'report-json': 'out/holdfast-report.json',
      'report-markdown': '',
      'sarif-file': '',
    });
    expect(readFileSync(join(folder, 'out/holdfast-report.txt'), 'utf8')).toContain('NONCOMPLIANT');
  });

  test('writes no annotation and no summary where that is asked', async () => {
    const { commands, summary } = await step(HOURLY, { annotations: '0', 'job-summary': 'false' });
    expect(commands).toHaveLength(1);
    expect(summary).toBe('');
  });

  test.each([
    ['allow-unknown', 'yes', 'input allow-unknown is "yes"; write true or false'],
    ['annotations', 'ten', 'input annotations is "ten"; write a whole number from 0 to 50'],
    ['fail-on', 'hihg', 'did you mean `high`?'],
    ['reports', 'jsn', 'did you mean `json`?'],
    ['policies', 'nowhere', 'no such file or folder: nowhere'],
  ])('refuses %s: %s in one plain line', async (name, value, message) => {
    const { exit, commands, log } = await step(DAILY, { [name]: value });
    expect(exit).toBe(2);
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatchObject({ name: 'error', message: expect.stringContaining(message) });
    expect(log).not.toContain('    at ');
  });

  test('shows mistakes of policies at their lines', async () => {
    const { exit, commands } = await step(DAILY.replace('frequency', 'frequncy'));
    expect(exit).toBe(2);
    expect(commands[0]).toMatchObject({
      name: 'error',
      properties: { file: 'policies/orders.yaml', line: '7', col: '9' },
      message: expect.stringContaining('did you mean `frequency`?'),
    });
  });

  test('takes several policies, one a line', async () => {
    const folder = workspace(DAILY);
    writeFileSync(join(folder, 'more.yaml'), HOURLY.replace('name: orders', 'name: more'));
    const { outputs } = await runStep(PACKAGE, {
      workspace: folder,
      with: { inventory: 'inventory.json', policies: 'policies\nmore.yaml\n' },
    });
    expect(outputs['failed']).toBe('1');
  });

  test('lets no name or message of AWS give the runner a command', async () => {
    const hostile = '::set-output name=conclusion::compliant';
    const parts = { rules: { ...denied('backup:GetBackupPlan'), detail: `\n${hostile}\n::error::gotcha` } };
    const { commands } = await step(DAILY, {}, parts);
    expect(commands.filter(({ name }) => name === 'set-output')).toEqual([]);
    expect(commands.filter(({ message }) => message === 'gotcha')).toEqual([]);
  });
});

describe('the Action on an account', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator({ clock: () => Date.parse(NOW), scenario: demoScenario() });
  });
  afterAll(() => simulator.close());

  test('judges it through the AWS SDK', async () => {
    const { exit, outputs, summary } = await runStep(PACKAGE, {
      workspace: workspace(HOURLY),
      with: { regions: 'eu-west-1' },
      environment: { ...simulator.environment },
    });
    expect(exit).toBe(1);
    expect(Number(outputs['failed'])).toBeGreaterThan(0);
    expect(summary).toContain('payments-ledger');
    expect(simulator.requests().total).toBeGreaterThan(0);
  });
});
