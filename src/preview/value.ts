/** A value that only the execution of the change will bring. */
export class Later {
  /** What is missing, and why: half a sentence. */
  readonly why: string;
  /** The text that the value begins with, whatever the rest will be. */
  readonly head?: string;

  constructor(why: string, head?: string) {
    this.why = why;
    if (head !== undefined) this.head = head;
  }
}

/** A value of a plan or template, as far as it is known. */
export type Value = null | boolean | number | string | Later | readonly Value[] | ValueMap;

export interface ValueMap {
  readonly [key: string]: Value;
}

export function isValueMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Later);
}

export function isValueList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Stands in a map for all that it may hold besides what is written in it: a transform brings that when it is deployed. */
export const WHAT_ELSE = 'Fn::Transform';

/** Own members only: a template may ask for `constructor`. */
export function memberOf(map: ValueMap, key: string): Value | undefined {
  if (Object.hasOwn(map, key)) return map[key];
  const else_ = Object.hasOwn(map, WHAT_ELSE) ? map[WHAT_ELSE] : undefined;
  return else_ instanceof Later ? else_ : undefined;
}

/** The value at a path, or what leaves it open on the way. */
export function valueAt(value: Value | undefined, path: readonly string[]): Value | undefined {
  const [key, ...rest] = path;
  if (key === undefined || value instanceof Later) return value;
  return isValueMap(value) ? valueAt(memberOf(value, key), rest) : undefined;
}

/** The first part, however deep, that is not known yet. */
export function laterIn(value: Value | undefined): Later | undefined {
  if (value instanceof Later) return value;
  if (isValueList(value)) {
    for (const item of value) {
      const found = laterIn(item);
      if (found) return found;
    }
  } else if (isValueMap(value)) {
    for (const item of Object.values(value)) {
      const found = laterIn(item);
      if (found) return found;
    }
  }
  return undefined;
}
