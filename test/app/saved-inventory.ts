import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type ExampleParts, exampleInventory } from '../../src/controls/example.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
let written = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

export function temporaryFile(name: string): string {
  return join(folder, `${written++}-${name}`);
}

/** A saved inventory of the examples' world. */
export function savedInventory(parts: ExampleParts = {}): string {
  const file = temporaryFile('inventory.json');
  writeFileSync(file, JSON.stringify(exampleInventory(parts)));
  return file;
}
