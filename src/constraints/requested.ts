import type { Fact, Unknown } from '../model/fact.ts';

/**
 * A value of what is requested of AWS: given; left out, which is `undefined`; or open, when it is known after apply, stands
 * in another template or could not be read. An open value decides nothing.
 */
export type Requested<T> = T | Unknown | undefined;

/** An open element stands for any number of elements, none included. */
export type RequestedList<T> = Requested<readonly (T | Unknown)[]>;

export function requested<T>(fact: Fact<T>): Requested<T> {
  return fact.known ? fact.value : fact;
}

function isOpen(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'known' in value && value.known === false;
}

/** The value where there is one. Absence and openness look alike: ask `isAbsent` where absence is what is refused. */
export function given<T>(value: Requested<T>): T | undefined {
  return isOpen(value) ? undefined : value;
}

/** For sure left out. */
export function isAbsent(value: Requested<unknown>): value is undefined {
  return value === undefined;
}

export interface Element<T> {
  readonly value: T;
  readonly index: number;
}

/** The elements that are told: none of what is not a list, which templates and plans may hold in the place of one. */
export function elements<T>(list: RequestedList<T>): readonly Element<T>[] {
  const values: unknown = given<readonly (T | Unknown)[]>(list);
  if (!Array.isArray(values)) return [];
  return (values as readonly (T | Unknown)[]).flatMap((value, index) => (isOpen(value) ? [] : [{ value, index }]));
}

/** For sure without an element: left out, or an empty list. */
export function isEmpty(list: RequestedList<unknown>): boolean {
  return list === undefined || (!isOpen(list) && list.length === 0);
}

/** For sure the whole list. */
export function isWhole(list: RequestedList<unknown>): boolean {
  if (list === undefined) return true;
  return Array.isArray(list) && !list.some(isOpen);
}
