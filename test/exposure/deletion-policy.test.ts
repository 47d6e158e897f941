import { describe, expect, test } from 'vitest';
import { deletionVerdict } from '../../src/exposure/deletion-policy.ts';

const ACCOUNT = '111122223333';
const ADVANCED = `arn:aws:backup:eu-west-1:${ACCOUNT}:recovery-point:*`;
const STANDARD = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders/backup/*`;
const VAULT = `arn:aws:backup:eu-west-1:${ACCOUNT}:backup-vault:main`;

type Statement = Record<string, unknown>;

const DENY: Statement = { Effect: 'Deny', Principal: '*', Action: 'backup:DeleteRecoveryPoint', Resource: '*' };

/** The two other actions, of which these tests do not speak. */
const OTHERS: Statement = {
  ...DENY,
  Action: ['backup:UpdateRecoveryPointLifecycle', 'backup:PutBackupVaultAccessPolicy'],
};

function left(statements: readonly Statement[] | Statement, points: readonly string[] = [ADVANCED]) {
  const verdict = deletionVerdict(
    JSON.stringify({ Version: '2012-10-17', Statement: [OTHERS, ...[statements].flat()] }),
    { arn: VAULT, account: ACCOUNT, points },
    'test',
  );
  return verdict.known ? (verdict.value ?? 'denied') : verdict.detail;
}

