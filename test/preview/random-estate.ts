/*
 * Estates made at random, and changes of them: what a person might write in Terraform. One seed gives the same ones again.
 */

type Random = () => number;

/** mulberry32: small, and the same everywhere. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface TableOf {
  readonly name: string;
  readonly tier: string;
  readonly backup: string;
  readonly pitr: boolean;
  readonly protect: boolean;
}

export type Where = 'near' | 'far';

/** Tables of one block: one, some by `count`, or some by `for_each`, in a module `depth` deep. */
export interface TableBlock {
  readonly label: string;
  readonly where: Where;
  readonly loop: 'one' | 'count' | 'each';
  readonly depth: 0 | 1 | 2 | 3;
  readonly hashKey: string;
  /** By `count` all are like the first, but for their names. */
  readonly tables: readonly TableOf[];
}

export interface VaultBlock {
  readonly label: string;
  readonly name: string;
  readonly where: Where;
  readonly ownKey: boolean;
  readonly lock?: { readonly label: string; readonly min: number };
  readonly denies: boolean;
}

export interface RuleOf {
  readonly name: string;
  readonly vault: string;
  readonly schedule: string;
  readonly deleteAfter: number;
  /** The label of a vault in the other Region. */
  readonly copyTo?: string;
}

export interface PlanBlock {
  readonly label: string;
  readonly where: Where;
  readonly rules: readonly RuleOf[];
  readonly selection: Selection;
}

export type Selection =
  | { readonly by: 'tag'; readonly value: string }
  | { readonly by: 'all' }
  | { readonly by: 'references'; readonly blocks: readonly string[] }
  | { readonly by: 'name'; readonly pattern: string }
  | { readonly by: 'condition'; readonly value: string };

export interface RandomEstate {
  readonly tables: readonly TableBlock[];
  readonly vaults: readonly VaultBlock[];
  readonly plans: readonly PlanBlock[];
  /** Addresses that moved since the estate before. */
  readonly moved: readonly (readonly [string, string])[];
  /** For names that were never used before. */
  readonly next: number;
}

const TIERS = ['gold', 'gold', 'none'];
const BACKUPS = ['daily', 'daily', 'weekly', 'never'];
const SCHEDULES = [
  'cron(0 5 ? * * *)',
  'cron(0 5 ? * * *)',
  'cron(0 9 ? * MON-FRI *)',
  'cron(0 2 ? * SUN *)',
  'rate(1 day)',
];
const PLACES: readonly Where[] = ['near', 'near', 'far'];

function pick<T>(random: Random, from: readonly T[]): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error('there is nothing to pick');
  return chosen;
}

function tableOf(random: Random, name: string): TableOf {
  return {
    name,
    tier: pick(random, TIERS),
    backup: pick(random, BACKUPS),
    pitr: random() < 0.6,
    protect: random() < 0.1,
  };
}

function tableBlock(random: Random, number: number): TableBlock {
  const label = `tab${number}`;
  const loop = pick(random, ['one', 'count', 'each'] as const);
  const names = loop === 'one' ? [label] : [`${label}-0`, `${label}-1`];
  const [first] = names.map((name) => tableOf(random, name));
  return {
    label,
    where: pick(random, PLACES),
    loop,
    depth: pick(random, [0, 0, 1, 2, 3] as const),
    hashKey: 'pk',
    tables: names.map((name) => (loop === 'count' && first ? { ...first, name } : tableOf(random, name))),
  };
}

function vaultBlock(random: Random, number: number, where: Where): VaultBlock {
  const label = `v${number}`;
  return {
    label,
    name: label,
    where,
    ownKey: random() < 0.5,
    denies: random() < 0.3,
    ...(random() < 0.5 ? { lock: { label, min: 7 } } : {}),
  };
}

function ruleOf(random: Random, name: string, where: Where, vaults: readonly VaultBlock[]): RuleOf {
  const here = vaults.filter((vault) => vault.where === where);
  const there = vaults.filter((vault) => vault.where !== where);
  return {
    name,
    vault: pick(random, here).label,
    schedule: pick(random, SCHEDULES),
    deleteAfter: pick(random, [35, 35, 14, 400, 3]),
    ...(random() < 0.4 ? { copyTo: pick(random, there).label } : {}),
  };
}

