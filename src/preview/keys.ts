import { known, unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import type { KeyOfChange } from './change.ts';
import type { Value } from './value.ts';

/** A key that AWS manages, or that is made new, can be used. */
const ENABLED = known({ name: 'Enabled' }, 'the change');

/**
 * The key that AWS manages for a service, by its alias: its own id is known only to who may list it. Source: AWS KMS
 * Developer Guide, concepts (AWS managed keys).
 */
export function awsManagedKey(service: 'backup' | 'dynamodb', { partition, region, account }: Scope): KeyOfChange {
  const alias = `arn:${partition}:kms:${region}:${account}:alias/aws/${service}`;
  return { arn: alias, manager: known('AWS', 'alias'), state: ENABLED, aliases: known([alias], 'alias') };
}

/** The id of a key that the change makes; KMS's own ids hold no bracket. */
export function plannedKeyId(address: string): string {
  return `(key of ${address}, known later)`;
}

/** Whether a key that is made can be used at once; one that is made switched off, or may be, is left open by its readers. */
export function isMadeEnabled(setting: Value | undefined): boolean {
  return setting === undefined || setting === null || setting === true || setting === 'true';
}

export function isPlannedKey(arn: string): boolean {
  return arn.includes(':key/(');
}

/** A key that the change makes is the customer's; of one that exists the inventory may know more. */
export function keyOf(arn: string): KeyOfChange {
  if (!isPlannedKey(arn)) return { arn };
  return {
    arn,
    manager: known('CUSTOMER', 'the change'),
    state: ENABLED,
    aliases: unknown('not-collected', 'the key does not exist yet, and neither do its aliases'),
  };
}
