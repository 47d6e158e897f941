import type { JsonObject } from './result.ts';

/** Of what was parsed: an object, and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
