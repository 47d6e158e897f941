import { describe, expect, test } from 'vitest';
import { NOW } from '../../src/controls/example.ts';
import { type Fact, known, unknown } from '../../src/model/fact.ts';
import type { RegionInventory } from '../../src/model/inventory.ts';
import type { DeployedStack } from '../../src/model/stack.ts';
import type { TableRecord } from '../../src/model/table.ts';
import { emptyInventory } from '../../src/preview/empty-inventory.ts';
import { overlay } from '../../src/preview/overlay.ts';
import { asAccepted } from '../../src/preview/refused.ts';
import { readStackTemplate } from '../../src/preview/stack-change.ts';
import { HOME } from './laid-over.ts';

/** Logical id → type and physical id. */
type Owned = Readonly<Record<string, readonly [string, string]>>;

function change(before: string, after: string, owned: Owned, parameters: Readonly<Record<string, string>> = {}) {
  const stack: DeployedStack = {
    id: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/s/1',
    status: 'UPDATE_COMPLETE',
    parameters,
    tags: {},
    template: before,
    resources: Object.entries(owned).map(([logicalId, [type, physicalId]]) => ({
      logicalId,
      type,
      physicalId,
      status: 'CREATE_COMPLETE',
    })),
  };
  return readStackTemplate('t.yaml', after, { target: HOME, parameters: new Map(), stackName: 's', stack });
}

/** What the change makes of a Region. */
function laid(made: ReturnType<typeof change>, live: Partial<RegionInventory>): RegionInventory {
  const empty = emptyInventory([HOME], NOW);
  const regions = empty.regions.map((region) => ({ ...region, ...live }));
  const [after] = overlay({ ...empty, regions }, [made], { withUntouched: false }).inventory.regions;
  if (!after) throw new Error('no Region');
  return after;
}

function table(name: string, more: Partial<TableRecord> = {}): TableRecord {
  const why = unknown('not-collected', 'of no matter here');
  return {
    arn: `arn:aws:dynamodb:eu-west-1:111122223333:table/${name}`,
    name,
    tags: known({}, 'live'),
    description: why,
    timeToLive: known({ status: 'DISABLED' }, 'live'),
    pointInTimeRecovery: known({ enabled: true }, 'live'),
    resourcePolicy: known(null, 'live'),
    ...more,
  };
}

const BACKUP_VAULT = 'AWS::Backup::BackupVault';
const TABLE = 'AWS::DynamoDB::Table';
const vault = (name: string) => ({
  name,
  arn: `arn:aws:backup:eu-west-1:111122223333:backup-vault:${name}`,
  type: 'BACKUP_VAULT',
  locked: false,
  accessPolicy: known('{"live":true}', 'live'),
});

/** A template of one resource, with a secret parameter. */
function one(logicalId: string, type: string, properties: string, more = ''): string {
  return `Parameters: { Secret: { Type: String, NoEcho: true } }
Resources:
  ${logicalId}: { Type: ${type}, ${more} Properties: { ${properties} } }
`;
}

const SECRET = { Secret: '****' };

