import { describe, expect, test } from 'vitest';
import { ACCOUNT, denied, type ExampleParts, exampleInventory, ORDERS, REGION } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import type { Inventory, RegionSettings } from '../../src/model/inventory.ts';
import type { SelectionBody, TagCondition } from '../../src/model/selection.ts';
import type { Tags } from '../../src/model/table.ts';
import { judge, resultOf } from './judge.ts';
import { plan } from './plan.ts';

const TYPE = 'arn:aws:dynamodb:*:*:table/*';
const SERVICE = 'arn:aws:dynamodb:*';
const OUT: RegionSettings = { optIn: { DynamoDB: false }, management: { DynamoDB: true } };

function coverage(inventory: Inventory, table = 'orders') {
  const { status, because, unknown } = resultOf(judge(inventory, 'backup: {}'), 'plan-coverage', table);
  return { status, because, reason: unknown?.reason };
}

function selected(selection: Partial<SelectionBody>, tags: Tags = {}, parts: ExampleParts = {}) {
  return coverage(exampleInventory({ selection: { resources: [], ...selection }, table: { tags }, ...parts })).status;
}

const tag = (text: string): TagCondition => {
  const [key = '', value = ''] = text.split('=');
  return { key, value };
};
const conditions = (parts: Partial<SelectionBody['conditions']>): Partial<SelectionBody> => ({
  conditions: { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [], ...parts },
});
const STAGE = 'aws:ResourceTag/stage';

describe('what a selection selects (API BackupSelection; developer guide, assigning-resources-json)', () => {
  test.each<[string, Partial<SelectionBody>, Tags, string]>([
    ['Resources are ORed', { resources: ['arn:aws:ec2:*:*:volume/*', ORDERS] }, {}, 'pass'],
    ['ListOfTags is ORed', { listOfTags: [tag('a=1'), tag('b=2')] }, { b: '2' }, 'pass'],
    ['ListOfTags takes plain keys, and no pattern', { listOfTags: [tag('a=1*')] }, { a: '12' }, 'fail'],
    ['ListOfTags adds to Resources', { resources: ['arn:aws:fsx:*'], listOfTags: [tag('a=1')] }, { a: '1' }, 'pass'],
    ['ListOfTags does not narrow Resources', { resources: [TYPE], listOfTags: [tag('a=1')] }, {}, 'pass'],
    [
      'Conditions are ANDed',
      { resources: ['*'], ...conditions({ stringEquals: [tag(`${STAGE}=prod`), tag('aws:ResourceTag/tier=gold')] }) },
      { stage: 'prod' },
      'fail',
    ],
    [
      'Conditions narrow Resources',
      { resources: [TYPE], ...conditions({ stringEquals: [tag(`${STAGE}=prod`)] }) },
      { stage: 'test' },
      'fail',
    ],
    [
      'Conditions narrow ListOfTags too',
      { listOfTags: [tag('a=1')], ...conditions({ stringNotEquals: [tag(`${STAGE}=test`)] }) },
      { a: '1', stage: 'test' },
      'fail',
    ],
    ['NotResources take away what the rest selects', { resources: [TYPE], notResources: [ORDERS] }, {}, 'fail'],
    ['NotResources are ORed', { resources: ['*'], notResources: ['arn:aws:fsx:*', SERVICE] }, {}, 'fail'],
    ['a selection of nothing is every supported, opted-in resource', {}, {}, 'pass'],
    ['everything is case sensitive: the value', { listOfTags: [tag('a=Yes')] }, { a: 'yes' }, 'fail'],
    ['everything is case sensitive: the key', { listOfTags: [tag('A=yes')] }, { a: 'yes' }, 'fail'],
    ['everything is case sensitive: the ARN', { resources: ['arn:aws:dynamodb:*:*:table/Orders'] }, {}, 'fail'],
    [
      '* is any characters but whitespace',
      { resources: ['*'], ...conditions({ stringLike: [tag(`${STAGE}=pro*`)] }) },
      { stage: 'pro duction' },
      'fail',
    ],
    [
      'StringLike has * anywhere',
      { resources: ['*'], ...conditions({ stringLike: [tag(`${STAGE}=*duct*`)] }) },
      { stage: 'production' },
      'pass',
    ],
    [
      'StringEquals has no *',
      { resources: ['*'], ...conditions({ stringEquals: [tag(`${STAGE}=*`)] }) },
      { stage: 'prod' },
      'fail',
    ],
    [
      'a key with the prefix twice selects nothing',
      { resources: ['*'], ...conditions({ stringEquals: [tag('aws:ResourceTag/aws:ResourceTag/a=1')] }) },
      { a: '1' },
      'fail',
    ],
    [
      'a Condition that negates holds for another value',
      { resources: ['*'], ...conditions({ stringNotEquals: [tag(`${STAGE}=test`)] }) },
      { stage: 'prod' },
      'pass',
    ],
    [
      'whether one that negates holds without the tag is not documented',
      { resources: ['*'], ...conditions({ stringNotEquals: [tag(`${STAGE}=test`)] }) },
      {},
      'unknown',
    ],
    [
      'and neither is it for StringNotLike',
      { resources: ['*'], ...conditions({ stringNotLike: [tag(`${STAGE}=t*`)] }) },
      {},
      'unknown',
    ],
    [
      'what Conditions select alone is not documented',
      conditions({ stringEquals: [tag(`${STAGE}=prod`)] }),
      { stage: 'prod' },
      'unknown',
    ],
    [
      'but what they keep out is kept out',
      conditions({ stringEquals: [tag(`${STAGE}=prod`)] }),
      { stage: 'test' },
      'fail',
    ],
    [
      'a * in the middle of a name is matched generously',
      { resources: ['arn:aws:dynamodb:*:*:table/o*s'] },
      {},
      'pass',
    ],
    ['? is not a wildcard', { resources: ['arn:aws:dynamodb:*:*:table/order?'] }, {}, 'fail'],
    ['another Region is not reached', { resources: [`arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/*`] }, {}, 'fail'],
    ['another account is not reached', { resources: [`arn:aws:dynamodb:${REGION}:999988887777:table/*`] }, {}, 'fail'],
    ['an index is not a table', { resources: [`${ORDERS}/index/*`] }, {}, 'fail'],
  ])('%s', (_, selection, tags, status) => {
    expect(selected(selection, tags)).toBe(status);
  });
});

