import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  COPY_REGION,
  denied,
  type ExampleParts,
  exampleInventory,
  REGION,
  tableArnOf,
} from '../../../src/controls/example.ts';
import { restoredAlarms } from '../../../src/controls/restored-alarms.ts';
import { restoredAutoScaling } from '../../../src/controls/restored-auto-scaling.ts';
import { restoredEncryption } from '../../../src/controls/restored-encryption.ts';
import { restoredIamPolicies } from '../../../src/controls/restored-iam-policies.ts';
import { known } from '../../../src/model/fact.ts';
import type { AccountInventory, Inventory, KeyRecord, RegionInventory } from '../../../src/model/inventory.ts';
import { judgeInventory } from './judge.ts';

const OTHER_ACCOUNT = '444455556666';

/** The example world with `orders-restored` in another Region, and in another account where one is named. */
function elsewhere(parts: ExampleParts, there: Partial<RegionInventory> = {}): Inventory {
  const place = { region: COPY_REGION, account: there.account ?? ACCOUNT };
  const arn = tableArnOf('orders-restored', place.region).replace(ACCOUNT, place.account);
  const inventory = exampleInventory({ restored: {}, restoreJobs: [{ createdArn: arn }], ...parts });
  const [regionInventory] = inventory.regions;
  if (!regionInventory?.tables.known) throw new Error('the example world has tables');
  const tables = regionInventory.tables.value;
  const other: RegionInventory = {
    ...regionInventory,
    ...place,
    restoreJobs: known([], 'test'),
    tables: known(
      tables.filter(({ name }) => name !== 'orders').map((table) => ({ ...table, arn })),
      'test',
    ),
    scalableTargets: known([], 'test'),
    scalingPolicies: known([], 'test'),
    alarms: known([], 'test'),
    keys: [],
    ...there,
  };
  const source = {
    ...regionInventory,
    tables: known(
      tables.filter(({ name }) => name === 'orders'),
      'test',
    ),
  };
  return { ...inventory, regions: [source, other] };
}

function kms(id: string, region: string) {
  const keyArn = `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`;
  return { description: { encryption: { kind: 'kms', keyArn, status: 'ENABLED' } } } as const;
}

function managed(id: string, region: string, manager: 'AWS' | 'CUSTOMER'): KeyRecord {
  const { keyArn } = kms(id, region).description.encryption;
  return { arn: keyArn, manager: known(manager, 'test'), aliases: known([], 'test') };
}

