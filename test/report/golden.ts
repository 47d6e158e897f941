import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Compares with `golden/<name>`; `UPDATE_GOLDEN=1` writes the file first, for a reviewer to read in the diff. */
export function expectGolden(name: string, actual: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  const { UPDATE_GOLDEN } = process.env;
  if (UPDATE_GOLDEN === '1') writeFileSync(file, actual);
  expect(actual).toBe(readFileSync(file, 'utf8'));
}
