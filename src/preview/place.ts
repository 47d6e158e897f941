import { type Fact, known, type Unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import type { PlaceUnknown } from '../model/table.ts';

/** Where something of a change is, as far as the change tells. What it does not tell is unknown, and never the place of the reader. */
export interface Place {
  readonly partition: string;
  readonly account: Fact<string>;
  readonly region: Fact<string>;
  /** Names what leaves the place open, such as a provider: all things of one name are in the same place, whichever it is. */
  readonly group?: string;
}

/** Where a change goes that does not say so itself. */
export interface Target extends Scope {
  /** What of it only stands for something that nothing tells. */
  readonly unknown?: PlaceUnknown;
}

/** The place of what says no Region, or one that it has of its own. */
export function placeIn({ unknown: open, ...target }: Target, region?: string): Place {
  const place = placeAt({ ...target, region: region ?? target.region });
  return {
    ...place,
    account: open?.account ?? place.account,
    region: (region === undefined ? open?.region : undefined) ?? place.region,
  };
}

/** What is open where a text holds the name of a place that only stands for another one. */
export function standsFor(text: string, { account, region, unknown: open }: Target): Unknown | undefined {
  if (open?.region && text.includes(region)) return open.region;
  return open?.account && text.includes(account) ? open.account : undefined;
}

export function placeAt({ partition, account, region }: Scope): Place {
  return { partition, account: known(account, 'the change'), region: known(region, 'the change') };
}

/** The same account, in another Region. */
export function inRegion(place: Place, region: string): Place {
  return { ...place, region: known(region, 'the change') };
}

/** Undefined where account or Region is open. */
export function scopeOf({ partition, account, region }: Place): Scope | undefined {
  return account.known && region.known ? { partition, account: account.value, region: region.value } : undefined;
}

export function mayBeIn(
  { account, region }: Place,
  at: { readonly account: string; readonly region: string },
): boolean {
  return mayBe(account, at.account) && mayBe(region, at.region);
}

export function mayBe(fact: Fact<string>, value: string): boolean {
  return !fact.known || fact.value === value;
}

/** What of the place is open. */
export function placeUnknownOf({ account, region }: Place): PlaceUnknown {
  return { ...(account.known ? {} : { account }), ...(region.known ? {} : { region }) };
}

/** Why the place is open. */
export function openPlace({ account, region }: Place): Unknown | undefined {
  if (!region.known) return region;
  return account.known ? undefined : account;
}
