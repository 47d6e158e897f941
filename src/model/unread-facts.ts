import type { Unknown, UnknownReason } from './fact.ts';
import type { AccountInventory, Inventory, RegionInventory } from './inventory.ts';
import { isObject } from './json.ts';

/** Something that was asked of AWS and not learned, and where. */
export interface UnreadFact {
  /** `111122223333 eu-west-1`, as far as it is known. */
  readonly place: string;
  readonly why: Unknown;
  /** How many facts lack it. */
  readonly facts: number;
}

/** What of an inventory is of interest; absent: all of it. */
export interface FactsOfInterest {
  readonly ofRegion: readonly (keyof RegionInventory)[];
  readonly ofAccount: readonly (keyof AccountInventory)[];
}

/** Facts that nobody asked for, or that AWS does not document, are none that could not be read. */
const FAILED: ReadonlySet<UnknownReason> = new Set(['denied', 'throttled', 'unreachable']);

/** It was asked for, and AWS or the way there did not give it. */
export function couldNotBeRead({ reason }: Unknown): boolean {
  return FAILED.has(reason);
}

/** One entry for each cause in each place, the places that gave nothing first. */
export function unreadFacts(inventory: Inventory, interest?: FactsOfInterest): readonly UnreadFact[] {
  const found = new Map<string, UnreadFact>();
  const add = (place: string, why: Unknown) => {
    const key = `${place}\n${why.detail}`;
    found.set(key, { place, why, facts: (found.get(key)?.facts ?? 0) + 1 });
  };
  for (const { region, account, roleArn, why } of inventory.unread) {
    add([roleArn ?? account, region].filter(Boolean).join(' '), why);
  }
  for (const region of inventory.regions) {
    const parts = interest ? interest.ofRegion.map((part) => region[part]) : Object.values(region);
    for (const why of failures(parts)) add(`${region.account} ${region.region}`, why);
    // Without the names of the tables, whatever else is asked of them is open.
    if (interest && !region.tables.known && couldNotBeRead(region.tables)) {
      add(`${region.account} ${region.region}`, region.tables);
    }
  }
  for (const account of inventory.accounts) {
    const parts = interest ? interest.ofAccount.map((part) => account[part]) : Object.values(account);
    for (const why of failures(parts)) add(account.account, why);
  }
  if (inventory.organization && !interest) {
    for (const why of failures(inventory.organization)) add('the organization', why);
  }
  return [...found.values()];
}

/** Every fact below a value that could not be read. */
function* failures(value: unknown): Generator<Unknown> {
  if (Array.isArray(value)) {
    for (const each of value) yield* failures(each);
  } else if (isUnknown(value)) {
    if (couldNotBeRead(value)) yield value;
  } else if (isObject(value)) {
    for (const each of Object.values(value)) yield* failures(each);
  }
}

function isUnknown(value: unknown): value is Unknown {
  return isObject(value) && value['known'] === false && typeof value['reason'] === 'string';
}

/** Why some table may not be among those that an inventory names. */
export function unlistedTables({ regions, unread }: Inventory): Unknown | undefined {
  const hidden = regions.flatMap(({ inScope, tables }) => (inScope && !tables.known ? [tables] : []));
  return [...unread.map(({ why }) => why), ...hidden].find(couldNotBeRead);
}

/**
 * Why nothing of AWS could be read, where nothing could. One call that is denied is a gap, and so is a Region among others that
 * refuses credentials which are good elsewhere, as one that is not enabled does; that every call fails is no access.
 */
export function nothingRead(inventory: Inventory): UnreadFact | undefined {
  const { accounts, regions, apiCalls } = inventory;
  const closed = closedRegions(inventory);
  if (closed) return closed;
  const [first] = unreadFacts(inventory);
  if (!first || holdsKnown([accounts, regions])) return undefined;
  if (accounts.length === 0) return first;
  const asked = Object.keys(apiCalls.byOperation).filter((operation) => !operation.startsWith('sts:'));
  return asked.length > 1 ? first : undefined;
}

/** Every Region that was asked for takes none of the credentials, though they are somebody's. */
function closedRegions(inventory: Inventory): UnreadFact | undefined {
  const asked = inventory.regions.filter(({ inScope }) => inScope);
  const found = asked.flatMap((region) => unreadFacts({ ...inventory, accounts: [], unread: [], regions: [region] }));
  const [first] = found;
  const isRefusal = ({ why }: UnreadFact) => why.reason === 'denied' && why.permission === undefined;
  if (!first || inventory.unread.length > 0 || holdsKnown(asked) || !found.every(isRefusal)) return undefined;
  const names = [...new Set(asked.map(({ region }) => region))].join(', ');
  const detail = `${names} takes no call of credentials that are valid, as a Region does that is not enabled in the account: ${first.why.detail}`;
  return { ...first, why: { ...first.why, detail } };
}

function holdsKnown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsKnown);
  return isObject(value) && (value['known'] === true || Object.values(value).some(holdsKnown));
}
