import { describe, expect, test } from 'vitest';
import { policiesAt } from '../../src/app/files/policy-files.ts';
import { exampleInventory, NOW } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { type Fact, known, unknown } from '../../src/model/fact.ts';
import type { DeployedStack } from '../../src/model/stack.ts';
import { readCdkAssembly } from '../../src/preview/cdk.ts';
import { cdkAssembly } from '../../src/preview/cdk-assembly.ts';
import { withAllDropped } from '../../src/preview/may-drop.ts';
import { overlay } from '../../src/preview/overlay.ts';
import { memoryHost } from '../app/memory-host.ts';
import { HOME } from './laid-over.ts';

type Json = Readonly<Record<string, unknown>>;
type Files = Readonly<Record<string, unknown>>;

const ENVIRONMENT = `aws://${HOME.account}/${HOME.region}`;

const stack = (templateFile: string, properties: Json = {}, more: Json = {}) => ({
  type: 'aws:cloudformation:stack',
  environment: ENVIRONMENT,
  properties: { templateFile, ...properties },
  ...more,
});

const manifest = (artifacts: Json, more: Json = {}) => ({ version: '55.0.0', artifacts, ...more });

const table = (properties: Json = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    ...properties,
  },
});

const template = (resources: Json, more: Json = {}) => ({ Resources: resources, ...more });

const plan = (resources: readonly unknown[]) => ({
  Plan: {
    Type: 'AWS::Backup::BackupPlan',
    Properties: {
      BackupPlan: {
        BackupPlanName: 'more',
        BackupPlanRule: [
          {
            RuleName: 'r',
            TargetBackupVault: 'main',
            ScheduleExpression: 'cron(0 5 ? * * *)',
            Lifecycle: { DeleteAfterDays: 35 },
          },
        ],
      },
    },
  },
  Selected: {
    Type: 'AWS::Backup::BackupSelection',
    Properties: {
      BackupPlanId: { 'Fn::GetAtt': ['Plan', 'BackupPlanId'] },
      BackupSelection: { SelectionName: 's', IamRoleArn: `arn:aws:iam::${HOME.account}:role/b`, Resources: resources },
    },
  },
});

function folder(files: Files) {
  const read = (path: string) => {
    const found = files[path];
    return found === undefined || typeof found === 'string' ? found : JSON.stringify(found);
  };
  return cdkAssembly({ name: 'cdk.out', read });
}

interface Live {
  readonly stacks?: Readonly<Record<string, Fact<DeployedStack | null>>>;
  readonly names?: string;
}

/** Statuses of `plan-coverage` by table, as `check` has them. */
function judged(files: Files, { stacks = { shop: known(null, 'test') }, names = '"*"' }: Live = {}) {
  const changes = readCdkAssembly(folder(files), {
    target: HOME,
    parameters: new Map(),
    deployed: (name, { account, region }) =>
      account === HOME.account && region === HOME.region ? stacks[name] : undefined,
  });
  const live = exampleInventory({
    selection: { resources: [], listOfTags: [{ key: 'tier', value: 'gold' }] },
    table: { tags: { tier: 'gold' } },
  });
  const text = `apiVersion: holdfast/v1\nkind: Policy\nname: p\ntables: { names: [${names}] }\nbackup: { objectives: [{ frequency: 24h, retention: 35d }] }\n`;
  const policies = policiesAt(['p.yaml'], memoryHost({ files: { 'p.yaml': text } }));
  const judge = (inventory: ReturnType<typeof exampleInventory>) =>
    new Map(
      evaluate({ policies, estate: estateOf(inventory, NOW), requirePolicy: false, version: 'test' })
        .results.filter(({ control }) => control === 'plan-coverage')
        .map(({ resource, status }) => [resource.name, status]),
    );
  const kept = judge(overlay(live, changes, { withUntouched: false }).inventory);
  const dropped = withAllDropped(live, changes, { withUntouched: false });
  const other = dropped ? judge(dropped) : kept;
  const statuses = Object.fromEntries(
    [...kept].map(([name, status]) => [name, other.get(name) === status ? status : 'unknown']),
  );
  return { statuses, changes, notes: changes.flatMap((change) => change.notes).join('\n') };
}

