import { describe, expect, test } from 'vitest';
import { denied, type ExampleParts, exampleInventory, NOW, ORDERS } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { warningsOf } from '../../src/estate/warnings.ts';
import type { BackupRole, BackupRoleBody } from '../../src/model/role.ts';
import { judge, resultOf } from '../aws-meaning/judge.ts';

const ROLE = 'arn:aws:iam::111122223333:role/backup';

const BACKUP = { Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' };
const ADVANCED = 'dynamodb:StartAwsBackupJob';
const STANDARD = 'dynamodb:CreateBackup';

function documentOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function allow(action: string | readonly string[], resource: string | readonly string[], more: object = {}): object {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

function roleOf({
  trust = [BACKUP],
  policies = [allow(ADVANCED, '*')],
}: {
  readonly trust?: readonly object[];
  readonly policies?: readonly object[];
}): BackupRole {
  const body: BackupRoleBody = {
    trustPolicy: documentOf(...trust),
    policies: policies.length === 0 ? [] : [{ id: 'inline', document: documentOf(...policies) }],
  };
  return { arn: ROLE, body };
}

function warnings(backupRoles: ExampleParts['backupRoles'], parts: ExampleParts = {}): readonly string[] {
  const inventory = exampleInventory({ copyVaults: [{}], ...parts, ...(backupRoles ? { backupRoles } : {}) });
  return warningsOf(estateOf(inventory, NOW)).map(({ selection, kind, detail }) => `${selection} ${kind}: ${detail}`);
}

function evidence(backupRoles: NonNullable<ExampleParts['backupRoles']>) {
  const { status, because } = resultOf(judge(exampleInventory({ backupRoles }), 'backup: {}'), 'plan-coverage');
  return { status, because: because.slice(1) };
}

const OFF = { optIn: { DynamoDB: true }, management: { DynamoDB: false } };
const POWERLESS = `tables powerless-role: the policies of role ${ROLE} do not allow ${ADVANCED} on orders`;

describe('a selection’s role is warned of', () => {
  test.each<[string, BackupRole, readonly string[]]>([
    ['when it does not exist', { arn: ROLE }, [`tables missing-role: role ${ROLE} does not exist`]],
    [
      'when it trusts another service',
      roleOf({ trust: [{ ...BACKUP, Principal: { Service: 'lambda.amazonaws.com' } }] }),
      [`tables untrusting-role: the trust policy of role ${ROLE} does not let backup.amazonaws.com take it`],
    ],
    ['when no policy allows what a backup begins with', roleOf({ policies: [] }), [POWERLESS]],
    [
      'when its policies are about other tables',
      roleOf({ policies: [allow(ADVANCED, `${ORDERS}-archive`)] }),
      [POWERLESS],
    ],
    ['when it may make standard backups only', roleOf({ policies: [allow(STANDARD, '*')] }), [POWERLESS]],
    [
      'when all but this table is allowed',
      roleOf({ policies: [{ Effect: 'Allow', NotAction: 's3:*', NotResource: ORDERS }] }),
      [POWERLESS],
    ],
    [
      'when a denial has no condition',
      roleOf({ policies: [allow('*', '*'), { Effect: 'Deny', Action: 'dynamodb:*', Resource: ORDERS }] }),
      [POWERLESS],
    ],
  ])('%s', (_, role, expected) => {
    expect(warnings([role])).toEqual(expected);
  });

  test('by what standard backups need, where advanced ones are off', () => {
    const roles = [roleOf({ policies: [allow(STANDARD, '*')] })];
    expect(warnings(roles, { settings: OFF, rules: [{ copyActions: [] }] })).toEqual([]);
    expect(warnings([roleOf({})], { settings: OFF, rules: [{ copyActions: [] }] })).toEqual([
      POWERLESS.replace(ADVANCED, STANDARD),
    ]);
  });

  test('by either, where it is not known which backups are made', () => {
    const settings = denied('backup:DescribeRegionSettings');
    expect(warnings([roleOf({ policies: [allow(STANDARD, '*')] })], { settings })).toEqual([]);
    expect(warnings([roleOf({ policies: [] })], { settings })).toEqual([
      POWERLESS.replace(ADVANCED, `${ADVANCED} or ${STANDARD}`),
    ]);
  });
});

describe('nothing is said of a role', () => {
  test.each<[string, ExampleParts['backupRoles']]>([
    ['that may do it', [roleOf({})]],
    [
      'that may do it to all tables of all accounts',
      [roleOf({ policies: [allow(['dynamodb:Start*'], 'arn:aws:dynamodb:*:*:table/*')] })],
    ],
    [
      'that may do it under a condition',
      [roleOf({ policies: [allow(ADVANCED, '*', { Condition: { Bool: { 'aws:ViaAWSService': 'true' } } })] })],
    ],
    [
      'that is denied it under a condition',
      [
        roleOf({
          policies: [
            allow('*', '*'),
            { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { x: 'true' } } },
          ],
        }),
      ],
    ],
    [
      'whose allowance has a variable',
      [roleOf({ policies: [allow(ADVANCED, 'arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/team}')] })],
    ],
    [
      'whose denial has a variable',
      [
        roleOf({
          policies: [
            allow('*', '*'),
            { Effect: 'Deny', Action: '*', Resource: 'arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/team}*' },
          ],
        }),
      ],
    ],
    ['that anybody may take', [roleOf({ trust: [{ ...BACKUP, Principal: '*' }] })]],
    [
      'that AWS Backup may take under a condition',
      [roleOf({ trust: [{ ...BACKUP, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }] })],
    ],
    [
      'one of whose policies AWS does not show',
      [{ arn: ROLE, body: { trustPolicy: documentOf(BACKUP), policies: [{ id: 'arn:aws:iam::aws:policy/Other' }] } }],
    ],
    [
      'whose policies are no policies',
      [{ arn: ROLE, body: { trustPolicy: 'none', policies: [{ id: 'inline', document: '{' }] } }],
    ],
    ['that was not looked up', []],
    ['that nobody was asked about', undefined],
    ['that could not be read', denied('iam:GetAccountAuthorizationDetails')],
  ])('%s', (_, roles) => {
    expect(warnings(roles)).toEqual([]);
  });
});

test('four tables of a selection are three names and a number', () => {
  const inventory = exampleInventory({
    copyVaults: [{}],
    selection: { resources: ['arn:aws:dynamodb:*:*:table/*'] },
    backupRoles: [roleOf({ policies: [] })],
  });
  const regions = inventory.regions.map((region) => ({
    ...region,
    tables: region.tables.known
      ? {
          ...region.tables,
          value: ['a', 'b', 'c', 'd'].flatMap((name) =>
            region.tables.known
              ? region.tables.value.map((table) => ({ ...table, name, arn: ORDERS.replace('orders', name) }))
              : [],
          ),
        }
      : region.tables,
  }));
  const [warning] = warningsOf(estateOf({ ...inventory, regions }, NOW));
  expect(warning?.detail).toBe(`the policies of role ${ROLE} do not allow ${ADVANCED} on a, b, c and 1 more`);
});

describe('plan-coverage passes, and its evidence says', () => {
  test('that the role cannot back the table up', () => {
    expect(evidence([{ arn: ROLE }])).toEqual({
      status: 'pass',
      because: [`backups by this selection fail: role ${ROLE} does not exist`],
    });
  });

  test('that it is not known, and what would settle it', () => {
    expect(evidence(denied('iam:GetAccountAuthorizationDetails'))).toEqual({
      status: 'pass',
      because: [
        `whether role ${ROLE} may back the table up is not known: not allowed to call iam:GetAccountAuthorizationDetails`,
      ],
    });
  });

  test('nothing where all is well', () => {
    expect(evidence([roleOf({})]).because).toEqual([]);
  });
});
