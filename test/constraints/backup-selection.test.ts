import { describe, expect, test } from 'vitest';
import type { NewBackupSelection } from '../../src/constraints/backup-things.ts';
import { refusals } from '../../src/constraints/refusals.ts';
import { OPEN, rows } from './rows.ts';

const PLAIN: NewBackupSelection = {
  selectionName: 'ledgers',
  iamRoleArn: 'arn:aws:iam::555566667777:role/backup',
  resources: ['arn:aws:dynamodb:ap-southeast-2:555566667777:table/ledger'],
};
const TAG = { conditionType: 'STRINGEQUALS', conditionKey: 'class', conditionValue: 'kept' };
const CONDITION = { conditionKey: 'aws:ResourceTag/class', conditionValue: 'kept' };
const plain = (count: number) => Array.from({ length: count }, (_, index) => `arn:aws:dynamodb:r:1:table/t${index}`);
const wild = (count: number) => plain(count).map((arn) => `${arn}*`);

describe('a selection', () => {
  rows('backup-selection', [
    ['of a table', PLAIN, []],
    ['of everything', { ...PLAIN, resources: ['*'] }, []],
    ['by tag alone', { ...PLAIN, resources: undefined, listOfTags: [TAG] }, []],
    ['of nothing', { ...PLAIN, resources: [] }, ['SE1 resources']],
    ['of all but something', { ...PLAIN, resources: undefined, notResources: wild(1) }, ['SE1 resources']],
    [
      'by conditions alone',
      { ...PLAIN, resources: undefined, conditions: { stringEquals: [CONDITION] } },
      ['SE1 resources'],
    ],
    ['of open resources', { ...PLAIN, resources: OPEN }, []],
    ['of resources with an open one', { ...PLAIN, resources: [OPEN] }, []],
    ['of nothing, or by open tags', { ...PLAIN, resources: [], listOfTags: OPEN }, []],
    [
      'by a plain key in a condition',
      {
        ...PLAIN,
        conditions: { stringEquals: [CONDITION], stringNotLike: [{ conditionKey: 'class', conditionValue: 'x*' }] },
      },
      ['SE3 conditions.stringNotLike[0].conditionKey'],
    ],
    ['by open conditions', { ...PLAIN, conditions: OPEN }, []],
    ['by a key that is open', { ...PLAIN, conditions: { stringLike: [{ conditionKey: OPEN }] } }, []],
    [
      'by a pattern in tags, beside resources',
      { ...PLAIN, listOfTags: [{ ...TAG, conditionType: 'STRINGLIKE' }] },
      ['SE4 listOfTags[0].conditionType'],
    ],
    ['with 30 wildcards less', { ...PLAIN, notResources: wild(30) }, []],
    ['with 31 wildcards less', { ...PLAIN, notResources: wild(31) }, ['SE5 notResources']],
    ['with 30 wildcards each', { ...PLAIN, resources: wild(30), notResources: wild(30) }, []],
    ['of 31 wildcards', { ...PLAIN, resources: wild(31) }, ['SE6 resources']],
    ['of 500 tables and 30 wildcards', { ...PLAIN, resources: [...plain(500), ...wild(30)] }, []],
    ['of 501 tables', { ...PLAIN, resources: plain(501) }, ['SE6 resources']],
    ['by 31 tags', { ...PLAIN, listOfTags: Array.from({ length: 31 }, () => TAG) }, ['SE7 listOfTags']],
    [
      'by 31 conditions of two operators',
      {
        ...PLAIN,
        conditions: {
          stringEquals: Array.from({ length: 16 }, () => CONDITION),
          stringLike: Array.from({ length: 15 }, () => CONDITION),
        },
      },
      ['SE7 conditions'],
    ],
    ['without a role', { ...PLAIN, iamRoleArn: undefined }, ['SE8 iamRoleArn']],
    ['without a name', { ...PLAIN, selectionName: undefined }, ['SE8 selectionName']],
    ['with a role by name', { ...PLAIN, iamRoleArn: 'backup' }, ['SE8 iamRoleArn']],
    ['with an open role', { ...PLAIN, iamRoleArn: OPEN }, []],
    ['that lives, with a name of AWS', { ...PLAIN, selectionName: 'aws/x' }, [], { forNew: false }],
    ['of a table by name', { ...PLAIN, resources: ['ledger'] }, ['SE11 resources[0]']],
    [
      'by a tag with the prefix',
      { ...PLAIN, listOfTags: [{ ...TAG, conditionKey: 'aws:ResourceTag/class' }] },
      ['SE14 listOfTags[0].conditionKey'],
    ],
  ]);

  test('is told in the words of AWS', () => {
    const conditions = { stringEquals: [{ conditionKey: 'class', conditionValue: 'kept' }] };
    expect(refusals('backup-selection', { ...PLAIN, conditions }, { forNew: true })).toMatchObject([
      {
        grade: 'A',
        code: 'InvalidParameterValueException',
        quoted: true,
        message: "Invalid tag selection: 'class':'kept'. Prefix 'aws:ResourceTag/' not found.",
      },
    ]);
  });
});