describe('a table restored in another Region', () => {
  const sameKey = { encryption: 'same-as-source' } as const;

  test('has the source’s encryption when both keys are replicas of one multi-Region key', () => {
    const parts = { table: kms('mrk-1', REGION), restored: kms('mrk-1', COPY_REGION) };
    expect(judgeInventory(restoredEncryption, sameKey, elsewhere(parts)).status).toBe('pass');
    const another = { table: kms('mrk-1', REGION), restored: kms('mrk-2', COPY_REGION) };
    expect(judgeInventory(restoredEncryption, sameKey, elsewhere(another)).status).toBe('fail');
  });

  test('has the source’s encryption when AWS manages the key in both', () => {
    const parts = { table: kms('a', REGION), restored: kms('b', COPY_REGION), keys: [managed('a', REGION, 'AWS')] };
    const of = (keys: readonly KeyRecord[]) => judgeInventory(restoredEncryption, sameKey, elsewhere(parts, { keys }));
    expect(of([managed('b', COPY_REGION, 'AWS')]).status).toBe('pass');
    expect(of([managed('b', COPY_REGION, 'CUSTOMER')]).status).toBe('fail');
    expect(of([])).toMatchObject({ status: 'unknown', unknown: { permission: 'kms:DescribeKey' } });
  });

  test('has the source’s alarms when they call the topic of its own Region', () => {
    const topic = (region: string) => `arn:aws:sns:${region}:${ACCOUNT}:on-call`;
    const onSource = { watches: [{ metric: 'SystemErrors', table: 'orders' }], actions: [topic(REGION)] };
    const of = (action: string) => {
      const { regions } = exampleInventory({
        alarms: [{ watches: [{ metric: 'SystemErrors', table: 'orders-restored' }], actions: [action] }],
      });
      const alarms = regions[0]?.alarms ?? known([], 'test');
      return judgeInventory(
        restoredAlarms,
        { alarms: 'same-as-source' },
        elsewhere({ alarms: [onSource] }, { alarms }),
      );
    };
    expect(of(topic(COPY_REGION)).status).toBe('pass');
    expect(of(`${topic(COPY_REGION)}-2`).status).toBe('fail');
    expect(of(topic('us-east-1')).status).toBe('fail');
  });

  test('is scaled by the targets of its own Region', () => {
    const provisioned = { description: { billingMode: 'PROVISIONED' } } as const;
    const parts = {
      table: provisioned,
      restored: provisioned,
      scalableTargets: [{}, { resourceId: 'table/orders-restored' }],
      scalingPolicies: [{}, { resourceId: 'table/orders-restored' }],
    };
    expect(judgeInventory(restoredAutoScaling, { autoScaling: 'same-as-source' }, elsewhere(parts)).status).toBe(
      'fail',
    );
  });

  test('is not named by a statement that names tables of the source’s Region', () => {
    const policy = (Resource: string) => ({
      id: 'role/app/inline',
      attachedTo: ['role/app'],
      document: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource }] }),
    });
    const of = (resource: string) =>
      judgeInventory(
        restoredIamPolicies,
        { iamPolicies: 'same-as-source' },
        elsewhere({ identityPolicies: [policy(resource)] }),
      );
    expect(of(`arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/*`).status).toBe('fail');
    expect(of(`arn:aws:dynamodb:*:${ACCOUNT}:table/*`).status).toBe('pass');
  });
});

describe('a table restored in another account', () => {
  const of = (
    resource: string,
    own: AccountInventory['identityPolicies'] = known([], 'iam:GetAccountAuthorizationDetails'),
  ) => {
    const document = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: resource }] });
    const identityPolicies = [{ id: 'role/app/inline', attachedTo: ['role/app'], document }];
    const inventory = elsewhere({ identityPolicies }, { account: OTHER_ACCOUNT });
    const accounts = inventory.accounts.flatMap((each) => [
      each,
      { ...each, account: OTHER_ACCOUNT, identityPolicies: own },
    ]);
    return judgeInventory(restoredIamPolicies, { iamPolicies: 'same-as-source' }, { ...inventory, accounts });
  };
  const there = tableArnOf('orders-restored', COPY_REGION).replace(ACCOUNT, OTHER_ACCOUNT);
  const granting = [
    {
      id: 'role/peek/inline',
      attachedTo: ['role/peek'],
      document: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'dynamodb:Scan', Resource: there }] }),
    },
  ];

  test('passes identity policies that name neither table', () => {
    expect(of(tableArnOf('other')).status).toBe('pass');
  });

  test.each([
    ['one names the source', tableArnOf('orders'), known([], 'iam')],
    ['one of its own account names it', tableArnOf('other'), known(granting, 'iam')],
  ])('leaves them unknown where %s', (_, resource, own) => {
    expect(of(resource, own)).toMatchObject({
      status: 'unknown',
      unknown: {
        reason: 'undocumented',
        detail: `1 identity statement of accounts ${ACCOUNT} and ${OTHER_ACCOUNT} names one of the tables; whose statements of the one account stand for whose of the other cannot be proven`,
      },
    });
  });

  test('leaves them unknown where those of its own account could not be read', () => {
    const why = denied('iam:GetAccountAuthorizationDetails');
    expect(of(tableArnOf('other'), why)).toMatchObject({ status: 'unknown', unknown: why });
  });
});
