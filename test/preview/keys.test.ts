import { expect, test } from 'vitest';
import { NOW } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import type { KeyRecord } from '../../src/model/inventory.ts';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import { emptyInventory } from '../../src/preview/empty-inventory.ts';
import { isPlannedKey } from '../../src/preview/keys.ts';
import { withAllDropped } from '../../src/preview/may-drop.ts';
import { placeAt } from '../../src/preview/place.ts';
import { derivedAttribute } from '../../src/preview/terraform-derived.ts';
import type { ValueMap } from '../../src/preview/value.ts';

const HOME = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const PLACE = placeAt(HOME);

function arnOf(after: ValueMap, afterUnknown: ValueMap = {}) {
  const key = { type: 'aws_kms_key', name: 'it', address: 'aws_kms_key.it', module: '', actions: ['create'] };
  return derivedAttribute({ ...key, after, afterUnknown }, 'arn', PLACE, undefined, after);
}

test('a key that a plan makes switched on is one that can be used', () => {
  expect(isPlannedKey(String(arnOf({ is_enabled: true })))).toBe(true);
});

test.each([
  ['is switched off', { is_enabled: false }, {}],
  ['may be switched off', {}, { is_enabled: true }],
])('a key that a plan makes and that %s stays open', (_, after, afterUnknown) => {
  expect(arnOf(after, afterUnknown)).toBeUndefined();
});

test('a key may be that of a stack of which nothing is known, and go with it', () => {
  const empty = emptyInventory([HOME], NOW);
  const manager = known<'CUSTOMER'>('CUSTOMER', 'live');
  const key = { arn: 'k', manager, state: known({ name: 'Enabled' }, 'live') };
  const keys: readonly KeyRecord[] = [{ ...key, aliases: known([], 'live') }];
  const inventory = { ...empty, regions: empty.regions.map((region) => ({ ...region, keys })) };
  const change = readTemplate('t.yaml', 'Resources: { Topic: { Type: AWS::SNS::Topic } }', { target: HOME });
  expect(withAllDropped(inventory, [change], { withUntouched: false })?.regions[0]?.keys).toMatchObject([
    { manager: { known: false }, state: { known: false }, aliases: { known: false } },
  ]);
});
