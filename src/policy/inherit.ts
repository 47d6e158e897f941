import type { Entry, MapNode } from './node.ts';

/** Keys of a policy that belong to its document and not to its children. */
const OWN_KEYS = new Set(['apiVersion', 'kind', 'name', 'extends']);

/** The parents from first to last, then the child: later ones win. */
export function inherited(parents: readonly MapNode[], child: MapNode): MapNode {
  const handedDown = parents.map((parent) => ({
    ...parent,
    entries: new Map([...parent.entries].filter(([key]) => !OWN_KEYS.has(key))),
  }));
  return [...handedDown, child].reduce(merged);
}

/** Maps merge key by key; every other value of `over` replaces the one below it. The place of a key is `over`'s. */
function merged(under: MapNode, over: MapNode): MapNode {
  const entries = new Map<string, Entry>(under.entries);
  for (const [key, entry] of over.entries) {
    const below = entries.get(key)?.value;
    const both = below?.kind === 'map' && entry.value.kind === 'map';
    entries.set(key, both ? { ...entry, value: merged(below, entry.value) } : entry);
  }
  return { kind: 'map', entries, at: over.at };
}
