import { describe, expect, test } from 'vitest';
import { STARTER_FILES } from '../../../src/app/files/starter.ts';
import { memoryHost, runLine } from '../memory-host.ts';

const POLICY = '/work/place/policies/tables.yaml';
const WORKFLOW = '/work/place/.github/workflows/holdfast.yml';

describe('init', () => {
  test('writes a policy that is valid, and a workflow', async () => {
    const host = memoryHost();
    expect(await runLine('init', host)).toBe(0);
    expect(host.out()).toContain('wrote policies/tables.yaml\nwrote .github/workflows/holdfast.yml\n');
    expect([...host.files.keys()]).toEqual([POLICY, WORKFLOW]);
    expect(await runLine('validate', host)).toBe(0);
  });

  test('overwrites nothing, and puts no policy beside others', async () => {
    const host = memoryHost({ files: { 'policies/gold.yaml': 'mine', '.github/workflows/holdfast.yml': 'mine' } });
    expect(await runLine('init', host)).toBe(0);
    expect(host.out()).toContain('left policies as it is\nleft .github/workflows/holdfast.yml as it is\n');
    expect([...host.files.values()]).toEqual(['mine', 'mine']);
  });

  test('writes the one that is missing', async () => {
    const host = memoryHost({ files: { '.github/workflows/holdfast.yml': 'mine' } });
    await runLine('init', host);
    expect(host.files.get(POLICY)).toBe(STARTER_FILES['policies/tables.yaml']);
    expect(host.files.get(WORKFLOW)).toBe('mine');
  });
});