describe('the opt-in of the Region (developer guide, assigning-resources; API UpdateRegionSettings)', () => {
  test.each<[string, Partial<SelectionBody>, string]>([
    ['tags honour it', { listOfTags: [tag('a=1')] }, 'fail'],
    ['the wildcard honours it', { resources: ['*'] }, 'fail'],
    ['a service’s name honours it', { resources: [SERVICE] }, 'fail'],
    ['a selection of nothing honours it', {}, 'fail'],
    ['a resource type is backed up regardless', { resources: [TYPE] }, 'pass'],
    ['a table’s ARN is backed up regardless', { resources: [ORDERS] }, 'pass'],
    [
      'what tags select beside another type is not documented',
      { resources: ['arn:aws:ec2:*:*:volume/*'], listOfTags: [tag('a=1')] },
      'unknown',
    ],
  ])('%s', (_, selection, status) => {
    expect(selected(selection, { a: '1' }, { settings: OUT })).toBe(status);
    expect(selected(selection, { a: '1' })).toBe('pass');
  });

  test('is needed only where it decides', () => {
    const settings = denied('backup:DescribeRegionSettings');
    expect(selected({ resources: ['*'] }, {}, { settings })).toBe('unknown');
    expect(selected({ resources: [TYPE] }, {}, { settings })).toBe('pass');
    expect(selected({ listOfTags: [tag('a=1')] }, {}, { settings })).toBe('fail');
  });

  test('is told of as the reason where it keeps the table out', () => {
    expect(coverage(exampleInventory({ selection: { resources: ['*'] }, settings: OUT })).because).toEqual([
      'plan daily › selection tables › Resources[0] * matches, but DynamoDB is opted out of AWS Backup in this Region, and the clause honours that',
    ]);
  });
});

