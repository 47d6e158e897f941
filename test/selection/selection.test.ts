import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../src/model/fact.ts';
import { decideSelection } from '../../src/selection/selection.ts';
import { ACCOUNT, arnOf, type BodyParts, body, OPTED_IN, OPTED_OUT, optIn, table, tableWithTags } from './fixtures.ts';

type Row = [sentence: string, parts: BodyParts, tags: Record<string, string>, verdict: string, clause?: string];

const ALL_TABLES = 'arn:aws:dynamodb:*:*:table/*';
const SERVICE = 'arn:aws:dynamodb:*';

function decide(parts: BodyParts, tags: Record<string, string> = {}, settings = OPTED_IN, planId = 'p-1') {
  return decideSelection(table('payments-orders', tags), body(parts), settings, planId);
}

describe('combination of the lists (developer guide, assigning-resources-json; API reference, BackupSelection)', () => {
  const rows: Row[] = [
    ['the wildcard alone is every resource', { resources: ['*'] }, {}, 'selected', 'Resources[0] * matches'],
    [
      'a type with wildcards is every table',
      { resources: [ALL_TABLES] },
      {},
      'selected',
      `Resources[0] ${ALL_TABLES} matches`,
    ],
    ['an ARN is that table', { resources: [arnOf('payments-orders')] }, {}, 'selected'],
    ['an ARN is no other table', { resources: [arnOf('payments-order')] }, {}, 'not-selected'],
    ['a prefix is the tables that start so', { resources: ['arn:aws:dynamodb:*:*:table/payments-*'] }, {}, 'selected'],
    [
      'a wildcard may stand for nothing',
      { resources: ['arn:aws:dynamodb:*:*:table/payments-orders*'] },
      {},
      'selected',
    ],
    [
      'ARNs are ORed',
      { resources: ['arn:aws:ec2:*:*:volume/*', ALL_TABLES] },
      {},
      'selected',
      `Resources[1] ${ALL_TABLES} matches`,
    ],
    ['another service is another service', { resources: ['arn:aws:rds:*'] }, {}, 'not-selected'],
    ['a listed tag selects', { listOfTags: ['tier=gold'] }, { tier: 'gold' }, 'selected', 'ListOfTags tier=gold'],
    ['a listed tag asks for its value', { listOfTags: ['tier=gold'] }, { tier: 'silver' }, 'not-selected'],
    [
      'listed tags are ORed',
      { listOfTags: ['tier=gold', 'team=pay'] },
      { team: 'pay' },
      'selected',
      'ListOfTags team=pay',
    ],
    ['listed tags know StringEquals only', { listOfTags: ['tier=g*'] }, { tier: 'gold' }, 'not-selected'],
    [
      'listed tags add to Resources',
      { resources: ['arn:aws:fsx:*'], listOfTags: ['backup=true'] },
      { backup: 'true' },
      'selected',
    ],
    ['listed tags do not narrow Resources', { resources: [ALL_TABLES], listOfTags: ['backup=true'] }, {}, 'selected'],
    ['values are case sensitive', { listOfTags: ['tier=Gold'] }, { tier: 'gold' }, 'not-selected'],
    ['keys are case sensitive', { listOfTags: ['Tier=gold'] }, { tier: 'gold' }, 'not-selected'],
    ['ARNs are case sensitive', { resources: ['arn:aws:dynamodb:*:*:table/Payments-*'] }, {}, 'not-selected'],
    [
      'conditions narrow',
      { resources: ['*'], equals: ['aws:ResourceTag/backup=true'] },
      { backup: 'false' },
      'not-selected',
    ],
    [
      'a condition that holds is told of',
      { resources: ['*'], equals: ['aws:ResourceTag/backup=true'] },
      { backup: 'true' },
      'selected',
      'Resources[0] * matches, and Conditions.StringEquals aws:ResourceTag/backup=true holds',
    ],
    [
      'conditions are ANDed',
      { resources: ['*'], equals: ['aws:ResourceTag/a=1', 'aws:ResourceTag/b=2'] },
      { a: '1' },
      'not-selected',
    ],
    [
      'conditions of all operators are ANDed',
      { resources: ['*'], equals: ['aws:ResourceTag/a=1'], notEquals: ['aws:ResourceTag/b=2'] },
      { a: '1', b: '2' },
      'not-selected',
    ],
    [
      'StringNotEquals is the negation',
      { resources: ['*'], notEquals: ['aws:ResourceTag/stage=test'] },
      { stage: 'prod' },
      'selected',
    ],
    [
      'conditions narrow listed tags too',
      { listOfTags: ['backup=true'], notEquals: ['aws:ResourceTag/stage=test'] },
      { backup: 'true', stage: 'test' },
      'not-selected',
    ],
    [
      'StringEquals takes * as itself',
      { resources: ['*'], equals: ['aws:ResourceTag/a=x*'] },
      { a: 'xy' },
      'not-selected',
    ],
    [
      'StringLike has wildcards anywhere',
      { resources: ['*'], like: ['aws:ResourceTag/stage=*rod*'] },
      { stage: 'production' },
      'selected',
    ],
    ['StringLike * is any value', { resources: ['*'], like: ['aws:ResourceTag/backup=*'] }, { backup: '' }, 'selected'],
    ['StringLike * asks for the tag', { resources: ['*'], like: ['aws:ResourceTag/backup=*'] }, {}, 'not-selected'],
    [
      'a wildcard stands for no whitespace',
      { resources: ['*'], like: ['aws:ResourceTag/stage=pro*'] },
      { stage: 'prod and test' },
      'not-selected',
    ],
    [
      'StringNotLike is the negation',
      { resources: ['*'], notLike: ['aws:ResourceTag/key=*exclude*'] },
      { key: 'do-exclude-me' },
      'not-selected',
    ],
    [
      'StringNotLike holds for other values',
      { resources: ['*'], notLike: ['aws:ResourceTag/key=*exclude*'] },
      { key: 'keep' },
      'selected',
    ],
    ['NotResources take away', { resources: ['*'], notResources: [ALL_TABLES] }, {}, 'not-selected'],
    [
      'NotResources take away by ARN',
      { resources: ['*'], notResources: [arnOf('payments-orders')] },
      {},
      'not-selected',
    ],
    ['NotResources are ORed', { resources: ['*'], notResources: ['arn:aws:fsx:*', SERVICE] }, {}, 'not-selected'],
    [
      'NotResources take away listed tags too',
      { listOfTags: ['a=1'], notResources: [SERVICE] },
      { a: '1' },
      'not-selected',
    ],
    [
      'NotResources of others leave the table',
      { resources: ['*'], notResources: ['arn:aws:ec2:*:*:volume/*'] },
      {},
      'selected',
    ],
    [
      'a selection of nothing is everything',
      {},
      {},
      'selected',
      'the selection names nothing, and so every opted-in resource',
    ],
    ['everything but what NotResources name', { notResources: [ALL_TABLES] }, {}, 'not-selected'],
    ['indexes and backups are no tables', { resources: ['arn:aws:dynamodb:*:*:table/*/index/*'] }, {}, 'not-selected'],
    ['? is not a wildcard', { resources: ['arn:aws:dynamodb:*:*:table/payments?orders'] }, {}, 'not-selected'],
    [
      'another Region does not match',
      { resources: [`arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/*`] },
      {},
      'not-selected',
    ],
    [
      'another account does not match',
      { resources: ['arn:aws:dynamodb:eu-west-1:999988887777:table/*'] },
      {},
      'not-selected',
    ],
    ['another partition does not match', { resources: ['arn:aws-cn:dynamodb:*:*:table/*'] }, {}, 'not-selected'],
    [
      'a key with the prefix twice selects nothing',
      { resources: ['*'], equals: ['aws:ResourceTag/aws:ResourceTag/a=1'] },
      { a: '1' },
      'not-selected',
    ],
    ['a tag may be called constructor', { listOfTags: ['constructor=x'] }, {}, 'not-selected'],
  ];

  it.each(rows)('%s', (_, parts, tags, verdict, clause) => {
    const decision = decide(parts, tags);
    expect(decision.verdict).toBe(verdict);
    if (clause !== undefined) expect(decision.clause).toBe(clause);
  });

  it('leaves tables of restore testing alone (developer guide, restore-testing)', () => {
    const decision = decideSelection(table('awsbackup-restore-test-1a2b'), body({ resources: ['*'] }), OPTED_IN, 'p-1');
    expect(decision.verdict).toBe('not-selected');
    expect(decision.nearMiss).toBeUndefined();
  });
});

