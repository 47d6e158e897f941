import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderProblems } from '../../src/policy/render-problems.ts';
import { loadOne } from './loading.ts';

const FOLDER = join(import.meta.dirname, '../../policies');
const texts = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(FOLDER, name), 'utf8'));

const scrap = fc.constantFrom(
  '',
  ':',
  '- ',
  '\n',
  '  ',
  '{',
  '}',
  '[',
  ']',
  '&a ',
  '*a',
  '"',
  "'",
  '<<: *a',
  '!!x ',
  '|',
  '\t',
  '?',
  '0',
  '~',
  '---\n',
  'é',
  '#',
);
const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), scrap), { minLength: 1, maxLength: 6 });

/** Cuts some characters out at a place, and puts a scrap of YAML there. */
function edited(text: string, changes: readonly (readonly [at: number, cut: number, put: string])[]): string {
  return changes.reduce((left, [at, cut, put]) => {
    const place = at % (left.length + 1);
    return left.slice(0, place) + put + left.slice(place + cut);
  }, text);
}

it('a policy that was damaged at random loads or has problems inside the file, in our own words', {
  timeout: 20_000,
}, () => {
  fc.assert(
    fc.property(fc.constantFrom(...texts), edits, (text, changes) => {
      const damaged = edited(text, changes);
      const { policies, templates, problems } = loadOne(damaged);
      expect(policies.length + templates.length + problems.length).toBeGreaterThan(0);
      const lines = damaged.split('\n');
      for (const { line, column, sourceLine, message } of problems) {
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
        expect(lines[line - 1]).toBe(sourceLine);
        expect(message).not.toMatch(
          /must (?:NOT|have|match|be (?:string|object|array|integer|boolean|equal|>=))|undefined|\[object/,
        );
      }
      expect(renderProblems(problems)).not.toContain('undefined');
    }),
    { numRuns: 200 },
  );
});
