import { expect, test } from 'vitest';
import { ACCOUNT, exampleInventory, REGION } from '../../src/controls/example.ts';
import { keyExposure } from '../../src/exposure/key-exposure.ts';
import { known } from '../../src/model/fact.ts';

const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0b7c9a52-6a1e-4d0e-9c55-2f4c6a1d7e10`;
const OTHER = `arn:aws:kms:${REGION}:${ACCOUNT}:key/6d1f0c3e-8a52-4b7d-9e14-5c2b7a9f3d60`;

type Statement = Record<string, unknown>;

const ROOT_MAY: Statement = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'kms:*', Resource: '*' };
const DENY: Statement = { Effect: 'Deny', Principal: '*', Action: 'kms:ScheduleKeyDeletion', Resource: '*' };
const DENY_BOTH = { ...DENY, Action: ['kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy'] };
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

function documentOf(...Statement: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

const allowing = (Action: unknown) => documentOf({ Effect: 'Allow', Action, Resource: '*' });

const ROLES = {
  'role/all': allowing('kms:*'),
  'role/deleter': allowing('kms:ScheduleKeyDeletion'),
  'role/putter': allowing('kms:PutKeyPolicy'),
  'role/reader': allowing('kms:Describe*'),
  'role/restrained': documentOf(
    { Effect: 'Allow', Action: 'kms:*', Resource: '*' },
    { Effect: 'Deny', Action: 'kms:ScheduleKeyDeletion', Resource: '*' },
  ),
};

function deleters(...statements: readonly Statement[]): string | readonly string[] {
  const [region] = exampleInventory({
    keys: [
      {
        arn: KEY,
        manager: known('CUSTOMER', 'test'),
        aliases: known([], 'test'),
        policy: known(documentOf(...statements), 'test'),
      },
    ],
  }).regions;
  if (!region) throw new Error('no Region');
  const policies = Object.entries(ROLES).map(([name, document]) => ({ id: name, attachedTo: [name], document }));
  const found = keyExposure(region, KEY, known(policies, 'test')).deleters;
  return found.known ? found.value : found.detail;
}

const lifting = (name: string) => `${name} (by replacing the key policy)`;
const perhaps = (name: string) => `${name} (perhaps)`;
const RESTRAINED = 'role/restrained (perhaps, by replacing the key policy)';
const EVERYONE = ['role/all', 'role/deleter', lifting('role/putter'), RESTRAINED, 'root user'];
const LIFTERS = [lifting('role/all'), lifting('role/putter'), RESTRAINED, lifting('root user')];
/** The denial holds for some: who may replace the policy is sure, who may only delete is not. */
const UNSURE = [lifting('role/all'), perhaps('role/deleter'), lifting('role/putter'), RESTRAINED, lifting('root user')];
const PERHAPS = [
  perhaps('role/all'),
  perhaps('role/deleter'),
  'role/putter (perhaps, by replacing the key policy)',
  RESTRAINED,
  perhaps('root user'),
];

test.each<[string, readonly Statement[], readonly string[]]>([
  ['that leaves it to the account', [ROOT_MAY], EVERYONE],
  ['that denies the deletion alone: whoever replaces the policy lifts it', [ROOT_MAY, DENY], LIFTERS],
  ['that denies both to everybody', [ROOT_MAY, DENY_BOTH], []],
  ['that denies all but reading', [ROOT_MAY, { ...DENY, Action: undefined, NotAction: 'kms:Describe*' }], []],
  ['that denies all but both', [ROOT_MAY, { ...DENY, Action: undefined, NotAction: DENY_BOTH.Action }], EVERYONE],
  [
    'that denies all but the change of the policy',
    [ROOT_MAY, { ...DENY, Action: undefined, NotAction: 'kms:PutKeyPolicy' }],
    LIFTERS,
  ],
  ['that denies it for another key', [ROOT_MAY, { ...DENY_BOTH, Resource: OTHER }], EVERYONE],
  ['that denies it for this key by its ARN', [ROOT_MAY, { ...DENY_BOTH, Resource: KEY }], []],
  [
    'that denies it for all keys but another',
    [ROOT_MAY, { ...DENY_BOTH, Resource: undefined, NotResource: OTHER }],
    [],
  ],
  [
    'that denies it for all keys but this one',
    [ROOT_MAY, { ...DENY_BOTH, Resource: undefined, NotResource: KEY }],
    EVERYONE,
  ],
  [
    'that denies it for all keys but one that depends on who asks',
    [
      ROOT_MAY,
      { ...DENY_BOTH, Resource: undefined, NotResource: `${KEY.replace(/key.*/, 'key/')}\${aws:PrincipalTag/key}` },
    ],
    PERHAPS,
  ],
  [
    'that denies the deletion under a condition',
    [ROOT_MAY, { ...DENY, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }],
    UNSURE,
  ],
  [
    'that denies both under a condition',
    [ROOT_MAY, { ...DENY_BOTH, Condition: { StringNotEquals: { 'aws:PrincipalArn': roleArn('all') } } }],
    PERHAPS,
  ],
  [
    'that denies both to all but one role',
    [ROOT_MAY, { ...DENY_BOTH, Principal: undefined, NotPrincipal: { AWS: roleArn('all') } }],
    PERHAPS,
  ],
  ['that denies both to some role', [ROOT_MAY, { ...DENY_BOTH, Principal: { AWS: roleArn('all') } }], PERHAPS],
  ['that denies both to another account', [ROOT_MAY, { ...DENY_BOTH, Principal: { AWS: '999988887777' } }], EVERYONE],
  ['that leaves the change of the policy alone to the account', [{ ...ROOT_MAY, Action: 'kms:PutKeyPolicy' }], LIFTERS],
  [
    'that names a role which may replace it',
    [
      { ...ROOT_MAY, Principal: { AWS: roleArn('named') }, Action: 'kms:Put*' },
      { ...ROOT_MAY, Principal: { AWS: roleArn('elsewhere') }, Resource: OTHER },
    ],
    [lifting('role/named')],
  ],
])('who takes a key away with a key policy %s', (_, statements, names) => {
  expect(deleters(...statements)).toEqual(names);
});
