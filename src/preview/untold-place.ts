import { mapFact, type Unknown, unknown } from '../model/fact.ts';
import type { Inventory, RegionInventory, Scope } from '../model/inventory.ts';
import type { PlaceUnknown } from '../model/table.ts';

/** Why policies that ask for accounts or Regions cannot tell of a change that goes nowhere in particular. */
export function untold(what: 'account' | 'Region'): Unknown {
  const settles = what === 'account' ? 'an inventory' : '--regions, or an inventory,';
  return unknown('not-collected', `the change does not tell which ${what} it goes to; ${settles} settles it`);
}

/** Tells of the tables in places of which the account, or the Region too, only stands for one. */
export function withUntoldPlace(inventory: Inventory, home: Scope, { account, region }: PlaceUnknown): Inventory {
  const regions = inventory.regions.map((place): RegionInventory => {
    if (place.account !== home.account) return place;
    const isHome = place.region === home.region;
    const placeUnknown = { ...(account ? { account } : {}), ...(region && isHome ? { region } : {}) };
    return { ...place, tables: mapFact(place.tables, (tables) => tables.map((table) => ({ ...table, placeUnknown }))) };
  });
  return { ...inventory, regions };
}
