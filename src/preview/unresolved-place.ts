import { type Fact, known, mapFact, type Unknown, unknown } from '../model/fact.ts';
import type { Inventory, RegionInventory, Scope } from '../model/inventory.ts';
import type { PlaceUnknown } from '../model/table.ts';
import type { Change } from './change.ts';
import type { Place, Target } from './place.ts';

/** Why policies that ask for accounts or Regions cannot tell of a change that goes nowhere in particular. */
export function unresolved(what: 'account' | 'Region'): Unknown {
  const settles = what === 'account' ? 'an inventory' : '--regions, or an inventory,';
  return unknown('not-collected', `the change does not tell which ${what} it goes to; ${settles} settles it`);
}

/**
 * Where there is no inventory, one account or Region that is open is as good as any: that of `home` stands for it, as long as
 * all that the change says is in it. What nothing tells of home is one, whatever leaves the rest of a place open.
 */
export function inPlaceholderPlace(changes: readonly Change[], target: Target): readonly Change[] {
  const resources = changes.flatMap((change) => change.resources);
  const places = resources.filter(({ edits }) => edits.some(({ kind }) => kind !== 'touch')).map(({ place }) => place);
  const isOne = { account: areOne(places, 'account', target), region: areOne(places, 'region', target) };
  const settled = (place: Place, what: 'account' | 'region'): Fact<string> =>
    isOne[what] ? known(target[what], 'the place that stands for all') : place[what];
  return changes.map((change) => ({
    ...change,
    resources: change.resources.map((resource) => {
      const { place } = resource;
      return { ...resource, place: { ...place, account: settled(place, 'account'), region: settled(place, 'region') } };
    }),
  }));
}

function areOne(places: readonly Place[], what: 'account' | 'region', target: Target): boolean {
  const open = places.filter((place) => !place[what].known);
  return (
    open.length > 0 &&
    open.length === places.length &&
    new Set(open.map((place) => (place[what] === target.unknown?.[what] ? 'home' : place.group))).size === 1
  );
}

/** Tells of the tables in places of which the account, or the Region too, only stands for one. */
export function withUnresolvedPlace(inventory: Inventory, target: Scope, { account, region }: PlaceUnknown): Inventory {
  const regions = inventory.regions.map((place): RegionInventory => {
    if (place.account !== target.account) return place;
    const isHome = place.region === target.region;
    const placeUnknown = { ...(account ? { account } : {}), ...(region && isHome ? { region } : {}) };
    return { ...place, tables: mapFact(place.tables, (tables) => tables.map((table) => ({ ...table, placeUnknown }))) };
  });
  return { ...inventory, regions };
}
