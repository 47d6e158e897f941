import { describe, expect, test } from 'vitest';
import type { ExampleParts } from '../../../src/controls/example.ts';
import type { Report } from '../../../src/model/report.ts';
import { memoryHost, runLine } from '../memory-host.ts';
import { savedInventory } from '../saved-inventory.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: gold
tables: { names: [orders] }
backup:
  objectives: [{ frequency: 7d, retention: 7d }]
`;
const SHORTER: ExampleParts = { rules: [{ lifecycle: { deleteAfterDays: 20 } }] };

async function check(line: string, after: ExampleParts = SHORTER, policy = POLICY) {
  const host = memoryHost({ files: { 'policies/gold.yaml': policy } });
  await runLine(`baseline --inventory ${savedInventory({})}`, host);
  const exit = await runLine(`check --inventory ${savedInventory(after)} --report json ${line}`.trim(), host);
  const report: Report | undefined = exit === 2 ? undefined : JSON.parse(host.out());
  return { exit, report, err: host.err() };
}

describe('check --baseline', () => {
  test('adds the differences to the results of the policies, in one report', async () => {
    const { exit, report } = await check('--baseline holdfast.lock.json');
    expect(exit).toBe(1);
    expect(report?.results.flatMap(({ control, status }) => (status === 'fail' ? [control] : []))).toEqual(['drift']);
    expect(report?.results.flatMap(({ control, policy }) => (policy ? [control] : []))).toContain('backup-frequency');
    expect(report?.drift?.baseline.file).toBe('holdfast.lock.json');
    expect(report?.summary).toMatchObject({ tables: 1, fail: 1 });
  });

  test('changes nothing where it is left out', async () => {
    const { exit, report } = await check('');
    expect(exit).toBe(0);
    expect(report).not.toHaveProperty('drift');
  });

  test.each([
    ['--shard 1/2', 'one shard is given beside it'],
    ['--cloudformation a.yaml', 'a change that is not made yet is given beside it'],
  ])('is refused beside %s', async (other, why) => {
    const { exit, err } = await check(`--baseline holdfast.lock.json ${other}`);
    expect(exit).toBe(2);
    expect(err).toContain(why);
  });
});
