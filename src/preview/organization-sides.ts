import { type Fact, known, type Unknown, unknown } from '../model/fact.ts';
import type { AccountInventory, Inventory } from '../model/inventory.ts';
import { isObject, parseJson } from '../model/json.ts';
import type { OrganizationTree } from '../model/organization.ts';
import type { Position } from '../model/policy.ts';
import { EffectiveNode } from '../organizations/leaf.ts';
import { type KeptOut, listOf, NOTHING, type Origin, textOf } from '../organizations/merge.ts';
import type { BackupPolicy } from '../organizations/policy.ts';
import { type Finding, readPolicy } from '../organizations/read-policy.ts';
import { type Effective, EffectivePolicies, type TreeNode } from '../organizations/tree.ts';

/** A policy as it will be. */
export interface GivenPolicy {
  readonly policy: BackupPolicy;
  /** No policy of the organization is called so. */
  readonly isNew: boolean;
  /** Why AWS refuses it. */
  readonly problems: readonly Finding[];
}

/** The effective policy of one account before and after the change. */
export interface AccountSides {
  /** Undefined: nothing tells what other policies there are, so that the files are all that is known. */
  readonly before: Fact<Effective> | undefined;
  readonly after: Fact<Effective>;
  /** Names of plans of the given policies, in lower case. */
  readonly alone: readonly string[];
  /** Given: what becomes of the plans is open, whatever the policies say. */
  readonly doubt?: Unknown;
}

/** An organization before and after the change, as far as it is known. */
export interface Organizations {
  readonly managementAccount: string | undefined;
  /** After the sides of the accounts were asked for. */
  readonly notes: readonly string[];
  readonly sidesOf: (account: AccountInventory) => AccountSides;
  readonly sidesAlone: AccountSides;
  /** Of the policies that are given, the one that a plan comes from, and where it stands there. */
  /** Given: what other policies there are is not known, and they decide, too. */
  readonly filesAlone?: Unknown;
  readonly originOf: (plan: string, sides: AccountSides) => Found;
  readonly givenIn: (origins: readonly Origin[]) => Found;
}

export interface Found {
  readonly policy: BackupPolicy;
  readonly at?: Position;
}

export function organizationsOf(given: readonly GivenPolicy[], inventory: Inventory | undefined): Organizations {
  const read = inventory?.organization?.tree;
  if (read?.known) return new Tree(given, read.value);
  return new FilesAlone(given, read);
}

/** What both have of the files that are given. */
abstract class Given {
  protected readonly policies: readonly BackupPolicy[];
  protected readonly plans: readonly string[];

  constructor(given: readonly GivenPolicy[]) {
    this.policies = given.map(({ policy }) => policy);
    this.plans = this.policies.flatMap(({ root }) => [...(root.members.get('plans')?.members.keys() ?? [])]);
  }

  get sidesAlone(): AccountSides {
    const tree = new EffectivePolicies([{ id: ALONE, name: '', policies: this.policies }]);
    const after = tree.of(ALONE);
    return { before: undefined, after: after ? known(after, 'the files') : NO_WAY, alone: this.plans };
  }

  originOf(plan: string, { after, before }: AccountSides): Found {
    for (const side of [after, before]) {
      if (!side?.known) continue;
      const found = this.given(EffectiveNode.of(side.value).at('plans', plan).origins);
      if (found) return found;
    }
    const written = this.policies.flatMap((policy) => {
      const node = policy.root.members.get('plans')?.members.get(plan);
      return node ? [placed(policy, node.at)] : [];
    });
    return written[0] ?? this.first;
  }

  givenIn(origins: readonly Origin[]): Found {
    return this.given(origins) ?? this.first;
  }

  private given(origins: readonly Origin[]): Found | undefined {
    const [origin] = origins.filter(({ policy }) => this.policies.includes(policy));
    return origin && placed(origin.policy, origin.at);
  }

  private get first(): Found {
    const [policy] = this.policies;
    if (!policy) throw new Error('no backup policy is given');
    return placed(policy, 0);
  }
}

const ALONE = 'the account';
const NOT_LISTED = unknown('not-collected', 'a policy of the tree is not among those that were read');
const NO_WAY = unknown('not-collected', 'where the account stands in the organization is not known');

