import { expect, test } from 'vitest';
import { exampleInventory } from '../../src/controls/example.ts';
import { type Unknown, unknown } from '../../src/model/fact.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { uncollectedRegion } from '../../src/model/uncollected-region.ts';
import { nothingRead } from '../../src/model/unread-facts.ts';

const REFUSED = unknown('denied', 'backup:ListBackupPlans was refused because of the credentials');
const DENIED = unknown('denied', 'backup:ListBackupPlans was denied', 'backup:ListBackupPlans');

/** An account of which all is known, and Regions of which nothing is. */
function closed(...whys: readonly Unknown[]): Inventory {
  const held = exampleInventory({});
  const scope = { partition: 'aws', account: '111122223333' };
  const regions = whys.map((why, index) => ({
    ...uncollectedRegion({ ...scope, region: `me-south-${index + 1}` }),
    inScope: true,
    plans: why,
    tables: why,
  }));
  return { ...held, regions };
}

test('a Region that takes no valid credentials is nothing to judge by, unless another one does', () => {
  expect(nothingRead(exampleInventory({}))).toBeUndefined();
  expect(nothingRead(closed(REFUSED))).toMatchObject({
    place: '111122223333 me-south-1',
    why: {
      reason: 'denied',
      detail: `me-south-1 takes no call of credentials that are valid, as a Region does that is not enabled in the account: ${REFUSED.detail}`,
    },
  });
  expect(nothingRead(closed(REFUSED, REFUSED))?.why.detail).toMatch(/^me-south-1, me-south-2 takes no call/);
  expect(nothingRead(closed(REFUSED, DENIED))).toBeUndefined();
  const { regions } = exampleInventory({});
  expect(nothingRead({ ...closed(REFUSED), regions: [...closed(REFUSED).regions, ...regions] })).toBeUndefined();
});
