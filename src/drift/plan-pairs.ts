import type { Unknown } from '../model/fact.ts';
import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/result.ts';
import { unknownIn } from './recorded.ts';

/** A plan as recorded and as found. */
export interface PlanPair {
  readonly name: string;
  /** The one of the baseline first. */
  readonly ids: readonly string[];
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
}

/** Plans are the same when their ids are; of the others, when their names are: a plan made again has a new id. */
export function pairedPlans(
  before: Json,
  after: Json,
): { readonly pairs: readonly PlanPair[] } | { readonly why: Unknown } {
  const why = unknownIn(after) ?? unknownIn(before);
  if (why) return { why };
  const left = new Set(plansIn(after));
  const take = (fits: (plan: JsonObject) => boolean): JsonObject | undefined => {
    const found = [...left].find(fits);
    if (found) left.delete(found);
    return found;
  };
  const recorded = plansIn(before);
  const byId = new Map(recorded.map((plan) => [plan, take((other) => other['id'] === plan['id'])]));
  const pairs = recorded.map((plan) => pair(plan, byId.get(plan) ?? take((other) => other['name'] === plan['name'])));
  return { pairs: [...pairs, ...[...left].map((plan) => pair(undefined, plan))] };
}

function plansIn(value: Json): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function pair(before: JsonObject | undefined, after: JsonObject | undefined): PlanPair {
  const ids = [before, after].flatMap((plan) => (plan === undefined ? [] : [String(plan['id'])]));
  return { name: String((after ?? before)?.['name']), ids: [...new Set(ids)], before, after };
}