function placed(policy: BackupPolicy, at: number): Found {
  return policy.file === undefined ? { policy } : { policy, at: { file: policy.file, ...policy.placeOf(at) } };
}

class FilesAlone extends Given implements Organizations {
  readonly managementAccount = undefined;
  readonly notes: readonly string[];
  readonly filesAlone: Unknown;

  constructor(given: readonly GivenPolicy[], why: Unknown | undefined) {
    super(given);
    const names = this.policies.map(({ name }) => name).join(', ');
    const reading = why ? `the organization could not be read: ${why.detail}` : '--organization reads the tree';
    const detail = `other backup policies on the way from the root may change what ${names} says, or keep what is there; ${reading}`;
    this.filesAlone = why ? { ...why, detail } : unknown('not-collected', detail);
    this.notes = [
      `what an account would get from ${names} alone is judged, as if nothing else were attached on its way from the root, and what other policies may change is unknown: ${reading}`,
    ];
  }

  sidesOf(): AccountSides {
    return this.sidesAlone;
  }
}

class Tree extends Given implements Organizations {
  readonly managementAccount: string;
  readonly #notes: readonly string[];
  readonly #before: EffectivePolicies;
  readonly #after: EffectivePolicies;
  /** By node. */
  readonly #unreadAt: ReadonlyMap<string, readonly Unknown[]>;
  readonly #enabled: boolean;