function selectionOf(random: Random, where: Where, tables: readonly TableBlock[]): Selection {
  const here = tables.filter((block) => block.where === where).map(({ label }) => label);
  const kind = pick(random, ['tag', 'tag', 'all', 'references', 'name', 'condition'] as const);
  switch (kind) {
    case 'tag':
    case 'condition':
      return { by: kind, value: pick(random, BACKUPS) };
    case 'all':
      return { by: 'all' };
    case 'references':
      return here.length === 0 ? { by: 'all' } : { by: 'references', blocks: [pick(random, here)] };
    case 'name':
      return { by: 'name', pattern: pick(random, ['tab*', 'tab1*', 'tab2-*']) };
  }
}

function planBlock(random: Random, number: number, estate: RandomEstate): PlanBlock {
  const where = pick(random, PLACES);
  return {
    label: `p${number}`,
    where,
    rules: [ruleOf(random, 'first', where, estate.vaults)],
    selection: selectionOf(random, where, estate.tables),
  };
}

export function randomEstate(random: Random): RandomEstate {
  const bare: RandomEstate = {
    tables: [tableBlock(random, 1), tableBlock(random, 2), tableBlock(random, 3)],
    vaults: [vaultBlock(random, 4, 'near'), vaultBlock(random, 5, 'far')],
    plans: [],
    moved: [],
    next: 8,
  };
  return { ...bare, plans: [planBlock(random, 6, bare), planBlock(random, 7, bare)] };
}

type Change = (estate: RandomEstate, random: Random) => RandomEstate;

function oneOf<T extends { readonly label: string }>(
  random: Random,
  all: readonly T[],
  change: (one: T) => readonly T[],
): readonly T[] {
  if (all.length === 0) return all;
  const chosen = pick(random, all);
  return all.flatMap((each) => (each === chosen ? change(each) : [each]));
}

function ofTables(change: (block: TableBlock, random: Random, next: number) => readonly TableBlock[]): Change {
  return (estate, random) => ({
    ...estate,
    tables: oneOf(random, estate.tables, (block) => change(block, random, estate.next)),
    next: estate.next + 1,
  });
}

function ofVaults(change: (vault: VaultBlock, random: Random, next: number) => readonly VaultBlock[]): Change {
  return (estate, random) => ({
    ...estate,
    vaults: oneOf(random, estate.vaults, (vault) => change(vault, random, estate.next)),
    next: estate.next + 1,
  });
}

function ofPlans(change: (plan: PlanBlock, random: Random, estate: RandomEstate) => readonly PlanBlock[]): Change {
  return (estate, random) => ({
    ...estate,
    plans: oneOf(random, estate.plans, (plan) => change(plan, random, estate)),
    next: estate.next + 1,
  });
}

function eachTable(block: TableBlock, change: (table: TableOf) => TableOf): TableBlock {
  return { ...block, tables: block.tables.map(change) };
}