describe('the opt-in of the Region (developer guide, assigning-resources-json; API reference, UpdateRegionSettings)', () => {
  const rows: Row[] = [
    ['tags alone honour it', { listOfTags: ['a=1'] }, { a: '1' }, 'not-selected'],
    ['the wildcard alone honours it', { resources: ['*'] }, {}, 'not-selected'],
    [
      'the wildcard with conditions honours it',
      { resources: ['*'], equals: ['aws:ResourceTag/a=1'] },
      { a: '1' },
      'not-selected',
    ],
    ['a service name honours it', { resources: [SERVICE] }, {}, 'not-selected'],
    ['a service name in one Region honours it', { resources: ['arn:aws:dynamodb:eu-west-1:*'] }, {}, 'not-selected'],
    ['a selection of nothing honours it', {}, {}, 'not-selected'],
    ['conditions alone honour it', { equals: ['aws:ResourceTag/a=1'] }, { a: '1' }, 'not-selected'],
    ['a resource type is backed up regardless', { resources: [ALL_TABLES] }, {}, 'selected'],
    ['a prefix of tables is backed up regardless', { resources: ['arn:aws:dynamodb:*:*:table/pay*'] }, {}, 'selected'],
    ['an ARN is backed up regardless', { resources: [arnOf('payments-orders')] }, {}, 'selected'],
    [
      'a resource type with tags is backed up regardless',
      { resources: [ALL_TABLES], equals: ['aws:ResourceTag/a=1'] },
      { a: '1' },
      'selected',
    ],
    [
      'an ARN beside a tag is backed up regardless',
      { resources: [arnOf('payments-orders')], listOfTags: ['a=1'] },
      { a: '1' },
      'selected',
    ],
    [
      'an ARN beside the wildcard is backed up regardless',
      { resources: ['*', arnOf('payments-orders')] },
      {},
      'selected',
    ],
    [
      'a tag beside another service honours it',
      { resources: ['arn:aws:fsx:*'], listOfTags: ['a=1'] },
      { a: '1' },
      'not-selected',
    ],
    [
      'a tag beside another resource type is not documented',
      { resources: ['arn:aws:ec2:*:*:volume/*'], listOfTags: ['a=1'] },
      { a: '1' },
      'undecided',
    ],
    ['a type without a service is not documented', { resources: ['arn:aws:*:*:*:table/*'] }, {}, 'undecided'],
  ];

  it.each(rows)('%s', (_, parts, tags, verdict) => {
    expect(decide(parts, tags, OPTED_OUT).verdict).toBe(verdict);
    expect(decide(parts, tags, OPTED_IN).verdict).not.toBe('not-selected');
  });

  it('says that a table is selected although DynamoDB is opted out', () => {
    expect(decide({ resources: [ALL_TABLES] }, {}, OPTED_OUT).notes).toEqual([
      'DynamoDB is opted out in this Region; the clause names the resource type and is backed up regardless',
    ]);
  });

  const denied = unknown('denied', 'region settings were refused', 'backup:DescribeRegionSettings');

  it('decides only where it decides', () => {
    expect(decide({ resources: ['*'] }, {}, denied)).toMatchObject({ verdict: 'undecided', undecided: denied });
    expect(decide({ listOfTags: ['a=1'] }, { a: '1' }, denied)).toMatchObject({
      verdict: 'undecided',
      undecided: denied,
    });
    expect(decide({ listOfTags: ['a=1'] }, { a: '2' }, denied).verdict).toBe('not-selected');
    expect(decide({ resources: [ALL_TABLES] }, {}, denied).verdict).toBe('selected');
    expect(decide({ resources: ['*', ALL_TABLES] }, {}, denied).verdict).toBe('selected');
  });

  it('is open where the settings do not name DynamoDB', () => {
    expect(decide({ resources: ['*'] }, {}, optIn(undefined)).undecided?.reason).toBe('undocumented');
    expect(decide({ resources: [ALL_TABLES] }, {}, optIn(undefined)).verdict).toBe('selected');
  });

  it.each([OPTED_IN, OPTED_OUT])('is the management account\u2019s for plans of an organization', (settings) => {
    const decision = decide({ listOfTags: ['a=1'] }, { a: '1' }, settings, 'orgs/0f1e');
    expect(decision.verdict).toBe('undecided');
    expect(decision.undecided?.detail).toContain('management account');
    expect(decide({ resources: [ALL_TABLES] }, {}, settings, 'orgs/0f1e').verdict).toBe('selected');
    expect(decide({ listOfTags: ['a=1'] }, {}, settings, 'orgs/0f1e').verdict).toBe('not-selected');
  });
});