const HASH = 'a'.repeat(64);

const nestedStack = (properties: Json = {}, metadata: Json = {}) => ({
  Type: 'AWS::CloudFormation::Stack',
  Metadata: metadata,
  Properties: {
    TemplateURL: { 'Fn::Join': ['', ['https://s3.', { Ref: 'AWS::URLSuffix' }, `/${HASH}.json`]] },
    ...properties,
  },
});

const ASSETS = {
  'shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'shop.assets.json' } },
};
const ASSET_FILE = { files: { [HASH]: { source: { path: 'inner.nested.template.json', packaging: 'file' } } } };

const TIER = [{ Key: 'tier', Value: 'gold' }];

const deployed = (resources: Json, more: Partial<DeployedStack> = {}): Fact<DeployedStack> =>
  known(
    {
      id: `arn:aws:cloudformation:${HOME.region}:${HOME.account}:stack/shop/1`,
      status: 'CREATE_COMPLETE',
      parameters: {},
      tags: {},
      template: JSON.stringify(template(resources)),
      resources: Object.entries(resources).map(([logicalId, body]) => ({
        logicalId,
        physicalId: logicalId.toLowerCase(),
        type: String((body as Json)['Type']),
        status: 'CREATE_COMPLETE',
      })),
      ...more,
    },
    'test',
  );

