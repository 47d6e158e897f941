import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureCollection } from './collection.ts';
import { measureCoverage } from './coverage.ts';
import { measureLedger } from './ledger.ts';
import { measurePoints } from './points.ts';
import { measurePolicies } from './policies.ts';
import type { Row } from './row.ts';
import { measureSchedules } from './schedules.ts';
import { measureStart } from './start.ts';

/*
 * What docs/performance.md explains. Prints ratios to what cannot be bettered, because times are those of a machine;
 * judges nothing and fails only when something breaks. `--quick` is small enough for every CI run; `--tables N` measures
 * that one estate.
 */

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, tables: { type: 'string', multiple: true } } });
const quick = values.quick === true;
const sizes = values.tables?.map(Number) ?? (quick ? [30] : [200, 5_000]);

const processor = cpus()[0]?.model ?? 'unknown processor';
print(`Node ${process.version}, ${availableParallelism()} × ${processor}\n`);
show(measureStart());
show(measureSchedules());
show(
  measureCoverage(
    quick ? { tables: 1_000, plans: 30, selections: 10 } : { tables: 10_000, plans: 300, selections: 10 },
  ),
);
show(measurePoints(quick ? { tables: 200, points: 100 } : { tables: 5_000, points: 400 }));
show(measurePolicies(quick ? 50 : 1_000));
show(await measureLedger(quick ? 100 : 2_000));
for (const size of sizes) show(await measureCollection(size));

function show(rows: readonly Row[]): void {
  for (const { what, found, aim, met, note } of rows) {
    const verdict = aim === undefined ? '' : met ? ` (aim ${aim}: met)` : ` (aim ${aim}: missed)`;
    print(`${what}: ${found}${verdict}${note === undefined ? '' : `\n    ${note}`}`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
