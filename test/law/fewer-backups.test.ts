import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/model/fact.ts';
import type { Inventory, RegionInventory } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { seeded } from '../e2e/seeded.ts';
import { WORLD } from './estates.ts';
import { judge, policiesOf } from './judged.ts';
import { lots } from './lots.ts';
import { ASKED } from './policies.ts';
import { judgedScenario, SCENARIOS } from './scenario-estates.ts';
import { inventoryOf } from './world.ts';
import '../e2e/unhurried-aws.ts';

/*
 * Fewer backups never give a better verdict: whatever of what is good is deleted (completed points, copies, jobs and restores,
 * and whole plans), no control that asks for it becomes `pass` by it, and no estate compliant.
 */

const ASK_FOR_BACKUPS = new Set([
  'plan-coverage',
  'backup-frequency',
  'backup-rpo',
  'backup-retention',
  'copy-coverage',
  'copy-frequency',
  'copy-rpo',
  'copy-retention',
  'copy-separation',
  'copy-recovery-point-age',
  'recovery-point-age',
  'recovery-point-gap',
  'recovery-point-objective',
  'vault-air-gap',
  'restore-tested',
]);

const PATIENCE_MS = 180_000;
/** Thousands of estates take minutes. */
const MUCH_PATIENCE_MS = 3_600_000;

type Goes = (id: string) => boolean;

/** The inventory without the good things that `goes` picks. */
function without(inventory: Inventory, goes: Goes): Inventory {
  return { ...inventory, regions: inventory.regions.map((region) => regionWithout(region, goes)) };
}

function regionWithout(region: RegionInventory, goes: Goes): RegionInventory {
  const isDone = ({ state, status, id }: { state?: string; status?: string; id: string }) =>
    (state ?? status) === 'COMPLETED' && goes(id);
  return {
    ...region,
    plans: less(region.plans, ({ arn }) => goes(arn)),
    backupJobs: less(region.backupJobs, isDone),
    copyJobs: less(region.copyJobs, isDone),
    restoreJobs: less(region.restoreJobs, isDone),
    recoveryPoints: region.recoveryPoints.known
      ? {
          ...region.recoveryPoints,
          value: region.recoveryPoints.value.map((vault) => ({
            ...vault,
            points: less(vault.points, ({ status, arn }) => status === 'COMPLETED' && goes(arn)),
          })),
        }
      : region.recoveryPoints,
  };
}

function less<T>(list: Fact<readonly T[]>, goes: (item: T) => boolean): Fact<readonly T[]> {
  return list.known ? { ...list, value: list.value.filter((item) => !goes(item)) } : list;
}

/** The ids of all that can be deleted. */
function idsOf({ regions }: Inventory): readonly string[] {
  const seen: string[] = [];
  const note: Goes = (id) => {
    seen.push(id);
    return false;
  };
  for (const region of regions) regionWithout(region, note);
  return seen;
}

function better(before: Report, after: Report): readonly string[] {
  const was = new Map(before.results.map(({ fingerprint, status }) => [fingerprint, status]));
  const gained = after.results.filter(
    ({ control, status, fingerprint }) =>
      status === 'pass' &&
      was.get(fingerprint) !== 'pass' &&
      was.get(fingerprint) !== 'waived' &&
      // A slow restore that is deleted makes the others look faster; too few of them never do.
      (ASK_FOR_BACKUPS.has(control) || (control === 'restore-time' && was.get(fingerprint) === 'unknown')),
  );
  return gained.map(
    ({ resource, control, policy, fingerprint, message }) =>
      `${resource.name} ${control} ${policy?.path}: ${was.get(fingerprint) ?? 'absent'} → pass: ${message}`,
  );
}

describe('fewer backups never give a better verdict', () => {
  test.each(SCENARIOS)(
    'in %s, where each is deleted, all of them, or a set drawn by lot',
    async (name) => {
      const { policies, inventory, sound } = await judgedScenario(name);
      const ids = idsOf(inventory);
      const draw = seeded(20261122);
      const sets: readonly Goes[] = [
        ...ids.map(
          (gone): Goes =>
            (id) =>
              id === gone,
        ),
        () => true,
        ...Array.from({ length: 20 }, (): Goes => {
          const gone = new Set(ids.filter(() => draw(3) === 0));
          return (id) => gone.has(id);
        }),
      ];
      expect(sets.flatMap((goes) => better(sound, judge(without(inventory, goes), policies)))).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'of random estates',
    () => {
      fc.assert(
        fc.property(
          WORLD,
          ASKED,
          fc.array(fc.infiniteStream(fc.boolean()), { minLength: 1, maxLength: 3 }),
          (world, asked, lot) => {
            const [inventory, policies] = [inventoryOf(world), policiesOf(asked)];
            const before = judge(inventory, policies);
            const gained = lot.flatMap((coin) => {
              const gone = new Set(idsOf(inventory).filter(() => coin.next().value === true));
              return better(
                before,
                judge(
                  without(inventory, (id) => gone.has(id)),
                  policies,
                ),
              );
            });
            expect(gained).toEqual([]);
          },
        ),
        lots(60),
      );
    },
    MUCH_PATIENCE_MS,
  );
});
