import type { Position } from '../model/policy.ts';

/** A value of a policy file that knows where it was written. Aliases are resolved, so a node can have several parents. */
export type Node = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, before YAML made a number of it: `012345678901`. */
  readonly written: string;
  readonly at: Position;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly at: Position;
}

export interface Entry {
  readonly key: string;
  readonly keyAt: Position;
  readonly value: Node;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly at: Position;
}

export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

/** The node at a path of keys, or undefined when a step of it is missing. */
export function nodeAt(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((here, key) => entryOf(here, key)?.value, node);
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}

function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === 'map' ? [...node.entries.values()] : [];
}

export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

export function numberOf(node: Node | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined;
}

/** Where a value is shown to be: a missing value (`retention:`) has no place of its own, its key has. */
export function placeOfValue(entry: Entry): Position {
  return entry.value.kind === 'scalar' && entry.value.written === '' && entry.value.value === null
    ? entry.keyAt
    : entry.value.at;
}

/** A list item is where its first key is. */
export function placeOfItem(item: Node): Position {
  return entriesOf(item)[0]?.keyAt ?? item.at;
}

/** Plain data without prototypes, so that no key of a file can reach one. */
export function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  const data: Record<string, unknown> = Object.create(null);
  for (const { key, value } of node.entries.values()) data[key] = plain(value);
  return data;
}
