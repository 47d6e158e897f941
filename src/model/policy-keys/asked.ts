import { requirementKeys } from './document.ts';
import type { AnyValue, Asking, FieldName, FieldsOf, Keys, List, Refining, Section, TypeOf } from './key.ts';

/** What one key of a policy asks of one control. */
export interface AskedOfControl {
  readonly control: AskedControl;
  /** `backup.objectives[0].frequency` */
  readonly path: string;
  /** What stands there; for a key of a list item, the whole item. */
  readonly asked: unknown;
  /** The fields of `asked` that this control looks at; absent: all. */
  readonly fields?: readonly string[];
}

/** Control × what it is asked, over all keys. */
type AsksOf<K extends Keys, Item = never> = {
  [N in keyof K & string]: OwnAsks<K[N], N, Item> | AsksBelow<K[N]>;
}[keyof K & string];

type OwnAsks<V, N extends string, Item> =
  V extends Asking<infer Id>
    ? PerControl<
        Id,
        V extends List<infer I>
          ? TypeOf<I>
          : [Item] extends [never]
            ? Exclude<TypeOf<V>, false>
            : Item & { readonly [F in FieldName<N, V>]: TypeOf<V> }
      >
    : never;

type PerControl<Id, T> = Id extends string ? { readonly control: Id; readonly asked: T } : never;

type AsksBelow<V> =
  V extends Section<infer K>
    ? AsksOf<K>
    : V extends List<infer I>
      ? I extends Section<infer K>
        ? AsksOf<K, FieldsOf<K>>
        : never
      : never;

type Asks = AsksOf<typeof requirementKeys>;

/** The controls that a policy can ask something of. */
export type AskedControl = Asks['control'];

/** What the key, or keys, of a control give it. */
export type Asked<Id extends AskedControl> = Extract<Asks, { readonly control: Id }>['asked'];

/** `backup.objectives[].frequency`: the key that asks a control. */
export function keyPathOf(control: AskedControl): string {
  return pathIn(requirementKeys, control, '') ?? control;
}

function pathIn(keys: Keys, control: AskedControl, above: string): string | undefined {
  for (const [name, key] of Object.entries<AnyKey>(keys)) {
    const path = `${above}${name}${key.item ? '[]' : ''}`;
    const found = key.asks?.includes(control)
      ? path
      : pathIn(key.keys ?? (key.item as AnyKey | undefined)?.keys ?? {}, control, `${path}.`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All that a policy asks, in the order of the keys. `false` asks for nothing. */
export function askedBy(policy: object): readonly AskedOfControl[] {
  return askedIn(requirementKeys, policy, '', false);
}

type AnyKey = AnyValue & Partial<Asking & Refining & { readonly keys: Keys; readonly item: AnyValue }>;

function askedIn(keys: Keys, values: object, above: string, isItem: boolean): readonly AskedOfControl[] {
  const written = new Map<string, unknown>(Object.entries(values));
  return Object.entries<AnyKey>(keys).flatMap(([name, key]) => {
    const value = written.get(name + key.unit);
    if (value === undefined || value === false) return [];
    const path = above === '' ? name : `${above}.${name}`;
    if (Array.isArray(value) && key.item) return value.flatMap((item, index) => ofItem(key, item, `${path}[${index}]`));
    const own = asksOf(key).map((control) => {
      const refining = refiningFields(keys, control);
      const fields = isItem || refining.length > 0 ? { fields: [name + key.unit, ...refining] } : {};
      return { control, path, asked: isItem ? values : value, ...fields };
    });
    return [...own, ...(key.keys ? askedIn(key.keys, value as object, path, false) : [])];
  });
}

function ofItem(list: AnyKey, item: object, path: string): readonly AskedOfControl[] {
  const { keys = {} }: AnyKey = list.item ?? list;
  const own = asksOf(list).map((control) => ({ control, path, asked: item, fields: refiningFields(keys, control) }));
  return [...own, ...askedIn(keys, item, path, true)];
}

function asksOf(key: AnyKey): readonly AskedControl[] {
  return (key.asks ?? []) as readonly AskedControl[];
}

function refiningFields(keys: Keys, control: AskedControl): readonly string[] {
  return Object.entries<AnyKey>(keys).flatMap(([name, key]) =>
    key.refines?.includes(control) ? [name + key.unit] : [],
  );
}
