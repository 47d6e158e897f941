import { expect, test } from 'vitest';
import { isPlannedKey } from '../../src/preview/keys.ts';
import { placeAt } from '../../src/preview/place.ts';
import { derivedAttribute } from '../../src/preview/terraform-derived.ts';
import type { ValueMap } from '../../src/preview/value.ts';

const PLACE = placeAt({ partition: 'aws', account: '111122223333', region: 'eu-west-1' });

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
