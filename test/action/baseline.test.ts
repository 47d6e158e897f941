import { describe, expect, test } from 'vitest';
import type { ExampleParts } from '../../src/controls/example.ts';
import type { Report } from '../../src/model/report.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { savedInventory } from '../app/saved-inventory.ts';
import { stepInMemory } from './in-memory-step.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: gold
tables: { names: [orders] }
backup:
  objectives: [{ frequency: 7d, retention: 7d }]
`;

const BEFORE: ExampleParts = {};
const SHORTER: ExampleParts = { rules: [{ lifecycle: { deleteAfterDays: 20 } }] };

/** The Action on the second state, beside the baseline of the first. */
async function step(after: ExampleParts, inputs: Readonly<Record<string, string>> = {}) {
  const host = memoryHost({ files: { 'policies/gold.yaml': POLICY } });
  expect(await runLine(`baseline --inventory ${savedInventory(BEFORE)}`, host)).toBe(0);
  const given = { inventory: savedInventory(after), baseline: 'holdfast.lock.json', 'output-dir': '.', ...inputs };
  const stated = await stepInMemory(given, host);
  const text = host.files.get('/work/place/holdfast-report.json');
  const report: Report | undefined = text === undefined ? undefined : JSON.parse(text);
  return { ...stated, report, host };
}

describe('the input baseline', () => {
  test('adds a passing result for what is as it was', async () => {
    const { exit, outputs, report } = await step(BEFORE);
    expect(exit, JSON.stringify(report?.results.filter(({ status }) => status !== 'pass'))).toBe(0);
    expect(outputs['conclusion']).toBe('compliant');
    expect(new Set(report?.results.map(({ control }) => control))).toContain('drift');
    expect(report?.summary).toMatchObject({ tables: 1, pass: report?.results.length, fail: 0, unknown: 0 });
  });

  test('makes a difference fail that breaks no policy', async () => {
    const { exit, outputs, report, annotations } = await step(SHORTER);
    expect(exit).toBe(1);
    expect(outputs).toMatchObject({ conclusion: 'noncompliant', failed: '1' });
    expect(report?.results.filter(({ status }) => status === 'fail')).toMatchObject([
      { control: 'drift', severity: 'high', resource: { type: 'AWS::Backup::BackupPlan' } },
    ]);
    expect(report?.drift?.baseline.file).toBe('holdfast.lock.json');
    expect(annotations).toMatchObject([
      { level: 'error', title: 'drift: fails for 1 resource', message: expect.stringMatching(/^plan daily /) },
    ]);
  });

  test('takes the settings that the input config names, and none that is not there', async () => {
    const { exit, failures } = await step(SHORTER, { config: 'team.yaml' });
    expect({ exit, failures }).toEqual({ exit: 2, failures: [expect.stringContaining('no such file: team.yaml')] });
    expect(failures.join()).toContain('with input config');
  });

  test('is told in every format', async () => {
    const formats = 'json,jsonl,sarif,junit,markdown,html,csv,ocsf,asff,openmetrics,text';
    const { host } = await step(SHORTER, { reports: formats });
    const files = [...host.files].filter(([path]) => path.includes('holdfast-report'));
    expect(files).toHaveLength(11);
    for (const [path, text] of files) expect(text, path).toMatch(/\bdrift\b/);
  });

  test('stands alone: no shard, no merge and no change that is yet to be made', async () => {
    const others = { merge: 'a.json', 'terraform-plan': 'a.json', cloudformation: 'a.json', shard: '1/2' };
    for (const [name, value] of Object.entries(others)) {
      const { exit, failures } = await step(BEFORE, { [name]: value });
      expect(exit).toBe(2);
      expect(failures.join()).toMatch(
        /^a baseline is compared with whole accounts as they are, and .* is given beside it/,
      );
    }
  });

  test('that is no file is refused in one plain line', async () => {
    expect((await step(BEFORE, { baseline: 'none.json' })).failures).toEqual([
      'no baseline: none.json is not a file; record one with holdfast baseline',
    ]);
  });
});
