import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { controlIndex } from './control-index.ts';

const ROOT = join(import.meta.dirname, '..');

/** Everything that is made from the code. The index comes first: the others load it. */
write('src/controls/index.ts', controlIndex(join(ROOT, 'src/controls')));

function write(path: string, text: string): void {
  const target = join(ROOT, path);
  mkdirSync(dirname(target), { recursive: true });
  if (current(target) === text) return;
  writeFileSync(target, text);
  process.stderr.write(`wrote ${path}\n`);
}

function current(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
