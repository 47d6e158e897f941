import { type Fact, type Unknown, type UnknownReason, unknown } from '../model/fact.ts';
import { isObject } from '../model/json.ts';
import { compareText } from '../model/order.ts';
import type { Json, JsonObject } from '../model/result.ts';

/**
 * How a baseline writes down what could not be learned. No tag key, policy document or name of AWS holds a `$` at this
 * place, so the key cannot be mistaken.
 */
const UNKNOWN_KEY = '$unknown';

export function recordedUnknown({ reason, detail, permission }: Unknown): JsonObject {
  return { [UNKNOWN_KEY]: { reason, detail, ...(permission === undefined ? {} : { permission }) } };
}

/** What an older version did not record is unknown, and no difference. */
export const UNRECORDED = recordedUnknown(
  unknown('not-collected', 'the version that recorded the baseline did not record it; holdfast baseline records it'),
);

/** A fact as a baseline holds it. */
export function recorded<T>(fact: Fact<T>, write: (value: T) => Json): Json {
  return fact.known ? write(fact.value) : recordedUnknown(fact);
}

export function unknownIn(value: Json | undefined): Unknown | undefined {
  const found = isObject(value) ? value[UNKNOWN_KEY] : undefined;
  if (!isObject(found)) return undefined;
  const { reason, detail, permission } = found;
  return {
    known: false,
    reason: reasonOf(reason),
    detail: String(detail),
    ...(typeof permission === 'string' ? { permission } : {}),
  };
}

const REASONS = [
  'denied',
  'throttled',
  'not-collected',
  'undocumented',
  'too-few-samples',
  'unreachable',
] as const satisfies readonly UnknownReason[];

function reasonOf(word: Json | undefined): UnknownReason {
  return REASONS.find((reason) => reason === word) ?? 'undocumented';
}

/** How many unknown facts a value holds. */
export function countUnknown(value: Json): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each: Json) => sum + countUnknown(each), 0);
  if (!isObject(value)) return 0;
  if (unknownIn(value)) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + countUnknown(each), 0);
}

/** Entries → an object with its keys in order; a key that comes again gets a number, so that nothing is lost. */
export function keyed(entries: readonly (readonly [string, Json])[]): JsonObject {
  const found = new Map<string, Json>();
  const ordered = entries.toSorted(
    ([a, x], [b, y]) => compareText(a, b) || compareText(JSON.stringify(x), JSON.stringify(y)),
  );
  for (const [key, value] of ordered) {
    let free = key;
    for (let number = 2; found.has(free); number++) free = `${key} #${number}`;
    found.set(free, value);
  }
  return Object.fromEntries(found);
}

/** A list whose order and repetitions mean nothing. */
export function asSet(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}

/** A member of its own: a table may be called `constructor`. */
export function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The keys of both, in order. */
export function union(a: object, b: object): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted(compareText);
}