  constructor(given: readonly GivenPolicy[], tree: OrganizationTree) {
    super(given);
    this.managementAccount = tree.managementAccount;
    this.#enabled = tree.enabled;
    const read = new Map(tree.policies.map((policy) => [policy.id, livePolicy(policy)]));
    this.#unreadAt = new Map(
      tree.nodes.map(({ id, policies }) => [
        id,
        policies.flatMap((policy) => {
          const found = read.get(policy);
          return found?.known ? [] : [found ?? NOT_LISTED];
        }),
      ]),
    );
    const before = new Map([...read].flatMap(([id, policy]) => (policy.known ? [[id, policy.value] as const] : [])));
    const replaced = new Map(
      this.policies.flatMap((policy) => (policy.id === undefined ? [] : [[policy.id, policy] as const])),
    );
    const unattached = this.policies.filter(({ id }) => id === undefined);
    this.#before = new EffectivePolicies(nodesOf(tree, (id) => before.get(id), []));
    this.#after = new EffectivePolicies(nodesOf(tree, (id) => replaced.get(id) ?? before.get(id), unattached));
    this.#notes = [
      ...unattached.map(
        ({ name }) =>
          `the organization has no backup policy ${name}: it is judged as if it were attached to each account; its policies are ${namesOf(tree)}`,
      ),
      ...this.policies
        .filter(({ id }) => id !== undefined && !tree.nodes.some(({ policies }) => policies.includes(id)))
        .map(({ name }) => `backup policy ${name} is attached nowhere: the change has no effect`),
      ...(tree.enabled ? [] : ['backup policies are not enabled in the organization: what is attached has no effect']),
    ];
  }

  get notes(): readonly string[] {
    const kept = this.#after.keptOut.filter(({ policy }) => this.policies.includes(policy));
    const more = kept.length > MOST_NOTES ? [`locks keep out ${kept.length - MOST_NOTES} more places`] : [];
    return [...this.#notes, ...kept.slice(0, MOST_NOTES).map(keptOutText), ...more];
  }

  sidesOf(account: AccountInventory): AccountSides {
    const alone = this.plans;
    if (!this.#enabled) return { before: NONE, after: NONE, alone };
    const way = this.#after.wayTo(account.account);
    const [before, after] = [this.#before.of(account.account), this.#after.of(account.account)];
    if (!way || !before || !after) return { before: NO_WAY, after: NO_WAY, alone };
    const isTouched = way.some(({ policies }) => policies.some((policy) => this.policies.includes(policy)));
    const [unread] = this.#unreadOn(way);
    if (isTouched && unread) return { before: unread, after: unread, alone };
    const doubt = doubtOf(account, before);
    return { before: known(before, FROM), after: known(after, FROM), alone, ...(doubt ? { doubt } : {}) };
  }

  #unreadOn(way: readonly TreeNode[]): readonly Unknown[] {
    return way.flatMap(({ id }) => this.#unreadAt.get(id) ?? []);
  }
}

const MOST_NOTES = 20;

function keptOutText({ policy, at, path, operator, target }: KeptOut): string {
  const { line, column } = policy.placeOf(at);
  const what = operator === undefined ? path.join('/') : `${operator} of ${path.join('/')}`;
  return `${policy.file ?? policy.name}:${line}:${column}: a lock further up keeps ${what} out at ${target}, or may: AWS ignores it without a word`;
}

/** Where AWS tells another effective policy than the one worked out, or none is told, what the change makes of it is open. */
function doubtOf({ account, effectiveBackupPolicy: told }: AccountInventory, before: Effective): Unknown | undefined {
  if (!told?.known) return told;
  const detail = differenceFrom(before, told.value, account);
  return detail === undefined ? undefined : unknown('undocumented', detail);
}

const NONE = known<Effective>([NOTHING], 'organizations:ListRoots');

const FROM = 'the tree of the organization';

function namesOf({ policies }: OrganizationTree): string {
  const shown = policies.slice(0, 10).map(({ id, name }) => `${name} (${id})`);
  return shown.length === 0 ? 'none' : shown.join(', ') + (policies.length > 10 ? ' …' : '');
}

function livePolicy({ id, name, content }: OrganizationTree['policies'][number]): Fact<BackupPolicy> {
  if (!content.known) return content;
  const { policy, problems } = readPolicy({ id, name, text: content.value });
  const [problem] = problems;
  if (policy && !problem) return known(policy, content.from);
  return unknown(
    'undocumented',
    `policy ${name} (${id}) is not understood: line ${problem?.line ?? 1}: ${problem?.message ?? ''}`,
  );
}

function nodesOf(
  { nodes }: OrganizationTree,
  policyOf: (id: string) => BackupPolicy | undefined,
  ofAccounts: readonly BackupPolicy[],
): readonly TreeNode[] {
  return nodes.map(({ id, kind, name, parent, policies }) => ({
    id,
    name,
    ...(parent === undefined ? {} : { parent }),
    policies: [...policies.flatMap((policy) => policyOf(policy) ?? []), ...(kind === 'account' ? ofAccounts : [])],
  }));
}

/** Where AWS's own effective policy differs from the one worked out; undefined: nowhere, but for what is open. */
function differenceFrom(mine: Effective, told: string | null, account: string): string | undefined {
  const theirs = told === null ? new Map<string, string>() : toldLeaves(told, account);
  if (!theirs) return 'the effective policy that AWS tells is not understood';
  const node = EffectiveNode.of(mine);
  const seen = new Set<string>();
  const visit = (at: EffectiveNode, path: string): string | undefined => {
    const { leaf } = at;
    const said = theirs.get(path);
    if (said !== undefined) seen.add(path);
    const mayBe =
      leaf.is === 'absent'
        ? [undefined]
        : leaf.is === 'known'
          ? [leaf.value]
          : leaf.candidates.map(({ value }) => value);
    const fits = mayBe.some((value) => (value === undefined ? undefined : asTold(value, account)) === said);
    if (!fits)
      return `AWS has another effective policy for account ${account} than its policies make: ${path} is ${said ?? 'absent'}`;
    for (const member of at.members) {
      const found = visit(member, path === '' ? member.key : `${path}/${member.key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const found = visit(node, '');
  if (found !== undefined) return found;
  const missed = [...theirs.keys()].find((path) => !seen.has(path));
  return missed === undefined
    ? undefined
    : `AWS has another effective policy for account ${account} than its policies make: it has ${missed}`;
}

/** AWS shows `$account` replaced or not, lists in any order, and one value as a text or a list. */
function asTold(value: string | readonly string[], account: string): string {
  return textOf(listOf(value).map((each) => each.replaceAll('$account', account)));
}

function toldLeaves(text: string, account: string): ReadonlyMap<string, string> | undefined {
  const leaves = new Map<string, string>();
  const visit = (node: unknown, path: readonly string[]): void => {
    if (isObject(node)) {
      for (const [key, value] of Object.entries(node)) visit(value, [...path, key.toLowerCase()]);
    } else {
      const items = Array.isArray(node) ? node : [node];
      leaves.set(path.join('/'), asTold(items.map(String), account));
    }
  };
  try {
    visit(parseJson(text), []);
    return leaves;
  } catch {
    return undefined;
  }
}
