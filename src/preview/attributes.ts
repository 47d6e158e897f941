import { type Fact, known, type Unknown, unknown } from '../model/fact.ts';
import { type Instant, instant } from '../model/instant.ts';
import { isValueList, isValueMap, Later, laterIn, memberOf, type Value, type ValueMap } from './value.ts';

/** Leaves the reading of one fact; `settled` turns it into an unknown one. */
export class Undetermined extends Error {
  override readonly name = 'Undetermined';
}

/** A fact made of attributes; unknown when one of those that it reads is known only later, or has no readable form. */
export function settled<T>(from: string, make: () => T): Fact<T> {
  try {
    return known(make(), from);
  } catch (error) {
    if (error instanceof Undetermined) return unknown('not-collected', error.message);
    throw error;
  }
}

/** The text, where it does not only stand for another one. */
export function requireItself(text: string, standsFor: (text: string) => Unknown | undefined): string {
  const why = standsFor(text);
  if (why) throw new Undetermined(why.detail);
  return text;
}

/** The attributes of one resource or block. What is `null` or an empty text counts as absent, as AWS's providers have it. */
export class Attributes {
  readonly values: ValueMap;
  /** How a message calls it. */
  readonly where: string;

  constructor(values: ValueMap, where: string) {
    this.values = values;
    this.where = where;
  }

  text(key: string): string | undefined {
    const value = this.#settled(key);
    if (value === undefined) return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw this.#odd(key, 'a text');
  }

  requiredText(key: string): string {
    return this.text(key) ?? this.#missing(key);
  }

  /** CloudFormation takes numbers as text, too. */
  number(key: string): number | undefined {
    const value = this.#settled(key);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw this.#odd(key, 'a number');
  }

  requiredNumber(key: string): number {
    return this.number(key) ?? this.#missing(key);
  }

  instant(key: string): Instant | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const at = Date.parse(text);
    if (Number.isNaN(at)) throw this.#odd(key, 'an instant');
    return instant(at);
  }

  flag(key: string): boolean | undefined {
    const value = this.#settled(key);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw this.#odd(key, 'true or false');
  }

  texts(key: string): readonly string[] {
    return this.#list(key).map((value) => {
      if (value instanceof Later) throw this.#later(key, value);
      if (typeof value === 'string') return value;
      throw this.#odd(key, 'a list of texts');
    });
  }

  /** As `texts`, but what is known later is kept as words: for lists in which only the known parts count. */
  textsOrPlaceholders(key: string): readonly string[] {
    const value = memberOf(this.values, key);
    if (value instanceof Later) return [placeholder(value)];
    return this.#list(key).map((item) =>
      item instanceof Later ? placeholder(item) : typeof item === 'string' ? item : '',
    );
  }

  /** As `requiredText`, for a text that decides nothing: what is known later is kept as words. */
  textOrPlaceholder(key: string): string {
    const value = memberOf(this.values, key);
    return value instanceof Later ? placeholder(value) : this.requiredText(key);
  }

  blocks(key: string): readonly Attributes[] {
    return this.#list(key).map((value) => {
      if (value instanceof Later) throw this.#later(key, value);
      if (isValueMap(value)) return new Attributes(value, `${this.where}.${key}`);
      throw this.#odd(key, 'a list of blocks');
    });
  }

  /** As `blocks`, without those that are known later. */
  knownBlocks(key: string): readonly Attributes[] {
    const list = memberOf(this.values, key);
    if (!isValueList(list)) return [];
    return list.filter((value) => isValueMap(value)).map((value) => new Attributes(value, `${this.where}.${key}`));
  }

  /** A map, or the only block of a list. */
  block(key: string): Attributes | undefined {
    const value = this.#settled(key);
    if (isValueMap(value)) return new Attributes(value, `${this.where}.${key}`);
    return this.blocks(key)[0];
  }

  textMap(key: string): Readonly<Record<string, string>> {
    const value = this.#settled(key);
    if (value === undefined) return {};
    if (!isValueMap(value)) throw this.#odd(key, 'a map');
    const inner = new Attributes(value, `${this.where}.${key}`);
    return Object.fromEntries(Object.keys(value).map((name) => [name, inner.text(name) ?? '']));
  }

  /** JSON text of a document that is written as text or as a map; absent where there is none. */
  document(key: string): string | undefined {
    const value = this.#settled(key);
    if (value === undefined || typeof value === 'string') return value;
    const later = laterIn(value);
    if (later) throw this.#later(key, later);
    return JSON.stringify(value);
  }

  raw(key: string): Value | undefined {
    return memberOf(this.values, key);
  }

  #list(key: string): readonly Value[] {
    const value = this.#settled(key);
    if (value === undefined) return [];
    if (isValueList(value)) return value;
    if (isValueMap(value)) return [value];
    throw this.#odd(key, 'a list');
  }

  #settled(key: string): Exclude<Value, null | Later> | undefined {
    const value = memberOf(this.values, key);
    if (value instanceof Later) throw this.#later(key, value);
    return value === null || value === '' ? undefined : value;
  }

  #later(key: string, { why }: Later): Undetermined {
    return new Undetermined(`${this.where}.${key}: ${why}`);
  }

  #odd(key: string, expected: string): Undetermined {
    return new Undetermined(`${this.where}.${key} is not ${expected}`);
  }

  #missing(key: string): never {
    throw new Undetermined(`${this.where}.${key} is not given`);
  }
}

function placeholder({ why }: Later): string {
  return `(${why})`;
}
