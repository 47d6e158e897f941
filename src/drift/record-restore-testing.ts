import { type Fact, unknown } from '../model/fact.ts';
import type { RestoreTestingPlan, RestoreTestingSelection } from '../model/job.ts';
import type { Json, JsonObject } from '../model/result.ts';
import { zoneOf } from './record-plans.ts';
import { asSet, keyed, recorded, recordedUnknown } from './recorded.ts';

/** Source: AWS Backup API, RestoreTestingRecoveryPointSelection. */
const DEFAULT_WINDOW_DAYS = 30;

/** Restore testing plans by name, with their selections of DynamoDB tables. */
export function recordRestoreTesting(plans: Fact<readonly RestoreTestingPlan[]>): Json {
  return recorded(plans, (all) => keyed(all.map((plan) => [plan.name, recordPlan(plan)])));
}

const NOT_SAVED = unknown('not-collected', 'the inventory was saved by a version that did not collect it');

function recordPlan(plan: RestoreTestingPlan): JsonObject {
  return {
    schedule: plan.scheduleExpression?.trim().replace(/\s+/g, ' ') ?? null,
    timezone: zoneOf(plan.scheduleTimezone),
    includeVaults: asSet(plan.includeVaults),
    excludeVaults: asSet(plan.excludeVaults),
    pointTypes: plan.pointTypes ? asSet(plan.pointTypes) : recordedUnknown(NOT_SAVED),
    selectionWindowDays: plan.selectionWindowDays ?? DEFAULT_WINDOW_DAYS,
    selections: keyed(plan.selections.map((each) => [each.name, recordSelection(each)])),
  };
}

function recordSelection({ resourceArns, conditions }: RestoreTestingSelection): JsonObject {
  const texts = (list: readonly { readonly key: string; readonly value: string }[]) =>
    asSet(list.map(({ key, value }) => `${key} = ${value}`));
  return {
    resources: asSet(resourceArns),
    stringEquals: texts(conditions.stringEquals),
    stringNotEquals: texts(conditions.stringNotEquals),
  };
}