describe('plans of an organization and of services (developer guide, service-opt-in, logging-using-cloudtrail)', () => {
  const organization = (body: Partial<SelectionBody>, settings?: RegionSettings) =>
    coverage(
      exampleInventory({
        plans: [plan({ id: 'orgs/544033d1-b19c-3f2a-9c20-40bcfa82ca68', name: 'org', ...body })],
        table: { tags: { dataType: 'PII' } },
        ...(settings ? { settings } : {}),
      }),
    );

  test('the management account’s opt-in overrides the member’s, and is not to be read here', () => {
    for (const settings of [undefined, OUT]) {
      const found = organization({ listOfTags: [tag('dataType=PII')] }, settings);
      expect(found).toMatchObject({ status: 'unknown', reason: 'not-collected' });
      expect(found.because.join(' ')).toContain('management account');
    }
  });

  test('it does not matter to a resource type, nor to a tag that the table does not have', () => {
    expect(organization({ resources: [TYPE] }, OUT).status).toBe('pass');
    expect(organization({ listOfTags: [tag('dataType=RED')] }).status).toBe('fail');
  });

  test('an id that is no UUID is an id like another', () => {
    expect(
      coverage(
        exampleInventory({
          plans: [plan({ id: 'aws/efs/73d922fb-9312-3a70-99c3-e69367f9fdad', resources: [ORDERS] })],
        }),
      ).status,
    ).toBe('pass');
  });
});

describe('tables that are not like the others', () => {
  const named = (name: string) => {
    const made = exampleInventory({ selection: { resources: ['*'] } });
    const regions = made.regions.map((region) => ({
      ...region,
      tables: region.tables.known
        ? known(
            region.tables.value.map((table) => ({ ...table, name, arn: ORDERS.replace('orders', name) })),
            'test',
          )
        : region.tables,
    }));
    return { ...made, regions };
  };

  test('those of restore testing are ignored by plans, and not judged (developer guide, restore-testing)', () => {
    const { results } = judge(
      named('awsbackup-restore-test-1a2b3c'),
      'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
    );
    expect(results).toEqual([]);
  });

  test('one whose name only holds those words is a table', () => {
    expect(coverage(named('my-awsbackup-restore-test-1'), 'my-awsbackup-restore-test-1').status).toBe('pass');
  });

  test.each([
    ['CREATING', 'the table is CREATING: a backup of it fails until it is ACTIVE'],
    ['DELETING', 'the table is DELETING'],
  ])('one that is %s is covered, and that is said (developer guide, advanced-ddb-backup)', (status, note) => {
    const found = coverage(exampleInventory({ table: { description: { status } } }));
    expect(found.status).toBe('pass');
    expect(found.because.join('\n')).toContain(note);
  });
});

describe('several plans and selections', () => {
  const gold = plan({ name: 'gold', listOfTags: [tag('tier=gold')] });
  const hidden = { ...plan({ name: 'hidden' }), selections: denied('backup:ListBackupSelections') };
  const unread = { ...plan({ name: 'unread', resources: [ORDERS] }), body: denied('backup:GetBackupPlan') };

  test('each that selects the table is named with its clause', () => {
    const found = coverage(
      exampleInventory({ plans: [plan({ name: 'all', resources: ['*'] }), gold], table: { tags: { tier: 'gold' } } }),
    );
    expect(found.because).toEqual([
      'plan all › rule nightly › selection tables › Resources[0] * matches',
      'plan gold › rule nightly › selection tables › ListOfTags tier=gold',
    ]);
  });

  test('one that is sure is enough', () => {
    expect(
      coverage(exampleInventory({ plans: [hidden, unread, gold], table: { tags: { tier: 'gold' } } })).status,
    ).toBe('pass');
  });

  test.each([
    ['selections could not be listed', hidden, 'not allowed to call backup:ListBackupSelections'],
    ['rules could not be read', unread, 'not allowed to call backup:GetBackupPlan'],
  ])('none that is sure and one whose %s is unknown', (_, other, detail) => {
    const found = coverage(exampleInventory({ plans: [gold, other] }));
    expect(found).toMatchObject({ status: 'unknown', reason: 'denied' });
    expect(found.because.join('\n')).toContain(detail);
  });
});
