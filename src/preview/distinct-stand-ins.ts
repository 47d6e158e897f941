import type { Change, Edit } from './change.ts';
import { placeholderName } from './placeholder-name.ts';

/**
 * Addresses of each change are its own, and so are the names that stand for those which nobody knows yet: where an earlier change
 * has the address, too, the later one is called by its file as well.
 */
export function withDistinctStandIns(changes: readonly Change[]): readonly Change[] {
  const taken = new Set<string>();
  return changes.map((change, number) => {
    const own = new Set(change.resources.map(({ address }) => address));
    const names = new Map(
      [...own].flatMap((address): readonly (readonly [string, string])[] =>
        taken.has(address)
          ? [
              [
                placeholderName(address),
                placeholderName(`${address} of ${change.sources[0] ?? ''}, change ${number + 1}`),
              ],
            ]
          : [],
      ),
    );
    for (const address of own) taken.add(address);
    return names.size === 0 ? change : renamed(change, names);
  });
}

function renamed(change: Change, names: ReadonlyMap<string, string>): Change {
  const all = (edits: readonly Edit[]) => renamedIn(edits, names) as readonly Edit[];
  return {
    ...change,
    resources: change.resources.map((resource) => ({
      ...resource,
      edits: all(resource.edits),
      ...(resource.former ? { former: all(resource.former) } : {}),
    })),
  };
}

/** Stand-ins are parts of ARNs and ids, too. No name of AWS holds a bracket. */
function renamedIn(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    return value.includes('(') ? value.replaceAll(/\([^()]*\)/g, (found) => names.get(found) ?? found) : value;
  }
  if (Array.isArray(value)) return value.map((item) => renamedIn(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamedIn(item, names)]));
}
