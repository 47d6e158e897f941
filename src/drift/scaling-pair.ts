import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/result.ts';
import { own, UNRECORDED, unknownIn } from './recorded.ts';
import { SCHEDULED_ACTIONS } from './recorded-scaling.ts';

/**
 * The auto scaling of one table in two recordings, so that only settings differ: scheduled actions that an older version did
 * not record are unknown, and bounds that scheduled actions set are another pair from one hour to the next.
 */
export function scalingPair(
  before: Json | undefined,
  after: Json | undefined,
): readonly [Json | undefined, Json | undefined] {
  if (!isScaling(before) || !isScaling(after)) return [before, after];
  const scheduled = new Set([...partsWithActions(before), ...partsWithActions(after)]);
  const isOlder = own(before, SCHEDULED_ACTIONS) === undefined && own(after, SCHEDULED_ACTIONS) !== undefined;
  const was = isOlder ? { ...before, [SCHEDULED_ACTIONS]: UNRECORDED } : before;
  return [withoutBounds(was, scheduled), withoutBounds(after, scheduled)];
}

function isScaling(value: Json | undefined): value is JsonObject {
  return isObject(value) && !unknownIn(value);
}

function partsWithActions(scaling: JsonObject): readonly string[] {
  const actions = own(scaling, SCHEDULED_ACTIONS);
  if (!isObject(actions) || unknownIn(actions)) return [];
  return Object.keys(actions).map((key) => key.split(' › ')[0] ?? key);
}

function withoutBounds(scaling: JsonObject, parts: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(scaling).map(([part, value]) => [
      part,
      parts.has(part) && typeof value === 'string' ? value.replace(/^\d+–\d+ units/, 'units by schedule') : value,
    ]),
  );
}
