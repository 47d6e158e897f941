import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/preview/change.ts';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import type { DeployedTable } from '../../src/preview/deployed-tables.ts';
import { scopeOf } from '../../src/preview/place.ts';

const HOME = { partition: 'aws', account: '111122223333', region: 'eu-west-1' } as const;

function read(text: string) {
  return readTemplate('t.yaml', text, { home: HOME });
}

/** The name of a vault, worked out of an expression. */
function nameOf(expression: string, more = ''): unknown {
  const change = read(`${more}
Resources:
  Vault:
    Type: AWS::Backup::BackupVault
    Properties:
      BackupVaultName: ${expression}
      AccessPolicy: { Name: ${expression} }
`);
  const [edit] = change.resources.flatMap(({ edits }): readonly Edit[] => edits);
  if (edit?.kind !== 'vault') return undefined;
  const policy = edit.settings.accessPolicy;
  return policy?.known ? JSON.parse(policy.value ?? '{}').Name : policy?.detail.replace('Vault.AccessPolicy: ', '');
}

const PARAMETERS = `
Parameters:
  Stage: { Type: String, Default: live }
  Zones: { Type: CommaDelimitedList, Default: "a, b" }
  Given: { Type: String }
  Stored: { Type: "AWS::SSM::Parameter::Value<String>", Default: /x }
Mappings: { Days: { live: { Keep: 35 } } }
Conditions:
  IsLive: !Equals [!Ref Stage, live]
  IsNot: !Not [!Condition IsLive]
  Open: !Equals [!Ref Given, x]
  Settled: !Or [!Condition IsLive, !Condition Open]
  Ring: !Condition Ring
`;

describe('the functions of a template', () => {
  test.each([
    ['!Ref Stage', 'live'],
    ['{ Ref: Stage }', 'live'],
    ['!Sub "${Stage}-${AWS::Region}"', 'live-eu-west-1'],
    ['!Sub ["${A}-${!B}", { A: !Ref Stage }]', 'live-${B}'],
    ['!Join ["-", [!Ref Stage, x]]', 'live-x'],
    ['!Select [1, !Ref Zones]', 'b'],
    ['!Select [0, !Split [",", "x,y"]]', 'x'],
    ['!FindInMap [Days, !Ref Stage, Keep]', 35],
    ['{ "Fn::FindInMap": [Days, none, Keep, { DefaultValue: 7 }] }', 7],
    ['!If [IsLive, one, two]', 'one'],
    ['!If [IsNot, one, two]', 'two'],
    ['!If [Settled, one, two]', 'one'],
    ['!If [Open, one, one]', 'one'],
    ['{ "Fn::Length": !Ref Zones }', 2],
    ['{ "Fn::ToJsonString": { a: !Ref Stage } }', '{"a":"live"}'],
    ['!Ref AWS::Partition', 'aws'],
    ['!Ref AWS::NoValue', undefined],
  ])('%s is worked out', (expression, expected) => {
    expect(nameOf(expression, PARAMETERS)).toEqual(expected);
  });

  test.each([
    ['!Ref Given', 'parameter Given has no default'],
    ['!Ref Stored', 'parameter Stored is kept in Systems Manager'],
    ['!Ref Nobody', 'Nobody is neither a parameter nor a resource of the template'],
    ['!If [Open, one, two]', 'condition Open is open: parameter Given has no default'],
    ['!If [Ring, one, two]', 'condition Ring is open: condition Ring is open: condition Ring refers to itself'],
    ['!ImportValue shared-vault', 'imported from another stack: shared-vault'],
    [
      '!Sub "${AWS::StackName}-x"',
      'AWS::StackName is given when the stack is deployed; --parameters AWS::StackName=NAME tells it',
    ],
    ['!GetAtt Nested.Outputs.Vault', 'Nested is not a resource of the template'],
    ['!FindInMap [Days, none, Keep]', 'the mapping Days has no none › Keep'],
    ['!Select [5, !Ref Zones]', 'Fn::Select of entry 5 of 2'],
    ['!Base64 x', 'Fn::Base64 is worked out by CloudFormation'],
    ['!Ref constructor', 'constructor is neither a parameter nor a resource of the template'],
  ])('%s stays open, and says why', (expression, why) => {
    expect(nameOf(expression, PARAMETERS)).toBe(why);
  });
});

