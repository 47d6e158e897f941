import { type Fact, known, unknown } from '../../model/fact.ts';
import type { Inventory, Scope } from '../../model/inventory.ts';
import type { Change } from '../../preview/change.ts';
import { NO_ACCOUNT } from '../../preview/empty-inventory.ts';
import { namedPlace } from '../../preview/named-place.ts';
import { type Home, scopeOf } from '../../preview/place.ts';
import { partitionOf } from '../../preview/terraform-places.ts';
import { untold } from '../../preview/untold-place.ts';
import type { Host } from '../host/host.ts';

/** Stands for a Region that could be any of several: what goes there is left out, and said to be. */
export const UNTOLD = '(Region not told)';

/** The Region that was named, or AWS's own setting. */
function toldRegion({ regions }: NamedRegions, { environment }: Host) {
  const named = regions !== 'all' && regions.length === 1 ? regions[0] : undefined;
  return { named, region: named ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] };
}

/** Regions that the user named. */
export interface NamedRegions {
  readonly regions: readonly string[] | 'all';
}

/** Where a change goes that does not say so itself: the place that was told, or the only one read. */
export function homeIn(inventory: Inventory, options: NamedRegions, host: Host): Home {
  const { named, region } = toldRegion(options, host);
  const places = inventory.regions.filter((place) => place.inScope);
  const fitting =
    places.length === 1 && named === undefined ? places : places.filter((place) => place.region === region);
  const [first] = fitting;
  const accounts = new Set(places.map(({ account }) => account));
  if (first && fitting.length === 1) {
    return { partition: first.partition, account: first.account, region: first.region };
  }
  const [account] = accounts.size === 1 ? accounts : [];
  return { partition: places[0]?.partition ?? 'aws', account: account ?? NO_ACCOUNT, region: UNTOLD };
}

/** The same without an inventory: what the ARNs of the change name, too. */
export function homeAlone(texts: readonly string[], options: NamedRegions, host: Host): Home {
  const named = namedPlace(texts);
  const told = toldRegion(options, host).region ?? named.region;
  const region = told ?? 'us-east-1';
  return {
    partition: partitionOf(region),
    account: named.account ?? NO_ACCOUNT,
    region,
    unknown: {
      ...(named.account === undefined ? { account: untold('account') } : {}),
      ...(told === undefined ? { region: untold('Region') } : {}),
    },
  };
}

export function placeNote({ account, region }: Scope): string {
  const where =
    account === NO_ACCOUNT ? `an account that nothing names, in ${region}` : `account ${account}, in ${region}`;
  return `what does not say where it goes is taken to go to ${where}; an inventory, or --regions, says otherwise`;
}

/** Where the changes go, as far as they tell, and home where they do not. */
export function placesOf(changes: readonly Change[], home: Scope): readonly Scope[] {
  const places = changes.flatMap(({ resources }) => resources.map(({ place }) => place));
  const told = places.flatMap((place) => scopeOf(place) ?? []);
  return told.length === 0 || told.length < places.length ? [...told, home] : told;
}

/** Terraform runs with credentials of its own, and a plan seldom tells whose; those of the only account read are taken for them. */
export function runAccount(home: Home, inventory: Inventory | undefined): Fact<string> {
  if (home.unknown?.account) return home.unknown.account;
  if (home.account !== NO_ACCOUNT || !inventory) return known(home.account, 'the account that was read');
  return unknown('not-collected', 'the plan does not tell whose account it is for, and several were read');
}
