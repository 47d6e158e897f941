export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Of what was parsed: an object, and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deeper than any document of AWS, Terraform or Holdfast, and shallow enough for every recursion that follows. */
const DEEPEST = 500;

/** As a text that is no JSON is: whoever reads one says of both that it cannot be read, and this why. */
export class TooDeep extends SyntaxError {
  override readonly name = 'TooDeep';

  constructor() {
    super(`nested deeper than ${DEEPEST} levels`);
  }
}

/** The door for every JSON text that somebody else may have written. Throws `SyntaxError`. */
export function parseJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  // Each level takes two brackets.
  if (text.length > 2 * DEEPEST && isDeeper(value, DEEPEST)) throw new TooDeep();
  return value;
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const part of Array.isArray(value) ? value : Object.values(value)) if (isDeeper(part, levels - 1)) return true;
  return false;
}
