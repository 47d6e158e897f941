import type * as fc from 'fast-check';

/**
 * How many estates are drawn: a few hundred in every run. `HOLDFAST_ESTATES=5000 npx vitest run test/law` looks longer and at
 * others; what it finds it prints with the seed and the path, and `HOLDFAST_SEED=…` draws the same again.
 */
export function lots(few: number): fc.Parameters<unknown> {
  const asked = Number(process.env['HOLDFAST_ESTATES']);
  const seed = Number(process.env['HOLDFAST_SEED']);
  const many = Number.isInteger(asked) && asked > 0;
  return {
    numRuns: many ? asked : few,
    ...(Number.isInteger(seed) && seed !== 0 ? { seed } : many ? {} : { seed: 20261122 }),
  };
}
