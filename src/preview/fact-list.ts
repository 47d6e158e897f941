import { type Fact, mapFact } from '../model/fact.ts';
import { byText } from '../model/order.ts';

/** The list with one entry replaced, or added in its place by name. An unread list stays unread. */
export function put<T>(
  list: Fact<readonly T[]>,
  entry: T,
  isSame: (other: T) => boolean,
  nameOf: (entry: T) => string,
): Fact<readonly T[]> {
  return mapFact(list, (entries) => [...entries.filter((other) => !isSame(other)), entry].sort(byText(nameOf)));
}

export function without<T>(list: Fact<readonly T[]>, isGone: (entry: T) => boolean): Fact<readonly T[]> {
  return mapFact(list, (entries) => entries.filter((entry) => !isGone(entry)));
}

/** An entry that is not known yet could be any, so it leaves the whole list open. */
export function putFact<T>(list: Fact<readonly T[]>, entry: Fact<T>, nameOf: (entry: T) => string): Fact<readonly T[]> {
  if (!entry.known) return list.known ? entry : list;
  return put(list, entry.value, (other) => nameOf(other) === nameOf(entry.value), nameOf);
}
