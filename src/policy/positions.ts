import type { Position } from '../model/policy.ts';
import { type MapNode, type Node, placeOfItem } from './node.ts';

/**
 * Path → place of its key, `backup.objectives[0].frequency`; of a list item, the place of its first key. A key that is no
 * plain word is bracketed: `tables.tags["cost.center"]`.
 */
export function positionsOf(policy: MapNode): Readonly<Record<string, Position>> {
  const positions: [string, Position][] = [];
  visit(policy, '', positions);
  return Object.fromEntries(positions);
}

function visit(node: Node, path: string, positions: [string, Position][]): void {
  if (node.kind === 'map') {
    for (const { key, keyAt, value } of node.entries.values()) {
      const here = pathTo(path, key);
      positions.push([here, keyAt]);
      visit(value, here, positions);
    }
  }
  if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) {
      const here = `${path}[${index}]`;
      positions.push([here, placeOfItem(item)]);
      visit(item, here, positions);
    }
  }
}

function pathTo(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
