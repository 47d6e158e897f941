import { describe, expect, test } from 'vitest';
import { exampleInventory, NOW } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { previewDisagreement } from '../../src/estate/preview.ts';
import { known } from '../../src/model/fact.ts';
import type { PlanRecord } from '../../src/model/plan.ts';

/** The example plan, nightly at 05:00 UTC, with AWS's preview of its runs. */
function disagreement(preview: readonly string[]) {
  const inventory = exampleInventory();
  const [regionInventory] = inventory.regions;
  if (!regionInventory?.plans.known) throw new Error('the example has plans');
  const plans = regionInventory.plans.value.map((plan): PlanRecord => {
    if (!plan.body.known) return plan;
    return { ...plan, body: known({ rules: plan.body.value.rules, preview: preview.map((at) => ({ at })) }, 'test') };
  });
  const estate = estateOf({ ...inventory, regions: [{ ...regionInventory, plans: known(plans, 'test') }] }, NOW);
  const [table] = estate.tables;
  if (!table) throw new Error('the example has a table');
  return previewDisagreement(estate.coverage(table).covering, () => true, NOW)?.detail;
}

describe('the preview of AWS', () => {
  test('agrees when it lists the runs that Holdfast expects', () => {
    expect(disagreement(['2026-11-23T05:00:00.000Z', '2026-11-24T05:00:00.000Z'])).toBeUndefined();
  });

  test('is not compared when AWS gave none', () => {
    expect(disagreement([])).toBeUndefined();
  });

  test('disagrees when AWS leaves a run out', () => {
    expect(disagreement(['2026-11-23T05:00:00.000Z', '2026-11-25T05:00:00.000Z'])).toBe(
      "AWS's own preview of plan daily disagrees: AWS lists 2026-11-23T05:00:00.000Z, 2026-11-25T05:00:00.000Z; Holdfast expects 2026-11-23T05:00:00.000Z, 2026-11-24T05:00:00.000Z, 2026-11-25T05:00:00.000Z",
    );
  });

  test('disagrees when AWS lists a run that Holdfast knows nothing of', () => {
    expect(disagreement(['2026-11-23T04:00:00.000Z', '2026-11-23T05:00:00.000Z'])).toContain(
      'AWS lists 2026-11-23T04:00',
    );
  });
});
