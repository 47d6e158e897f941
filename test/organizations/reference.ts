/*
 * Effective backup policies, plainly: written from AWS's documents alone (docs/organizations.md names them), slow, and without
 * a line of `src`. Policies are plain JSON. The result is a map of leaves by path, keys in lower case.
 */

export type Json = { [key: string]: Json } | Json[] | string | number | boolean;
type JsonMap = { [key: string]: Json };
export type Leaves = Map<string, string | string[]>;

/** One way to read what AWS leaves open: the order of attachment at each node, who of two assignments wins, how far a lock reaches. */
export interface Way {
  readonly order: readonly (readonly number[])[];
  readonly firstWins: readonly boolean[];
  readonly lockHoldsInside: boolean;
}

const OPERATORS = ['@@assign', '@@append', '@@remove'];
const ALLOWED = '@@operators_allowed_for_child_policies';

/** `nodes`: from the root to the account, each with the policies that are attached to it. */
export function effectiveLeaves(nodes: readonly (readonly Json[])[], way: Way): Leaves {
  const leaves: Leaves = new Map();
  let allow = new Map<string, string[]>();
  for (const [index, policies] of nodes.entries()) {
    const inherited = new Map(leaves);
    const allowHere = new Map(allow);
    const assignedHere = new Set<string>();
    for (const number of way.order[index] ?? []) {
      for (const { path, said } of statements(policies[number] ?? {}, [])) {
        const key = path.join('/');
        const locks = said[ALLOWED];
        if (Array.isArray(locks)) {
          const given = locks.includes('@@all') ? OPERATORS : OPERATORS.filter((each) => locks.includes(each));
          allowHere.set(
            key,
            (allowHere.get(key) ?? OPERATORS).filter((each) => given.includes(each)),
          );
        }
        for (const operator of OPERATORS) {
          const value = said[operator];
          if (value === undefined || !mayDo(operator, path, inherited, allow, way.lockHoldsInside)) continue;
          const before = leaves.get(key);
          const list = (Array.isArray(value) ? value : [value]).map(String);
          if (operator === '@@assign') {
            if (assignedHere.has(key) && way.firstWins[index]) continue;
            assignedHere.add(key);
            leaves.set(key, Array.isArray(value) ? list : String(value));
          } else if (operator === '@@append') {
            leaves.set(key, [...new Set([...listed(before), ...list])]);
          } else if (before !== undefined) {
            leaves.set(
              key,
              listed(before).filter((each) => !list.includes(each)),
            );
          }
        }
      }
    }
    allow = allowHere;
  }
  return leaves;
}

function listed(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Locks of the nodes above, at the path and on the way to it. */
function mayDo(
  operator: string,
  path: readonly string[],
  inherited: Leaves,
  allow: ReadonlyMap<string, string[]>,
  inside: boolean,
): boolean {
  const lockOf = (length: number) => allow.get(path.slice(0, length).join('/')) ?? OPERATORS;
  let here = lockOf(0);
  for (let length = 1; length <= path.length; length++) {
    const isNew = !exists(inherited, path.slice(0, length));
    if (isNew && !here.includes('@@assign') && !here.includes('@@append')) return false;
    const own = lockOf(length);
    const above = inside && !isNew ? here : OPERATORS;
    here = own.filter((each) => above.includes(each));
  }
  return here.includes(operator);
}

function exists(leaves: Leaves, path: readonly string[]): boolean {
  const start = path.join('/');
  return [...leaves.keys()].some((key) => key === start || key.startsWith(`${start}/`));
}

function* statements(node: Json, path: string[]): Iterable<{ path: string[]; said: JsonMap }> {
  if (typeof node !== 'object' || Array.isArray(node)) return;
  yield { path, said: node };
  for (const [key, value] of Object.entries(node)) {
    if (!key.startsWith('@@')) yield* statements(value, [...path, key.toLowerCase()]);
  }
}

/** Every way to read a tree: orders × winners, node by node, × reach of locks. */
export function* waysOf(nodes: readonly (readonly Json[])[]): Iterable<Way> {
  for (const lockHoldsInside of [false, true]) yield* ways(nodes, 0, { order: [], firstWins: [], lockHoldsInside });
}

function* ways(nodes: readonly (readonly Json[])[], index: number, so: Way): Iterable<Way> {
  const policies = nodes[index];
  if (!policies) return yield so;
  for (const order of orders(policies.map((_, number) => number))) {
    for (const first of policies.length > 1 ? [true, false] : [true]) {
      yield* ways(nodes, index + 1, { ...so, order: [...so.order, order], firstWins: [...so.firstWins, first] });
    }
  }
}

function orders(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
