/** camelCase members, as scenarios write them, to AWS's PascalCase. Maps keep their keys: those are the user's. */
export type Pascal<T> = T extends Date
  ? Date
  : T extends ReadonlyMap<string, infer V>
    ? Record<string, Pascal<V>>
    : T extends readonly (infer U)[]
      ? readonly Pascal<U>[]
      : T extends object
        ? { readonly [K in keyof T as K extends string ? Capitalize<K> : never]: Pascal<T[K]> }
        : T;

export function pascal<T>(value: T): Pascal<T> {
  // The type above says what the function below does.
  return change(value) as Pascal<T>;
}

function change(value: unknown): unknown {
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, member]) => [key, change(member)]));
  if (Array.isArray(value)) return value.map(change);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.charAt(0).toUpperCase() + name.slice(1), change(member)]),
  );
}
