import { awsAccepts } from '../controls/aws-accepts.ts';
import { controls } from '../controls/index.ts';
import { policyCoverage } from '../controls/policy-coverage.ts';
import { compareText } from '../model/order.ts';
import type { Result, ResultControl, ResultResource } from '../model/result.ts';

const ORDER: ReadonlyMap<ResultControl, number> = new Map(
  [awsAccepts.id, policyCoverage.id, ...controls.map((control) => control.id)].map((id, index) => [id, index] as const),
);

/** Account, Region, table. */
export function byPlaceAndName(a: ResultResource, b: ResultResource): number {
  return compareText(a.account, b.account) || compareText(a.region, b.region) || compareText(a.name, b.name);
}

/** Account, Region, table, control, policy, path: the same facts give the same order. */
export function byPlaceThenControl(a: Result, b: Result): number {
  return (
    byPlaceAndName(a.resource, b.resource) ||
    (ORDER.get(a.control) ?? 0) - (ORDER.get(b.control) ?? 0) ||
    compareText(a.policy?.name ?? '', b.policy?.name ?? '') ||
    compareText(a.policy?.path ?? '', b.policy?.path ?? '')
  );
}
