import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { controls } from '../src/controls/index.ts';
import { loadPolicies } from '../src/policy/load.ts';
import { type Row, row } from './row.ts';
import { timed } from './timed.ts';

/** So many files like `policy.yaml`, each with a name of its own. */
export function measurePolicies(count: number): readonly Row[] {
  const text = readFileSync(join(import.meta.dirname, 'policy.yaml'), 'utf8');
  const ids = controls.map((control) => control.id);
  const files = Array.from({ length: count }, (_, n) => ({
    path: `policies/p${n}.yaml`,
    bytes: new TextEncoder().encode(text.replace('name: gold', `name: gold-${n}`)),
  }));
  const loaded = timed(() => loadPolicies(files, () => undefined, ids));
  if (loaded.value.policies.length !== count)
    throw new Error(loaded.value.problems[0]?.message ?? 'a policy is missing');
  return [
    row(`${count} policies, read and checked`, `${Math.round(loaded.ms)} ms`, {
      note: `${(loaded.ms / count).toFixed(2)} ms each`,
    }),
  ];
}
