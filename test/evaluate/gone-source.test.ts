import { expect, test } from 'vitest';
import { ago, exampleInventory, NOW, ORDERS } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { Tags } from '../../src/model/table.ts';

/** Statuses of a table restored from one that is gone, and that had these tags when an inventory was saved. */
function statuses(tables: Policy['tables'], recorded?: Tags): readonly string[] {
  const inventory = exampleInventory({ restored: {}, restoreJobs: [{ recoveryPointCreatedAt: ago(30) }] });
  const regions = inventory.regions.map((region) =>
    region.tables.known
      ? { ...region, tables: { ...region.tables, value: region.tables.value.filter(({ arn }) => arn !== ORDERS) } }
      : region,
  );
  const before = exampleInventory({ table: { tags: recorded ?? {}, description: { createdAt: ago(500) } } });
  const policy: Policy = {
    name: 'gold',
    position: { file: 'p.yaml', line: 1, column: 1 },
    tables,
    restore: {
      measure: { clock: 'restored', statistic: 'max', overMinutes: 1440, samples: 1 },
      settings: { stream: 'same-as-source' },
    },
    severity: {},
    waivers: [],
    positions: {},
  };
  const former = recorded ? [{ file: 'before.json', inventory: { ...before, takenAt: ago(40) } }] : [];
  const { results } = evaluate({
    policies: [policy],
    estate: estateOf({ ...inventory, regions }, NOW, undefined, undefined, former),
    requirePolicy: false,
    version: '0.0.0',
  });
  return results
    .filter(({ control, resource }) => control === 'restored-stream' && resource.name === 'orders-restored')
    .map(({ status }) => status);
}

test('a policy that matches by tags judges a restored table by the tags that its source had', () => {
  const gold = { tags: { tier: ['gold'] } };
  expect(statuses(gold)).toEqual(['unknown']);
  expect(statuses(gold, { tier: 'gold' })).toEqual(['pass']);
  expect(statuses(gold, { tier: 'silver' })).toEqual([]);
});

test('tags that AWS sets are not taken from a recorded source, because a baseline does not hold them', () => {
  const stack = { tags: { 'aws:cloudformation:stack-name': ['payments'] } };
  expect(statuses(stack, { tier: 'gold' })).toEqual(['unknown']);
  expect(statuses({ except: stack }, { tier: 'gold' })).toEqual(['unknown']);
});