describe('what AWS leaves open', () => {
  const rows: Row[] = [
    [
      'StringNotEquals without the tag',
      { resources: ['*'], notEquals: ['aws:ResourceTag/stage=test'] },
      {},
      'undecided',
    ],
    ['StringNotLike without the tag', { resources: ['*'], notLike: ['aws:ResourceTag/stage=t*'] }, {}, 'undecided'],
    [
      'StringNotLike that whitespace decides',
      { resources: ['*'], notLike: ['aws:ResourceTag/a=x*'] },
      { a: 'x y' },
      'undecided',
    ],
    ['conditions alone that hold', { equals: ['aws:ResourceTag/a=1'] }, { a: '1' }, 'undecided'],
    ['conditions alone that do not hold', { equals: ['aws:ResourceTag/a=1'] }, { a: '2' }, 'not-selected'],
    ['a plain key in Conditions that would hold', { resources: ['*'], equals: ['a=1'] }, { a: '1' }, 'undecided'],
    [
      'a plain key in Conditions that would not hold',
      { resources: ['*'], equals: ['a=1'] },
      { a: '2' },
      'not-selected',
    ],
    ['a plain key in a negated condition', { resources: ['*'], notEquals: ['a=1'] }, { a: '1' }, 'undecided'],
    ['the prefix in another case', { resources: ['*'], equals: ['aws:resourcetag/a=1'] }, { a: '1' }, 'undecided'],
    ['a prefixed key in ListOfTags that would hold', { listOfTags: ['aws:ResourceTag/a=1'] }, { a: '1' }, 'undecided'],
    [
      'a prefixed key in ListOfTags that would not hold',
      { listOfTags: ['aws:ResourceTag/a=1'] },
      { a: '2' },
      'not-selected',
    ],
    [
      'the prefix twice in a negated condition',
      { resources: ['*'], notEquals: ['aws:ResourceTag/aws:ResourceTag/a=1'] },
      {},
      'undecided',
    ],
    [
      'a tag of AWS that matches',
      { listOfTags: ['aws:cloudformation:stack-name=s'] },
      { 'aws:cloudformation:stack-name': 's' },
      'undecided',
    ],
    ['a tag of AWS that does not', { listOfTags: ['aws:cloudformation:stack-name=s'] }, {}, 'not-selected'],
    [
      'but not where the table is not named',
      { resources: ['arn:aws:s3:::*'], notEquals: ['aws:ResourceTag/a=1'] },
      {},
      'not-selected',
    ],
    [
      'nor where NotResources leave it out',
      { resources: ['*'], notResources: [ALL_TABLES], notEquals: ['aws:ResourceTag/a=1'] },
      {},
      'not-selected',
    ],
    [
      'nor where another condition fails',
      { resources: ['*'], equals: ['aws:ResourceTag/b=1'], notEquals: ['aws:ResourceTag/a=1'] },
      {},
      'not-selected',
    ],
    [
      'nor where another way selects',
      { resources: [ALL_TABLES], listOfTags: ['aws:ResourceTag/a=1'] },
      { a: '1' },
      'selected',
    ],
  ];

  it.each(rows)('%s', (_, parts, tags, verdict) => {
    const decision = decide(parts, tags);
    expect(decision.verdict).toBe(verdict);
    expect(decision.undecided?.reason).toBe(verdict === 'undecided' ? 'undocumented' : undefined);
  });

  it('notes a wildcard inside the resource part, and matches generously', () => {
    const decision = decide({ resources: ['arn:aws:dynamodb:*:*:table/*-orders'] });
    expect(decision.verdict).toBe('selected');
    expect(decision.notes).toHaveLength(1);
    expect(decision.notes[0]).toContain('inside the resource part');
    expect(decide({ resources: [ALL_TABLES] }).notes).toEqual([]);
  });

  it('notes a wildcard that stands for several fields', () => {
    const decision = decide({ resources: ['arn:aws:dynamodb:*:table/payments-*'] }, {}, OPTED_OUT);
    expect(decision.verdict).toBe('selected');
    expect(decision.notes[0]).toContain('several fields');
  });
});

