import { parseArn } from '../model/arn.ts';
import { type Fact, known, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';

/**
 * Who manages a KMS key. A key that AWS manages belongs to the account that uses it and cannot be shared, so a key of
 * another account is a customer's. Source: AWS KMS Developer Guide, concepts (AWS managed keys).
 */
export function keyManager(home: RegionInventory, keyArn: string): Fact<'AWS' | 'CUSTOMER'> {
  const owner = parseArn(keyArn)?.account;
  if (owner && owner !== home.account) return known('CUSTOMER', 'key ARN');
  const key = home.keys.find((each) => each.arn === keyArn);
  return key ? key.manager : notLookedUp(keyArn);
}

/** Every name that a pattern may mean: the key's ARN, and the ARNs of its aliases. */
export function keyNames(home: RegionInventory, keyArn: string, pattern: string): Fact<readonly string[]> {
  if (pattern.includes(':key/')) return known([keyArn], 'key ARN');
  const key = home.keys.find((each) => each.arn === keyArn);
  if (!key) return notLookedUp(keyArn);
  return key.aliases.known ? known([keyArn, ...key.aliases.value], key.aliases.from) : key.aliases;
}

function notLookedUp(keyArn: string) {
  return unknown('not-collected', `key ${keyArn} was not looked up`, 'kms:DescribeKey');
}