describe('a stack of a CDK folder', () => {
  const one = (resources: Json, properties: Json = {}, more: Json = {}) => ({
    'manifest.json': manifest({ shop: stack('shop.template.json', properties, more) }),
    'shop.template.json': template(resources),
  });

  test.each<[string, Files, Live, Readonly<Record<string, string>>]>([
    [
      'gives its tags to a table that is made',
      one({ T: table() }, { tags: { tier: 'gold' } }),
      {},
      { '(shop/T)': 'pass' },
    ],
    ['gives no others', one({ T: table() }), {}, { '(shop/T)': 'fail' }],
    [
      'gives those that the table has not itself',
      one({ T: table({ Tags: [{ Key: 'tier', Value: 'no' }] }) }, { tags: { tier: 'gold' } }),
      {},
      { '(shop/T)': 'fail' },
    ],
    [
      'gives its new tags to a table that is there, and is left as it is',
      one({ Orders: table({ TableName: 'orders' }) }, { tags: { tier: 'tin' } }),
      { stacks: { shop: deployed({ Orders: table({ TableName: 'orders' }) }, { tags: { tier: 'gold' } }) } },
      { orders: 'fail' },
    ],
    [
      'may take its tags away where the app gives none any more',
      one({ Orders: table({ TableName: 'orders' }) }),
      { stacks: { shop: deployed({ Orders: table({ TableName: 'orders' }) }, { tags: { tier: 'gold' } }) } },
      { orders: 'unknown' },
    ],
    [
      'loses what the app has no more',
      one({ Other: table() }),
      { stacks: { shop: deployed({ Orders: table({ TableName: 'orders' }), Other: table() }) } },
      { '(shop/Other)': 'absent', orders: 'absent' },
    ],
    ['that was not read may own what is there', one({ T: table() }), { stacks: {} }, { orders: 'unknown' }],
    [
      'that could not be read may own what is there',
      one({ T: table() }),
      { stacks: { shop: unknown('denied', 'no') } },
      { orders: 'unknown' },
    ],
    [
      'that goes to whatever place is laid over none',
      one({ T: table({ TableName: 'orders', Tags: [] }) }, {}, { environment: 'aws://unknown-account/unknown-region' }),
      {},
      { orders: 'unknown' },
    ],
    [
      'that goes to an unknown Region is laid over none',
      one({ T: table({ TableName: 'orders', Tags: [] }) }, {}, { environment: `aws://${HOME.account}/unknown-region` }),
      {},
      { orders: 'unknown' },
    ],
    [
      'of another account touches nothing here',
      one({ T: table({ TableName: 'orders', Tags: [] }) }, {}, { environment: 'aws://444455556666/eu-west-1' }),
      {},
      { orders: 'pass' },
    ],
    [
      'whose context was not looked up is provisional',
      {
        ...one({ T: table() }, { tags: { tier: 'gold' } }),
        'manifest.json': manifest({ shop: stack('shop.template.json') }, { missing: [{ key: 'vpc' }] }),
      },
      {},
      { '(shop/T)': 'unknown', orders: 'unknown' },
    ],
    [
      'beside an artifact of a type that nobody knows is not all',
      { ...one({}), 'manifest.json': manifest({ x: { type: 'acme:deploys' } }) },
      {},
      { orders: 'pass' },
    ],
    [
      'without resources is deleted',
      { ...one({}), 'shop.template.json': { Parameters: {} } },
      { stacks: { shop: deployed({ Orders: table({ TableName: 'orders' }) }) } },
      { orders: 'absent' },
    ],
    [
      'has the parameters that the app gives',
      {
        ...one({}, { parameters: { Tier: 'gold', Where: '${AWS::Region}' } }),
        'shop.template.json': template(
          { T: table({ TableName: { Ref: 'Where' }, Tags: [{ Key: 'tier', Value: { Ref: 'Tier' } }] }) },
          { Parameters: { Tier: { Type: 'String' }, Where: { Type: 'String' } } },
        ),
      },
      {},
      { [HOME.region]: 'pass' },
    ],
  ])('%s', (_, files, live, expected) => {
    const { statuses } = judged(files, live);
    for (const [name, status] of Object.entries(expected)) expect(statuses[name] ?? 'absent', name).toBe(status);
  });

  test('of which the place is open asks for it', () => {
    const { notes, changes } = judged(one({ T: table() }, {}, { environment: 'aws://unknown-account/unknown-region' }));
    expect(notes).toContain('the name of shop/T is known after deployment');
    expect(changes[0]?.mayDrop?.why.detail).toBe(
      'the app does not tell which account stack shop is deployed to; an `env` of the stack does, or cdk.out/shop.template.json by itself, with --regions',
    );
    expect(changes[0]?.resources[0]?.place).toMatchObject({ account: { known: false }, region: { known: false } });
  });
});

