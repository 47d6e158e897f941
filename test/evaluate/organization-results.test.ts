import { describe, expect, test } from 'vitest';
import { denied, exampleInventory } from '../../src/controls/example.ts';
import { organizationResults } from '../../src/evaluate/organization-results.ts';
import { type Fact, mapFact } from '../../src/model/fact.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { InvalidEffectivePolicy } from '../../src/model/organization.ts';

const TREE = denied('organizations:ListRoots');
const INVALID: Fact<readonly InvalidEffectivePolicy[]> = {
  known: true,
  from: 'test',
  value: [{ account: '111122223333', errors: { known: true, from: 'test', value: [] } }],
};

/** What is judged where the plans are those of the account, of the organization, or not known. */
function judged(plans: 'own' | 'organization' | 'denied', invalid: Fact<readonly InvalidEffectivePolicy[]>) {
  const inventory: Inventory = exampleInventory();
  const regions = inventory.regions.map((region) => ({
    ...region,
    plans:
      plans === 'denied'
        ? denied('backup:ListBackupPlans')
        : mapFact(region.plans, (found) =>
            found.map((plan) => (plans === 'organization' ? { ...plan, id: `orgs/${plan.id}` } : plan)),
          ),
  }));
  return organizationResults({ ...inventory, regions, organization: { tree: TREE, invalid } }).map(
    ({ status }) => status,
  );
}

describe('an effective policy that AWS finds invalid', () => {
  test.each([
    ['organization', INVALID, ['fail']],
    ['organization', denied('organizations:ListAccountsWithInvalidEffectivePolicy'), ['unknown']],
    ['denied', INVALID, ['fail']],
    ['denied', denied('organizations:ListAccountsWithInvalidEffectivePolicy'), ['unknown']],
    ['own', INVALID, []],
    ['own', denied('organizations:ListAccountsWithInvalidEffectivePolicy'), []],
  ] as const)('matters to an account whose plans are %s', (plans, invalid, expected) => {
    expect(judged(plans, invalid)).toEqual(expected);
  });
});
