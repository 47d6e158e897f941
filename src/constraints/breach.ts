import type { Breach } from './constraint.ts';
import { given, isAbsent, type Requested } from './requested.ts';

/*
 * The forms that most constraints have. Each breaks only on what is told.
 */

export function* lacks(path: string, value: Requested<unknown>, message = `${path} is missing`): Iterable<Breach> {
  if (isAbsent(value) || value === '') yield { path, message };
}

export function* unlike(
  path: string,
  value: Requested<string>,
  pattern: RegExp,
  message: string | ((value: string) => string),
): Iterable<Breach> {
  const text = given(value);
  if (text === undefined || pattern.test(text)) return;
  yield { path, message: typeof message === 'string' ? message : message(text) };
}

export function* outside(
  path: string,
  value: Requested<number>,
  [least, most]: readonly [number, number],
  message = `${path} must be between ${least} and ${most}`,
): Iterable<Breach> {
  const number = given(value);
  if (number !== undefined && (number < least || number > most)) yield { path, message };
}

/** AWS counts what is written: a member that is open adds nothing for sure. */
export function* tooMany(path: string, count: number, most: number, message: string): Iterable<Breach> {
  if (count > most) yield { path, message };
}
