import { type BackupPolicy, OPERATORS, type Operator, type PolicyNode, type PolicyValue } from './policy.ts';

/** Where a value of an effective policy comes from. */
export interface Origin {
  readonly policy: BackupPolicy;
  /** The root, unit or account that the policy is attached to, as people call it. */
  readonly target: string;
  /** Offset in the text of the policy. */
  readonly at: number;
}

/** One thing that a leaf may be. */
export interface Candidate {
  /** Undefined: the leaf is not there. */
  readonly value: PolicyValue | undefined;
  /** Who said it, the deciding one first. */
  readonly from: readonly Origin[];
}

/** What is inherited at one place, and what policies below may do there. */
export interface Inherited {
  readonly key: string;
  readonly members: ReadonlyMap<string, Inherited>;
  /** Several where the documents of AWS leave open which it is. */
  readonly candidates: readonly Candidate[];
  readonly allowed: ReadonlySet<Operator>;
}

const ALL: ReadonlySet<Operator> = new Set(OPERATORS);

export const NOTHING: Inherited = { key: '', members: new Map(), candidates: [], allowed: ALL };

/**
 * Does a lock on an object hold what lies inside it, or only keep new keys out? AWS documents neither, so both are worked out.
 * Source: AWS Organizations User Guide, policy operators and inheritance examples.
 */
export type LockReading = 'own-node' | 'all-inside';

/** A value, or a subtree, that a policy says and a lock keeps out without a word. */
export interface KeptOut extends Origin {
  /** Keys from the top, as they are written. */
  readonly path: readonly string[];
  readonly operator?: Operator;
}

export interface AttachedPolicies {
  readonly target: string;
  /** Their order is told by no API, so it decides nothing here. */
  readonly policies: readonly BackupPolicy[];
}

/** What is inherited below a node of the tree: what comes from above, and what its own policies make of it. */
export function merged(
  above: Inherited,
  { target, policies }: AttachedPolicies,
  reading: LockReading,
  keptOut: (what: KeptOut) => void = () => undefined,
): Inherited {
  const given = policies.map((policy) => ({ policy, node: policy.root }));
  return given.length === 0 ? above : new Merge(target, reading, keptOut).at(above, given, ALL, []);
}

interface Said {
  readonly policy: BackupPolicy;
  readonly node: PolicyNode;
}

class Merge {
  readonly #target: string;
  readonly #reading: LockReading;
  readonly #keptOut: (what: KeptOut) => void;

  constructor(target: string, reading: LockReading, keptOut: (what: KeptOut) => void) {
    this.#target = target;
    this.#reading = reading;
    this.#keptOut = keptOut;
  }

  at(above: Inherited, said: readonly Said[], locked: ReadonlySet<Operator>, path: readonly string[]): Inherited {
    const allowed = this.#reading === 'all-inside' ? common(locked, above.allowed) : above.allowed;
    const takesKeys = allowed.has('@@assign') || allowed.has('@@append');
    const members = new Map(above.members);
    for (const [key, inside] of byKey(said)) {
      const former = above.members.get(key);
      const isThere = former !== undefined && mayHold(former);
      const written = inside[0]?.node.key ?? key;
      if (!isThere && !takesKeys) {
        for (const each of inside) this.#tellKeptOut(each, [...path, each.node.key]);
        continue;
      }
      const into = former ?? { ...NOTHING, key: written };
      members.set(key, this.at(into, inside, isThere ? allowed : ALL, [...path, written]));
    }
    return {
      key: above.key,
      members,
      candidates: this.#leaf(above.candidates, said, allowed, path),
      allowed: said.reduce((left, { node }) => (node.allowed ? common(left, node.allowed) : left), above.allowed),
    };
  }

