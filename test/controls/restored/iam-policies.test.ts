import { describe, expect, test } from 'vitest';
import { denied, type ExampleTable, ORDERS, tableArnOf } from '../../../src/controls/example.ts';
import { restoredIamPolicies } from '../../../src/controls/restored-iam-policies.ts';
import { known } from '../../../src/model/fact.ts';
import type { IdentityPolicy } from '../../../src/model/table.ts';
import { judgeSetting } from './judge.ts';

const RESTORED = tableArnOf('orders-restored');
const HEAD = ORDERS.slice(0, ORDERS.lastIndexOf('/') + 1);

type Raw = Readonly<Record<string, unknown>>;

function allow(Resource: unknown, more: Raw = {}): Raw {
  return { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource, ...more };
}

function held(
  statements: readonly Raw[],
  attachedTo: readonly string[] = ['role/app'],
  id = 'role/app/inline',
): IdentityPolicy {
  return { id, attachedTo, document: JSON.stringify({ Version: '2012-10-17', Statement: statements }) };
}

function identity(...identityPolicies: IdentityPolicy[]) {
  return judgeSetting(restoredIamPolicies, { iamPolicies: 'same-as-source' }, { identityPolicies });
}

function resource(source: Raw | string | null, own: Raw | string | null) {
  const policy = (value: Raw | string | null) =>
    known(value === null || typeof value === 'string' ? value : JSON.stringify(value), 'dynamodb:GetResourcePolicy');
  return judgeSetting(
    restoredIamPolicies,
    { iamPolicies: 'same-as-source' },
    { table: { resourcePolicy: policy(source) }, restored: { resourcePolicy: policy(own) } },
  );
}

