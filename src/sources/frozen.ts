/**
 * Freezes a value of plain JSON to its leaves, in place. Members that are undefined are removed, as JSON leaves them out:
 * what is judged at once is what a saved inventory would hold.
 */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) for (const item of value) frozen(item);
  else {
    for (const name in value) {
      const part: unknown = value[name];
      if (part === undefined) Reflect.deleteProperty(value, name);
      else frozen(part);
    }
  }
  return Object.freeze(value);
}
