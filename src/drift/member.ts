import { isObject } from '../model/json.ts';
import type { Json } from '../model/result.ts';

/** The value at a path of members, whatever their case: CloudTrail writes some as the API does, and some otherwise. */
export function memberAt(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => {
    if (!isObject(inner)) return undefined;
    return Object.entries(inner).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  }, value);
}
