import { controls } from '../controls/index.ts';
import { policyCoverage } from '../controls/policy-coverage.ts';
import type { Result } from '../model/result.ts';

const ORDER: ReadonlyMap<string, number> = new Map(
  [policyCoverage.id, ...controls.map((control) => control.id)].map((id, index) => [id, index] as const),
);

/** Account, Region, table, control, policy, path: the same facts give the same order. */
export function byPlaceThenControl(a: Result, b: Result): number {
  return (
    compare(a.resource.account, b.resource.account) ||
    compare(a.resource.region, b.resource.region) ||
    compare(a.resource.name, b.resource.name) ||
    (ORDER.get(a.control) ?? 0) - (ORDER.get(b.control) ?? 0) ||
    compare(a.policy?.name ?? '', b.policy?.name ?? '') ||
    compare(a.policy?.path ?? '', b.policy?.path ?? '')
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
