import { type Fact, mapFact, type Unknown } from '../model/fact.ts';
import { type AccountInventory, type Inventory, isSamePlace, type RegionInventory } from '../model/inventory.ts';
import type { TableRecord } from '../model/table.ts';
import type { Change, Edit, MayDrop, ResourceChange } from './change.ts';
import { isProtected, opened } from './edit-table.ts';
import { holdsPoints } from './edit-vault.ts';
import { without } from './fact-list.ts';
import { type OverlayOptions, overlay } from './overlay.ts';
import { mayBe, mayBeIn } from './place.ts';

/**
 * The inventory after changes, had the stacks of which nothing is known owned all that they may own: what their templates do
 * not have is gone. A stack that owns less leaves more of it, so what holds of this one and of the full one holds of all.
 * Undefined where all that changes own is known.
 */
export function withAllDropped(
  inventory: Inventory,
  changes: readonly Change[],
  options: OverlayOptions,
): Inventory | undefined {
  const drops = changes.flatMap(({ mayDrop }) => mayDrop ?? []);
  if (drops.length === 0) return undefined;
  const after = overlay(inventory, changes.map(withItsTagsOnly), options).inventory;
  const resources = changes.flatMap((change) => change.resources);
  const regions = after.regions.map((region) => {
    const before = inventory.regions.find((each) => isSamePlace(each, region));
    const here = drops.filter(({ place }) => mayBeIn(place, region));
    const edits = resources.filter(({ place }) => mayBeIn(place, region)).flatMap((resource) => resource.edits);
    return before ? here.reduce((left, drop) => regionLeft(left, before, edits, drop), region) : region;
  });
  const accounts = after.accounts.map((account) => {
    const drop = drops.find(({ place }) => mayBe(place.account, account.account));
    return drop ? accountLeft(account, drop.why) : account;
  });
  return { ...after, accounts, regions };
}

/**
 * The inventory after changes, had the stacks of which nothing is known deployed the same templates before: what is there stays as
 * it is, also where it drifted from them. Undefined where all that changes own is known.
 */
export function withAllKept(
  inventory: Inventory,
  changes: readonly Change[],
  options: OverlayOptions,
): Inventory | undefined {
  if (changes.every(({ mayDrop }) => mayDrop === undefined)) return undefined;
  return overlay(
    inventory,
    changes.map((change) => withNewOnly(change, inventory)),
    options,
  ).inventory;
}

/** Without what may be there already. */
function withNewOnly(change: Change, { regions }: Inventory): Change {
  if (!change.mayDrop) return change;
  const places = regions.map((region) => ({ region, things: new Set(thingsIn(region)) }));
  const isThere = (edit: Edit, { place }: ResourceChange) =>
    places
      .filter(({ region }) => mayBeIn(place, region))
      .some(({ region, things }) =>
        edit.kind === 'plan' || edit.kind === 'selection'
          ? isOfPlans(edit, region)
          : thingOf(edit).some((thing) => things.has(thing)),
      );
  const plans = change.resources.filter((resource) =>
    resource.edits.some((edit) => edit.kind === 'plan' && isThere(edit, resource)),
  );
  const addresses = new Set(plans.map(({ address }) => address));
  const isOfThem = (edit: Edit) =>
    edit.kind === 'selection' && edit.plan.kind === 'planned' && addresses.has(edit.plan.address);
  const resources = change.resources.map((resource) => ({
    ...resource,
    edits: resource.edits.filter((edit) => !isOfThem(edit) && !isThere(edit, resource)),
  }));
  return { ...change, resources };
}

/** Plans by their names, selections by theirs and the id of their plan. */
function isOfPlans(edit: Extract<Edit, { readonly kind: 'plan' | 'selection' }>, { plans }: RegionInventory): boolean {
  if (edit.kind === 'plan') return named(plans, edit.name);
  const { plan, name } = edit;
  if (plan.kind !== 'live' || !plans.known) return false;
  return plans.value.some(({ id, selections }) => id === plan.id && named(selections, name));
}

function named(list: Fact<readonly { readonly name: string }[]>, wanted: string): boolean {
  return list.known && list.value.some(({ name }) => name === wanted);
}

/** What a Region has, as `thingOf` calls it. */
function thingsIn(region: RegionInventory): readonly string[] {
  const each = <T>(list: Fact<readonly T[]>, nameOf: (entry: T) => string) =>
    list.known ? list.value.map(nameOf) : [];
  return [
    ...each(region.tables, ({ name }) => `table ${name}`),
    ...each(region.vaults, ({ name }) => `vault ${name}`),
    ...each(region.scalableTargets, ({ resourceId, dimension }) => `target ${resourceId} ${dimension}`),
    ...each(region.scalingPolicies, ({ resourceId, dimension, name }) => `policy ${resourceId} ${dimension} ${name}`),
    ...each(region.alarms, ({ name }) => `alarm ${name}`),
    ...each(region.restoreTestingPlans, ({ name }) => `testing ${name}`),
  ];
}

