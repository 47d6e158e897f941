import { type Fact, mapFact } from '../model/fact.ts';

/** The list with one entry replaced, or added in its place by name. An unread list stays unread. */
export function put<T>(
  list: Fact<readonly T[]>,
  entry: T,
  isSame: (other: T) => boolean,
  nameOf: (entry: T) => string,
): Fact<readonly T[]> {
  return mapFact(list, (entries) =>
    [...entries.filter((other) => !isSame(other)), entry].sort((a, b) => compare(nameOf(a), nameOf(b))),
  );
}

export function without<T>(list: Fact<readonly T[]>, isGone: (entry: T) => boolean): Fact<readonly T[]> {
  return mapFact(list, (entries) => entries.filter((entry) => !isGone(entry)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
