/** AWS's PascalCase members to camelCase, the names of `constraints`: the way back of the scenario's `pascal`. */
export type Camel<T> = T extends Date
  ? Date
  : T extends readonly (infer U)[]
    ? readonly Camel<U>[]
    : T extends object
      ? { readonly [K in keyof T as K extends string ? Uncapitalize<K> : never]: Camel<T[K]> }
      : T;

export function camel<T>(value: T): Camel<T> {
  // The type above says what the function below does.
  return change(value) as Camel<T>;
}

function change(value: unknown): unknown {
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(change);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), change(member)]),
  );
}