/** Tags that a table has besides those of its template may go, too. */
function withItsTagsOnly(change: Change): Change {
  if (!change.mayDrop) return change;
  const bare = (edit: Edit): Edit => {
    if (edit.kind !== 'table') return edit;
    const { formerTags: _formerTags, ...table } = edit.table;
    return { kind: 'table', table };
  };
  return { ...change, resources: change.resources.map((each) => ({ ...each, edits: each.edits.map(bare) })) };
}

function regionLeft(
  after: RegionInventory,
  before: RegionInventory,
  edits: readonly Edit[],
  { tables, why }: MayDrop,
): RegionInventory {
  const written = writtenBy(edits, before);
  return {
    ...after,
    plans: mapFact(after.plans, (plans) =>
      plans
        .filter(({ id }) => !written.wasPlan(id) || written.isTarget(id))
        .map((plan) => {
          const { selections } = plan;
          return written.wasPlan(plan.id)
            ? { ...plan, selections: without(selections, ({ id }) => written.wasSelection(id)) }
            : plan;
        }),
    ),
    vaults: without(
      after.vaults,
      ({ name }) => written.wasVault(name) && !written.has('vault', name) && holdsPoints(before, name) !== true,
    ),
    tables: mapFact(after.tables, (all) =>
      all.flatMap((table): readonly TableRecord[] => {
        if (!written.wasTable(table.name) || written.has('table', table.name) || isProtected(table)) return [table];
        return mayBeOneOf(table.name, tables) ? [opened(table, why)] : [];
      }),
    ),
    scalableTargets: without(
      after.scalableTargets,
      (each) => !written.has('target', `${each.resourceId} ${each.dimension}`),
    ),
    scalingPolicies: without(
      after.scalingPolicies,
      (each) => !written.has('policy', `${each.resourceId} ${each.dimension} ${each.name}`),
    ),
    alarms: without(after.alarms, (each) => !written.has('alarm', each.name)),
    restoreTestingPlans: without(after.restoreTestingPlans, ({ name }) => !written.has('testing', name)),
    keys: after.keys.map((key) =>
      written.wasKey(key.arn) && !(key.manager.known && key.manager.value === 'AWS')
        ? { ...key, manager: why, state: why, aliases: why }
        : key,
    ),
  };
}

/** Identity policies and roles may be those of the stack. */
function accountLeft(account: AccountInventory, why: Unknown): AccountInventory {
  return {
    ...account,
    identityPolicies: account.identityPolicies.known ? why : account.identityPolicies,
    ...(account.backupRoles?.known ? { backupRoles: why } : {}),
  };
}

/** `STACK-LOGICALID-SUFFIX`. Source: CloudFormation User Guide, aws-properties-name. */
function mayBeOneOf(name: string, tables: MayDrop['tables']): boolean {
  if (tables === 'any') return true;
  const stem = /^(?<stem>.+)-[A-Z0-9]+$/.exec(name)?.groups?.['stem'];
  return stem !== undefined && tables.some((logicalId) => stem.endsWith(`-${logicalId}`));
}

/** What stood there before, and what of it the changes speak of. */
function writtenBy(edits: readonly Edit[], before: RegionInventory) {
  const things = new Set(edits.flatMap(thingOf));
  const plans = before.plans.known ? before.plans.value : [];
  const selections = plans.flatMap((plan) => (plan.selections.known ? plan.selections.value : []));
  const [planIds, selectionIds] = [new Set(plans.map(({ id }) => id)), new Set(selections.map(({ id }) => id))];
  const vaults = new Set((before.vaults.known ? before.vaults.value : []).map(({ name }) => name));
  const tables = new Set((before.tables.known ? before.tables.value : []).map(({ name }) => name));
  const keys = new Set(before.keys.map(({ arn }) => arn));
  return {
    has: (kind: string, name: string) => things.has(`${kind} ${name}`),
    isTarget: (id: string) => things.has(`plan ${id}`),
    wasPlan: (id: string) => planIds.has(id),
    wasSelection: (id: string) => selectionIds.has(id) && !things.has(`selection ${id}`),
    wasVault: (name: string) => vaults.has(name),
    wasTable: (name: string) => tables.has(name),
    wasKey: (arn: string) => keys.has(arn),
  };
}

function thingOf(edit: Edit): readonly string[] {
  switch (edit.kind) {
    case 'plan':
      return edit.id === undefined ? [] : [`plan ${edit.id}`];
    case 'selection':
      return [
        ...(edit.plan.kind === 'live' ? [`plan ${edit.plan.id}`] : []),
        ...(edit.id === undefined ? [] : [`selection ${edit.id}`]),
      ];
    case 'vault':
      return edit.name.known ? [`vault ${edit.name.value}`] : [];
    case 'table':
      return [`table ${edit.table.name}`];
    case 'scalable-target':
      return edit.target.known ? [`target ${edit.target.value.resourceId} ${edit.target.value.dimension}`] : [];
    case 'scaling-policy':
      return edit.policy.known
        ? [`policy ${edit.policy.value.resourceId} ${edit.policy.value.dimension} ${edit.policy.value.name}`]
        : [];
    case 'alarm':
      return edit.alarm.known && edit.alarm.value ? [`alarm ${edit.alarm.value.name}`] : [];
    case 'testing-plan':
      return edit.plan.known ? [`testing ${edit.plan.value.name}`] : [];
    default:
      return [];
  }
}
