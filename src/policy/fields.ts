import { parseDuration } from '../model/duration.ts';
import { entriesOf, itemsOf, type Node, nodeAt, numberOf, textOf } from './node.ts';

/** Readers of single fields of a document that the schema has passed: what is not there is undefined. */

export function text(map: Node | undefined, key: string): string | undefined {
  return textOf(nodeAt(map, key));
}

export function texts(map: Node | undefined, key: string): readonly string[] | undefined {
  const list = nodeAt(map, key);
  return list && itemsOf(list).flatMap((item) => textOf(item) ?? []);
}

export function minutes(map: Node | undefined, key: string): number | undefined {
  return parseDuration(text(map, key) ?? '');
}

export function wholeNumber(map: Node | undefined, key: string): number | undefined {
  return numberOf(nodeAt(map, key));
}

export function word<T extends string>(map: Node | undefined, key: string, words: readonly T[]): T | undefined {
  const found = text(map, key);
  return words.find((each) => each === found);
}

export function flag(map: Node | undefined, key: string): boolean | undefined {
  const node = nodeAt(map, key);
  return node?.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : undefined;
}

/** `Object.fromEntries` defines and never assigns: no key can reach a prototype. */
export function record<T>(map: Node | undefined, value: (node: Node) => T | undefined): Readonly<Record<string, T>> {
  return Object.fromEntries(
    entriesOf(map).flatMap((entry): [string, T][] => {
      const read = value(entry.value);
      return read === undefined ? [] : [[entry.key, read]];
    }),
  );
}

type Present<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The fields that have a value: an optional field is left out and not undefined. */
export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
