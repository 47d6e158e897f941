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
 * Fewer backups never give a better verdict: whatever of what is good is deleted, no control that asks for it becomes `pass`
 * by it. What is good are completed points, copies, jobs and restores; and plans.
 */

/** Controls that look at what exists. */
const OF_WHAT_EXISTS = [
  'copy-recovery-point-age',
  'recovery-point-age',
  'recovery-point-gap',
  'recovery-point-objective',
  'vault-air-gap',
  'restore-tested',
];

/** Controls that look at plans. */
const OF_PLANS = [
  'plan-coverage',
  'backup-frequency',
  'backup-rpo',
  'backup-retention',
  'copy-coverage',
  'copy-frequency',
  'copy-rpo',
  'copy-retention',
  'copy-separation',
];

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
    plans: less(region.plans, ({ id }) => goes(id)),
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

function plansOf({ regions }: Inventory): readonly string[] {
  return regions.flatMap(({ plans }) => (plans.known ? plans.value.map(({ id }) => id) : []));
}

/** The ids of all that is good but for plans. */
function backupsOf(inventory: Inventory): readonly string[] {
  const seen: string[] = [];
  without(inventory, (id) => {
    seen.push(id);
    return false;
  });
  const plans = new Set(plansOf(inventory));
  return seen.filter((id) => !plans.has(id));
}

/** What became `pass` by it. */
function gained(before: Report, after: Report, asking: readonly string[]): readonly string[] {
  const was = new Map(before.results.map(({ fingerprint, status }) => [fingerprint, status]));
  return after.results.flatMap(({ resource, control, policy, fingerprint, status, message }) => {
    const former = was.get(fingerprint) ?? 'absent';
    if (status !== 'pass' || former === 'pass' || former === 'waived') return [];
    // A slow restore that is deleted makes the others look faster; too few of them never do.
    if (!asking.includes(control) && !(control === 'restore-time' && former === 'unknown')) return [];
    return [`${resource.name} ${control} ${policy?.path}: ${former} → pass: ${message}`];
  });
}

/** What of the estate may be deleted, and the controls that ask for it. */
const KINDS = [
  { kind: 'plan', asking: OF_PLANS, ids: plansOf },
  { kind: 'backup', asking: [...OF_PLANS, ...OF_WHAT_EXISTS], ids: backupsOf },
];

describe.each(KINDS)('fewer of every $kind never give a better verdict', ({ asking, ids: idsIn }) => {
  test.each(SCENARIOS)(
    'in %s, where each is deleted, all of them, or a set drawn by lot',
    async (name) => {
      const { policies, inventory, sound } = await judgedScenario(name);
      const ids = idsIn(inventory);
      const draw = seeded(20261122);
      const sets = [
        ...ids.map((id) => [id]),
        ids,
        ...Array.from({ length: Math.min(10, ids.length) }, () => ids.filter(() => draw(3) === 0)),
      ];
      const found = sets.flatMap((set) => {
        const gone = new Set(set);
        const rest = without(inventory, (id) => gone.has(id));
        return gained(sound, judge(rest, policies), asking).map((each) => `without ${set.join(', ')}: ${each}`);
      });
      expect(found).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'of random estates',
    () => {
      const lot = fc.array(fc.boolean(), { minLength: 30, maxLength: 30 });
      return fc.assert(
        fc.property(WORLD, ASKED, lot, (world, asked, coins) => {
          const [inventory, policies] = [inventoryOf(world), policiesOf(asked)];
          const gone = new Set(idsIn(inventory).filter((_, index) => coins[index]));
          const rest = without(inventory, (id) => gone.has(id));
          expect(gained(judge(inventory, policies), judge(rest, policies), asking)).toEqual([]);
        }),
        lots(60),
      );
    },
    MUCH_PATIENCE_MS,
  );
});