describe('what is open before and after is not taken for equal', () => {
  test('of a plan', () => {
    const text = one(
      'Plan',
      'AWS::Backup::BackupPlan',
      'BackupPlan: { BackupPlanName: p, BackupPlanRule: !Ref Secret }',
    );
    const made = change(text, text, { Plan: ['AWS::Backup::BackupPlan', 'id'] }, SECRET);
    const live = { id: 'id', arn: 'a', name: 'p', body: known({ rules: [], preview: [] }, 'live') };
    const after = laid(made, { plans: known([{ ...live, selections: known([], 'live') }], 'live') });
    expect(after.plans).toMatchObject({ value: [{ body: { known: false } }] });
  });

  test('of a vault: only the setting that is open, and the others stay as they are in the account', () => {
    const text = (lock: number) =>
      one(
        'V',
        BACKUP_VAULT,
        `BackupVaultName: v, LockConfiguration: { MinRetentionDays: ${lock} }, AccessPolicy: !Ref Secret`,
      );
    const owned: Owned = { V: [BACKUP_VAULT, 'v'] };
    const live = { vaults: known([vault('v')], 'live') };
    expect(laid(change(text(7), text(7), owned, SECRET), live).vaults).toMatchObject({
      value: [{ locked: false, accessPolicy: { known: false } }],
    });
    expect(laid(change(text(7), text(8), owned, SECRET), live).vaults).toMatchObject({
      value: [{ locked: true, minRetentionDays: 8, accessPolicy: { known: false } }],
    });
  });

  test.each([
    ['the name of a vault', 'V', BACKUP_VAULT, 'BackupVaultName: !Ref Secret', 'v', 'vaults'],
    [
      'the name of an alarm',
      'A',
      'AWS::CloudWatch::Alarm',
      'AlarmName: !Ref Secret, Namespace: AWS/DynamoDB',
      'a',
      'alarms',
    ],
  ] as const)('of %s', (_, logicalId, type, properties, physicalId, fact) => {
    const text = one(logicalId, type, properties);
    expect(laid(change(text, text, { [logicalId]: [type, physicalId] }, SECRET), {})[fact].known).toBe(false);
  });

  test('of the name of a table, which may be another one, and of its tags', () => {
    const named = one('T', TABLE, 'TableName: !Ref Secret');
    const live = { tables: known([table('t', { tags: known({ mine: 'x' }, 'live') })], 'live') };
    const after = laid(change(named, named, { T: [TABLE, 't'] }, SECRET), live);
    expect(after.tables).toMatchObject({
      value: [
        { name: '(T)', nameUnknown: { known: false } },
        { name: 't', tags: { known: false } },
      ],
    });
    const tagged = (tags: string) => one('T', TABLE, `TableName: t, Tags: [${tags}]`);
    const untagged = laid(
      change(tagged('{ Key: k, Value: !Ref Secret }'), tagged(''), { T: [TABLE, 't'] }, SECRET),
      live,
    );
    expect(untagged.tables).toMatchObject({ value: [{ tags: { known: false } }] });
  });

  test('of the keys of a table, which may be replaced', () => {
    const text = one('T', TABLE, 'TableName: t, KeySchema: !Ref Secret');
    const after = laid(change(text, text, { T: [TABLE, 't'] }, SECRET), { tables: known([table('t')], 'live') });
    expect(after.tables).toMatchObject({ value: [{ name: 't', pointInTimeRecovery: { known: false } }] });
  });

  test.each([
    ['an open value', '!Ref Secret', '', 1],
    ['an attribute of what changes', '!GetAtt Other.Arn', 'b', 1],
    ['an attribute of what stays', '!GetAtt Other.Arn', 'a', 0],
  ])('of a resource that is not read, with %s', (_, value, other, count) => {
    const text = (name: string) => `Parameters: { Secret: { Type: String, NoEcho: true } }
Resources:
  Role: { Type: AWS::IAM::Role, Properties: { Policies: [${value}] } }
  Other: { Type: AWS::S3::Bucket, Properties: { BucketName: ${name} } }
`;
    const owned: Owned = { Role: ['AWS::IAM::Role', 'r'], Other: ['AWS::S3::Bucket', 'a'] };
    const { resources } = change(text('a'), text(other || 'a'), owned, SECRET);
    expect(resources.filter(({ action }) => action !== 'none')).toHaveLength(count);
  });
});

test.each(['AWS::CloudFormation::Stack', 'AWS::Serverless::Application', 'My::Own::Thing::MODULE'])(
  'the template of a %s may have changed at the same address',
  (type) => {
    const text = one('Inner', type, 'TemplateURL: https://s3/x.yaml');
    expect(change(text, text, { Inner: [type, 'inner'] }).resources).toMatchObject([
      { action: 'update', edits: [{ kind: 'touch' }] },
    ]);
  },
);

