import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/simulator/scenario/load.ts';
import { SERVICES } from '../../src/simulator/services/index.ts';
import { NOW } from './simulated.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/simulator.md'), 'utf8');
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? '');

describe('docs/simulator.md', () => {
  test.each(examples.map((text, index) => [index + 1, text] as const))(
    'has an example %i that is a scenario',
    (_, text) => {
      expect(() => loadScenario(() => NOW, text, 'docs/simulator.md')).not.toThrow();
    },
  );

  test('has four examples', () => {
    expect(examples).toHaveLength(4);
  });

  test.each([...SERVICES.keys()])('names the service %s', (scope) => {
    expect(page).toContain(`\`${scope}\``);
  });

  test('names every member of an account and of a Region', () => {
    const unknown = (text: string): string => {
      try {
        loadScenario(() => NOW, text, 's');
      } catch (error) {
        return String(error);
      }
      return '';
    };
    const known = [
      unknown('x: 1'),
      unknown('accounts: { "1": { x: 1 } }'),
      unknown('accounts: { "1": { regions: { r: { x: 1 } } } }'),
      unknown('accounts: { "1": { regions: { r: { tables: [{ tableName: t, x: 1 }] } } } }'),
      unknown('accounts: { "1": { regions: { r: { recoveryPoints: [{ x: 1 }] } } } }'),
      unknown('accounts: { "1": { regions: { r: { restoreJobs: [{ x: 1 }] } } } }'),
    ].flatMap((message) => /known are (.*)/.exec(message)?.[1]?.split(', ') ?? []);
    expect(known.length).toBeGreaterThan(60);
    expect(known.filter((member) => !page.includes(member))).toEqual([]);
  });
});
