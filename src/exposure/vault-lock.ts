import { AIR_GAPPED } from '../estate/named-vault.ts';
import type { Instant } from '../model/instant.ts';
import type { VaultRecord } from '../model/vault.ts';

/** `grace`: a compliance lock that can still be taken away. */
export type LockMode = 'none' | 'governance' | 'grace' | 'compliance' | 'air-gapped';

/**
 * How a vault is locked. A lock without a date is governance; before its date a compliance lock can still be removed. Source:
 * AWS Backup Developer Guide, vault-lock, logicallyairgappedvault.
 */
export function lockModeOf({ type, locked, lockDate }: VaultRecord, now: Instant): LockMode {
  if (type === AIR_GAPPED) return 'air-gapped';
  if (!locked) return 'none';
  if (lockDate === undefined) return 'governance';
  return lockDate > now ? 'grace' : 'compliance';
}

/** While such a lock stands nobody deletes a point before its end, or makes it end sooner. */
export function isFast(mode: LockMode): boolean {
  return mode === 'compliance' || mode === 'air-gapped';
}

/** `locked in governance mode, keeps points 7 d at least` */
export function lockText(vault: VaultRecord, now: Instant): string {
  const { minRetentionDays, maxRetentionDays, lockDate } = vault;
  const bounds = [
    ...(minRetentionDays === undefined ? [] : [`takes points kept ${minRetentionDays} d at least`]),
    ...(maxRetentionDays === undefined ? [] : [`${maxRetentionDays} d at most`]),
  ];
  const texts: Readonly<Record<LockMode, string>> = {
    none: 'not locked',
    governance: 'locked in governance mode: whoever may delete the lock can',
    grace: `locked in compliance mode with grace time: until ${lockDate} whoever may delete the lock can`,
    compliance: `locked in compliance mode since ${lockDate}: nobody can take the lock away`,
    'air-gapped': 'logically air-gapped: locked in compliance mode by its nature',
  };
  return [texts[lockModeOf(vault, now)], ...bounds].join(', ');
}