  #leaf(
    before: readonly Candidate[],
    said: readonly Said[],
    allowed: ReadonlySet<Operator>,
    path: readonly string[],
  ): readonly Candidate[] {
    const steps = said.flatMap((each) => {
      const operators = OPERATORS.filter((operator) => each.node.operators[operator] !== undefined);
      for (const operator of operators) if (!allowed.has(operator)) this.#tellKeptOut(each, path, operator);
      const taken = operators.filter((operator) => allowed.has(operator));
      return taken.length === 0 ? [] : [{ ...each, operators: taken }];
    });
    if (steps.length === 0) return before;
    return mixtures(before.length === 0 ? [{ value: undefined, from: [] }] : before, steps, this.#target);
  }

  #tellKeptOut({ policy, node }: Said, path: readonly string[], operator?: Operator): void {
    this.#keptOut({ policy, target: this.#target, at: node.at, path, ...(operator ? { operator } : {}) });
  }
}

interface Step extends Said {
  readonly operators: readonly Operator[];
}

/** Of policies on one node that say different things of one leaf: beyond it, nobody could read the answer. */
const MOST_CANDIDATES = 24;

/** All that a leaf may be, whatever order its policies were attached in, and whether the first or the last of them decides. */
function mixtures(before: readonly Candidate[], steps: readonly Step[], target: string): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  const orders = commutes(steps) ? [steps] : permutations(steps);
  if (steps.length > MOST_PERMUTED && orders.length > 1) found.set('', { value: undefined, from: [] });
  for (const start of before) {
    for (const order of orders) {
      for (const firstDecides of order.length > 1 ? [true, false] : [true]) {
        const made = inOrder(start, order, firstDecides, target);
        const key = textOf(made.value);
        if (!found.has(key)) found.set(key, made);
        if (found.size >= MOST_CANDIDATES) return [...found.values()];
      }
    }
  }
  return [...found.values()];
}

/** Those that only add, and those that only take away, do the same in every order. */
function commutes(steps: readonly Step[]): boolean {
  return (['@@append', '@@remove'] as const).some((operator) =>
    steps.every(({ operators }) => operators.every((each) => each === operator)),
  );
}

/** Of more policies not every order is tried: what they make of a leaf is then open, whatever those tried make of it. */
const MOST_PERMUTED = 5;

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  if (items.length > MOST_PERMUTED) return items.map((item) => [item, ...items.filter((other) => other !== item)]);
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

function inOrder(start: Candidate, order: readonly Step[], firstDecides: boolean, target: string): Candidate {
  let { value, from } = start;
  let isAssigned = false;
  for (const { policy, node, operators } of order) {
    const origin = { policy, target, at: node.at };
    for (const operator of operators) {
      const said = node.operators[operator];
      if (said === undefined) continue;
      if (operator === '@@assign') {
        if (isAssigned && firstDecides) continue;
        isAssigned = true;
        value = said;
        from = [origin];
      } else if (operator === '@@append') {
        value = [...new Set([...listOf(value), ...listOf(said)])];
        from = [origin, ...from];
      } else if (value !== undefined) {
        const gone = listOf(said);
        value = listOf(value).filter((item) => !gone.includes(item));
        from = [origin, ...from];
      }
    }
  }
  return { value, from };
}

export function listOf(value: PolicyValue | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** Equal for what AWS takes for equal: lists are sets. */
export function textOf(value: PolicyValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value.toSorted());
}

/** Whether there is, or may be, a value below. */
export function mayHold({ candidates, members }: Inherited): boolean {
  return candidates.some(({ value }) => value !== undefined) || [...members.values()].some(mayHold);
}

function common(one: ReadonlySet<Operator>, other: ReadonlySet<Operator>): ReadonlySet<Operator> {
  if (one === ALL) return other;
  return other === ALL ? one : new Set([...one].filter((operator) => other.has(operator)));
}

function byKey(said: readonly Said[]): ReadonlyMap<string, readonly Said[]> {
  const groups = new Map<string, Said[]>();
  for (const { policy, node } of said) {
    for (const [key, member] of node.members) {
      const group = groups.get(key);
      if (group) group.push({ policy, node: member });
      else groups.set(key, [{ policy, node: member }]);
    }
  }
  return groups;
}