describe('denied to everybody', () => {
  test.each<[string, Statement | readonly Statement[]]>([
    ['by the statement that the guide shows, without its condition', [DENY]],

    ['with the principal written as AWS: *', { ...DENY, Principal: { AWS: '*' } }],
    [
      'with the principal written as a list that holds *',
      { ...DENY, Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:role/app`, '*'] } },
    ],
    ['with the account as principal, which is everybody of it', { ...DENY, Principal: { AWS: ACCOUNT } }],
    ['with the root of the account as principal', { ...DENY, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }],
    [
      'with principals of another account left out, which cannot delete anyway',
      { ...DENY, Principal: undefined, NotPrincipal: { AWS: '999988887777' } },
    ],
    ['with the action in another case', { ...DENY, Action: 'BACKUP:deleterecoverypoint' }],
    ['with the action in a list', { ...DENY, Action: ['backup:StartCopyJob', 'backup:DeleteRecoveryPoint'] }],
    ['with a wildcard in the action', { ...DENY, Action: 'backup:Delete*' }],
    ['with every action', { ...DENY, Action: '*' }],
    ['with a question mark for one character', { ...DENY, Action: 'backup:DeleteRecoveryPoin?' }],
    [
      'with all actions but others',
      { ...DENY, Action: undefined, NotAction: ['backup:Describe*', 'backup:StartRestoreJob'] },
    ],
    ['on every recovery point of AWS Backup', { ...DENY, Resource: 'arn:aws:backup:*:*:recovery-point:*' }],
    ['on the recovery points of the Region and account', { ...DENY, Resource: [VAULT, ADVANCED] }],
    [
      'on all but what is no point of the table',
      { ...DENY, Resource: undefined, NotResource: 'arn:aws:ec2:*::snapshot/*' },
    ],
    ['under a condition that everybody fulfils', { ...DENY, Condition: { ArnLike: { 'aws:PrincipalArn': '*' } } }],
    [
      'under the condition that the principal is of the account',
      { ...DENY, Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } },
    ],
    [
      'under the condition that the account is not another one',
      { ...DENY, Condition: { StringNotEquals: { 'AWS:PrincipalAccount': ['999988887777'] } } },
    ],
    [
      'by two statements that are each other’s opposite',
      [
        { ...DENY, Condition: { StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/a' } } },
        { ...DENY, Condition: { StringNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/a' } } },
      ],
    ],
    ['whatever else is allowed', [{ ...DENY, Effect: 'Allow' }, DENY]],
  ])('%s', (_, statements) => {
    expect(left(statements)).toBe('denied');
  });

  test('by two statements, one for each form of recovery points', () => {
    const ofBackup = { ...DENY, Resource: 'arn:aws:backup:*:*:recovery-point:*' };
    const ofDynamoDb = { ...DENY, Resource: 'arn:aws:dynamodb:*:*:table/*/backup/*' };
    expect(left([ofBackup, ofDynamoDb], [ADVANCED, STANDARD])).toBe('denied');
    expect(left([ofBackup], [ADVANCED, STANDARD])).toBe(
      `denies backup:DeleteRecoveryPoint only for some resources (arn:aws:backup:*:*:recovery-point:*; not ${STANDARD})`,
    );
  });
});

describe('what is left open is named', () => {
  const ONLY = 'denies backup:DeleteRecoveryPoint only ';
  test.each<[string, Statement | readonly Statement[], string]>([
    ['no denial', { ...DENY, Effect: 'Allow' }, 'has an access policy that does not deny backup:DeleteRecoveryPoint'],
    [
      'the denial of another action',
      { ...DENY, Action: 'backup:DeleteBackupVault' },
      'has an access policy that does not deny backup:DeleteRecoveryPoint',
    ],
    [
      'the denial of all but it',
      { ...DENY, Action: undefined, NotAction: 'backup:Delete*' },
      'has an access policy that does not deny backup:DeleteRecoveryPoint',
    ],
    [
      'a role',
      { ...DENY, Principal: { AWS: 'arn:aws:iam::111122223333:role/MyRole' } },
      `${ONLY}for some principals (arn:aws:iam::111122223333:role/MyRole)`,
    ],
    [
      'a service',
      { ...DENY, Principal: { Service: 'ec2.amazonaws.com' } },
      `${ONLY}for some principals (Service:ec2.amazonaws.com)`,
    ],
    ['another account', { ...DENY, Principal: { AWS: '999988887777' } }, `${ONLY}for some principals (999988887777)`],
    [
      'everybody but a role',
      { ...DENY, Principal: undefined, NotPrincipal: { AWS: ['arn:aws:iam::111122223333:role/breakglass', ACCOUNT] } },
      `${ONLY}for some principals (all but arn:aws:iam::111122223333:role/breakglass, 111122223333)`,
    ],
    [
      'other resources',
      { ...DENY, Resource: 'arn:aws:ec2:*::snapshot/*' },
      `${ONLY}for some resources (arn:aws:ec2:*::snapshot/*; not ${ADVANCED})`,
    ],
    [
      'the vault, which is no recovery point',
      { ...DENY, Resource: VAULT },
      `${ONLY}for some resources (${VAULT}; not ${ADVANCED})`,
    ],
    [
      'points of another Region',
      { ...DENY, Resource: 'arn:aws:backup:us-*:*:recovery-point:*' },
      `${ONLY}for some resources (arn:aws:backup:us-*:*:recovery-point:*; not ${ADVANCED})`,
    ],
    [
      'all but the points',
      { ...DENY, Resource: undefined, NotResource: 'arn:aws:backup:*' },
      `${ONLY}for some resources (all but arn:aws:backup:*; not ${ADVANCED})`,
    ],
    [
      'all but points that depend on who asks, which may be any',
      { ...DENY, Resource: undefined, NotResource: `arn:aws:\${aws:PrincipalTag/spared}` },
      `${ONLY}for some resources (all but arn:aws:\${aws:PrincipalTag/spared}; not ${ADVANCED})`,
    ],
    [
      'the condition that the guide shows, which spares those it names',
      {
        ...DENY,
        Condition: {
          ArnNotEquals: {
            'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/ops', 'arn:aws:iam::111122223333:root'],
          },
        },
      },
      `${ONLY}under a condition (ArnNotEquals aws:PrincipalArn arn:aws:iam::111122223333:role/ops, arn:aws:iam::111122223333:root: these may)`,
    ],
    [
      'a condition on the session',
      { ...DENY, Condition: { Bool: { 'aws:MultiFactorAuthPresent': false } } },
      `${ONLY}under a condition (Bool aws:MultiFactorAuthPresent false: all else may)`,
    ],
    [
      'a condition that nobody fulfils',
      { ...DENY, Condition: { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } } },
      `${ONLY}under a condition (StringNotEquals aws:PrincipalAccount 111122223333: these may)`,
    ],
    [
      'a star that StringEquals takes as itself',
      { ...DENY, Condition: { StringEquals: { 'aws:PrincipalArn': '*' } } },
      `${ONLY}under a condition (StringEquals aws:PrincipalArn *: all else may)`,
    ],
    [
      'two conditions that are no opposites',
      [
        { ...DENY, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
        { ...DENY, Condition: { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } } },
      ],
      `${ONLY}under a condition (Bool aws:MultiFactorAuthPresent true: all else may), and only under a condition (ForAnyValue:StringNotEquals aws:TagKeys a: these may)`,
    ],
  ])('%s', (_, statements, verdict) => {
    expect(left(statements)).toBe(verdict);
  });
});

describe('the three ways to lose a point', () => {
  const THREE = [
    'backup:DeleteRecoveryPoint',
    'backup:UpdateRecoveryPointLifecycle',
    'backup:PutBackupVaultAccessPolicy',
  ];
  const verdict = (statement: Statement) =>
    deletionVerdict(
      JSON.stringify({ Statement: statement }),
      { arn: VAULT, account: ACCOUNT, points: [ADVANCED] },
      'test',
    );

  test('denied by one statement that stands without a list', () => {
    expect(verdict({ ...DENY, Action: THREE })).toMatchObject({ known: true, value: undefined });
    expect(verdict({ ...DENY, Action: THREE, Resource: [ADVANCED, VAULT] })).toMatchObject({ value: undefined });
  });

  test.each(THREE)('%s is named where it alone is left', (action) => {
    const rest = THREE.filter((each) => each !== action);
    expect(verdict({ ...DENY, Action: rest })).toMatchObject({
      value: `has an access policy that does not deny ${action}`,
    });
  });

  test('a denial for the points does not keep the policy from being replaced', () => {
    expect(verdict({ ...DENY, Action: THREE, Resource: ADVANCED })).toMatchObject({
      value: `denies backup:PutBackupVaultAccessPolicy only for some resources (${ADVANCED}; not ${VAULT})`,
    });
  });
});

describe('a policy that is none', () => {
  test.each([
    ['text', 'nothing'],
    ['a list', '[]'],
    ['no statement', '{"Version":"2012-10-17"}'],
    ['an empty list of statements', '{"Statement":[]}'],
    ['a statement without a principal', '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'],
    ['an effect of its own', '{"Statement":[{"Effect":"deny","Principal":"*","Action":"*","Resource":"*"}]}'],
    [
      'a condition that is a list',
      '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":[]}]}',
    ],
  ])('%s stays unknown', (_, text) => {
    expect(deletionVerdict(text, { arn: VAULT, account: ACCOUNT, points: [ADVANCED] }, 'test')).toMatchObject({
      known: false,
      reason: 'undocumented',
    });
  });
});
