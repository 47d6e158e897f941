import { describe, expect, test } from 'vitest';
import { runAccount } from '../../src/app/judge/change-home.ts';
import { known } from '../../src/model/fact.ts';
import type { ResourceChange } from '../../src/preview/change.ts';
import { namedPlace } from '../../src/preview/named-place.ts';
import { inPlaceholderPlace, unresolved } from '../../src/preview/unresolved-place.ts';

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

test('an account that nothing tells is one for all that goes there, whatever leaves its Region open', () => {
  const target = {
    partition: 'aws',
    account: '000000000000',
    region: 'us-east-1',
    unknown: { account: unresolved('account') },
  };
  const run = runAccount(target, undefined);
  expect(run.known).toBe(false);
  const at = (group: string, account = run): ResourceChange => ({
    address: group,
    type: 't',
    action: 'create',
    place: { partition: 'aws', account, region: known(group, 'plan'), group },
    edits: [{ kind: 'vault-gone', name: 'v' }],
  });
  const accounts = (...resources: readonly ResourceChange[]) =>
    inPlaceholderPlace([{ sources: [], notes: [], resources }], target).flatMap((change) =>
      change.resources.map(({ place }) => place.account.known),
    );
  expect(accounts(at('eu-west-1'), at('eu-central-1'))).toEqual([true, true]);
  expect(accounts(at('eu-west-1'), at('eu-central-1', known('111122223333', 'plan')))).toEqual([false, true]);
});
