import type { Instant } from '../model/instant.ts';
import { IncompleteAnswer, plainText } from './failure.ts';

type OptionalKeys<T> = { [K in keyof T]: undefined extends T[K] ? K : null extends T[K] ? K : never }[keyof T];

/** `T` without its undefined and null fields: what JSON holds. */
export type Present<T> = { readonly [K in Exclude<keyof T, OptionalKeys<T>>]: T[K] } & {
  readonly [K in OptionalKeys<T>]?: NonNullable<T[K]>;
};

/** Leaves out what AWS did not say, so that an absent field and an empty one are never two kinds of the same thing. */
export function present<T extends object>(fields: T): Present<T> {
  // A plain loop without entries: a large estate has hundreds of thousands of points and jobs, and each passes here.
  const kept: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined && value !== null) kept[name] = value;
  }
  return kept as Present<T>;
}

/** A field that AWS always sends. Where it is missing nothing is guessed: the fact becomes unknown. */
export function required<T>(value: T | null | undefined, field: string): T {
  if (value === undefined || value === null) throw new IncompleteAnswer(`the answer holds no ${field}`);
  return value;
}

/**
 * A word of those that AWS documents. Nobody knows what another one means (a state that is neither running nor over?), so
 * nothing is guessed: the fact becomes unknown.
 */
export function documented(value: string | null | undefined, words: object, field: string): string {
  const word = required(value, field);
  if (Object.hasOwn(words, word)) return word;
  throw new IncompleteAnswer(`the answer holds a ${field} that is not documented, ${plainText(word)}`);
}

export function requiredInstant(value: Date | null | undefined, field: string): Instant {
  return required(instantOf(value), field);
}

export function instantOf(value: Date | null | undefined): Instant | undefined {
  if (value === undefined || value === null) return undefined;
  if (Number.isNaN(value.getTime())) throw new IncompleteAnswer('the answer holds a date that is none');
  return value.toISOString();
}

/** A copy sorted by a text, by code units: the same on every machine, whatever its language. */
export function sortedBy<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, text: textOf(item) }))
    .sort((a, b) => compare(a.text, b.text))
    .map(({ item }) => item);
}

/** The oldest first; what was made at the same instant by id. Without a text for each to sort by: these lists are long. */
export function oldestFirst<T extends { readonly createdAt: Instant }>(
  items: readonly T[],
  idOf: (item: T) => string,
): T[] {
  return items.toSorted((a, b) => compare(a.createdAt, b.createdAt) || compare(idOf(a), idOf(b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sortedTexts(texts: readonly string[] | undefined): string[] {
  return [...(texts ?? [])].sort();
}

/** The same map with its keys in order. */
export function sortedRecord<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(sortedBy(Object.entries(record), ([key]) => key));
}
