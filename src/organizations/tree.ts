import { type AttachedPolicies, type Inherited, type KeptOut, type LockReading, merged, NOTHING } from './merge.ts';
import type { BackupPolicy, PolicyNode } from './policy.ts';

/** A root, a unit or an account, with the policies that are attached to it directly. */
export interface TreeNode {
  /** `r-…`, `ou-…`, or an account. */
  readonly id: string;
  readonly name: string;
  /** Absent: the root. */
  readonly parent?: string;
  readonly policies: readonly BackupPolicy[];
}

/** What an account has in the end, by each of the two readings of a lock on an object; one, where no lock divides them. */
export type Effective = readonly [Inherited, ...Inherited[]];

/** Effective policies of a tree: each node is merged once, and accounts without policies of their own share what they have. */
export class EffectivePolicies {
  readonly #nodes: ReadonlyMap<string, TreeNode>;
  readonly #found = new Map<string, Effective>();
  readonly #keptOut = new Map<string, KeptOut>();

  constructor(nodes: readonly TreeNode[]) {
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
  }

  /** From the root down to the node itself. Undefined: a node of the way is not known. */
  wayTo(id: string): readonly TreeNode[] | undefined {
    const way: TreeNode[] = [];
    for (let at: string | undefined = id; at !== undefined; ) {
      const node: TreeNode | undefined = this.#nodes.get(at);
      if (!node || way.includes(node)) return undefined;
      way.unshift(node);
      at = node.parent;
    }
    return way;
  }

  of(id: string): Effective | undefined {
    const way = this.wayTo(id);
    if (!way) return undefined;
    let effective: Effective = [NOTHING];
    let isLocked = false;
    for (const node of way) {
      const found = this.#found.get(node.id);
      isLocked ||= node.policies.some(({ root }) => locksObject(root));
      effective = found ?? this.#below(effective, node, isLocked);
      this.#found.set(node.id, effective);
    }
    return effective;
  }

  /** What locks keep out by whichever reading, over all nodes that were asked for. */
  get keptOut(): readonly KeptOut[] {
    return [...this.#keptOut.values()];
  }

  #below(above: Effective, node: TreeNode, isLocked: boolean): Effective {
    if (node.policies.length === 0) return above;
    const [own, inside = own] = above;
    const attached = { target: labelOf(node), policies: node.policies };
    const one = this.#merged(own, attached, 'own-node');
    return isLocked ? [one, this.#merged(inside, attached, 'all-inside')] : [one];
  }

  #merged(above: Inherited, attached: AttachedPolicies, reading: LockReading): Inherited {
    return merged(above, attached, reading, (what) => {
      const key = [what.policy.id ?? what.policy.name, what.target, ...what.path, what.operator ?? ''].join('\n');
      this.#keptOut.set(key, what);
    });
  }
}

function labelOf({ id, name }: Pick<TreeNode, 'id' | 'name'>): string {
  return name === '' || name === id ? id : `${name} (${id})`;
}

const locking = new WeakMap<PolicyNode, boolean>();

/** Whether a lock stands on more than a leaf. */
function locksObject(node: PolicyNode): boolean {
  const known = locking.get(node);
  if (known !== undefined) return known;
  const isLeaf = Object.keys(node.operators).length > 0 && node.members.size === 0;
  const locks = (node.allowed !== undefined && !isLeaf) || [...node.members.values()].some(locksObject);
  locking.set(node, locks);
  return locks;
}
