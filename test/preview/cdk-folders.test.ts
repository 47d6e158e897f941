import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { policiesAt } from '../../src/app/files/policy-files.ts';
import { NOW } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { known } from '../../src/model/fact.ts';
import { readCdkAssembly } from '../../src/preview/cdk.ts';
import { cdkAssembly } from '../../src/preview/cdk-assembly.ts';
import { emptyInventory } from '../../src/preview/empty-inventory.ts';
import { overlay } from '../../src/preview/overlay.ts';
import { memoryHost } from '../app/memory-host.ts';
import { goldenPath } from './golden-files.ts';
import { HOME } from './laid-over.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: p
tables: { names: ["*"] }
backup: { objectives: [{ frequency: 24h, retention: 35d }, { frequency: 31d, retention: 365d, coldAfter: 30d }] }
`;

/** What a folder of the CDK makes of places in which there is nothing: its changes, and how tables fare, by place. */
function made(name: string) {
  const folder = goldenPath(`cdk-folders/${name}`);
  const assembly = cdkAssembly({
    name,
    read: (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined),
  });
  const changes = readCdkAssembly(assembly, {
    target: HOME,
    parameters: new Map(),
    deployed: () => known(null, 'test'),
  });
  const places = [
    HOME,
    { ...HOME, region: 'eu-central-1' },
    { partition: 'aws', account: '444455556666', region: 'us-east-1' },
  ];
  const { inventory } = overlay(emptyInventory(places, NOW), changes, { withUntouched: false });
  const policies = policiesAt(['p.yaml'], memoryHost({ files: { 'p.yaml': POLICY } }));
  const { results } = evaluate({ policies, estate: estateOf(inventory, NOW), requirePolicy: false, version: 'test' });
  const asked = ['plan-coverage', 'backup-retention', 'cold-storage'];
  return {
    places: changes.map(({ sources, resources }) => [
      sources[0],
      ...new Set(resources.map(({ place }) => placeText(place))),
    ]),
    results: results
      .filter(({ control }) => asked.includes(control))
      .map(({ control, status, resource }) => `${resource.region} ${resource.name} ${control} ${status}`),
    tags: inventory.regions.flatMap(({ tables }) =>
      (tables.known ? tables.value : []).map((table) => [table.name, table.tags.known ? table.tags.value : 'unknown']),
    ),
  };
}

function placeText({ account, region }: ReturnType<typeof readCdkAssembly>[number]['resources'][number]['place']) {
  return `${account.known ? account.value : '?'} ${region.known ? region.value : '?'}`;
}

test('stages, nested stacks, replicas, tags of stacks, and a selection of a whole stack', () => {
  const { places, results, tags } = made('stages');
  expect(places).toEqual([
    ['stages/assembly-Live/LiveShop4BBEA859.template.json', '444455556666 us-east-1'],
    ['stages/Data.template.json', '111122223333 eu-west-1'],
    ['stages/Replicated.template.json', '111122223333 eu-central-1', '111122223333 eu-west-1'],
    // Roles are of the account.
    ['stages/Backups.template.json', '111122223333 eu-west-1', '111122223333 ?'],
    ['stages/Anywhere.template.json', '? ?'],
  ]);
  const orders = '(shop-data/OrdersA9B65338)';
  const deep = '(shop-data/InnerNestedStackInnerNestedStackResource745E041B/Deep8D0C7198)';
  expect(results).toEqual(
    expect.arrayContaining(
      [orders, deep].flatMap((table) =>
        ['plan-coverage', 'backup-retention', 'cold-storage'].map((control) => `eu-west-1 ${table} ${control} pass`),
      ),
    ),
  );
  expect(results).toEqual(
    expect.arrayContaining([
      'eu-west-1 carts plan-coverage fail',
      'eu-central-1 carts plan-coverage fail',
      'us-east-1 (Live-Shop/Parcels318F3676) plan-coverage fail',
      ' (Anywhere/ScratchF72D2ED6) plan-coverage unknown',
    ]),
  );
  expect(Object.fromEntries(tags)).toEqual({
    [orders]: { owner: 'shop', tier: 'gold' },
    [deep]: { owner: 'shop', tier: 'gold' },
    carts: {},
    '(Live-Shop/Parcels318F3676)': {},
    '(Anywhere/ScratchF72D2ED6)': 'unknown',
  });
});

test('stacks that refer to one another across Regions do so by custom resources, which may touch anything', () => {
  const { places, results, tags } = made('regions');
  expect(places.map(([file]) => file)).toEqual(['regions/Data.template.json', 'regions/Other.template.json']);
  expect(results.filter((each) => !each.endsWith(' unknown'))).toEqual([]);
  expect(Object.fromEntries(tags)).toMatchObject({ routes: 'unknown' });
});
