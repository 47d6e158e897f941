import { type ExampleParts, exampleInventory } from '../../src/controls/example.ts';
import { type Baseline, baselineOf } from '../../src/drift/baseline.ts';
import { type Comparison, compareBaselines } from '../../src/drift/difference.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Policy } from '../../src/model/policy.ts';

/** A policy that matches every table. */
export const ALL: Policy = {
  name: 'all',
  position: { file: 'policies/all.yaml', line: 1, column: 1 },
  tables: {},
  severity: {},
  waivers: [],
  positions: {},
};

export function baseline(parts: ExampleParts = {}): Baseline {
  return baselineFrom(exampleInventory(parts));
}

/** As a file brings it back. */
export function baselineFrom(inventory: Inventory): Baseline {
  return JSON.parse(JSON.stringify(baselineOf(inventory, [ALL])));
}

/** The examples' world twice, each time with other parts. */
export function compared(before: ExampleParts, after: ExampleParts): Comparison {
  return compareBaselines(baseline(before), baseline(after));
}

/** `weakens plans.daily.rules.nightly.retentionDays: 35 → 7`, one line a difference. */
export function lines({ differences }: Comparison): readonly string[] {
  return differences.map(
    ({ direction, path, before, after }) =>
      `${direction} ${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
  );
}

/** `plans.daily.rules (now: denied)` */
export function unknowns({ undecided }: Comparison): readonly string[] {
  return undecided.map(({ path, side, why }) => `${path} (${side}: ${why.reason})`);
}