describe('restored-iam-policies, identity policies', () => {
  test.each<readonly [string, readonly Raw[]]>([
    ['names another table', [allow(`${HEAD}orders-archive`)]],
    ['names every table', [allow('*')]],
    ['names both by one pattern', [allow(`${HEAD}orders*`)]],
    ['names both by a pattern of Region and account', [allow('arn:aws:dynamodb:*:*:table/*')]],
    ['names both in one list', [allow([ORDERS, RESTORED])]],
    ['says the same of the restored table in another statement', [allow(ORDERS), allow(RESTORED)]],
    ['allows both the same by several statements', [allow(ORDERS), allow(RESTORED), allow(RESTORED)]],
    [
      'reaches what lies below both',
      [
        allow(`${HEAD}orders-*`, { Action: 'dynamodb:Query' }),
        allow([ORDERS, `${ORDERS}/index/*`], { Action: 'dynamodb:Query' }),
      ],
    ],
    [
      'reaches below the restored table by a pattern, for an action that works on tables alone',
      [allow([`${HEAD}orders-*`, ORDERS])],
    ],
    ['writes actions in other letters', [allow(ORDERS), allow(RESTORED, { Action: 'DynamoDB:getitem' })]],
    [
      'has an idle condition beside a statement on all tables',
      [allow(ORDERS, { Condition: { Bool: { x: 'true' } } }), allow('*')],
    ],
    ['names the indexes of both', [allow(`${ORDERS}/index/*`), allow(`${RESTORED}/index/*`)]],
    [
      'names the indexes of the restored table by a wider pattern',
      [allow(`${ORDERS}/index/*`), allow(`${RESTORED}/i*`)],
    ],
    [
      'names one stream of each',
      [allow(`${ORDERS}/stream/2025-01-01T00:00:00.000`), allow(`${RESTORED}/stream/2026-11-22T00:00:00.000`)],
    ],
    ['names one backup of the source', [allow(`${ORDERS}/backup/01547087347000-c8b6kdk3`)]],
    ['is about another service', [allow(ORDERS, { Action: 's3:GetObject' })]],
    ['excepts neither table', [{ Effect: 'Deny', Action: '*', NotResource: [`${HEAD}other`] }]],
    ['excepts both tables', [{ Effect: 'Deny', Action: '*', NotResource: [`${HEAD}orders*`] }]],
    ['has a variable that cannot mean the source', [allow(`${HEAD}users-\${aws:username}`)]],
  ])('pass where the role %s', (_, statements) => {
    expect(identity(held(statements)).status).toBe('pass');
  });

  test.each<readonly [string, readonly Raw[]]>([
    ['names the source', [allow(ORDERS)]],
    ['names the source in a list', [allow([`${HEAD}other`, ORDERS])]],
    ['names the source by a pattern that misses the restored table', [allow(`${HEAD}order?`)]],
    ['names the source’s indexes', [allow(RESTORED), allow(`${ORDERS}/index/*`)]],
    ['names one index', [allow(`${ORDERS}/index/by-day`), allow(`${RESTORED}/index/by-week`)]],
    ['names one stream', [allow(`${ORDERS}/stream/2025-01-01T00:00:00.000`)]],
    [
      'names all streams, and one of the restored table',
      [allow(`${ORDERS}/stream/*`), allow(`${RESTORED}/stream/2026`)],
    ],
    [
      'allows the restored table less',
      [allow(ORDERS, { Action: ['dynamodb:GetItem', 'dynamodb:PutItem'] }), allow(RESTORED)],
    ],
    ['allows the restored table a part of a pattern', [allow(ORDERS, { Action: 'dynamodb:*' }), allow(RESTORED)]],
    ['allows the restored table more', [allow(ORDERS), allow(RESTORED, { Action: 'dynamodb:*' })]],
    ['allows the restored table alone', [allow(RESTORED)]],
    ['allows the indexes of the restored table alone', [allow([ORDERS, RESTORED]), allow(`${RESTORED}/index/*`)]],
    ['denies the restored table alone', [allow('*'), { ...allow(`${HEAD}*-restored`), Effect: 'Deny' }]],
    [
      'reaches the indexes of the restored table by a pattern, and not those of the source',
      [allow([`${HEAD}orders-*`, ORDERS], { Action: 'dynamodb:Query' })],
    ],
    [
      'reaches the streams of the restored table by a pattern',
      [allow([ORDERS, `${HEAD}orders-*`], { Action: ['dynamodb:GetItem', 'dynamodb:Get*'] })],
    ],
    [
      'reaches them by all actions but some',
      [{ Effect: 'Allow', NotAction: 'dynamodb:Scan', Resource: [ORDERS, `${HEAD}orders-*`] }],
    ],
    ['denies the source only', [{ ...allow(ORDERS), Effect: 'Deny' }, allow(RESTORED)]],
    [
      'has another condition',
      [allow(ORDERS, { Condition: { Bool: { a: 'true' } } }), allow(RESTORED, { Condition: { Bool: { b: 'true' } } })],
    ],
    [
      'has no condition on the restored table',
      [allow(ORDERS, { Condition: { Bool: { a: 'true' } } }), allow(RESTORED)],
    ],
  ])('fail where the role %s', (_, statements) => {
    expect(identity(held(statements)).status).toBe('fail');
  });

  test('name what is missing, of which policy, and who has it', () => {
    const policy = held([allow(ORDERS, { Sid: 'Read', Action: ['dynamodb:PutItem', 'dynamodb:GetItem'] })]);
    const outcome = identity(policy);
    expect(outcome.message).toBe(
      '1 identity statement without a counterpart; policy asks for the IAM policies of the source orders, rewritten for orders-restored',
    );
    expect(outcome.because).toEqual([
      `Read of role/app/inline, attached to role/app, says Allow dynamodb:getitem, dynamodb:putitem for the source; nothing says so for ${RESTORED}`,
      'service control policies, permission boundaries and roles of other accounts were not compared',
    ]);
    expect(outcome.actual).toEqual({
      resourcePolicyDifferences: 0,
      identityStatementsMissing: 1,
      identityStatementsAdded: 0,
    });
    expect(identity(held([allow(RESTORED, { Sid: 'Peek' })])).because[0]).toBe(
      `Peek of role/app/inline, attached to role/app, says Allow dynamodb:getitem for the restored table; nothing says so for ${ORDERS}`,
    );
  });

  test('fail when the counterpart is another role’s', () => {
    expect(identity(held([allow(ORDERS)]), held([allow(RESTORED)], ['role/other'])).status).toBe('fail');
  });

  test('pass when the counterpart is in another policy of the role', () => {
    expect(identity(held([allow(ORDERS)]), held([allow(RESTORED)], ['role/app'], 'managed')).status).toBe('pass');
  });

  test('do not count when nobody has them', () => {
    expect(identity(held([allow(ORDERS)], [])).status).toBe('pass');
  });

  test.each<readonly [string, readonly Raw[]]>([
    ['a variable may mean the source', [allow(`${HEAD}\${aws:PrincipalTag/table}`)]],
    ['a variable may mean the restored table', [allow(ORDERS), allow(`${HEAD}\${aws:PrincipalTag/table}`)]],
    ['a variable may mean the restored table alone', [allow(`${HEAD}orders-\${aws:username}`)]],
    ['only the source is excepted', [{ Effect: 'Deny', Action: 'dynamodb:*', NotResource: ORDERS }]],
  ])('stay unknown where %s', (_, statements) => {
    const outcome = identity(held(statements));
    expect(outcome).toMatchObject({ status: 'unknown', unknown: { reason: 'undocumented' } });
    expect(outcome.unknown?.detail).toMatch(/^cannot be proven: /);
  });

  test('do nothing while nobody has them', () => {
    expect(identity(held([allow(ORDERS)]), held([allow('*')], ['role/ops'])).status).toBe('fail');
    expect(identity(held([allow(ORDERS)], [])).status).toBe(identity().status);
  });

  test('stay unknown where a document cannot be read', () => {
    const broken = { id: 'role/app/inline', attachedTo: ['role/app'], document: '{' };
    expect(identity(broken)).toMatchObject({ status: 'unknown', unknown: { reason: 'undocumented' } });
  });

  test('fail on what is missing for sure, whatever else is unknown', () => {
    const broken = { id: 'role/b/inline', attachedTo: ['role/b'], document: 'null' };
    expect(identity(broken, held([allow(ORDERS)])).status).toBe('fail');
    const outcome = judgeSetting(
      restoredIamPolicies,
      { iamPolicies: 'same-as-source' },
      { identityPolicies: [held([allow(ORDERS)])], restored: { resourcePolicy: denied('dynamodb:GetResourcePolicy') } },
    );
    expect(outcome.status).toBe('fail');
  });
});

