import { describe, expect, test } from 'vitest';
import { ago, denied, type ExampleParts, exampleInventory } from '../../../src/controls/example.ts';
import { byLife, type PointsByLife } from '../../../src/controls/shared/point-life.ts';
import type { RegionInventory } from '../../../src/model/inventory.ts';
import type { RecoveryPoint } from '../../../src/model/recovery-point.ts';

const DAY_MINUTES = 1440;

function livesOf(
  point: Partial<RecoveryPoint>,
  { parts = {}, sourceLives }: { parts?: ExampleParts; sourceLives?: () => boolean } = {},
): string {
  const [regionInventory] = exampleInventory({ ...parts, points: [point] }).regions as readonly [RegionInventory];
  const [vault] = regionInventory.recoveryPoints.known ? regionInventory.recoveryPoints.value : [];
  const points = vault?.points.known ? vault.points.value : [];
  const asked = { retentionMinutes: 35 * DAY_MINUTES, regionInventory, ...(sourceLives ? { sourceLives } : {}) };
  const found = Object.entries(byLife(points, asked)) as [keyof PointsByLife, readonly unknown[]][];
  return found.flatMap(([name, each]) => (each.length > 0 ? [name] : [])).join();
}

/** Days after an instant 100 hours ago. */
const daysOn = (days: number) => ago(100 - days * 24);
const made = { createdAt: ago(100) };

describe('how long a point lives', () => {
  test.each<[string, string, Partial<RecoveryPoint>]>([
    ['by its lifecycle alone', 'kept', { lifecycle: { deleteAfterDays: 35 } }],
    ['a day too short', 'short', { lifecycle: { deleteAfterDays: 34 } }],
    ['by the date alone', 'kept', { lifecycle: {}, deleteAt: daysOn(35) }],
    ['a minute before', 'short', { lifecycle: {}, deleteAt: daysOn(35 - 1 / DAY_MINUTES) }],
    ['without an end', 'kept', { lifecycle: {} }],
    ['both', 'kept', { lifecycle: { deleteAfterDays: 35 }, deleteAt: daysOn(35) }],
    [
      'a date that is much sooner than the lifecycle says',
      'short',
      { lifecycle: { deleteAfterDays: 35 }, deleteAt: daysOn(8) },
    ],
    ['a date that is hours sooner', 'unsure', { lifecycle: { deleteAfterDays: 35 }, deleteAt: daysOn(34.5) }],
    ['a date that is later', 'unsure', { lifecycle: { deleteAfterDays: 8 }, deleteAt: daysOn(35) }],
    ['of a partial point', 'unusable', { status: 'PARTIAL' }],
    ['of one that could not be deleted', 'unusable', { status: 'EXPIRED' }],
    ['in a vault that is gone', 'lost', { vaultName: 'gone' }],
  ])('%s: %s', (_, lives, point) => {
    expect(livesOf({ ...made, ...point })).toBe(lives);
  });

  test('is not known where the vaults could not be listed, unless it is too short anyway', () => {
    const parts = { vaults: denied('backup:ListBackupVaults') };
    expect(livesOf(made, { parts })).toBe('unsure');
    expect(livesOf({ ...made, lifecycle: { deleteAfterDays: 7 } }, { parts })).toBe('short');
  });

  test('is that of the source where a copy has no end of its own', () => {
    const endless = { ...made, lifecycle: {} };
    expect(livesOf(endless, { sourceLives: () => true })).toBe('kept');
    expect(livesOf(endless, { sourceLives: () => false })).toBe('unsure');
  });
});
