import { describe, expect, it } from 'vitest';
import { decideSelection } from '../../src/selection/selection.ts';
import { ACCOUNT, arnOf, type BodyParts, body, OPTED_IN, OPTED_OUT, table } from './fixtures.ts';

type Row = [sentence: string, parts: BodyParts, kind: string | undefined, detail?: string];

function near(parts: BodyParts, settings = OPTED_IN) {
  const decision = decideSelection(
    table('payments-orders', { tier: 'gold', stage: 'prod' }),
    body(parts),
    settings,
    'p-1',
  );
  expect(decision.verdict).toBe('not-selected');
  return decision.nearMiss;
}

const prefixed = (name: string) => `arn:aws:dynamodb:*:*:table/${name}`;

describe('a near miss', () => {
  const rows: Row[] = [
    [
      'names the Region asked for and the Region found',
      { resources: [`arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/*`] },
      'region',
      `Resources[0] arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/* names us-east-1, the table is in eu-west-1`,
    ],
    [
      'names Region and account',
      { resources: ['arn:aws:dynamodb:us-east-1:999988887777:table/payments-orders'] },
      'region',
      `Resources[0] arn:aws:dynamodb:us-east-1:999988887777:table/payments-orders names us-east-1 and account 999988887777, the table is in eu-west-1 and account ${ACCOUNT}`,
    ],
    ['names the account', { resources: ['arn:aws:dynamodb:*:999988887777:table/*'] }, 'account'],
    ['names the partition', { resources: ['arn:aws-cn:dynamodb:*:*:table/*'] }, 'partition'],
    ['names the Region of a service', { resources: ['arn:aws:dynamodb:us-east-1:*'] }, 'region'],
    [
      'sees the case of a name',
      { resources: [prefixed('Payments-*')] },
      'case',
      `Resources[0] ${prefixed('Payments-*')} differs from the table's name payments-orders in case only`,
    ],
    [
      'sees the case of a value',
      { listOfTags: ['tier=Gold'] },
      'case',
      'ListOfTags tier=Gold: the table has tier=gold, which differs in case',
    ],
    ['sees the case of a key', { listOfTags: ['Tier=gold'] }, 'case'],
    ['sees the case of a condition', { resources: ['*'], equals: ['aws:ResourceTag/Tier=gold'] }, 'case'],
    [
      'tells the value found',
      { listOfTags: ['tier=silver'] },
      'tag-value',
      'ListOfTags tier=silver: the table has tier=gold',
    ],
    [
      'tells that ListOfTags has no wildcards',
      { listOfTags: ['tier=*'] },
      'tag-value',
      'ListOfTags tier=*: the table has tier=gold, and ListOfTags takes * as itself',
    ],
    [
      'tells the tag that is missing',
      { listOfTags: ['backup=true'] },
      'tag-missing',
      'ListOfTags backup=true: the table has no tag backup',
    ],
    ['takes a wrong value before a missing tag', { listOfTags: ['backup=true', 'tier=silver'] }, 'tag-value'],
    [
      'tells where a prefix ends',
      { resources: [prefixed('payments-old*')] },
      'prefix',
      `Resources[0] ${prefixed('payments-old*')} shares "payments-o" with the table's name payments-orders, then asks for "ld"`,
    ],
    [
      'tells where a name ends',
      { resources: [arnOf('payments-order')] },
      'prefix',
      `Resources[0] ${arnOf('payments-order')} shares "payments-order" with the table's name payments-orders, and nothing after it`,
    ],
    ['is not a name that shares too little', { resources: [prefixed('paris-*')] }, undefined],
    ['is not another service', { resources: ['arn:aws:s3:::payments-orders'] }, undefined],
    ['is not a key that no table can have', { listOfTags: ['aws:ResourceTag/aws:ResourceTag/tier=gold'] }, undefined],
    [
      'names what leaves the table out',
      { resources: ['*'], notResources: [prefixed('payments-*')] },
      'excluded',
      `NotResources[0] ${prefixed('payments-*')} leaves the table out`,
    ],
    [
      'names the condition that fails',
      { resources: ['*'], equals: ['aws:ResourceTag/stage=test'] },
      'condition',
      'Conditions.StringEquals aws:ResourceTag/stage=test does not hold: the table has stage=prod',
    ],
    [
      'counts the conditions that fail',
      { resources: ['*'], equals: ['aws:ResourceTag/stage=test', 'aws:ResourceTag/a=1'] },
      'condition',
      'Conditions.StringEquals aws:ResourceTag/stage=test does not hold: the table has stage=prod, and 1 more of its Conditions fail',
    ],
  ];

  it.each(rows)('%s', (_, parts, kind, detail) => {
    const miss = near(parts);
    expect(miss?.kind).toBe(kind);
    if (detail !== undefined) expect(miss?.detail).toBe(detail);
  });

  it('says that only the opt-in stands in the way', () => {
    expect(near({ resources: ['arn:aws:dynamodb:*'] }, OPTED_OUT)).toEqual({
      kind: 'opted-out',
      detail:
        'Resources[0] arn:aws:dynamodb:* matches, but DynamoDB is opted out of AWS Backup in this Region, and the clause honours that',
    });
    expect(near({ listOfTags: ['tier=gold'] }, OPTED_OUT)).toEqual({
      kind: 'opted-out',
      detail: 'ListOfTags tier=gold, but DynamoDB is opted out of AWS Backup in this Region, and tags honour that',
    });
  });
});
