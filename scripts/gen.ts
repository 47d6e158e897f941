import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { policyCoverage } from '../src/controls/policy-coverage.ts';
import { controlIndex } from './control-index.ts';
import { controlsPage } from './controls-page.ts';

const ROOT = join(import.meta.dirname, '..');

/** Everything that is made from the code. The index comes first: the others load it. */
write('src/controls/index.ts', controlIndex(join(ROOT, 'src/controls')));

const { controls } = await import('../src/controls/index.ts');
const { policySchema } = await import('../src/policy/schema.ts');
write('docs/controls.md', controlsPage(controls));
write(
  'schemas/policy.schema.json',
  json(policySchema([...controls.map(({ id }) => id), policyCoverage.id].toSorted())),
);

function write(path: string, text: string): void {
  const target = join(ROOT, path);
  mkdirSync(dirname(target), { recursive: true });
  if (current(target) === text) return;
  writeFileSync(target, text);
  process.stderr.write(`wrote ${path}\n`);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function current(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
