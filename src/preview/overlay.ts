import { type Fact, holdsUnknown, type Unknown } from '../model/fact.ts';
import type { AccountInventory, Inventory, RegionInventory, UnreadScope } from '../model/inventory.ts';
import type { Change, Edit, ResourceChange } from './change.ts';
import { withoutRaces } from './conflicts.ts';
import { editBackup } from './edit-backup.ts';
import { editTable } from './edit-table.ts';
import { locatedEdits } from './located-edits.ts';
import { mayBe, mayBeIn, openPlace, placeUnknownOf } from './place.ts';
import { isKnownOf, TOUCHED, touchedText, withTouched, withTouchedAccount } from './touched.ts';

export interface Overlaid {
  readonly inventory: Inventory;
  /** What is left out, is not read or has no known place, one sentence each. */
  readonly notes: readonly string[];
}

export interface OverlayOptions {
  /** Also what the change leaves as it is: where the change alone is judged, nothing else says that it exists. */
  readonly withUntouched: boolean;
  /** Regions that the user named; what goes elsewhere is left out, and that is meant. Absent or empty: none was named. */
  readonly regions?: readonly string[];
}

/**
 * What the inventory will be after the changes, one after the other. Facts of which they say nothing stay; a list that could
 * not be read stays unread, whatever is added to it. Within a change neither names nor the order of its resources decide.
 */
export function overlay(inventory: Inventory, changes: readonly Change[], options: OverlayOptions): Overlaid {
  return changes.reduce<Overlaid>(
    (before, change, number) => {
      const after = laidOver(before.inventory, change, number, options);
      return { inventory: after.inventory, notes: [...before.notes, ...after.notes] };
    },
    { inventory, notes: [] },
  );
}

function laidOver(
  inventory: Inventory,
  change: Change,
  number: number,
  { withUntouched, regions: asked }: OverlayOptions,
): Overlaid {
  const resources = change.resources
    .filter((resource) => withUntouched || resource.action !== 'none')
    .map((resource) => (withUntouched ? resource : withoutEqual(resource)));
  const { edits, notes, unread } = locatedEdits(inventory, resources, asked);
  const inOrder = withoutRaces(edits).toSorted((a, b) => rankOf(a.edit) - rankOf(b.edit));

  const regions = new Map(inventory.regions.map((region) => [placeKey(region), region]));
  const accounts = new Map(
    inventory.accounts.map((account) => [account.account, accountAfter(account, resources)] as const),
  );
  for (const { edit, resource, account, region } of inOrder) {
    const open = openPlace(resource.place) ? { place: placeUnknownOf(resource.place) } : {};
    const by = { address: resource.address, change: number, takenAt: inventory.takenAt, ...open };
    const whole = accounts.get(account);
    if (edit.kind === 'global-settings' && whole) {
      accounts.set(account, { ...whole, globalSettings: merged(whole.globalSettings, edit.settings) });
    }
    const key = placeKey({ account, region: region ?? '' });
    const target = regions.get(key);
    if (target) regions.set(key, editRegion(target, edit, by));
  }
  const isListed = ({ region, account }: UnreadScope) =>
    inventory.unread.some((other) => other.region === region && other.account === account);
  const after = {
    ...inventory,
    accounts: [...accounts.values()],
    regions: [...regions.values()],
    unread: [...inventory.unread, ...unread.filter((place) => !isListed(place))],
  };
  return {
    inventory: change.incomplete ? allTouched(after, change.incomplete) : after,
    notes: [...notes, ...resources.flatMap((resource) => unreadNotes(inventory, resource))],
  };
}

/**
 * The resource without what it leaves equal: what is open before and after may be anything. A table is edited all the same,
 * field by field.
 */
function withoutEqual(resource: ResourceChange): ResourceChange {
  const { former = [], edits } = resource;
  if (former.length === 0) return resource;
  const settled = new Set(former.filter((edit) => !holdsUnknown(edit)).map((edit) => JSON.stringify(edit)));
  const others = edits.filter((edit) => !settled.has(JSON.stringify(edit)));
  return {
    ...resource,
    edits: others.map((edit) => (edit.kind === 'vault' ? withoutEqualSettings(edit, former) : edit)),
  };
}

