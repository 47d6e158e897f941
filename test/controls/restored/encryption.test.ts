import { describe, expect, test } from 'vitest';
import { ACCOUNT, denied, type ExampleParts, REGION } from '../../../src/controls/example.ts';
import { isSameKey } from '../../../src/controls/restored/table-key.ts';
import { restoredEncryption } from '../../../src/controls/restored-encryption.ts';
import { known } from '../../../src/model/fact.ts';
import type { KeyRecord } from '../../../src/model/inventory.ts';
import { judgeSetting } from './judge.ts';

const keyArn = (id: string, account = ACCOUNT, region = REGION) => `arn:aws:kms:${region}:${account}:key/${id}`;

function encrypted(arn: string, status = 'ENABLED') {
  return { description: { encryption: { kind: 'kms', keyArn: arn, status } } } as const;
}

function key(id: string, manager: 'AWS' | 'CUSTOMER', alias = 'x'): KeyRecord {
  return {
    arn: keyArn(id),
    manager: known(manager, 'kms:DescribeKey'),
    aliases: known([`arn:aws:kms:${REGION}:${ACCOUNT}:alias/${alias}`], 'kms:ListAliases'),
  };
}

const judge = (encryption: string, parts: ExampleParts) => judgeSetting(restoredEncryption, { encryption }, parts);

describe('restored-encryption, same as source', () => {
  test('passes two tables whose key DynamoDB owns', () => {
    expect(judge('same-as-source', {})).toMatchObject({
      status: 'pass',
      message: 'encrypted with the key that DynamoDB owns, as on the source',
    });
  });

  test('passes the same key, even when nobody may say who manages it', () => {
    const parts = { table: encrypted(keyArn('a')), restored: encrypted(keyArn('a')) };
    expect(judge('same-as-source', parts)).toMatchObject({
      status: 'pass',
      message: `encrypted with key ${keyArn('a')}, as on the source`,
    });
  });

  test('fails another key of the same place, even when nobody may say who manages it', () => {
    const parts = { table: encrypted(keyArn('a')), restored: encrypted(keyArn('b')) };
    expect(judge('same-as-source', parts).status).toBe('fail');
  });

  test('fails a customer’s key where the source has none', () => {
    expect(judge('same-as-source', { restored: encrypted(keyArn('a')) }).status).toBe('fail');
  });

  test('takes replicas of one multi-Region key for the same key', () => {
    const [here, there] = [keyArn('mrk-1'), keyArn('mrk-1', ACCOUNT, 'eu-central-1')];
    expect(isSameKey(here, there)).toBe(true);
    expect(isSameKey(here, keyArn('mrk-1', '444455556666', 'eu-central-1'))).toBe(false);
    expect(isSameKey(keyArn('a'), keyArn('a', ACCOUNT, 'eu-central-1'))).toBe(false);
    expect(isSameKey(here, keyArn('mrk-2'))).toBe(false);
  });

  test('is unknown while the key is being changed', () => {
    const parts = { table: encrypted(keyArn('a')), restored: encrypted(keyArn('a'), 'UPDATING') };
    expect(judge('same-as-source', parts)).toMatchObject({ status: 'unknown', unknown: { reason: 'undocumented' } });
  });
});

describe('restored-encryption, by kind', () => {
  test.each([
    ['aws-owned', {}, 'pass'],
    ['aws-managed', {}, 'fail'],
    ['customer-managed', {}, 'fail'],
    ['aws-owned', { restored: encrypted(keyArn('a')) }, 'fail'],
    ['aws-managed', { restored: encrypted(keyArn('a')), keys: [key('a', 'AWS')] }, 'pass'],
    ['aws-managed', { restored: encrypted(keyArn('a')), keys: [key('a', 'CUSTOMER')] }, 'fail'],
    ['customer-managed', { restored: encrypted(keyArn('a')), keys: [key('a', 'CUSTOMER')] }, 'pass'],
    ['customer-managed', { restored: encrypted(keyArn('a')), keys: [key('a', 'AWS')] }, 'fail'],
    ['customer-managed', { restored: encrypted(keyArn('a')), keys: [] }, 'unknown'],
    ['customer-managed', { restored: encrypted(keyArn('a', '444455556666')), keys: [] }, 'pass'],
    ['customer-managed', { restored: encrypted(keyArn('mrk-1')), keys: [] }, 'pass'],
  ] as const)('asked for %s: %j: %s', (asked, parts, status) => {
    expect(judge(asked, parts).status).toBe(status);
  });

  test('needs keys unless the key that DynamoDB owns is asked for', () => {
    expect(restoredEncryption.needs('aws-owned')).not.toContain('keys');
    expect(restoredEncryption.needs('aws-managed')).toContain('keys');
  });
});

describe('restored-encryption, by pattern', () => {
  const restored = encrypted(keyArn('a'));

  test.each([
    ['arn:aws:kms:*:*:key/a', { restored }, 'pass'],
    ['arn:aws:kms:*:*:key/?', { restored }, 'pass'],
    ['arn:aws:kms:*:*:key/b', { restored }, 'fail'],
    ['arn:aws:kms:*:*:alias/pay*', { restored, keys: [key('a', 'CUSTOMER', 'payments')] }, 'pass'],
    ['arn:aws:kms:*:*:alias/pay*', { restored, keys: [key('a', 'CUSTOMER', 'orders')] }, 'fail'],
    ['arn:aws:kms:*:*:alias/pay*', { restored, keys: [] }, 'unknown'],
    ['*', {}, 'fail'],
  ])('asked for %s: %j: %s', (asked, parts, status) => {
    expect(judge(asked, parts).status).toBe(status);
  });

  test('is unknown when the aliases that would decide could not be read', () => {
    const keys = [{ ...key('a', 'CUSTOMER'), aliases: denied('kms:ListAliases') }];
    expect(judge('arn:aws:kms:*:*:alias/pay*', { restored, keys })).toMatchObject({
      status: 'unknown',
      unknown: { permission: 'kms:ListAliases' },
    });
  });
});
