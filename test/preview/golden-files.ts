import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export function goldenPath(name: string): string {
  return join(import.meta.dirname, 'golden', name);
}

export function golden(name: string): string {
  return readFileSync(goldenPath(name), 'utf8');
}