test('what is left as it is, AWS is not asked for', () => {
  const text = (tag: string) => `Resources:
  Bad: { Type: AWS::Backup::BackupSelection, Properties: { BackupPlanId: p, BackupSelection: { SelectionName: s, IamRoleArn: r } } }
  T: { Type: AWS::DynamoDB::Table, Properties: { TableName: t, Tags: [{ Key: k, Value: ${tag} }] } }
`;
  const owned: Owned = { Bad: ['AWS::Backup::BackupSelection', 'id'], T: [TABLE, 't'] };
  const [bad] = change(text('a'), text('b'), owned).resources;
  expect(bad).toMatchObject({ address: 'Bad', action: 'none' });
  expect(bad?.refusals).toBeUndefined();
});

describe('what ends', () => {
  const KEY = one('Key', 'AWS::KMS::Key', 'Enabled: true');
  const NONE = 'Resources: { Topic: { Type: AWS::SNS::Topic } }';

  test.each([
    [
      'a key',
      KEY,
      ['AWS::KMS::Key', 'abc'],
      { kind: 'key-gone', keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/abc' },
    ],
    [
      'a vault whose name was open',
      one('V', BACKUP_VAULT, 'BackupVaultName: !Ref Secret'),
      [BACKUP_VAULT, 'v'],
      { kind: 'vault-gone', name: 'v' },
    ],
    [
      'a table whose name was open',
      one('T', TABLE, 'TableName: !Ref Secret'),
      [TABLE, 't'],
      { kind: 'table-gone', name: 't' },
    ],
    [
      'a scalable target whose capacity was open',
      one('S', 'AWS::ApplicationAutoScaling::ScalableTarget', 'ServiceNamespace: dynamodb, MinCapacity: !Ref Secret'),
      ['AWS::ApplicationAutoScaling::ScalableTarget', 'table/t|dynamodb:table:ReadCapacityUnits|dynamodb'],
      { kind: 'scalable-target-gone', resourceId: 'table/t', dimension: 'dynamodb:table:ReadCapacityUnits' },
    ],
    [
      'a scaling policy that was open',
      one('S', 'AWS::ApplicationAutoScaling::ScalingPolicy', 'ServiceNamespace: dynamodb, PolicyName: !Ref Secret'),
      ['AWS::ApplicationAutoScaling::ScalingPolicy', 'arn'],
      { kind: 'touch', touched: ['scaling'] },
    ],
  ] as const)('%s', (_, before, owned, edit) => {
    const logicalId = /Resources:\n {2}(\w+)/.exec(before)?.[1] ?? '';
    const { resources } = change(before, NONE, { [logicalId]: owned }, SECRET);
    expect(resources).toMatchObject([{ address: logicalId, action: 'delete', edits: [edit] }]);
  });

  test('a replica that is taken out of a global table', () => {
    const text = (...replicas: string[]) =>
      one(
        'G',
        'AWS::DynamoDB::GlobalTable',
        `TableName: g, Replicas: [${replicas.map((region) => `{ Region: ${region} }`)}]`,
      );
    const owned: Owned = { G: ['AWS::DynamoDB::GlobalTable', 'g'] };
    const made = change(text('eu-west-1', 'eu-central-1', 'us-east-1'), text('eu-west-1', 'us-east-1'), owned);
    const edits = made.resources.map(({ place, edits: all }) => [place.region, all]);
    expect(edits).toMatchObject([
      [{ value: 'eu-west-1' }, [{ kind: 'table', table: { before: { name: 'g' } } }]],
      [{ value: 'us-east-1' }, [{ kind: 'table', table: { before: { name: 'g' } } }]],
      [{ value: 'eu-central-1' }, [{ kind: 'table-gone', name: 'g' }]],
    ]);
  });

  test('a target that scales tables no more', () => {
    const text = (namespace: string) =>
      one(
        'S',
        'AWS::ApplicationAutoScaling::ScalableTarget',
        `ServiceNamespace: ${namespace}, ResourceId: table/t, ScalableDimension: d, MinCapacity: 1, MaxCapacity: 2`,
      );
    const owned: Owned = { S: ['AWS::ApplicationAutoScaling::ScalableTarget', 'table/t|d|dynamodb'] };
    expect(change(text('dynamodb'), text('ecs'), owned).resources).toMatchObject([
      { edits: [{ kind: 'scalable-target-gone', resourceId: 'table/t' }] },
    ]);
  });

  test('not a protected table: AWS refuses, and nothing else is taken back', () => {
    const both = `Resources:
  T: { Type: AWS::DynamoDB::Table, Properties: { TableName: t, DeletionProtectionEnabled: true, KeySchema: [] } }
  V: { Type: AWS::Backup::BackupVault, Properties: { BackupVaultName: v } }
`;
    const made = change(both, NONE, { T: [TABLE, 't'], V: [BACKUP_VAULT, 'v'] });
    expect(made.resources[0]).toMatchObject({ action: 'delete', refusals: [{ id: 'DT16' }] });
    const description = known({ deletionProtection: true }, 'live') as TableRecord['description'];
    const after = laid(asAccepted(made), {
      tables: known([table('t', { description })], 'live'),
      vaults: known([vault('v')], 'live'),
      recoveryPoints: known([], 'live'),
    });
    expect(after.tables).toMatchObject({ value: [{ name: 't' }] });
    expect(after.vaults).toMatchObject({ value: [] });
  });

  test.each<[string, Fact<RegionInventory['recoveryPoints'] extends Fact<infer T> ? T : never>, object]>([
    [
      'that holds recovery points',
      known([{ vaultName: 'v', points: known([{} as never], 'live') }], 'live'),
      { value: [{ name: 'v' }] },
    ],
    ['that holds none', known([{ vaultName: 'v', points: known([], 'live') }], 'live'), { value: [] }],
    ['whose points were not read', unknown('denied', 'no'), { known: false }],
  ])('a vault %s', (_, recoveryPoints, vaults) => {
    const made = change(one('V', BACKUP_VAULT, 'BackupVaultName: v'), NONE, { V: [BACKUP_VAULT, 'v'] });
    expect(laid(made, { vaults: known([vault('v')], 'live'), recoveryPoints }).vaults).toMatchObject(vaults);
  });
});

describe('a table that changes', () => {
  const text = (more: string) =>
    one(
      'T',
      TABLE,
      `TableName: t, BillingMode: PAY_PER_REQUEST, KeySchema: [{ AttributeName: pk, KeyType: HASH }], ${more}`,
    );
  const owned: Owned = { T: [TABLE, 't'] };
  const ttl = (attribute: string) => `TimeToLiveSpecification: { Enabled: true, AttributeName: ${attribute} }`;

  test.each([
    ['another attribute of its time to live', ttl('a'), ttl('b'), ['DT5']],
    [
      'another stream',
      'StreamSpecification: { StreamViewType: NEW_IMAGE }',
      'StreamSpecification: { StreamViewType: KEYS_ONLY }',
      ['DT9'],
    ],
    [
      'two indexes at once',
      '',
      'GlobalSecondaryIndexes: [{ IndexName: a, KeySchema: [] }, { IndexName: b, KeySchema: [] }]',
      ['DT10'],
    ],
    ['a tag', 'Tags: []', 'Tags: [{ Key: a, Value: b }]', []],
  ])('with %s', (_, before, after, refused) => {
    const [made] = change(text(before), text(after), owned).resources;
    const ids = (made?.refusals ?? []).map(({ id }) => id).filter((id) => ['DT5', 'DT9', 'DT10'].includes(id));
    expect(ids).toEqual(refused);
  });

  test('keeps or loses a time to live that its template leaves out: AWS does not say which', () => {
    const live = {
      tables: known([table('t', { timeToLive: known({ status: 'ENABLED', attribute: 'a' }, 'live') })], 'live'),
    };
    expect(laid(change(text(ttl('a')), text('Tags: []'), owned), live).tables).toMatchObject({
      value: [{ timeToLive: { known: false, reason: 'undocumented' } }],
    });
    expect(laid(change(text(''), text('Tags: [{ Key: a, Value: b }]'), owned), live).tables).toMatchObject({
      value: [{ timeToLive: { value: { status: 'ENABLED' } } }],
    });
  });
});

describe('what cannot change where it stands', () => {
  const KEYS = 'KeySchema: [{ AttributeName: pk, KeyType: HASH }]';
  const types = (type: string) => `AttributeDefinitions: [{ AttributeName: pk, AttributeType: ${type} }]`;
  const index = (name: string) => `{ IndexName: ${name}, KeySchema: [{ AttributeName: pk, KeyType: HASH }] }`;
  const GLOBAL = 'AWS::DynamoDB::GlobalTable';
  const AIR_GAPPED = 'AWS::Backup::LogicallyAirGappedBackupVault';

  test.each([
    ['keys of a table', TABLE, `TableName: x, ${KEYS}`, `TableName: x, ${KEYS.replace('pk', 'id')}`, 'CF1'],
    ['the type of a key', TABLE, `TableName: x, ${KEYS}, ${types('S')}`, `TableName: x, ${KEYS}, ${types('N')}`, 'CF1'],
    [
      'a local index more',
      TABLE,
      `TableName: x, LocalSecondaryIndexes: [${index('a')}]`,
      `TableName: x, LocalSecondaryIndexes: [${index('a')}, ${index('b')}]`,
      'CF1',
    ],
    [
      'local indexes in another order',
      TABLE,
      `TableName: x, LocalSecondaryIndexes: [${index('a')}, ${index('b')}]`,
      `TableName: x, LocalSecondaryIndexes: [${index('b')}, ${index('a')}]`,
      undefined,
    ],
    ['a table of another name', TABLE, `TableName: x, ${KEYS}`, `TableName: y, ${KEYS.replace('pk', 'id')}`, undefined],
    [
      'keys of a global table',
      GLOBAL,
      `TableName: x, Replicas: [{ Region: eu-west-1 }], ${KEYS}`,
      `TableName: x, Replicas: [{ Region: eu-west-1 }], ${KEYS.replace('pk', 'id')}`,
      'CF1',
    ],
    [
      'the key of a vault',
      BACKUP_VAULT,
      'BackupVaultName: x, EncryptionKeyArn: arn:aws:kms:eu-west-1:111122223333:key/a',
      'BackupVaultName: x, EncryptionKeyArn: arn:aws:kms:eu-west-1:111122223333:key/b',
      'CF1',
    ],
    [
      'the retention of an air-gapped vault',
      AIR_GAPPED,
      'BackupVaultName: x, MinRetentionDays: 7, MaxRetentionDays: 30',
      'BackupVaultName: x, MinRetentionDays: 7, MaxRetentionDays: 31',
      'CF1',
    ],
    [
      'a number that is written as text',
      AIR_GAPPED,
      'BackupVaultName: x, MinRetentionDays: 7, MaxRetentionDays: 30',
      'MaxRetentionDays: "30", MinRetentionDays: "7", BackupVaultName: x, BackupVaultTags: {}',
      undefined,
    ],
    ['what a KMS key is', 'AWS::KMS::Key', 'Enabled: true', 'MultiRegion: true', 'CF2'],
    ['what a KMS key is by default', 'AWS::KMS::Key', 'Enabled: true', 'KeyUsage: ENCRYPT_DECRYPT', undefined],
  ])('%s', (_, type, before, after, refused) => {
    const made = change(one('It', type, before), one('It', type, after), { It: [type, 'x'] });
    const ids = made.resources.flatMap(({ refusals = [] }) => refusals.map(({ id }) => id));
    expect(ids.find((id) => id.startsWith('CF'))).toBe(refused);
    if (refused !== undefined) expect(asAccepted(made).resources).toEqual([]);
  });

  test('a table whose name CloudFormation made up is another one, with other keys; with other indexes it may be', () => {
    const description = known({ deletionProtection: false }, 'live') as TableRecord['description'];
    const live = { tables: known([table('s-T-ABC', { description })], 'live') };
    const changed = (before: string, after: string) =>
      laid(change(one('T', TABLE, before), one('T', TABLE, after), { T: [TABLE, 's-T-ABC'] }), live).tables;
    expect(changed(KEYS, KEYS.replace('pk', 'id'))).toMatchObject({ value: [{ name: '(T)' }] });
    expect(changed(KEYS, `${KEYS}, LocalSecondaryIndexes: [${index('a')}]`)).toMatchObject({
      value: [{ name: 's-T-ABC', pointInTimeRecovery: { known: false } }],
    });
  });
});