describe('nested templates', () => {
  const files = (inner: Json, outer: Json = nestedStack(), more: Files = {}): Files => ({
    'manifest.json': manifest({ ...ASSETS, shop: stack('shop.template.json', { tags: { tier: 'gold' } }) }),
    'shop.assets.json': ASSET_FILE,
    'shop.template.json': template({ Inner: outer }),
    'inner.nested.template.json': inner,
    ...more,
  });

  test.each<[string, Files, Live, Readonly<Record<string, string>>]>([
    [
      'are found by the hash of the asset',
      files(template({ T: table() })),
      {},
      { '(shop/Inner/T)': 'pass', orders: 'pass' },
    ],
    [
      'are found by the path that the CDK notes',
      files(template({}), nestedStack({ TemplateURL: 'x' }, { 'aws:asset:path': 'other.json' }), {
        'other.json': template({ T: table({ Tags: [{ Key: 'tier', Value: 'tin' }] }) }),
      }),
      {},
      { '(shop/Inner/T)': 'fail' },
    ],
    [
      'are unknown where the folder has them not',
      files(template({}), nestedStack({ TemplateURL: 'x' })),
      {},
      { orders: 'unknown' },
    ],
    [
      'have the parameters of the outer one',
      files(
        template({ T: table({ TableName: { Ref: 'Name' } }) }, { Parameters: { Name: { Type: 'String' } } }),
        nestedStack({ Parameters: { Name: { 'Fn::Sub': 'deep-${AWS::Region}' } } }),
      ),
      {},
      { 'deep-eu-west-1': 'pass' },
    ],
    [
      'leave open what an open parameter leaves open',
      files(
        template(
          { T: table({ Tags: [{ Key: 'tier', Value: { Ref: 'Tier' } }] }) },
          { Parameters: { Tier: { Type: 'String' } } },
        ),
        nestedStack({ Parameters: { Tier: { 'Fn::ImportValue': 'elsewhere' } } }),
      ),
      {},
      { '(shop/Inner/T)': 'unknown' },
    ],
    ['that hold themselves end', files(template({ Inner: nestedStack(), T: table() })), {}, { orders: 'unknown' }],
    [
      'of a stack that is there may own what is there',
      files(template({ T: table() })),
      {
        stacks: {
          shop: deployed({ Inner: { Type: 'AWS::CloudFormation::Stack', Properties: {} } }, { tags: { tier: 'gold' } }),
        },
      },
      { orders: 'unknown', '(shop/Inner/T)': 'unknown' },
    ],
    [
      'that are the same by hash change nothing',
      files(template({ T: table() })),
      { stacks: { shop: deployed({ Inner: nestedStack() }, { tags: { tier: 'gold' } }) } },
      { orders: 'pass', '(shop/Inner/T)': 'absent' },
    ],
    [
      'that are the same by hash change with the tags of their stack',
      files(template({ T: table() })),
      { stacks: { shop: deployed({ Inner: nestedStack() }, { tags: { tier: 'tin' } }) } },
      { orders: 'unknown' },
    ],
  ])('%s', (_, given, live, expected) => {
    const { statuses } = judged(given, live);
    for (const [name, status] of Object.entries(expected)) expect(statuses[name] ?? 'absent', name).toBe(status);
  });

  test('give their outputs to the outer one, and what rests on them', () => {
    const inner = template({ T: table({ Tags: [] }) }, { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['T', 'Arn'] } } } });
    const given = files(inner, nestedStack(), {
      'shop.template.json': template({ Inner: nestedStack(), ...plan([{ 'Fn::GetAtt': ['Inner', 'Outputs.Arn'] }]) }),
      'manifest.json': manifest({ ...ASSETS, shop: stack('shop.template.json') }),
    });
    expect(judged(given).statuses['(shop/Inner/T)']).toBe('pass');
  });
});

describe('stacks of one app', () => {
  const exporting = template(
    { T: table() },
    { Outputs: { Out: { Value: { 'Fn::GetAtt': ['T', 'Arn'] }, Export: { Name: 'data:T' } } } },
  );
  const app = (environment = ENVIRONMENT): Files => ({
    'manifest.json': manifest({
      // What imports comes first here, and last where it is read.
      backups: stack('backups.json', {}, { dependencies: ['data', 'gone'] }),
      data: stack('data.json', {}, { environment, dependencies: ['backups'] }),
    }),
    'data.json': exporting,
    'backups.json': template(plan([{ 'Fn::ImportValue': 'data:T' }])),
  });
  const stacks = { data: known(null, 'test'), backups: known(null, 'test') };

  test('import what others export', () => {
    expect(judged(app(), { stacks }).statuses).toMatchObject({ '(data/T)': 'pass' });
  });

  test('import nothing from another place', () => {
    const { statuses } = judged(app(`aws://${HOME.account}/eu-central-1`), { stacks });
    expect(statuses['orders']).toBe('pass');
    expect(statuses['(data/T)']).toBeUndefined();
  });

  test('keep resources of one logical id apart', () => {
    const { statuses } = judged(
      {
        'manifest.json': manifest({ one: stack('one.json'), two: stack('two.json') }),
        'one.json': template({ T: table({ Tags: TIER }) }),
        'two.json': template({ T: table() }),
      },
      { stacks: { one: known(null, 'test'), two: known(null, 'test') } },
    );
    expect(statuses).toMatchObject({ '(one/T)': 'pass', '(two/T)': 'fail' });
  });

  test('of stages are read, too, each once', () => {
    const files = {
      'manifest.json': manifest({
        live: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-live' } },
        again: { type: 'cdk:cloud-assembly', properties: { directoryName: './assembly-live/' } },
      }),
      'assembly-live/manifest.json': manifest({
        inner: stack('inner.json', { stackName: 'live-inner' }),
        round: { type: 'cdk:cloud-assembly', properties: { directoryName: '..' } },
      }),
      'assembly-live/inner.json': template({ T: table({ Tags: TIER }) }),
    };
    const { statuses, changes } = judged(files, { stacks: { 'live-inner': known(null, 'test') } });
    expect(statuses['(live-inner/T)']).toBe('pass');
    expect(changes.flatMap(({ sources }) => sources)).toEqual(['cdk.out/assembly-live/inner.json']);
  });
});

