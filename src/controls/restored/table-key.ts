import type { EstateTable } from '../../estate/estate.ts';
import { keyFits, keyManager } from '../../estate/keys.ts';
import { parseArn } from '../../model/arn.ts';
import { type Fact, known, mapFact, unknown } from '../../model/fact.ts';
import type { TableEncryption } from '../../model/table.ts';

/** How a table is encrypted, with what is needed to say whose key it is. */
export interface TableKey {
  readonly table: EstateTable;
  readonly encryption: TableEncryption;
}

export type KeyKind = 'aws-owned' | 'aws-managed' | 'customer-managed';

/** While the key is being changed, AWS does not say which of the two counts. Source: DynamoDB API, SSEDescription. */
const CHANGING = new Set(['ENABLING', 'UPDATING', 'DISABLING']);

export function tableKeyOf(table: EstateTable): Fact<TableKey> {
  const { description } = table.record;
  if (!description.known) return description;
  const { encryption } = description.value;
  if (encryption.kind === 'kms' && CHANGING.has(encryption.status)) {
    return unknown('undocumented', `encryption of ${table.name} is ${encryption.status}: ask again when it is ENABLED`);
  }
  return known({ table, encryption }, description.from);
}

/** A multi-Region key can only be customer-managed. Source: KMS Developer Guide, multi-Region keys. */
export function keyKindOf({ table, encryption }: TableKey): Fact<KeyKind> {
  if (encryption.kind === 'aws-owned') return known('aws-owned', 'dynamodb:DescribeTable');
  if (keyId(encryption.keyArn).startsWith('mrk-')) return known('customer-managed', 'dynamodb:DescribeTable');
  return mapFact(keyManager(table.regionInventory, encryption.keyArn), (manager) =>
    manager === 'AWS' ? 'aws-managed' : 'customer-managed',
  );
}

/** The same key, or a replica of the same multi-Region key: replicas share the key id. Source: KMS Developer Guide. */
export function isSameKey(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [parseArn(one), parseArn(other)];
  if (!a || !b || a.partition !== b.partition || a.account !== b.account) return false;
  return keyId(one).startsWith('mrk-') && keyId(one) === keyId(other);
}

/** Does the key's ARN, or the ARN of one of its aliases, fit the pattern? */
export function fitsPattern({ table, encryption }: TableKey, pattern: string): Fact<boolean> {
  if (encryption.kind === 'aws-owned') return known(false, 'dynamodb:DescribeTable');
  return keyFits(table.regionInventory, encryption.keyArn, pattern);
}

function keyId(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