describe('facts that are missing', () => {
  const denied = unknown('denied', 'tags were refused', 'dynamodb:ListTagsOfResource');
  const untagged = tableWithTags('payments-orders', denied);
  const verdict = (parts: BodyParts) => decideSelection(untagged, body(parts), OPTED_IN, 'p-1');

  it('leave open what only they can decide, and say what would settle it', () => {
    expect(verdict({ listOfTags: ['a=1'] })).toMatchObject({
      verdict: 'undecided',
      clause: 'ListOfTags a=1',
      undecided: denied,
    });
    expect(verdict({ resources: ['*'], equals: ['aws:ResourceTag/a=1'] }).undecided).toBe(denied);
    expect(verdict({ resources: ['*'], notEquals: ['aws:ResourceTag/a=1'] }).undecided).toBe(denied);
  });

  it('decide nothing where an ARN does', () => {
    expect(verdict({ resources: ['*'] }).verdict).toBe('selected');
    expect(verdict({ resources: [ALL_TABLES], listOfTags: ['a=1'] }).verdict).toBe('selected');
    expect(verdict({ resources: ['arn:aws:s3:::*'], equals: ['aws:ResourceTag/a=1'] }).verdict).toBe('not-selected');
    expect(verdict({ listOfTags: ['a=1'], notResources: [SERVICE] }).verdict).toBe('not-selected');
  });

  it('are named before what AWS leaves open', () => {
    expect(verdict({ equals: ['aws:ResourceTag/a=1'] }).undecided).toBe(denied);
  });
});

describe('the state of the table (developer guide, advanced-ddb-backup)', () => {
  it.each([
    ['CREATING', ['the table is CREATING: a backup of it fails until it is ACTIVE']],
    ['DELETING', ['the table is DELETING']],
    ['ACTIVE', []],
  ])('%s is a note and no verdict', (status, notes) => {
    const description = {
      status,
      keys: [],
      billingMode: 'PAY_PER_REQUEST',
      throughput: { readUnits: 0, writeUnits: 0 },
      globalIndexes: [],
      localIndexes: [],
      encryption: { kind: 'aws-owned' },
      stream: 'disabled',
      deletionProtection: false,
      tableClass: 'STANDARD',
      replicaRegions: [],
    } as const;
    const subject = { ...table('payments-orders'), description: known(description, 'test') };
    expect(decideSelection(subject, body({ resources: ['*'] }), OPTED_IN, 'p-1')).toMatchObject({
      verdict: 'selected',
      notes,
    });
  });
});