test('an artifact of an unknown type leaves all open', () => {
  const files = {
    'manifest.json': manifest({ x: { type: 'acme:deploys' }, shop: stack('shop.json') }),
    'shop.json': template({}),
  };
  const { changes, notes } = judged(files);
  expect(changes[0]?.incomplete?.detail).toContain('holds x, whose type acme:deploys is not known here');
  expect(notes).toContain('acme:deploys');
});

test.each<[string, Files, string]>([
  ['has no manifest', {}, 'it has no manifest.json'],
  ['has one that is no JSON', { 'manifest.json': '{' }, 'manifest.json is not JSON'],
  ['has one of something else', { 'manifest.json': {} }, 'is not a manifest of a cloud assembly'],
  ['has a template outside', { 'manifest.json': manifest({ a: stack('../a.json') }) }, '../a.json leads out of it'],
  ['has a template at the root', { 'manifest.json': manifest({ a: stack('/etc/passwd') }) }, '/etc/passwd leads out'],
  ['has a template by a drive', { 'manifest.json': manifest({ a: stack('c:\\x') }) }, 'leads out of it'],
  ['lacks a template', { 'manifest.json': manifest({ a: stack('a.json') }) }, 'it has no a.json'],
  [
    'has a stage outside',
    { 'manifest.json': manifest({ a: { type: 'cdk:cloud-assembly', properties: { directoryName: 'x/../../y' } } }) },
    'leads out of it',
  ],
  [
    'has an odd stack name',
    { 'manifest.json': manifest({ a: stack('a.json', { stackName: 'a\u001b[31m' }) }) },
    'the name of stack a is none',
  ],
])('a folder that %s is refused', (_, files, message) => {
  expect(() => folder(files)).toThrow(message);
});

test('a nested template outside of the folder is refused', () => {
  const files = {
    'manifest.json': manifest({ shop: stack('shop.json') }),
    'shop.json': template({ Inner: nestedStack({}, { 'aws:asset:path': '../../secret.json' }) }),
  };
  expect(() => judged(files)).toThrow('../../secret.json leads out of it');
});

test('nested templates that multiply are refused', () => {
  const files = {
    'manifest.json': manifest({ ...ASSETS, shop: stack('shop.json') }),
    'shop.assets.json': ASSET_FILE,
    'shop.json': template({ A: nestedStack() }),
    'inner.nested.template.json': template({ A: nestedStack(), B: nestedStack() }),
  };
  expect(() => judged(files)).toThrow('more than 2000 nested stacks');
});

test('dependencies that run in a ring end', () => {
  const ring = Object.fromEntries(
    Array.from({ length: 500 }, (_, at) => [
      `a${at}`,
      { type: 'cdk:tree', dependencies: [`a${(at + 1) % 500}`, `a${at}`] },
    ]),
  );
  expect(folder({ 'manifest.json': manifest(ring) }).stacks).toEqual([]);
});
