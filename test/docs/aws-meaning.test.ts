import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const page = readFileSync(resolve(ROOT, 'docs/aws-meaning.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| subject'));

test('every row says all six things', () => {
  expect(rows.length).toBeGreaterThan(50);
  const short = rows.filter((row) => row.split(' | ').length !== 6 || row.includes('|  |'));
  expect(short).toEqual([]);
});

test('every file that the page names exists', () => {
  const named = [...page.matchAll(/`((?:src|test)\/[^`]+)`/g)].map((match) => match[1] ?? '');
  expect(named.filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([]);
});

test('every warning that the page names is given somewhere', () => {
  const kinds = [...page.matchAll(/warning `([a-z-]+)`/g)].map((match) => match[1] ?? '');
  const sources = ['src/selection/selection-warnings.ts', 'src/estate/rule-faults.ts']
    .map((path) => readFileSync(resolve(ROOT, path), 'utf8'))
    .join('\n');
  expect(kinds.length).toBeGreaterThan(5);
  expect(kinds.filter((kind) => !sources.includes(`'${kind}'`))).toEqual([]);
});
