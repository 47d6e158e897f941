import { type Instant, instant } from '../model/instant.ts';
import { compareText } from '../model/order.ts';
import { IncompleteAnswer, plainText } from './failure.ts';

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
  return instant(value.getTime());
}

/** A copy sorted by a text, by code units: the same on every machine, whatever its language. */
export function sortedBy<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, text: textOf(item) }))
    .sort((a, b) => compareText(a.text, b.text))
    .map(({ item }) => item);
}

/** The oldest first; what was made at the same instant by id. Without a text for each to sort by: these lists are long. */
export function oldestFirst<T extends { readonly createdAt: Instant }>(
  items: readonly T[],
  idOf: (item: T) => string,
): T[] {
  return items.toSorted((a, b) => compareText(a.createdAt, b.createdAt) || compareText(idOf(a), idOf(b)));
}

export function sortedTexts(texts: readonly string[] | undefined): string[] {
  return [...(texts ?? [])].sort();
}

/** The same map with its keys in order. */
export function sortedRecord<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(sortedBy(Object.entries(record), ([key]) => key));
}
