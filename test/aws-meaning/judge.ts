import { expect } from 'vitest';
import { NOW } from '../../src/controls/example.ts';
import { controls } from '../../src/controls/index.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { Report } from '../../src/model/report.ts';
import type { Result } from '../../src/model/result.ts';
import { loadPolicies } from '../../src/policy/load.ts';

const loaded = new Map<string, readonly Policy[]>();

/** Judges the inventory by one policy over all tables; `part` is its `backup:` or `restore:` part as YAML. */
export function judge(inventory: Inventory, part: string, now = NOW): Report {
  const policies = policiesOf(`tables: {}\n${part}`);
  return evaluate({ policies, estate: estateOf(inventory, now), requirePolicy: false, version: 'test' });
}

/** The policy whose `tables:` and other parts are given as YAML. */
export function policiesOf(parts: string): readonly Policy[] {
  const found = loaded.get(parts) ?? load(parts);
  loaded.set(parts, found);
  return found;
}

function load(parts: string): readonly Policy[] {
  const text = `apiVersion: holdfast/v1\nkind: Policy\nname: meaning\n${parts}\n`;
  const { policies, problems } = loadPolicies(
    [{ path: 'policies/meaning.yaml', bytes: new TextEncoder().encode(text) }],
    () => undefined,
    controls.map((control) => control.id),
  );
  expect(problems).toEqual([]);
  return policies;
}

/** The one result of a control about a table (`orders` when not named). */
export function resultOf(report: Report, control: string, table = 'orders'): Result {
  const found = report.results.filter((each) => each.control === control && each.resource.name === table);
  expect(found.map((each) => each.message)).toHaveLength(1);
  const [result] = found;
  if (!result) throw new Error(`no result of ${control} about ${table}`);
  return result;
}
