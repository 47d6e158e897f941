import { type Fact, known, unknown } from '../../model/fact.ts';
import type { Inventory, Scope } from '../../model/inventory.ts';
import type { Change } from '../../preview/change.ts';
import { NO_ACCOUNT } from '../../preview/empty-inventory.ts';
import { namedPlace } from '../../preview/named-place.ts';
import { scopeOf, type Target } from '../../preview/place.ts';
import { partitionOf } from '../../preview/terraform-places.ts';
import { unresolved } from '../../preview/unresolved-place.ts';
import type { Host } from '../host/host.ts';

/** Stands for a Region that could be any of several: what goes there is left out, and said to be. */
export const UNRESOLVED = '(Region unknown)';

/** The Region that was named, or AWS's own setting. */
function statedRegion({ regions }: NamedRegions, { environment }: Host) {
  const named = regions !== 'all' && regions.length === 1 ? regions[0] : undefined;
  return { named, region: named ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] };
}

/** Regions that the user named. */
export interface NamedRegions {
  readonly regions: readonly string[] | 'all';
}

/** Where a change goes that does not say so itself: the place that was told, or the only one read. */
export function homeIn(inventory: Inventory, options: NamedRegions, host: Host): Target {
  const { named, region } = statedRegion(options, host);
  const places = inventory.regions.filter((place) => place.inScope);
  const fitting =
    places.length === 1 && named === undefined ? places : places.filter((place) => place.region === region);
  const [first] = fitting;
  const accounts = new Set(places.map(({ account }) => account));
  if (first && fitting.length === 1) {
    return { partition: first.partition, account: first.account, region: first.region };
  }
  const [account] = accounts.size === 1 ? accounts : [];
  return { partition: places[0]?.partition ?? 'aws', account: account ?? NO_ACCOUNT, region: UNRESOLVED };
}

/** The same without an inventory: what the ARNs of the change name, too. */
export function aloneIn(texts: readonly string[], options: NamedRegions, host: Host): Target {
  const named = namedPlace(texts);
  const listed = statedRegion(options, host).region ?? named.region;
  const region = listed ?? 'us-east-1';
  return {
    partition: partitionOf(region),
    account: named.account ?? NO_ACCOUNT,
    region,
    unknown: {
      ...(named.account === undefined ? { account: unresolved('account') } : {}),
      ...(listed === undefined ? { region: unresolved('Region') } : {}),
    },
  };
}

export function placeNote({ account, region }: Scope): string {
  const where =
    account === NO_ACCOUNT ? `an account that nothing names, in ${region}` : `account ${account}, in ${region}`;
  return `what does not say where it goes is taken to go to ${where}; an inventory, or --regions, says otherwise`;
}

/** Where the changes go, as far as they tell, and home where they do not. */
export function placesOf(changes: readonly Change[], target: Scope): readonly Scope[] {
  const places = changes.flatMap(({ resources }) => resources.map(({ place }) => place));
  const listed = places.flatMap((place) => scopeOf(place) ?? []);
  return listed.length === 0 || listed.length < places.length ? [...listed, target] : listed;
}

/** Terraform runs with credentials of its own, and a plan seldom tells whose; those of the only account read are taken for them. */
export function runAccount(target: Target, inventory: Inventory | undefined): Fact<string> {
  if (target.unknown?.account) return target.unknown.account;
  if (target.account !== NO_ACCOUNT || !inventory) return known(target.account, 'the account that was read');
  return unknown('not-collected', 'the plan does not tell whose account it is for, and several were read');
}