describe('a condition on tags, which a restore does not bring back', () => {
  const onTag = { Condition: { StringLike: { 'aws:ResourceTag/Stage': 'l*' } } };
  const tagged = (source: ExampleTable['tags'], own: ExampleTable['tags'], ...statements: readonly Raw[]) =>
    judgeSetting(
      restoredIamPolicies,
      { iamPolicies: 'same-as-source' },
      {
        identityPolicies: [held(statements)],
        table: source ? { tags: source } : {},
        restored: own ? { tags: own } : {},
      },
    );

  test.each<readonly [string, Raw]>([
    ['both', allow(`${HEAD}orders*`, onTag)],
    ['the source', allow(ORDERS, onTag)],
    ['the restored table', allow(RESTORED, onTag)],
    ['all but others', { Effect: 'Deny', Action: '*', NotResource: `${HEAD}other`, ...onTag }],
  ])('is unknown in a statement about %s', (_, statement) => {
    expect(tagged({ Stage: 'live' }, {}, statement)).toMatchObject({
      status: 'unknown',
      unknown: { detail: expect.stringContaining('condition on tag stage, which the two tables do not share') },
    });
  });

  test('says the same of tables with the same tag, in whatever letters', () => {
    const statement = allow(`${HEAD}orders*`, onTag);
    expect(tagged({ stage: 'live' }, { Stage: 'live', other: 'x' }, statement).status).toBe('pass');
    expect(tagged({ other: 'x' }, {}, statement).status).toBe('pass');
    expect(tagged({ stage: 'live' }, { stage: 'live' }, allow(ORDERS, onTag)).status).toBe('fail');
  });

  test.each([
    [denied('tag:GetResources'), {}],
    [{}, denied('tag:GetResources')],
  ])('is unknown where tags are', (source, own) => {
    expect(tagged(source, own, allow(`${HEAD}orders*`, onTag)).status).toBe('unknown');
    expect(tagged(source, own, allow(`${HEAD}orders*`)).status).toBe('pass');
    expect(tagged(source, own, allow(`${HEAD}other`, onTag)).status).toBe('pass');
  });

  test('of a resource policy is unknown, too', () => {
    const policy = (arn: string) =>
      known(JSON.stringify({ Statement: [{ ...allow(arn, onTag), Principal: '*' }] }), 'dynamodb:GetResourcePolicy');
    const judged = (tags: Readonly<Record<string, string>>) =>
      judgeSetting(
        restoredIamPolicies,
        { iamPolicies: 'same-as-source' },
        {
          table: { resourcePolicy: policy(ORDERS), tags: { stage: 'live' } },
          restored: { resourcePolicy: policy(RESTORED), tags },
        },
      );
    expect(judged({}).status).toBe('unknown');
    expect(judged({ stage: 'live' }).status).toBe('pass');
  });
});

