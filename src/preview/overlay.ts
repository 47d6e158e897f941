import type { Fact } from '../model/fact.ts';
import type { Inventory, RegionInventory } from '../model/inventory.ts';
import type { Change, Edit, ResourceChange } from './change.ts';
import { editBackup } from './edit-backup.ts';
import { editTable } from './edit-table.ts';

export interface Overlaid {
  readonly inventory: Inventory;
  /** Resources of places that the inventory does not hold, and other things left out, one sentence each. */
  readonly notes: readonly string[];
}

export interface OverlayOptions {
  /** Also what the change leaves as it is: where the change alone is judged, nothing else says that it exists. */
  readonly withUntouched: boolean;
}

/**
 * What the inventory will be after the change. Facts of which the change says nothing stay; a list that could not be read
 * stays unread, whatever is added to it.
 */
export function overlay(inventory: Inventory, change: Change, { withUntouched }: OverlayOptions): Overlaid {
  const regions = new Map(inventory.regions.map((region) => [placeKey(region), region]));
  const accounts = new Map(inventory.accounts.map((account) => [account.account, account]));
  const outside = new Map<string, number>();
  const inOrder = change.resources
    .filter((resource) => withUntouched || resource.action !== 'none')
    .flatMap((resource) => resource.edits.map((edit) => ({ resource, edit })))
    .toSorted((a, b) => RANK[a.edit.kind] - RANK[b.edit.kind]);

  for (const { resource, edit } of inOrder) {
    const { account, region } = resource.place;
    if (edit.kind === 'global-settings') {
      const before = accounts.get(account);
      if (before) accounts.set(account, { ...before, globalSettings: merged(before.globalSettings, edit.settings) });
      continue;
    }
    const home = regions.get(placeKey(resource.place));
    if (home) regions.set(placeKey(home), editRegion(home, edit, resource, inventory.takenAt));
    else outside.set(`${account} ${region}`, (outside.get(`${account} ${region}`) ?? 0) + 1);
  }
  return {
    inventory: { ...inventory, accounts: [...accounts.values()], regions: [...regions.values()] },
    notes: [...outside].map(
      ([place, count]) => `${count === 1 ? '1 change' : `${count} changes`} in ${place}, which was not read, left out`,
    ),
  };
}

/** What is removed goes first, so that a replacement is put where its predecessor was; parts follow what they belong to. */
const RANK: { readonly [K in Edit['kind']]: number } = {
  'plan-gone': 1,
  'selection-gone': 0,
  'vault-gone': 1,
  'testing-plan-gone': 1,
  'testing-selection-gone': 0,
  'table-gone': 1,
  'scalable-target-gone': 0,
  'scaling-policy-gone': 0,
  'alarm-gone': 0,
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
  alarm: 3,
};

function editRegion(
  home: RegionInventory,
  edit: Edit,
  resource: ResourceChange,
  takenAt: Inventory['takenAt'],
): RegionInventory {
  return editTable(home, edit) ?? editBackup(home, edit, resource, takenAt) ?? home;
}

function placeKey({ account, region }: { readonly account: string; readonly region: string }): string {
  return `${account} ${region}`;
}

function merged<T>(before: Fact<Readonly<Record<string, T>>>, after: Fact<Readonly<Record<string, T>>>) {
  if (!after.known || !before.known) return after;
  return { ...after, value: { ...before.value, ...after.value } };
}
