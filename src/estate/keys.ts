import { parseArn } from '../model/arn.ts';
import { type Fact, known, mapFact, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import { wildcard } from '../model/wildcard.ts';

/**
 * Who manages a KMS key. A key that AWS manages belongs to the account that uses it and cannot be shared, so a key of
 * another account is a customer's. Source: AWS KMS Developer Guide, concepts (AWS managed keys).
 */
export function keyManager(regionInventory: RegionInventory, keyArn: string): Fact<'AWS' | 'CUSTOMER'> {
  const owner = parseArn(keyArn)?.account;
  if (owner && owner !== regionInventory.account) return known('CUSTOMER', 'key ARN');
  const key = regionInventory.keys.find((each) => each.arn === keyArn);
  return key ? key.manager : notLookedUp(keyArn);
}

/** KMS Developer Guide, key-state: what a key in each state can be used for. A key that is being updated still works. */
const USABLE = new Set(['Enabled', 'Updating']);
const UNUSABLE: Readonly<Record<string, string>> = {
  Disabled: 'is disabled',
  PendingDeletion: 'is pending deletion',
  PendingReplicaDeletion: 'is pending deletion',
  PendingImport: 'has no key material',
  Unavailable: 'is out of reach, because its key store is disconnected',
  NotFound: 'is out of reach, because KMS knows no such key',
};

/** Why the key cannot be used, undefined where it can: `is pending deletion (PendingDeletion) on 2026-12-09T00:00:00.000Z`. */
export function keyFault(regionInventory: RegionInventory, keyArn: string): Fact<string | undefined> {
  const { state } = regionInventory.keys.find((each) => each.arn === keyArn) ?? {};
  if (!state) return notLookedUp(keyArn);
  if (!state.known) return state;
  const { name, deletionDate } = state.value;
  if (USABLE.has(name)) return known(undefined, state.from);
  const fault = UNUSABLE[name];
  if (fault === undefined)
    return unknown(
      'undocumented',
      `key ${keyArn} is in state ${name}, of which AWS does not say whether it can be used`,
    );
  return known(`${fault} (${name})${deletionDate === undefined ? '' : ` on ${deletionDate}`}`, state.from);
}

/** Does the key's ARN, or the ARN of one of its aliases, fit the pattern? `*` and `?` are wildcards. */
export function keyFits(regionInventory: RegionInventory, keyArn: string, pattern: string): Fact<boolean> {
  const fits = wildcard(pattern);
  if (fits(keyArn)) return known(true, 'key ARN');
  // An alias ARN never holds `:key/`, so such a pattern is settled by the key's own ARN.
  if (pattern.includes(':key/')) return known(false, 'key ARN');
  const key = regionInventory.keys.find((each) => each.arn === keyArn);
  if (!key) return notLookedUp(keyArn);
  return mapFact(key.aliases, (aliases) => aliases.some(fits));
}

function notLookedUp(keyArn: string) {
  return unknown('not-collected', `key ${keyArn} was not looked up`, 'kms:DescribeKey');
}
