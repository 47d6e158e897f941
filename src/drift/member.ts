import { lenientObject } from '../history/lenient-values.ts';
import { isObject } from '../model/json.ts';
import type { Json } from '../model/result.ts';
import type { Sent } from './sent.ts';

/** The value at a path of members, whatever their case: CloudTrail writes some as the API does, and some otherwise. */
export function memberAt(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => {
    if (!isObject(inner)) return undefined;
    return Object.entries(inner).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  }, value);
}

/** What a request sends at a path of members that may be left out: nothing there is untouched, nothing to look into is unresolved. */
export function sentMember(
  request: Json | undefined,
  ...path: readonly string[]
): Exclude<Sent, object> | { readonly value: Json } {
  let inner: Json | undefined = request;
  for (const key of path) {
    const holder = lenientObject(inner);
    if (!holder) return 'unresolved';
    inner = memberAt(holder, key);
    if (inner === undefined || inner === null) return 'untouched';
  }
  return inner === undefined ? 'unresolved' : { value: inner };
}
