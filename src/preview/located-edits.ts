import { count } from '../model/count.ts';
import { unknown } from '../model/fact.ts';
import type { Inventory, RegionInventory, UnreadScope } from '../model/inventory.ts';
import type { Edit, ResourceChange } from './change.ts';
import { mayBe, mayBeIn, openPlace, type Place, placeUnknownOf, scopeOf } from './place.ts';
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
  /** Places of the change that the inventory does not hold, and that the user did not leave out. */
  readonly unread: readonly UnreadScope[];
}

/**
 * Where the edits of a change are made. An edit whose place is open may be made in each place that it may be in, so that what
 * it says is unknown there; ids that AWS gives are in one place only, and settle it. `asked`: Regions that the user named; none:
 * none is left out.
 */
export function locatedEdits(
  inventory: Inventory,
  resources: readonly ResourceChange[],
  asked: readonly string[] = [],
): LocatedEdits {
  const outside = new Map<string, number>();
  const unseen = new Map<string, Pick<UnreadScope, 'region' | 'account'> & { readonly place: string }>();
  const open: string[] = [];
  const edits = resources.flatMap((resource) => {
    const placed = resource.edits.map((edit) => placesOf(inventory, resource, edit));
    const where = scopeOf(resource.place);
    const missed = placed.filter((each) => each.length === 0).length;
    if (missed > 0) {
      const place = where ? `${where.account} ${where.region}` : `a place that ${resource.address} does not tell`;
      outside.set(place, (outside.get(place) ?? 0) + missed);
      const scope = unreadScopeOf(resource.place, asked);
      const key = JSON.stringify(scope);
      if (scope && !unseen.has(key) && mattersToTables(resource)) unseen.set(key, { ...scope, place });
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
    notes: [...open, ...[...outside].map(([place, missed]) => leftOut(place, missed))],
    unread: [...unseen.values()].map(({ place, ...scope }) => ({
      ...scope,
      why: unknown('not-collected', `${leftOut(place, outside.get(place) ?? 0)}; ${settling(scope.region)}`),
    })),
  };
}

/** A Region that nothing tells is the empty one. Undefined where the user left the Region out. */
function unreadScopeOf(
  { account, region }: Place,
  asked: readonly string[],
): Pick<UnreadScope, 'region' | 'account'> | undefined {
  if (region.known && !isAsked(region.value, asked)) return undefined;
  return { region: region.known ? region.value : '', ...(account.known ? { account: account.value } : {}) };
}

function settling(region: string): string {
  return region === ''
    ? 'a constant Region in the change, or reading the Regions of the account, would settle it'
    : '--regions says which Regions are meant';
}

function leftOut(place: string, changes: number): string {
  return `${count(changes, 'change')} in ${place}, which was not read, left out`;
}

function isAsked(region: string, asked: readonly string[]): boolean {
  return asked.length === 0 || asked.includes(region);
}

/** Beside tables, what already stands in a place may be of some; keys and alarms of other services, and what is new, are not. */
function mattersToTables({ action, edits }: ResourceChange): boolean {
  return edits.some((edit) => {
    if (edit.kind === 'alarm') return !edit.alarm.known || edit.alarm.value !== undefined;
    if (edit.kind === 'touch') return edit.touched.some((each) => each !== 'keys');
    if (edit.kind.startsWith('key') || edit.kind === 'global-settings') return false;
    return action !== 'create' || OF_TABLES.includes(edit.kind);
  });
}

/** What can change what is judged of a table from the day on which it is made. */
const OF_TABLES: readonly Edit['kind'][] = [
  'table',
  'table-tag',
  'table-policy',
  'plan',
  'selection',
  'region-settings',
  'scalable-target',
  'scaling-policy',
];

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
  const made = sure || why === undefined ? edit : inOpenPlace(undecidedEdit(edit, why), place);
  return (sure ?? may).map(({ account, region }) => ({ resource, edit: made, account, region }));
}

/** A new table is in one of the places that it may be in, and what may make one makes it there. */
function inOpenPlace(edit: Edit, place: Place): Edit {
  const open = placeUnknownOf(place);
  if (edit.kind === 'table' && edit.table.perhapsAbsent) {
    return { ...edit, table: { ...edit.table, perhapsAbsent: { ...edit.table.perhapsAbsent, place: open } } };
  }
  return edit;
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
