import { describe, expect, test } from 'vitest';
import { namedPlace } from '../../src/preview/named-place.ts';

const TABLE = 'Resources: ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders"]';

describe('the place that plans and templates name', () => {
  test.each([
    ['of the tables of a selection', [TABLE], { account: '111122223333', region: 'eu-west-1' }],
    ['of the role of a selection', ['IamRoleArn: arn:aws:iam::111122223333:role/backup'], { account: '111122223333' }],
    ['in JSON', ['{"IamRoleArn": "arn:aws-us-gov:iam::111122223333:role/backup"}'], { account: '111122223333' }],
    [
      'in several templates',
      [TABLE, TABLE.replace('orders', 'carts')],
      { account: '111122223333', region: 'eu-west-1' },
    ],
    ['but not one of several accounts', [TABLE, TABLE.replace('1111', '4444')], { region: 'eu-west-1' }],
    ['but not one of several Regions', [TABLE, TABLE.replace('eu-west-1', 'us-east-1')], { account: '111122223333' }],
    [
      'but not that of a vault that copies go to, or of who may read it',
      ['arn:aws:backup:eu-central-1:444455556666:backup-vault:dr', 'AWS: arn:aws:iam::444455556666:role/reader'],
      {},
    ],
    [
      'but not what is a pattern or open',
      ['arn:aws:dynamodb:*:*:table/*', 'arn:aws:dynamodb:${AWS::Region}:1:table/t'],
      {},
    ],
  ])('is %s', (_, templates, place) => {
    expect(namedPlace(templates)).toEqual(place);
  });
});
