import type { Need } from '../../model/need.ts';
import type { CopyRequirement } from '../../model/policy.ts';

/** Whether cross-account backup is on matters only to copies that leave the account. */
export function copyNeeds({ account }: CopyRequirement): readonly Need[] {
  const needs: readonly Need[] = ['plans', 'tags', 'region-settings', 'vaults'];
  return account === undefined ? needs : [...needs, 'global-settings'];
}
