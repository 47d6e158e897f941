import { controls } from '../../src/controls/index.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { Report } from '../../src/model/report.ts';
import { loadPolicies } from '../../src/policy/load.ts';
import { type Asked, policyText } from './policies.ts';
import { NOW } from './world.ts';

/** One list, because the schema that is made of it is compiled once a list. */
const CONTROL_IDS = controls.map(({ id }) => id);

export function policiesOf(asked: Asked): readonly Policy[] {
  const { policies, problems } = loadPolicies(
    [{ path: 'law.yaml', bytes: new TextEncoder().encode(policyText(asked)) }],
    () => undefined,
    CONTROL_IDS,
  );
  if (problems.length > 0) throw new Error(`the policy was refused: ${JSON.stringify(problems)}`);
  return policies;
}

export function judge(inventory: Inventory, policies: readonly Policy[]): Report {
  return evaluate({ policies, estate: estateOf(inventory, NOW), requirePolicy: false, version: 'test' });
}

/** `orders backup-frequency backup.objectives[0].frequency` → the result. */
export function byQuestion({ results }: Report): ReadonlyMap<string, Report['results'][number]> {
  return new Map(
    results.map((result) => [`${result.resource.name} ${result.control} ${result.policy?.path ?? ''}`, result]),
  );
}
