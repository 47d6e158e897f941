import { describe, expect, test } from 'vitest';
import {
  ago,
  COPY_REGION,
  denied,
  type ExampleParts,
  exampleInventory,
  tableArnOf,
} from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { copiesOf } from '../../src/estate/points.ts';
import type { RecoveryPoint } from '../../src/model/recovery-point.ts';

/** Creation dates of what counts as a copy of the example table, whose only point was made three hours ago. */
function copies(...found: readonly Partial<RecoveryPoint>[]) {
  return viewOf({ copies: found }).points.map((point) => point.createdAt);
}

function viewOf(parts: ExampleParts) {
  const inventory = exampleInventory({ points: [{ createdAt: ago(3) }], copyVaults: [{}], ...parts });
  const estate = estateOf(inventory, inventory.takenAt);
  const [table] = estate.tables;
  if (!table) throw new Error('the example has a table');
  return copiesOf(estate, table, COPY_REGION, table.account);
}

describe('copies of a table', () => {
  test('name the table they were made of', () => {
    expect(copies({ createdAt: ago(3) }, { createdAt: ago(27) })).toEqual([ago(27), ago(3)]);
  });

  test('may name the table of that name in the destination when they are as old as a point of the source', () => {
    const resourceArn = tableArnOf('orders', COPY_REGION);
    expect(copies({ resourceArn, createdAt: ago(3) }, { resourceArn, createdAt: ago(27) })).toEqual([ago(3)]);
  });

  test('are not known where the points of the source are not, and a table of that name has some there', () => {
    const resourceArn = tableArnOf('orders', COPY_REGION);
    const points = denied('backup:ListRecoveryPointsByBackupVault');
    expect(viewOf({ points, copies: [{ resourceArn }] }).unread).toEqual([points]);
    expect(viewOf({ points, copies: [{}] }).unread).toEqual([]);
  });

  test('are not those of a table of that name in a third Region, however old they are', () => {
    expect(copies({ resourceArn: tableArnOf('orders', 'us-east-1'), createdAt: ago(3) })).toEqual([]);
  });
});
