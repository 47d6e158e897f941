import { describe, expect, test } from 'vitest';
import { CONTROL_INFO } from '../../src/app/catalogue/control-info.ts';
import { FRAMEWORKS } from '../../src/frameworks/catalogue.ts';
import { mappedControls } from '../../src/frameworks/map.ts';
import { FRAMEWORK_IDS } from '../../src/model/framework-id.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';

describe('the map of frameworks', () => {
  test('has every framework under its own id', () => {
    expect(FRAMEWORKS.map(({ id }) => id)).toEqual([...FRAMEWORK_IDS]);
  });

  test.each(FRAMEWORKS.map((framework) => [framework.id, framework] as const))('%s is whole', (_, framework) => {
    const mapped = mappedControls(framework, CONTROL_INFO);
    const known = new Set(CONTROL_INFO.map(({ id }) => id));
    const evident = (id: string) => (mapped.get(id) ?? []).filter(({ extent }) => extent !== 'supports');
    for (const [id, { must = [], bounds = [] }] of Object.entries(framework.requirements) as [
      string,
      { must?: readonly (readonly string[])[]; bounds?: readonly { control: string }[] },
    ][]) {
      // Nothing maps to what nobody gives evidence for, but for what only documents can show.
      if (must.length > 0) expect([id, evident(id).length > 0]).toEqual([id, true]);
      const cores = [...must.flat(), ...bounds.map(({ control }) => control)];
      expect(cores.filter((control) => !known.has(control))).toEqual([]);
      // A core that is no evidence could never be seen in a result.
      const named = new Set((mapped.get(id) ?? []).map(({ control }) => control));
      expect([id, cores.filter((control) => !named.has(control))]).toEqual([id, []]);
    }
  });

  test('says of every control what it is evidence for', () => {
    const silent = CONTROL_INFO.filter(({ evidence = [] }) => evidence.length === 0).map(({ id }) => id);
    expect(silent).toEqual([]);
  });
});

describe('holdfast frameworks', () => {
  test('lists them, and shows one requirement by requirement', async () => {
    const list = memoryHost();
    expect(await runLine('frameworks', list)).toBe(0);
    for (const id of FRAMEWORK_IDS) expect(list.out()).toContain(id);
    const one = memoryHost();
    expect(await runLine('frameworks fedramp-rev5-high', one)).toBe(0);
    expect(one.out()).toContain('bound: backup-frequency asked at most 24 h (frequency)');
    expect(one.out()).toContain('to be confirmed by your auditor');
  });

  test('prints the same as JSON', async () => {
    const host = memoryHost();
    expect(await runLine('frameworks cis-controls-8.1 --report json', host)).toBe(0);
    const { frameworks } = JSON.parse(host.out());
    expect(frameworks).toHaveLength(1);
    const weekly = frameworks[0].requirements.find(({ id }: { id: string }) => id === '11.2');
    expect(weekly.bounds).toEqual([{ control: 'backup-frequency', field: 'frequencyMinutes', atMostMinutes: 10_080 }]);
    expect(weekly.controls[0]).toMatchObject({ control: 'backup-frequency', extent: 'full' });
  });

  test('names the nearest of a misspelt id', async () => {
    const host = memoryHost();
    expect(await runLine('frameworks nist-800-53', host)).toBe(2);
    expect(host.err()).toContain('did you mean `nist-800-53-r5`?');
  });

  test('and so does a policy that names one', async () => {
    const policy = 'apiVersion: holdfast/v1\nkind: Policy\nname: p\ntables: {}\nbackup: {}\nframeworks: [dora, soc2]\n';
    const host = memoryHost({ files: { 'policies/p.yaml': policy } });
    expect(await runLine('validate', host)).toBe(2);
    expect(host.out() + host.err()).toContain('did you mean `soc-2`?');
    const right = memoryHost({ files: { 'policies/p.yaml': policy.replace('soc2', 'soc-2') } });
    expect(await runLine('validate', right)).toBe(0);
  });
});
