import type { Unknown } from '../../src/model/fact.ts';
import { append } from '../../src/model/group-by.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { seeded } from '../e2e/seeded.ts';

/** A known fact of an inventory: where it stands, and which operation brought it. */
export interface FoundFact {
  readonly path: readonly (string | number)[];
  readonly from: string;
}

export function* factsIn(node: unknown, path: FoundFact['path'] = []): Generator<FoundFact> {
  if (typeof node !== 'object' || node === null) return;
  if ('known' in node && node.known === true && 'from' in node) yield { path, from: String(node.from) };
  for (const [key, value] of Object.entries(node)) yield* factsIn(value, [...path, key]);
}

/** What a policy on permissions takes away at once in one account or Region. */
export function byOperationAndPlace(facts: readonly FoundFact[]): readonly (readonly FoundFact[])[] {
  const groups = new Map<string, FoundFact[]>();
  for (const fact of facts) append(groups, `${fact.path.slice(0, 2).join('.')} ${fact.from}`, fact);
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Sets of facts drawn by lot: small ones, and large ones. */
export function drawn(facts: readonly FoundFact[], sets: number): readonly (readonly FoundFact[])[] {
  const draw = seeded(20261122);
  return Array.from({ length: sets }, (_, set) =>
    Array.from({ length: 2 + draw(set % 2 === 0 ? 4 : 40) }, () => facts[draw(facts.length)]).filter(
      (fact) => fact !== undefined,
    ),
  );
}

export const REASONS = ['denied', 'throttled', 'unreachable', 'not-collected'] as const;

/** The inventory of somebody to whom AWS did not tell these facts. */
export function forgetting(
  inventory: Inventory,
  forgotten: readonly FoundFact[],
  reason: (typeof REASONS)[number] = 'denied',
): Inventory {
  // A fact inside another goes first, so that its path still exists.
  const inmostFirst = forgotten.toSorted((a, b) => b.path.length - a.path.length);
  return inmostFirst.reduce(
    (tree, { path, from }) =>
      without(tree, path, { known: false, reason, detail: `${from} did not answer`, permission: from }),
    inventory,
  );
}

export function textOf(forgotten: readonly FoundFact[]): string {
  return forgotten.map(({ path }) => path.join('.')).join(' and ');
}

/** A copy of a tree in which the node at the path is a fact that AWS would not tell. */
function without<T>(tree: T, [key, ...rest]: FoundFact['path'], why: Unknown): T {
  if (key === undefined) return why as T;
  const copy = Array.isArray(tree) ? [...tree] : { ...tree };
  const at = copy as Record<string | number, unknown>;
  at[key] = without(at[key], rest, why);
  return copy as T;
}
