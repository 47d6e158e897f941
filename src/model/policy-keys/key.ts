import type { ControlId } from '../control-id.ts';
import type { JsonSchema, Words } from './json-schema.ts';
import * as schema from './json-schema.ts';

/** What stands behind a key of a policy: its JSON Schema, how it is read, and by both its type. */
export interface Value<T, Unit extends string = ''> {
  readonly schema: JsonSchema;
  /** What the schema has passed → what controls work with. */
  readonly read: (written: unknown) => T;
  /** Ends the name of the field: `frequency` is read into `frequencyMinutes`. */
  readonly unit: Unit;
}

// biome-ignore lint/suspicious/noExplicitAny: a value of any type
export type AnyValue = Value<any, string>;
export type Keys = Readonly<Record<string, AnyValue>>;

export interface Section<K extends Keys> extends Value<FieldsOf<K>> {
  readonly keys: K;
}

export interface List<V extends AnyValue> extends Value<readonly TypeOf<V>[]> {
  readonly item: V;
}

/** A key that has to be written. */
interface Required {
  readonly isRequired: true;
}

/** A key that is read as if this were written where it is not. */
interface Defaulting {
  readonly fallback: unknown;
}

/** A key that asks something of controls: of each item where it is a list. */
export interface Asking<Id extends string = string> {
  readonly asks: readonly [Id, ...Id[]];
}

/** A key that asks nothing by itself, and says more of what others ask. */
export interface Refining {
  readonly refines: readonly ControlId[];
}

export type TypeOf<V> = V extends { readonly read: (written: unknown) => infer T } ? T : never;

export type FieldName<K extends string, V> = V extends { readonly unit: infer U extends string } ? `${K}${U}` : never;

/** The type of a map: keys that are neither required nor defaulting are optional fields. */
export type FieldsOf<K extends Keys> = Flat<
  {
    readonly [N in keyof K & string as K[N] extends Required | Defaulting ? FieldName<N, K[N]> : never]: TypeOf<K[N]>;
  } & {
    readonly [N in keyof K & string as K[N] extends Required | Defaulting ? never : FieldName<N, K[N]>]?: TypeOf<K[N]>;
  }
>;

type Flat<T> = { [N in keyof T]: T[N] };

export function valueBy<T, Unit extends string = ''>(
  own: JsonSchema,
  read: (written: unknown) => T,
  unit = '' as Unit,
): Value<T, Unit> {
  return { schema: own, read, unit };
}

/** A value that is used as it is written. */
function asWritten<T>(own: JsonSchema): Value<T> {
  return valueBy(own, (written) => written as T);
}

export function text(expected: string, limits: JsonSchema, words: Words): Value<string> {
  return asWritten(schema.textOf(expected, limits, words));
}

export function oneOf<const W extends string>(values: readonly W[], words: Words): Value<W> {
  return asWritten(schema.oneOf(values, words));
}

export function wholeNumber(minimum: number, maximum: number, words: Words): Value<number> {
  return asWritten(schema.wholeNumber(minimum, maximum, words));
}

export function flag(words: Words): Value<boolean> {
  return asWritten(schema.yesOrNo(words));
}

/** One of the words, or a text of another form. */
export function wordOrText(values: readonly string[], other: JsonSchema, expected: string, words: Words) {
  return asWritten<string>(schema.anyOf([{ type: 'string', enum: values }, other], expected, words));
}

/** One of the words, or a map or list. */
export function wordOr<const W extends string, T>(
  values: readonly W[],
  form: Value<T>,
  expected: string,
  words: Words,
): Value<W | T> {
  const forms = values.length === 0 ? [form.schema] : [{ type: 'string' as const, enum: values }, form.schema];
  return valueBy(schema.anyOf(forms, expected, words), (written) =>
    typeof written === 'string' ? (written as W) : form.read(written),
  );
}

export function listOf<V extends AnyValue>(
  item: V,
  expected: string,
  words: Words,
  limits: Pick<JsonSchema, 'minItems'> = {},
): List<V> {
  const read = (written: unknown) => (written as readonly unknown[]).map(item.read);
  return { ...valueBy(schema.listOf(item.schema, expected, words, limits), read), item };
}

/** A map whose keys the user chooses. */
export function mapOf<V>(
  key: AnyValue,
  value: Value<V>,
  expected: string,
  words: Words,
  limits: Pick<JsonSchema, 'minProperties'> = {},
): Value<Readonly<Record<string, V>>> {
  return valueBy(schema.freeMap(key.schema, value.schema, expected, words, limits), (written) =>
    readEntries(written, value.read),
  );
}

/** A map of the same value under each of some names. */
export function recordOf<V>(names: readonly string[], value: (name: string) => Value<V>, words: Words) {
  const values = Object.fromEntries(names.map((name) => [name, value(name).schema]));
  return valueBy<Readonly<Record<string, V>>>(schema.mapOf(values, words), (written) =>
    readEntries(written, (each) => each as V),
  );
}

/** `Object.fromEntries` defines and never assigns: no key can reach a prototype. */
function readEntries<V>(written: unknown, read: (value: unknown) => V): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(written as object).map(([key, value]) => [key, read(value)]));
}

export function section<K extends Keys>(
  keys: K,
  words: Words,
  limits: Pick<JsonSchema, 'minProperties'> = {},
): Section<K> {
  const named = Object.entries<AnyValue & Partial<Required & Defaulting>>(keys);
  const needed = named.flatMap(([name, { isRequired }]) => (isRequired ? [name] : []));
  const own = schema.mapOf(Object.fromEntries(named.map(([name, key]) => [name, key.schema])), words, {
    ...(needed.length > 0 ? { required: needed } : {}),
    ...limits,
  });
  const read = (written: unknown) => {
    const values = new Map(Object.entries(written as object));
    return Object.fromEntries(
      named.flatMap(([name, key]): [string, unknown][] => {
        const value: unknown = values.get(name) ?? key.fallback;
        return value === undefined ? [] : [[name + key.unit, key.read(value)]];
      }),
    ) as FieldsOf<K>;
  };
  return { ...valueBy(own, read), keys };
}

/** A section of requirements: a key of it that nobody judges does not compile. */
export function requirements<K extends Readonly<Record<string, Judged>>>(
  keys: K,
  words: Words,
  limits: Pick<JsonSchema, 'minProperties'> = {},
): Section<K> {
  return section(keys, words, limits);
}

/** Asks, says more of what others ask, or holds keys that do. */
type Judged = AnyValue &
  (Asking | Refining | { readonly keys: Readonly<Record<string, Judged>> } | { readonly item: Judged });

export function required<V extends AnyValue>(value: V): V & Required {
  return { ...value, isRequired: true };
}

/** What is read where the key is not written, as the schema tells. */
export function withDefault<V extends AnyValue>(value: V, written: string | number | boolean): V & Defaulting {
  return { ...value, schema: { ...value.schema, default: written }, fallback: written };
}

/** A list or map that is empty where it is not written. */
export function orEmpty<V extends AnyValue>(value: V): V & Defaulting {
  return { ...value, fallback: value.schema.type === 'array' ? [] : {} };
}

export function asks<const Id extends string, V extends AnyValue>(
  controls: readonly [Id, ...Id[]] & readonly ControlId[],
  value: V,
): V & Asking<Id> {
  return { ...value, asks: controls };
}

export function refines<V extends AnyValue>(controls: readonly ControlId[], value: V): V & Refining {
  return { ...value, refines: controls };
}
