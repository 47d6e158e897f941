import type { Need } from '../../model/need.ts';
import type { CopyRequirement } from '../../model/policy.ts';

/**
 * Whether cross-account backup is on, what the destination's access policy says and how the last copies went matters only
 * to copies that leave the account.
 */
export function copyNeeds({ account }: CopyRequirement): readonly Need[] {
  const needs: readonly Need[] = ['plans', 'tags', 'region-settings', 'vaults'];
  return account === undefined ? needs : [...needs, 'global-settings', 'vault-policies', 'copy-jobs'];
}
