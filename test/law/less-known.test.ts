import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Inventory } from '../../src/model/inventory.ts';
import { madeUp } from '../e2e/made-up.ts';
import { WORLD } from './estates.ts';
import { byOperationAndPlace, drawn, type FoundFact, factsIn, forgetting, REASONS, textOf } from './forgetting.ts';
import { judge, policiesOf } from './judged.ts';
import { lots } from './lots.ts';
import { ASKED } from './policies.ts';
import { type Judged, judgedScenario, SCENARIOS } from './scenario-estates.ts';
import { inventoryOf } from './world.ts';
import '../e2e/unhurried-aws.ts';

/*
 * Less information never gives a better verdict. An operation that fails hides a whole kind of fact (test/e2e/faults.test.ts).
 * Here single facts go missing: one vault of many, one selection, the description of one table. Whatever is forgotten may
 * leave a result open, and never decides one.
 */

/** Evaluations of hundreds of inventories: seconds on an idle machine. */
const PATIENCE_MS = 180_000;
/** Thousands of estates take minutes. */
const MUCH_PATIENCE_MS = 3_600_000;

function lies({ policies, inventory, sound }: Judged, forgotten: readonly FoundFact[]): readonly string[] {
  const rest = forgetting(inventory, forgotten);
  return madeUp(sound, judge(rest, policies)).map((lie) => `without ${textOf(forgotten)}: ${lie}`);
}

describe('of the scenarios', () => {
  test.each(SCENARIOS)(
    'in %s, where a fact is forgotten, all that an operation brings of one place, or a set drawn by lot',
    async (name) => {
      const judged = await judgedScenario(name);
      const facts = [...factsIn(judged.inventory)];
      const sets = [
        ...facts.map((fact) => [fact]),
        ...byOperationAndPlace(facts),
        ...drawn(facts, name === 'everything' ? 400 : 20),
      ];
      expect(sets.flatMap((forgotten) => lies(judged, forgotten))).toEqual([]);
    },
    PATIENCE_MS,
  );

  test('there is much to forget', async () => {
    const { inventory, sound } = await judgedScenario('everything');
    expect([...factsIn(inventory)].length).toBeGreaterThan(80);
    expect(new Set(sound.results.map(({ status }) => status))).toContain('not-applicable');
  });
});

describe('of random estates', () => {
  test(
    'where facts are denied, throttled, cut off or not asked for',
    () => {
      const lot = fc.record({
        reason: fc.constantFrom(...REASONS),
        facts: fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
      });
      return fc.assert(
        fc.property(WORLD, ASKED, fc.array(lot, { minLength: 1, maxLength: 3 }), (world, asked, chosen) => {
          const [inventory, policies] = [inventoryOf(world), policiesOf(asked)];
          const sound = judge(inventory, policies);
          const facts = [...factsIn(inventory)];
          const found = chosen.flatMap(({ reason, facts: drawnFacts }) => {
            const forgotten = [...new Set(drawnFacts.map((at) => at % facts.length))].flatMap((at) => facts[at] ?? []);
            const broken = judge(forgetting(inventory, forgotten, reason), policies);
            return madeUp(sound, broken).map((lie) => `${reason} ${textOf(forgotten)}: ${lie}`);
          });
          expect(found).toEqual([]);
        }),
        lots(60),
      );
    },
    MUCH_PATIENCE_MS,
  );

  test(
    'where a Region is not reached',
    () => {
      return fc.assert(
        fc.property(WORLD, ASKED, fc.nat(1), (world, asked, hidden) => {
          const [inventory, policies] = [inventoryOf(world), policiesOf(asked)];
          const rest = hiding(inventory, hidden);
          expect(madeUp(judge(inventory, policies), judge(rest, policies))).toEqual([]);
        }),
        lots(30),
      );
    },
    MUCH_PATIENCE_MS,
  );
});

/** Without one Region, which was asked for in vain. */
function hiding(inventory: Inventory, hidden: number): Inventory {
  const region = inventory.regions[hidden];
  if (!region) return inventory;
  const why = { known: false, reason: 'unreachable', detail: `${region.region} did not answer` } as const;
  return {
    ...inventory,
    regions: inventory.regions.filter((each) => each !== region),
    unread: [{ region: region.region, why }],
  };
}
