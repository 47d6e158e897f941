import { estateOf } from '../../estate/estate.ts';
import { policiesWithoutTables } from '../../evaluate/unmatched-policies.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Policy } from '../../model/policy.ts';
import type { Found } from './exit-codes.ts';

/** What a command that judges nothing says of policies that match no table, and whether any does. */
export function unmatchedIn(
  policies: readonly Policy[],
  inventory: Inventory,
  allowEmpty: boolean,
): { readonly notes: readonly string[]; readonly found: Pick<Found, 'nothingJudged'> } {
  const unmatched = policiesWithoutTables(policies, estateOf(inventory, inventory.takenAt));
  return {
    notes: unmatched.map(({ detail }) => detail),
    found: { nothingJudged: !allowEmpty && policies.length > 0 && unmatched.length === policies.length },
  };
}
