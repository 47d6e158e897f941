type OptionalKeys<T> = { [K in keyof T]: undefined extends T[K] ? K : null extends T[K] ? K : never }[keyof T];

/** `T` without its undefined and null fields: what JSON holds. */
export type Present<T> = { readonly [K in Exclude<keyof T, OptionalKeys<T>>]: T[K] } & {
  readonly [K in OptionalKeys<T>]?: NonNullable<T[K]>;
};

/** Leaves out what is not said, so that an absent field and an empty one are never two kinds of the same thing. */
export function present<T extends object>(fields: T): Present<T> {
  // A plain loop without entries: a large estate has hundreds of thousands of points and jobs, and each passes here.
  const kept: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined && value !== null) kept[name] = value;
  }
  return kept as Present<T>;
}
