import { awsAccepts } from '../controls/aws-accepts.ts';
import { controls } from '../controls/index.ts';
import { policyCoverage } from '../controls/policy-coverage.ts';
import { compareText } from '../model/order.ts';
import type { Result, ResultControl } from '../model/result.ts';

const ORDER: ReadonlyMap<ResultControl, number> = new Map(
  [awsAccepts.id, policyCoverage.id, ...controls.map((control) => control.id)].map((id, index) => [id, index] as const),
);

/** Account, Region, table, control, policy, path: the same facts give the same order. */
export function byPlaceThenControl(a: Result, b: Result): number {
  return (
    compareText(a.resource.account, b.resource.account) ||
    compareText(a.resource.region, b.resource.region) ||
    compareText(a.resource.name, b.resource.name) ||
    (ORDER.get(a.control) ?? 0) - (ORDER.get(b.control) ?? 0) ||
    compareText(a.policy?.name ?? '', b.policy?.name ?? '') ||
    compareText(a.policy?.path ?? '', b.policy?.path ?? '')
  );
}
