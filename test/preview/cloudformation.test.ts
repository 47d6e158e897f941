import { describe, expect, test } from 'vitest';
import { unknown } from '../../src/model/fact.ts';
import type { Edit } from '../../src/preview/change.ts';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import { scopeOf, type Target } from '../../src/preview/place.ts';

const HOME = { partition: 'aws', account: '111122223333', region: 'eu-west-1' } as const;

function read(text: string) {
  return readTemplate('t.yaml', text, { target: HOME });
}

/** The name of a vault, worked out of an expression. */
function nameOf(expression: string, more = ''): unknown {
  const change = read(`${more}
Resources:
  Absent: { Type: AWS::IAM::Role, Condition: IsNot, Properties: { RoleName: r } }
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
      'AWS::StackName is given when the stack is deployed; --stack NAME, or --parameters AWS::StackName=NAME, tells it',
    ],
    ['!GetAtt Nested.Outputs.Vault', 'Nested is not a resource of the template'],
    ['!FindInMap [Days, none, Keep]', 'the mapping Days has no none › Keep'],
    ['!Select [5, !Ref Zones]', 'Fn::Select of entry 5 of 2'],
    ['!Base64 x', 'Fn::Base64 is worked out by CloudFormation'],
    ['!Brandnew x', 'Fn::Brandnew is not read'],
    ['!GetAtt Absent.Arn', 'Absent is not made, as its condition does not hold'],
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
    const table = { Type: 'AWS::DynamoDB::Table', Properties: {} };
    const named = JSON.stringify(
      {
        Description: '{ "Resources": { "Tags": { say "hello"',
        Metadata: { Resources: { Tags: {} } },
        Resources: { 'A"b': { ...table, Metadata: { Tags: { x: ['Tags'] } } }, Tags: table },
        Outputs: { Tags: {} },
      },
      null,
      1,
    );
    const lines = named.split('\n');
    expect(read(named).resources.map(({ at }) => lines[(at?.line ?? 0) - 1]?.trim())).toEqual([
      '"A\\"b": {',
      '"Tags": {',
    ]);
    expect(read(named).resources.at(-1)?.at?.line).toBe(lines.indexOf('  "Tags": {', 10) + 1);
  });

  test('stands in for a name that CloudFormation will make up, and says that it does', () => {
    const [change] = read(`Resources:\n  Orders:${TABLE}\n`).resources;
    expect(change?.edits).toMatchObject([
      { table: { name: '(Orders)', nameUnknown: { detail: 'CloudFormation makes up the name of Orders' } } },
    ]);
  });

  test('takes the values of parameters that are given', () => {
    const text = `${PARAMETERS}
Resources:
  Orders: { Type: AWS::DynamoDB::Table, Properties: { TableName: !Sub "\${AWS::StackName}-\${Given}-\${Stage}" } }
  Perhaps: { Type: AWS::DynamoDB::Table, Condition: Open, Properties: { TableName: !Select [1, !Ref Zones] } }
`;
    const parameters = new Map(Object.entries({ Given: 'x', Stage: 'test', 'AWS::StackName': 'shop', Zones: 'c,d' }));
    const { resources } = readTemplate('t.yaml', text, { target: HOME, parameters });
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
    const change = read(text);
    expect(change.incomplete).toBeUndefined();
    expect(change.resources).toMatchObject([
      { address: 'Inner', edits: [{ kind: 'touch', why: { subject: { type: 'change', address: 'Inner' } } }] },
    ]);
  });

  test.each([
    [
      'a condition of a restore test',
      `AWS::Backup::RestoreTestingSelection, Properties: { RestoreTestingSelectionName: s, RestoreTestingPlanName: p, IamRoleArn: r,
        ProtectedResourceType: DynamoDB, ProtectedResourceArns: ["arn:aws:dynamodb:r:1:table/x"],
        ProtectedResourceConditions: { StringEquals: [{ Key: a, Value: b }] } }`,
      ['RS2'],
    ],
    [
      'a witness',
      `AWS::DynamoDB::GlobalTable, Properties: { MultiRegionConsistency: STRONG,
        Replicas: [{ Region: eu-west-1 }, { Region: eu-west-2 }], GlobalTableWitnesses: [{ Region: eu-west-3 }] }`,
      [],
    ],
    [
      'a witness too many',
      `AWS::DynamoDB::GlobalTable, Properties: { MultiRegionConsistency: STRONG,
        Replicas: [{ Region: eu-west-1 }], GlobalTableWitnesses: [{ Region: eu-west-2 }, { Region: eu-west-3 }] }`,
      ['GT3'],
    ],
    [
      'what is not a list',
      'AWS::CloudWatch::Alarm, Properties: { Threshold: 1, ComparisonOperator: x, AlarmActions: topic, Metrics: 1 }',
      [],
    ],
    [
      'a transform beside properties',
      'AWS::Backup::BackupSelection, Properties: { "Fn::Transform": { Name: AWS::Include }, BackupPlanId: p, BackupSelection: { SelectionName: s } }',
      [],
    ],
    [
      'a transform within',
      'AWS::Backup::BackupSelection, Properties: { BackupPlanId: p, BackupSelection: { "Fn::Transform": { Name: AWS::Include }, SelectionName: s } }',
      [],
    ],
  ])('asks AWS with %s', (_, resource, refused) => {
    const [made] = read(`Resources: { It: { Type: ${resource} } }`).resources;
    expect((made?.refusals ?? []).map(({ id }) => id)).toEqual(refused);
  });

  test.each([
    ['a mapping that an include may bring', 'AWS::Include', 'Mappings', '!FindInMap [M, a, b]', false],
    ['its default, too', 'AWS::Include', 'Mappings', '{ "Fn::FindInMap": [M, a, b, { DefaultValue: 7 }] }', false],
    ['a mapping that is written beside one', 'AWS::Include', 'Mappings', '!FindInMap [Own, a, b]', true],
    ['a mapping that a macro may change', 'Own', 'Mappings', '!FindInMap [Own, a, b]', false],
    ['a condition that an include may bring', 'AWS::Include', 'Conditions', '!If [C, 7, 8]', false],
    ['a condition that a macro may change', 'Own', 'Conditions', '!If [Own, 7, 8]', false],
    ['a condition beside an include', 'AWS::Include', 'Conditions', '!If [Own, 7, 8]', true],
    ['a parameter that a macro may change', 'Own', 'Parameters', '!Ref Own', false],
    ['a parameter beside an include', 'AWS::Include', 'Parameters', '!Ref Own', true],
    ['a resource, whatever brings parameters', 'AWS::Include', 'Parameters', '!Ref Named', true],
  ])('leaves open what transforms make of other sections: %s', (_, macro, section, value, isKnown) => {
    const own = { Mappings: { a: { b: 7 } }, Conditions: { 'Fn::Equals': [1, 1] }, Parameters: { Default: 7 } };
    const written = JSON.stringify({
      'Fn::Transform': { Name: macro },
      Own: own[section as keyof typeof own],
    });
    const text = `${section}: ${written}
Resources:
  V: { Type: AWS::Backup::BackupVault, Properties: { BackupVaultName: v, LockConfiguration: { MinRetentionDays: ${value} } } }
  Named: { Type: AWS::Backup::BackupVault, Properties: { BackupVaultName: "7" } }
`;
    expect(read(text).resources[0]?.edits).toMatchObject([{ settings: { lock: { known: isKnown } } }]);
  });

  test('that is deployed nobody knows where has no name, tag or copy made of its Region', () => {
    const why = unknown('not-collected', 'no Region is told');
    const copy = (region: string) => `{ DestinationBackupVaultArn: !Sub "arn:aws:backup:${region}:1:backup-vault:v" }`;
    const text = `Resources:
  T: { Type: AWS::DynamoDB::Table, Properties: { TableName: !Sub "t-\${AWS::Region}", Tags: [{ Key: k, Value: !Ref AWS::Region }] } }
  S: { Type: AWS::Backup::BackupSelection, Properties: { BackupPlanId: p, BackupSelection: { SelectionName: s, IamRoleArn: r,
    ListOfTags: [{ ConditionKey: k, ConditionValue: !Ref AWS::Region }] } } }
  P: { Type: AWS::Backup::BackupPlan, Properties: { BackupPlan: { BackupPlanName: p, BackupPlanRule: [
    { RuleName: r, TargetBackupVault: v, CopyActions: [${copy('${AWS::Region}')}, ${copy('eu-central-1')}] }] } } }
`;
    const edits = (target: Target) => readTemplate('t.yaml', text, { target }).resources.flatMap((each) => each.edits);
    expect(edits({ ...HOME, unknown: { region: why } })).toMatchObject([
      { table: { name: '(T)', nameUnknown: { detail: why.detail }, tags: { known: false } } },
      { body: { known: false } },
      { body: { value: { rules: [{ copyActions: [{}], openCopies: { known: false } }] } } },
    ]);
    expect(edits(HOME)).toMatchObject([
      { table: { name: 't-eu-west-1', tags: { value: { k: 'eu-west-1' } } } },
      { body: { known: true } },
      { body: { value: { rules: [{ copyActions: [{}, {}] }] } } },
    ]);
  });

  test('is taken back for what makes nothing that is judged, too', () => {
    const text = `Resources: { It: { Type: AWS::Backup::RestoreTestingSelection, Properties: { RestoreTestingSelectionName: s,
      RestoreTestingPlanName: p, IamRoleArn: r, ProtectedResourceType: RDS, ProtectedResourceArns: ["arn:aws:rds:r:1:db:x"],
      ProtectedResourceConditions: { StringEquals: [{ Key: a, Value: b }] } } } }`;
    expect(read(text).resources).toMatchObject([{ address: 'It', edits: [], refusals: [{ id: 'RS2' }] }]);
  });

  test.each([
    ['AWS::Include, which adds to it', 'AWS::Include', { known: true }],
    ['a macro, which may make anything of it', 'Own', { known: false }],
  ])('leaves open what stands beside %s', (_, name, recovery) => {
    const text = `Resources: { T: { Type: AWS::DynamoDB::Table, Properties: { TableName: t,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }, "Fn::Transform": { Name: ${name} } } } }`;
    expect(read(text).resources[0]?.edits).toMatchObject([{ table: { pointInTimeRecovery: recovery } }]);
  });

  test('keeps a global table in the Region of its stack where its replicas are open', () => {
    const text = `${PARAMETERS}
Resources:
  Orders:
    Type: AWS::DynamoDB::GlobalTable
    Properties: { TableName: orders, Replicas: [{ Region: !Ref Given }, { Region: us-east-1 }] }
`;
    const { resources } = read(text);
    expect(resources.map(({ place }) => scopeOf(place)?.region)).toEqual(['us-east-1', 'eu-west-1', undefined]);
    expect(resources[1]?.edits).toMatchObject([{ table: { name: 'orders', pointInTimeRecovery: { known: false } } }]);
    expect(resources[2]?.edits).toMatchObject([{ kind: 'touch', touched: ['tables'] }]);
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
    ['that is not a map', '- a', 't.yaml is not a CloudFormation template: it has no map of Resources'],
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
