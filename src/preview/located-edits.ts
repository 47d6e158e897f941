import type { Inventory, RegionInventory } from '../model/inventory.ts';
import type { Edit, ResourceChange } from './change.ts';
import { mayBe, mayBeIn, openPlace, scopeOf } from './place.ts';
import { undecidedEdit } from './undecided-edit.ts';

/** An edit in one of the places of an inventory. */
export interface LocatedEdit {
  readonly resource: ResourceChange;
  readonly edit: Edit;
  readonly account: string;
  /** Absent: of the account as a whole. */
  readonly region?: string;
}

export interface LocatedEdits {
  readonly edits: readonly LocatedEdit[];
  readonly notes: readonly string[];
}

/**
 * Where the edits of a change are made. An edit whose place is open may be made in each place that it may be in, so that what
 * it says is unknown there; ids that AWS gives are in one place only, and settle it.
 */
export function locatedEdits(inventory: Inventory, resources: readonly ResourceChange[]): LocatedEdits {
  const outside = new Map<string, number>();
  const open: string[] = [];
  const edits = resources.flatMap((resource) => {
    const placed = resource.edits.map((edit) => placesOf(inventory, resource, edit));
    const where = scopeOf(resource.place);
    const missed = placed.filter((each) => each.length === 0).length;
    if (missed > 0) {
      const place = where ? `${where.account} ${where.region}` : `a place that ${resource.address} does not tell`;
      outside.set(place, (outside.get(place) ?? 0) + missed);
    }
    const why = openPlace(resource.place);
    const undecided = placed.flat().filter(({ edit }) => edit.kind !== 'touch' && !resource.edits.includes(edit));
    if (why && undecided.length > 0) {
      open.push(
        `where ${resource.address} is, is not known, so what it changes is unknown wherever it may be: ${why.detail}`,
      );
    }
    return placed.flat();
  });
  return {
    edits,
    notes: [
      ...open,
      ...[...outside].map(
        ([place, count]) =>
          `${count === 1 ? '1 change' : `${count} changes`} in ${place}, which was not read, left out`,
      ),
    ],
  };
}

function placesOf(inventory: Inventory, resource: ResourceChange, edit: Edit): readonly LocatedEdit[] {
  const { place } = resource;
  if (edit.kind === 'global-settings') {
    const made = place.account.known ? edit : undecidedEdit(edit, place.account);
    return inventory.accounts
      .filter(({ account }) => mayBe(place.account, account))
      .map(({ account }) => ({ resource, edit: made, account }));
  }
  const may = inventory.regions.filter((region) => mayBeIn(place, region));
  const why = openPlace(place);
  const sure = why === undefined ? may : holdersOf(edit, may);
  const made = sure || why === undefined ? edit : undecidedEdit(edit, why);
  return (sure ?? may).map(({ account, region }) => ({ resource, edit: made, account, region }));
}

/** The places that have what an edit names by an id of AWS; undefined where it names nothing so, or where it cannot be told. */
function holdersOf(edit: Edit, places: readonly RegionInventory[]): readonly RegionInventory[] | undefined {
  const id = planIdOf(edit);
  if (id === undefined) return undefined;
  const holders = places.filter(({ plans }) => plans.known && plans.value.some((plan) => plan.id === id));
  if (holders.length > 0) return holders;
  const isNew = edit.kind === 'selection' && edit.id === undefined;
  return isNew || places.some(({ plans }) => !plans.known) ? undefined : [];
}

function planIdOf(edit: Edit): string | undefined {
  if (edit.kind === 'plan' || edit.kind === 'plan-gone') return edit.id;
  if (edit.kind !== 'selection' && edit.kind !== 'selection-gone') return undefined;
  return edit.plan.kind === 'live' ? edit.plan.id : undefined;
}
