import { readFileSync } from 'node:fs';
import { controls } from '../src/controls/index.ts';
import { loadPolicies } from '../src/policy/load.ts';
import { evaluate } from '../src/evaluate/evaluate.ts';
import { instant } from '../src/model/instant.ts';
import { NOW_MS } from './instant.ts';
const { policies } = loadPolicies([{ path: 'bench/policy.yaml', bytes: readFileSync('bench/policy.yaml') }], () => undefined, controls.map((c) => c.id));
const now = instant(NOW_MS);
const text = readFileSync(`/tmp/inv-${process.argv[2]}.json`, 'utf8');
for (let i = 0; i < Number(process.argv[3] ?? 3); i++) {
  let t = performance.now();
  const inventory = JSON.parse(text);
  const p = performance.now() - t;
  t = performance.now();
  const r = evaluate({ policies, inventory, now, requirePolicy: false, version: 'x' });
  console.log('parse', p.toFixed(0), 'eval', (performance.now() - t).toFixed(0), r.results.length);
  if (i === 0) { const by: Record<string, number> = {}; for (const x of r.results) by[`${x.control} ${x.status}`] = (by[`${x.control} ${x.status}`] ?? 0) + 1; console.log(by); }
}