/** Names of resources that are in use: another block may take over what one leaves. */
const CHANGES: Readonly<Record<string, Change>> = {
  'a table comes': (estate, random) => ({
    ...estate,
    tables: [...estate.tables, tableBlock(random, estate.next)],
    next: estate.next + 1,
  }),
  'tables get other tags': ofTables((block, random) => [
    eachTable(block, (table) => ({ ...table, tier: 'gold', backup: pick(random, BACKUPS) })),
  ]),
  'tables turn recovery on or off': ofTables((block) => [
    eachTable(block, (table) => ({ ...table, pitr: !table.pitr })),
  ]),
  'tables turn protection on or off': ofTables((block) => [
    eachTable(block, (table) => ({ ...table, protect: !table.protect })),
  ]),
  'tables are replaced': ofTables((block) => [{ ...block, hashKey: block.hashKey === 'pk' ? 'id' : 'pk' }]),
  'tables go': ofTables(() => []),
  'a loop grows': ofTables((block, random) => {
    const [first] = block.tables;
    if (block.loop === 'one' || !first) return [block];
    const name = `${block.label}-${block.tables.length}`;
    return [
      { ...block, tables: [...block.tables, block.loop === 'count' ? { ...first, name } : tableOf(random, name)] },
    ];
  }),
  'a loop shrinks': ofTables((block) =>
    block.tables.length > 1 ? [{ ...block, tables: block.tables.slice(0, -1) }] : [block],
  ),
  'tables are renamed': ofTables((block, _, next) => [
    {
      ...eachTable(block, (table) => ({ ...table, name: table.name.replace(/^tab\d+/, `tab${next}`) })),
      label: `tab${next}`,
    },
  ]),
  'tables change their Region': ofTables((block) => [{ ...block, where: block.where === 'near' ? 'far' : 'near' }]),
  'tables change their module': ofTables((block, random) => [{ ...block, depth: pick(random, [0, 1, 2, 3] as const) }]),
  'a table moves': (estate, random) => {
    const next = `tab${estate.next}`;
    const alone = estate.tables.filter(({ loop, depth }) => loop === 'one' && depth === 0);
    if (alone.length === 0) return estate;
    const chosen = pick(random, alone);
    return {
      ...estate,
      tables: estate.tables.map((block) => (block === chosen ? { ...block, label: next } : block)),
      moved: [[`aws_dynamodb_table.${chosen.label}`, `aws_dynamodb_table.${next}`]],
      next: estate.next + 1,
    };
  },
  'a vault comes': (estate, random) => ({
    ...estate,
    vaults: [...estate.vaults, vaultBlock(random, estate.next, pick(random, PLACES))],
    next: estate.next + 1,
  }),
  'a lock comes or goes': ofVaults((vault) => {
    const { lock, ...bare } = vault;
    return [lock ? bare : { ...bare, lock: { label: vault.label, min: 7 } }];
  }),
  'a lock changes': ofVaults((vault, random) => [
    vault.lock ? { ...vault, lock: { ...vault.lock, min: pick(random, [1, 7, 30, 90]) } } : vault,
  ]),
  'a lock is renamed': ofVaults((vault, _, next) => [
    vault.lock ? { ...vault, lock: { ...vault.lock, label: `l${next}` } } : vault,
  ]),
  'a vault policy comes or goes': ofVaults((vault) => [{ ...vault, denies: !vault.denies }]),
  'a vault gets another name': ofVaults((vault, _, next) => [{ ...vault, name: `v${next}` }]),
  'a vault gets another key': ofVaults((vault) => [{ ...vault, ownKey: !vault.ownKey }]),
  'a plan comes': (estate, random) => ({
    ...estate,
    plans: [...estate.plans, planBlock(random, estate.next, estate)],
    next: estate.next + 1,
  }),
  'a plan goes': ofPlans(() => []),
  'a plan is renamed': ofPlans((plan, _, { next }) => [{ ...plan, label: `p${next}` }]),
  'a plan changes its Region': (estate, random) => ({
    ...estate,
    plans: oneOf(random, estate.plans, (plan) => [{ ...planBlock(random, estate.next, estate), label: plan.label }]),
    next: estate.next + 1,
  }),
  'a rule changes': ofPlans((plan, random, { vaults }) => [
    { ...plan, rules: plan.rules.map(({ name }) => ruleOf(random, name, plan.where, vaults)) },
  ]),
  'a rule comes': ofPlans((plan, random, { vaults, next }) => [
    { ...plan, rules: [...plan.rules, ruleOf(random, `r${next}`, plan.where, vaults)] },
  ]),
  'a rule goes': ofPlans((plan) => [plan.rules.length > 1 ? { ...plan, rules: plan.rules.slice(1) } : plan]),
  'a selection changes': ofPlans((plan, random, { tables }) => [
    { ...plan, selection: selectionOf(random, plan.where, tables) },
  ]),
};

/** A few changes at once; what refers to something that went, or is elsewhere, lets go of it. */
export function changed(
  before: RandomEstate,
  random: Random,
): { readonly estate: RandomEstate; readonly did: readonly string[] } {
  const did = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, Object.keys(CHANGES)));
  const start: RandomEstate = { ...before, moved: [] };
  const estate = did.reduce((found, name) => CHANGES[name]?.(found, random) ?? found, start);
  return { estate: coherent(estate, random), did };
}

function coherent(estate: RandomEstate, random: Random): RandomEstate {
  const plans = estate.plans.map((plan) => {
    const { selection } = plan;
    const stands = (label: string) =>
      estate.tables.some((block) => block.label === label && block.where === plan.where);
    return selection.by === 'references' && !selection.blocks.every(stands)
      ? { ...plan, selection: { by: 'tag' as const, value: pick(random, BACKUPS) } }
      : plan;
  });
  const moved = estate.moved.filter(([, to]) =>
    estate.tables.some(({ label, depth }) => depth === 0 && to === `aws_dynamodb_table.${label}`),
  );
  return { ...estate, plans, moved };
}