type VaultEdit = Extract<Edit, { readonly kind: 'vault' }>;

function withoutEqualSettings(edit: VaultEdit, former: readonly Edit[]): VaultEdit {
  const { name } = edit;
  const isSame = (each: Edit): each is VaultEdit =>
    each.kind === 'vault' && each.name.known && name.known && each.name.value === name.value;
  const before = new Map(Object.entries(former.find(isSame)?.settings ?? {}));
  const settings = Object.fromEntries(
    Object.entries(edit.settings).filter(
      ([key, value]) => holdsUnknown(value) || JSON.stringify(value) !== JSON.stringify(before.get(key)),
    ),
  );
  return { ...edit, settings };
}

/**
 * What is removed goes first, so that a replacement is put where its predecessor was; parts follow what they belong to;
 * whatever may be touched is so last.
 */
function rankOf(edit: Edit): number {
  return edit.kind === 'vault' && !edit.whole ? 3 : RANK[edit.kind];
}

const RANK: { readonly [K in Edit['kind']]: number } = {
  'plan-gone': 1,
  'selection-gone': 0,
  'vault-gone': 1,
  'testing-plan-gone': 1,
  'testing-selection-gone': 0,
  'table-gone': 1,
  'scalable-target-gone': 0,
  'scaling-policy-gone': 0,
  'scheduled-action-gone': 0,
  'alarm-gone': 0,
  'key-alias-gone': 0,
  'key-gone': 1,
  'organization-plan': 2,
  'region-settings': 2,
  'global-settings': 2,
  plan: 2,
  vault: 2,
  'testing-plan': 2,
  table: 2,
  'key-alias': 3,
  selection: 3,
  'testing-selection': 3,
  'table-tag': 3,
  'table-policy': 3,
  'scalable-target': 3,
  'scaling-policy': 3,
  'scheduled-action': 3,
  'scheduled-actions': 3,
  alarm: 3,
  'table-open': 4,
  touch: 4,
};

function editRegion(target: RegionInventory, edit: Edit, by: Parameters<typeof editBackup>[2]): RegionInventory {
  if (edit.kind === 'touch') return withTouched(target, edit.touched, edit.why, by);
  return editTable(target, edit, by) ?? editBackup(target, edit, by) ?? target;
}

function accountAfter(account: AccountInventory, resources: readonly ResourceChange[]): AccountInventory {
  return resources
    .filter(({ place }) => mayBe(place.account, account.account))
    .flatMap(({ edits }) => edits)
    .reduce(
      (found, edit) => (edit.kind === 'touch' ? withTouchedAccount(found, edit.touched, edit.why) : found),
      account,
    );
}

function allTouched(inventory: Inventory, why: Unknown): Inventory {
  const more = { address: 'more of the change', place: { account: why, region: why } };
  return {
    ...inventory,
    accounts: inventory.accounts.map((account) => withTouchedAccount(account, TOUCHED, why)),
    regions: inventory.regions.map((region) => withTouched(region, TOUCHED, why, more)),
  };
}

/** One sentence for what is not read, where it may touch what is known. */
function unreadNotes(inventory: Inventory, { place, edits }: ResourceChange): readonly string[] {
  const places = inventory.regions.filter((region) => mayBeIn(place, region));
  const accountOf = ({ account }: RegionInventory) => inventory.accounts.find((each) => each.account === account);
  return edits.flatMap((edit) =>
    edit.kind === 'touch' && places.some((target) => isKnownOf(edit.touched, target, accountOf(target)))
      ? [`what becomes of ${touchedText(edit.touched)} is unknown: ${edit.why.detail}`]
      : [],
  );
}

function placeKey({ account, region }: { readonly account: string; readonly region: string }): string {
  return `${account} ${region}`;
}

function merged<T>(before: Fact<Readonly<Record<string, T>>>, after: Fact<Readonly<Record<string, T>>>) {
  if (!after.known || !before.known) return after;
  return { ...after, value: { ...before.value, ...after.value } };
}