const TABLE = `
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]`;

describe('a template', () => {
  test('gives each resource with its line, in YAML and in JSON', () => {
    const yaml = `Resources:\n  Orders:${TABLE}\n  Carts:${TABLE}\n`;
    expect(read(yaml).resources.map(({ address, at }) => [address, at])).toEqual([
      ['Orders', { file: 't.yaml', line: 2, column: 3 }],
      ['Carts', { file: 't.yaml', line: 7, column: 3 }],
    ]);
    const json = JSON.stringify({ Resources: { Orders: { Type: 'AWS::DynamoDB::Table', Properties: {} } } }, null, 1);
    expect(read(json).resources[0]?.at).toEqual({ file: 't.yaml', line: 3, column: 3 });
  });

  test('stands in for a name that CloudFormation will make up, and says that it does', () => {
    const [change] = read(`Resources:\n  Orders:${TABLE}\n`).resources;
    expect(change?.edits).toMatchObject([
      { table: { name: '(Orders)', nameUnknown: { detail: 'CloudFormation makes up the name of Orders' } } },
    ]);
  });

  const live = (name: string, logicalId: string, stackName = 'shop') => ({ name, logicalId, stackName });

  test('takes over the table that a stack made of the resource', () => {
    const settings = { home: HOME, deployed: [live('shop-Orders-1ABC', 'Orders')] };
    const [change] = readTemplate('t.yaml', `Resources:\n  Orders:${TABLE}\n`, settings).resources;
    expect(change?.edits).toMatchObject([{ table: { name: 'shop-Orders-1ABC' } }]);
    expect(change?.edits[0]).not.toHaveProperty('table.nameUnknown');
  });

  test('knows which of two stacks it is for by a name that it gives, or by the name of the stack', () => {
    const deployed = [live('shop-Carts-1', 'Carts'), live('till-Carts-2', 'Carts', 'till'), live('orders', 'Orders')];
    const names = (text: string, parameters?: ReadonlyMap<string, string>) =>
      readTemplate('t.yaml', text, { home: HOME, deployed, ...(parameters ? { parameters } : {}) })
        .resources.flatMap(({ edits }) => edits)
        .flatMap((edit) => (edit.kind === 'table' ? [edit.table.name] : []));
    const carts = `Resources:\n  Carts:${TABLE}\n`;
    // Each of the two may be the one, and what they will be is open.
    expect(names(carts)).toEqual(['(Carts)', 'shop-Carts-1', 'till-Carts-2']);
    expect(names(`${carts}  Orders: { Type: "AWS::DynamoDB::Table", Properties: { TableName: orders } }\n`)).toEqual([
      'shop-Carts-1',
      'orders',
    ]);
    expect(names(carts, new Map([['AWS::StackName', 'till']]))).toEqual(['till-Carts-2']);
  });

  test('leaves open what becomes of a table that its stack has, and it has no more, or under another name', () => {
    const deployed = [
      live('orders', 'Orders'),
      live('carts', 'Carts'),
      live('old', 'Renamed'),
      live('x', 'Y', 'other'),
    ];
    const named = (id: string, name: string) =>
      `  ${id}: { Type: "AWS::DynamoDB::Table", Properties: { TableName: ${name} } }\n`;
    const change = readTemplate('t.yaml', `Resources:\n${named('Orders', 'orders')}${named('Renamed', 'new')}`, {
      home: HOME,
      deployed,
    });
    expect(change.resources.flatMap(({ edits }) => edits)).toMatchObject([
      { table: { name: 'orders', pointInTimeRecovery: { known: true } } },
      { table: { name: 'new', pointInTimeRecovery: { known: true } } },
      { table: { name: 'carts', pointInTimeRecovery: { known: false }, nameUnknown: { known: false } } },
      { table: { name: 'old', pointInTimeRecovery: { known: false } } },
    ]);
    expect(change.notes.find((note) => note.startsWith('table carts'))).toMatch(
      /^table carts: stack shop has it as Carts, and t\.yaml has not:/,
    );
  });

  test('says that a stack which exists may keep other values than the defaults', () => {
    const text = `${PARAMETERS}\nResources:\n  Orders: { Type: "AWS::DynamoDB::Table", Properties: { TableName: orders } }\n`;
    const notes = (deployed: readonly DeployedTable[]) => readTemplate('t.yaml', text, { home: HOME, deployed }).notes;
    expect(notes([live('orders', 'Orders')])).toEqual([
      'stack shop exists, and a deployment may keep its own values of Stage, Zones: here they have their defaults, until --parameters gives others',
    ]);
    expect(notes([])).toEqual([]);
  });

  test('takes the values of parameters that are given', () => {
    const text = `${PARAMETERS}
Resources:
  Orders: { Type: AWS::DynamoDB::Table, Properties: { TableName: !Sub "\${AWS::StackName}-\${Given}-\${Stage}" } }
  Perhaps: { Type: AWS::DynamoDB::Table, Condition: Open, Properties: { TableName: !Select [1, !Ref Zones] } }
`;
    const parameters = new Map(Object.entries({ Given: 'x', Stage: 'test', 'AWS::StackName': 'shop', Zones: 'c,d' }));
    const { resources } = readTemplate('t.yaml', text, { home: HOME, parameters });
    expect(resources.map(({ edits }) => edits)).toMatchObject([
      [{ table: { name: 'shop-x-test' } }],
      [{ table: { name: 'd' } }],
    ]);
  });

  test('leaves out a resource whose condition does not hold, and open what one is open of', () => {
    const text = `${PARAMETERS}
Resources:
  Gone:
    Condition: IsNot${TABLE}
  Perhaps:
    Condition: Open${TABLE}
`;
    const changes = read(text).resources;
    expect(changes.map(({ address }) => address)).toEqual(['Perhaps']);
    expect(changes[0]?.edits).toMatchObject([
      {
        table: {
          description: { known: false, detail: 'Perhaps: condition Open is open: parameter Given has no default' },
        },
      },
    ]);
  });

  test('repeats resources with Fn::ForEach', () => {
    const text = `${PARAMETERS}
Resources:
  "Fn::ForEach::Tables":
    - Zone
    - !Ref Zones
    - "Table\${Zone}":
        Type: AWS::DynamoDB::Table
        Properties: { TableName: !Sub "orders-\${Zone}" }
`;
    const changes = read(text).resources;
    expect(changes.map(({ address }) => address)).toEqual(['Tablea', 'Tableb']);
    expect(changes.flatMap(({ edits }) => edits)).toMatchObject([
      { table: { name: 'orders-a' } },
      { table: { name: 'orders-b' } },
    ]);
  });

  test('leaves open what stands in a loop that turns nobody knows how often, and does not leave it out', () => {
    const text = `${PARAMETERS}
Resources:
  "Fn::ForEach::Tables":
    - Zone
    - !Split [",", !Ref Given]
    - "Table\${Zone}":
        Type: AWS::DynamoDB::Table
        Properties: { TableName: !Sub "orders-\${Zone}" }
`;
    const { resources, notes } = read(text);
    expect(resources).toMatchObject([
      { edits: [{ table: { nameUnknown: { known: false }, tags: { known: false } } }] },
    ]);
    expect(notes).toContain('how often Fn::ForEach::Tables turns is open: parameter Given has no default');
  });

  test('names what it does not see: nested stacks and macros', () => {
    const text = `Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Resources:
  Inner: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: x } }
`;
    expect(read(text).notes).toEqual([
      'AWS::Serverless-2016-10-31 transforms the template when it is deployed, and what comes of it is not seen',
      'Inner is a nested stack, and what it makes is not seen',
    ]);
  });

  test('keeps a global table in the Region of its stack where its replicas are open', () => {
    const text = `${PARAMETERS}
Resources:
  Orders:
    Type: AWS::DynamoDB::GlobalTable
    Properties: { TableName: orders, Replicas: [{ Region: !Ref Given }, { Region: us-east-1 }] }
`;
    const { resources, notes } = read(text);
    expect(resources.map(({ place }) => scopeOf(place)?.region)).toEqual(['us-east-1', 'eu-west-1']);
    expect(resources[1]?.edits).toMatchObject([{ table: { name: 'orders', pointInTimeRecovery: { known: false } } }]);
    expect(notes[0]).toContain('not every Region of Orders is known');
  });

  test('reads the capacity of a global table: writes of all replicas, reads of each', () => {
    const scaling = (kind: string) =>
      `${kind}ProvisionedThroughputSettings: { ${kind}CapacityAutoScalingSettings: { MinCapacity: 3, MaxCapacity: 9 } }`;
    const text = `Resources:
  Orders:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      TableName: orders
      BillingMode: PROVISIONED
      ${scaling('Write')}
      Replicas:
        - { Region: eu-west-1, ReadProvisionedThroughputSettings: { ReadCapacityUnits: 7 } }
        - { Region: us-east-1 }
`;
    const [here, there] = read(text).resources.flatMap(({ edits }) => edits);
    expect(here).toMatchObject({ table: { description: { value: { throughput: { readUnits: 7, writeUnits: 3 } } } } });
    expect(there).toMatchObject({
      table: { description: { known: false, detail: 'the read capacity of a global table is not given' } },
    });
  });

  test('puts a global table into each of its Regions', () => {
    const text = `Resources:
  Orders:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      TableName: orders
      BillingMode: PAY_PER_REQUEST
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
      Replicas:
        - { Region: eu-west-1, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }
        - { Region: us-east-1, Tags: [{ Key: tier, Value: gold }] }
`;
    expect(read(text).resources.map(({ place, edits }) => [scopeOf(place)?.region, edits])).toMatchObject([
      ['eu-west-1', [{ table: { name: 'orders', pointInTimeRecovery: { value: { enabled: true } } } }]],
      [
        'us-east-1',
        [{ table: { tags: { value: { tier: 'gold' } }, pointInTimeRecovery: { value: { enabled: false } } } }],
      ],
    ]);
  });

  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
Resources: {}
`;
  test.each([
    ['that is no map', '- a', 't.yaml is no CloudFormation template: it has no map of Resources'],
    ['that is broken', 'Resources: [', 't.yaml:1:13 is not YAML'],
    ['whose aliases stand for too much', bomb, 'its aliases stand for more than 10000 values'],
    ['of brackets', `Resources: ${'['.repeat(5_000)}`, 't.yaml is nested too deep for a template'],
    ['that is too long', `#${' '.repeat(2_000_001)}`, 'a template has at most 2000000'],
  ])('%s is refused', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('of loops within loops is not turned for ever', () => {
    const items = JSON.stringify(Array.from({ length: 1_000 }, (_, index) => `i${index}`));
    const inner = `{ "Fn::ForEach::B": [B, ${items}, { "T\${A}\${B}": { Type: "AWS::DynamoDB::Table" } }] }`;
    const change = read(`Resources: { "Fn::ForEach::A": [A, ${items}, ${inner}] }`);
    expect(change.resources.length).toBeLessThan(2_000);
    expect(change.notes).toContain('how often Fn::ForEach::B turns is open: Fn::ForEach over 1000 items');
  });
});