describe('restored-iam-policies, resource policies', () => {
  const statement = (arn: string, more: Raw = {}) => ({
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::444455556666:root' },
    Action: ['dynamodb:GetItem', 'dynamodb:Query'],
    Resource: [arn, `${arn}/index/*`],
    ...more,
  });
  const document = (...Statement: Raw[]) => ({ Version: '2012-10-17', Statement });

  test('pass where neither table has one', () => {
    expect(resource(null, null)).toMatchObject({
      status: 'pass',
      message: 'resource policy as on the source; no identity policy names one of the tables alone',
    });
  });

  test('pass with the ARN rewritten, in another order and other words', () => {
    const own = document(
      statement(RESTORED, { Sid: 'A', Principal: { AWS: '444455556666' }, Action: 'dynamodb:query' }),
      statement(RESTORED, { Sid: 'B', Action: 'dynamodb:GetItem', Resource: `${RESTORED}/index/*` }),
      statement(RESTORED, { Sid: 'C', Action: 'dynamodb:GetItem', Resource: RESTORED }),
    );
    expect(resource(document(statement(ORDERS)), own).status).toBe('pass');
  });

  test('rewrite ARNs in conditions, and not in names that only start alike', () => {
    const condition = (arn: string) => ({ Condition: { ArnEquals: { 'aws:SourceArn': arn } } });
    const source = document(statement(ORDERS, condition(`${ORDERS}-archive`)));
    expect(resource(source, document(statement(RESTORED, condition(`${ORDERS}-archive`)))).status).toBe('pass');
    expect(resource(source, document(statement(RESTORED, condition(`${RESTORED}-archive`)))).status).toBe('fail');
  });

  test.each<readonly [string, Raw | null]>([
    ['is missing', null],
    ['still names the source', document(statement(ORDERS))],
    ['lacks an action', document(statement(RESTORED, { Action: 'dynamodb:GetItem' }))],
    ['lacks the indexes', document(statement(RESTORED, { Resource: RESTORED }))],
    ['has another principal', document(statement(RESTORED, { Principal: '*' }))],
    ['has another effect', document(statement(RESTORED, { Effect: 'Deny' }))],
    ['has one statement more', document(statement(RESTORED), statement(RESTORED, { Effect: 'Deny', Principal: '*' }))],
  ])('fail where it %s', (_, own) => {
    expect(resource(document(statement(ORDERS)), own).status).toBe('fail');
  });

  test('name the statement that is missing', () => {
    expect(resource(document(statement(ORDERS, { Sid: 'Partner' })), null)).toMatchObject({
      message:
        'resource policy differs in 1 statement; policy asks for the IAM policies of the source orders, rewritten for orders-restored',
      because: [
        "the resource policy lacks Partner (Allow dynamodb:getitem, dynamodb:query for AWS:444455556666) of the source's",
        'service control policies, permission boundaries and roles of other accounts were not compared',
      ],
    });
  });

  test('stay unknown where it names the table by a pattern, or cannot be read', () => {
    const pattern = document(statement(ORDERS, { Resource: `${HEAD}order?` }));
    expect(resource(pattern, pattern).status).toBe('unknown');
    expect(resource('not JSON', null).status).toBe('unknown');
    const outcome = judgeSetting(
      restoredIamPolicies,
      { iamPolicies: 'same-as-source' },
      { table: { resourcePolicy: denied('dynamodb:GetResourcePolicy') } },
    );
    expect(outcome).toMatchObject({ status: 'unknown', unknown: { permission: 'dynamodb:GetResourcePolicy' } });
  });
});
