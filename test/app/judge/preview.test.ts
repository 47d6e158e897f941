import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { memoryHost, runLine } from '../memory-host.ts';
import { savedInventory } from '../saved-inventory.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: gold
tables: { names: ["orders*"] }
backup:
  objectives: [{ frequency: 24h, retention: 35d }]
  recoveryPoints: { newestWithin: 26h }
  pointInTimeRecovery: {}
`;

const template = (days: number, name = 'TableName: orders') => `Resources:
  Plan:
    Type: AWS::Backup::BackupPlan
    Properties:
      BackupPlan:
        BackupPlanName: daily
        BackupPlanRule:
          - RuleName: nightly
            TargetBackupVault: main
            ScheduleExpression: cron(0 5 ? * * *)
            Lifecycle: { DeleteAfterDays: ${days} }
  Everything:
    Type: AWS::Backup::BackupSelection
    Properties:
      BackupPlanId: !Ref Plan
      BackupSelection:
        SelectionName: all
        IamRoleArn: arn:aws:iam::111122223333:role/backup
        Resources: ["arn:aws:dynamodb:*:*:table/*"]
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      ${name}
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }
  Main: { Type: AWS::Backup::BackupVault, Properties: { BackupVaultName: main } }
`;

/** Where nothing else is, the vault is the template's own. */
const VAULT = '  Main: { Type: AWS::Backup::BackupVault, Properties: { BackupVaultName: main } }\n';

/** What AWS refuses in any Region but one of these: a global table has a replica where its stack is. */
const GLOBAL = `  Spread:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      TableName: spread
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }
      Replicas: [{ Region: eu-west-1 }, { Region: eu-central-1 }]
`;

async function check(line: string, files: Readonly<Record<string, string>>) {
  const host = memoryHost({ files: { 'policies/gold.yaml': POLICY, ...files } });
  const exit = await runLine(`check --report json ${line}`, host);
  const report: Report | undefined = host.out() === '' ? undefined : JSON.parse(host.out());
  const statuses = Object.fromEntries((report?.results ?? []).map(({ control, status }) => [control, status]));
  return { exit, report, statuses, said: host.err() };
}

describe('check --cloudformation', () => {
  test('judges the template alone where there is no AWS and no inventory, and says so', async () => {
    const { exit, report, statuses, said } = await check('--cloudformation t.yaml', { 't.yaml': template(7) });
    expect(exit).toBe(1);
    expect(said).toContain('note: no inventory was given, so the change alone is judged');
    expect(report?.preview).toMatchObject({ alone: true, sources: ['t.yaml'], fixed: [], unchanged: [] });
    expect(statuses).toMatchObject({
      'plan-coverage': 'pass',
      'backup-retention': 'fail',
      'point-in-time-recovery': 'pass',
      'recovery-point-age': 'unknown',
    });
  });

  test('lets a template pass whose rules keep long enough, but for what only an account can show', async () => {
    const { exit, statuses } = await check('--cloudformation t.yaml --allow-unknown', {
      't.yaml': template(35) + VAULT,
    });
    expect(exit).toBe(0);
    expect(statuses['backup-retention']).toBe('pass');
  });

  test('leaves open whether a vault exists that the template does not make', async () => {
    const elsewhere = template(35).replace('BackupVaultName: main', 'BackupVaultName: other');
    const { exit, report } = await check('--cloudformation t.yaml', { 't.yaml': elsewhere });
    expect(exit).toBe(3);
    const retention = report?.results.find(({ control }) => control === 'backup-retention');
    expect(retention).toMatchObject({ status: 'unknown', unknown: { reason: 'not-collected' } });
  });

  test('takes a template alone to go where its own ARNs are', async () => {
    const named = template(35).replace('dynamodb:*:*:table/*', 'dynamodb:eu-west-1:111122223333:table/orders');
    const { report, statuses, said } = await check('--cloudformation t.yaml', { 't.yaml': named });
    expect(report?.scopes).toEqual([{ partition: 'aws', account: '111122223333', region: 'eu-west-1' }]);
    expect(statuses['plan-coverage']).toBe('pass');
    expect(report?.warnings).toEqual([]);
    expect(said).toContain('is taken to go to account 111122223333, in eu-west-1;');
  });

  test.each([
    ['an account', 'accounts: ["111122223333"]', 'which account it goes to; an inventory settles it'],
    ['a Region', 'regions: [eu-west-1]', 'which Region it goes to; --regions, or an inventory, settles it'],
    [
      'all accounts but one',
      'except: { accounts: ["111122223333"] }',
      'which account it goes to; an inventory settles it',
    ],
  ])('leaves open what a policy asks of %s, where nothing tells where a template goes', async (_, asked, why) => {
    const { exit, report } = await check('--cloudformation t.yaml', {
      't.yaml': template(7).replace('arn:aws:iam::111122223333:role/backup', '!Ref Role'),
      'policies/gold.yaml': POLICY.replace('names: ["orders*"]', `names: ["orders*"], ${asked}`),
    });
    expect(exit).toBe(3);
    const retention = report?.results.find(({ control }) => control === 'backup-retention');
    expect(retention?.unknown?.detail).toBe(`the change does not tell ${why}`);
  });

  test.each([
    ['a condition on the Region', 'Condition: Here', '', 'unknown'],
    ['a global table of other Regions', '', GLOBAL, 'unknown'],
    ['neither', '', '', 'pass'],
  ])('takes no place for told that only stands for one: %s', async (_, condition, more, status) => {
    const text = `Conditions: { Here: !Equals [!Ref AWS::Region, us-east-1] }\n${template(35)}${more}`.replace(
      'Type: AWS::Backup::BackupSelection',
      `Type: AWS::Backup::BackupSelection\n    ${condition}`,
    );
    const { report, statuses } = await check('--cloudformation t.yaml', { 't.yaml': text });
    expect(statuses['plan-coverage']).toBe(status);
    expect(report?.results.filter(({ control }) => control === 'aws-accepts')).toEqual([]);
    const stated = await check('--cloudformation t.yaml --regions us-east-1', { 't.yaml': text.replace(more, '') });
    expect(stated.statuses['plan-coverage']).toBe('pass');
  });

  test.each([
    ['key', 'AttributeName: id', 'AttributeName: pk', 'fail'],
    ['name', 'TableName: orders', 'TableName: orders-2', undefined],
    ['nothing', 'TableName: orders', 'TableName: orders', undefined],
  ])(
    'knows without the stack that a table is not replaced under its own name: another %s',
    async (_, was, is, status) => {
      const text = template(35).replaceAll(was, is);
      const { report, statuses } = await check(`--inventory ${savedInventory()} --cloudformation t.yaml`, {
        't.yaml': text,
      });
      expect(statuses['aws-accepts']).toBe(status);
      if (status === undefined) return;
      const refused = report?.results.find(({ control }) => control === 'aws-accepts');
      expect(refused?.message).toContain('a custom-named resource requires replacing. Rename orders');
    },
  );

  test('tells what is new of a saved inventory, with the lines that decide, and nothing fixed that only drifted', async () => {
    const inventory = savedInventory({
      table: { pointInTimeRecovery: { known: true, from: 'test', value: { enabled: false } } },
      points: [{}],
    });
    const line = `--inventory ${inventory} --cloudformation t.yaml`;
    const { exit, report } = await check(line, { 't.yaml': template(7) });
    // The live plan of the same name may stay, and keeps long enough.
    expect(exit).toBe(3);
    const retention = report?.results.find(({ control }) => control === 'backup-retention');
    expect(retention).toMatchObject({
      status: 'unknown',
      change: 'new',
      template: { file: 't.yaml', line: 2, column: 3 },
    });
    expect(report?.preview?.newUnknown).toContain(retention?.fingerprint);
    // The deployed template may say the same, and recovery was switched off by hand: CloudFormation takes no drift back.
    const recovery = report?.results.find(({ control }) => control === 'point-in-time-recovery');
    expect(recovery).toMatchObject({ status: 'unknown', change: 'new', template: { line: 20 } });
    expect(recovery?.because).toEqual([
      expect.stringContaining('--stack NAME'),
      expect.stringMatching(/^as the template has it: /),
      expect.stringMatching(/^as it is in the account, and stays where the deployed template says the same: /),
    ]);
    expect(report?.preview?.fixed).toEqual([]);
    expect((await check(line, { 't.yaml': template(7) })).report).toEqual(report);
  });

  test('tells what holds whichever plans the deployed stack has, and asks for the stack', async () => {
    const inventory = savedInventory({ points: [{}] });
    const { statuses, report } = await check(`--inventory ${inventory} --cloudformation t.yaml`, {
      't.yaml': template(7),
    });
    // Two plans may bear one name: the live one stays beside that of the template, or is what the template changes.
    expect(statuses).toMatchObject({ 'plan-coverage': 'pass', 'backup-retention': 'unknown' });
    const retention = report?.results.find(({ control }) => control === 'backup-retention');
    expect(retention?.because).toEqual([
      expect.stringContaining('--stack NAME'),
      expect.stringMatching(/^with all that is there: /),
      expect.stringMatching(/^without what the stack may own: /),
    ]);
    expect(report?.preview?.notes).toContain(retention?.unknown?.detail);
  });

  test('leaves a rule known but for the copy that is open', async () => {
    const copies = `Lifecycle: { DeleteAfterDays: 35 }
            CopyActions:
              - DestinationBackupVaultArn: arn:aws:backup:eu-central-1:111122223333:backup-vault:copies
              - DestinationBackupVaultArn: !ImportValue vault`;
    const text = template(35).replace('Lifecycle: { DeleteAfterDays: 35 }', copies);
    const asked = POLICY.replace('backup:', 'backup:\n  copies: [{ region: eu-central-1 }, { region: us-east-1 }]');
    const inventory = savedInventory({ copyVaults: [{}], points: [{}] });
    const { report } = await check(`--inventory ${inventory} --regions eu-west-1 --cloudformation t.yaml`, {
      't.yaml': text,
      'policies/gold.yaml': asked,
    });
    const status = (control: string, path: string) =>
      report?.results.find((result) => result.control === control && result.policy?.path === path)?.status;
    expect(status('backup-frequency', 'backup.objectives[0].frequency')).toBe('pass');
    expect(status('copy-coverage', 'backup.copies[0]')).toBe('pass');
    expect(status('copy-coverage', 'backup.copies[1]')).toBe('unknown');
  });

  test('leaves open whether a policy matches a table whose name CloudFormation makes up', async () => {
    const { statuses, report } = await check('--cloudformation t.yaml', { 't.yaml': template(35, '') });
    expect(statuses['backup-retention']).toBe('unknown');
    expect(report?.results.find(({ control }) => control === 'backup-retention')?.unknown?.detail).toBe(
      'CloudFormation makes up the name of Orders',
    );
  });

  test.each([
    ['files', '--cloudformation a.yaml --cloudformation b.yaml'],
    ['one file twice', '--cloudformation a.yaml --cloudformation a.yaml'],
  ])('keeps tables apart that two templates call alike, and whose names are made up: %s', async (_, line) => {
    const table = (enabled: boolean) => `Resources:
  T:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: ${enabled} }
`;
    const { exit, report } = await check(line, {
      'policies/gold.yaml': POLICY.replace('"orders*"', '"*"'),
      'a.yaml': table(false),
      'b.yaml': table(true),
    });
    expect(exit).toBe(1);
    const recovery = report?.results.filter(({ control }) => control === 'point-in-time-recovery') ?? [];
    expect(recovery.map(({ resource }) => resource.name)).toHaveLength(2);
    expect(recovery.find(({ resource }) => resource.name === '(T)')).toMatchObject({
      status: 'fail',
      template: { file: 'a.yaml', line: 2 },
    });
  });

  describe('--parameters', () => {
    const parameters = 'Parameters: { Stage: { Type: String }, Days: { Type: Number, Default: 7 } }';
    const text = `${parameters}\n${template(7, 'TableName: !Sub "orders-${Stage}"').replace('DeleteAfterDays: 7', 'DeleteAfterDays: !Ref Days')}${VAULT}`;
    const file = (content: unknown) => ({ 't.yaml': text, 'p.json': JSON.stringify(content) });

    test.each([
      ['as KEY=VALUE', 'Stage=live Days=35', {}],
      [
        'in a file as create-stack takes it',
        'p.json',
        [
          { ParameterKey: 'Stage', ParameterValue: 'live' },
          { ParameterKey: 'Days', ParameterValue: '35' },
        ],
      ],
      ['in a file as deploy takes it, and beside it', 'p.json Days=35', ['Stage=live', 'Days=5']],
      ['in a file as pipelines take it', 'p.json', { Parameters: { Stage: 'live', Days: 35 } }],
    ])('are given %s', async (_, words, content) => {
      const { statuses, report } = await check(`--cloudformation t.yaml --parameters ${words}`, file(content));
      expect(report?.results.map(({ resource }) => resource.name)).toContain('orders-live');
      expect(statuses['backup-retention']).toBe('pass');
    });

    test.each([
      ['Stag=live', 'no template of --cloudformation takes Stag', 'did you mean `Stage`?'],
      ['AWS::StackName=shop --cloudformation t.yaml', 'AWS::StackName names one stack', 'give one template'],
      ['none.json', 'none.json is neither KEY=VALUE nor a file', 'write KEY=VALUE'],
      ['p.json', 'p.json holds something else than parameters', 'write KEY=VALUE'],
    ])('end %s with exit 2', async (words, message, advice) => {
      const { exit, said } = await check(`--cloudformation t.yaml --parameters ${words}`, file([{ Stage: 1 }]));
      expect(exit).toBe(2);
      expect(said).toContain(message);
      expect(said).toContain(advice);
    });
  });

  test('shows the change in text', async () => {
    const host = memoryHost({ files: { 'policies/gold.yaml': POLICY, 't.yaml': template(7) } });
    await runLine('check --cloudformation t.yaml', host);
    expect(host.out()).toContain('THIS CHANGE\n  - the change alone, without an inventory: t.yaml, 4 resources');
    expect(host.out()).toContain('decided at t.yaml:2:3');
  });

  test('does not guess which Region of several a stack is in', async () => {
    const inventory = savedInventory({ copyVaults: [{}] });
    const elsewhere = await check(`--inventory ${inventory} --regions us-east-1 --cloudformation t.yaml`, {
      't.yaml': template(7),
    });
    expect(elsewhere.exit).toBe(2);
    expect(elsewhere.said).toContain('a template does not say which of them it is for');
  });

  test.each([
    ['--cloudformation missing.yaml', 'no such file: missing.yaml'],
    ['--cloudformation p.json', 'p.json is not a CloudFormation template'],
    ['--terraform-plan p.json', 'p.json is not a Terraform plan in JSON'],
  ])('ends %s with exit 2', async (line, message) => {
    const { exit, said } = await check(line, { 'p.json': '{}' });
    expect(exit).toBe(2);
    expect(said).toContain(message);
  });
});

/** Too short, and beyond any calendar. */
test.each([10, 1e13, 1e300])(
  'check --terraform-plan fails what AWS will refuse, and what rests on it follows: %d',
  async (start_window) => {
    const inventory = savedInventory({ plans: [] });
    const rule = { rule_name: 'r', target_vault_name: 'main', start_window, lifecycle: [{ delete_after: 35 }] };
    const planned = (type: string, after: object, after_unknown: object, expressions: object) => [
      {
        address: `${type}.it`,
        mode: 'managed',
        type,
        name: 'it',
        change: { actions: ['create'], before: null, after, after_unknown },
      },
      { mode: 'managed', type, name: 'it', provider_config_key: 'aws', expressions },
    ];
    const resources = [
      planned('aws_backup_plan', { name: 'p', rule: [rule] }, { id: true }, { name: { constant_value: 'p' } }),
      planned(
        'aws_backup_selection',
        { name: 's', iam_role_arn: 'arn:aws:iam::111122223333:role/backup', resources: ['*'] },
        { plan_id: true },
        { plan_id: { references: ['aws_backup_plan.it.id', 'aws_backup_plan.it'] } },
      ),
    ];
    const plan = {
      format_version: '1.2',
      planned_values: {},
      resource_changes: resources.map(([change]) => change),
      configuration: {
        provider_config: { aws: { expressions: { region: { constant_value: 'eu-west-1' } } } },
        root_module: { resources: resources.map(([, written]) => written) },
      },
    };
    const { exit, report } = await check(`--inventory ${inventory} --terraform-plan plan.json`, {
      'plan.json': JSON.stringify(plan),
    });
    expect(exit).toBe(1);
    const of = (control: string) => report?.results.find((result) => result.control === control);
    expect(of('aws-accepts')).toMatchObject({
      status: 'fail',
      change: 'new',
      message: expect.stringContaining('StartWindowMinutes'),
      subjects: [{ type: 'change', address: 'aws_backup_plan.it' }],
    });
    expect(of('backup-retention')).toMatchObject({ status: 'fail', follows: 'aws-accepts' });
  },
);

test.each([
  ['StartWindowMinutes: 10000000000000', 'StartWindowMinutes'],
  ['StartWindowMinutes: 1e300', 'StartWindowMinutes'],
])('check --cloudformation takes no number beyond any calendar for a span: %s', async (span, named) => {
  const template = `Resources:
  It:
    Type: AWS::Backup::BackupPlan
    Properties:
      BackupPlan:
        BackupPlanName: p
        BackupPlanRule:
          - { RuleName: r, TargetBackupVault: main, ScheduleExpression: cron(30 4 ? * * *), ${span}, Lifecycle: { DeleteAfterDays: 40 } }
  All:
    Type: AWS::Backup::BackupSelection
    Properties:
      BackupPlanId: !Ref It
      BackupSelection: { SelectionName: s, IamRoleArn: "arn:aws:iam::111122223333:role/backup", Resources: ["*"] }
`;
  const { exit, report } = await check(`--inventory ${savedInventory({ plans: [] })} --cloudformation t.yaml`, {
    't.yaml': template,
  });
  expect(exit).toBe(1);
  expect(report?.results.find(({ control }) => control === 'aws-accepts')?.message).toContain(named);
});

test('check --terraform-plan shows what a plan takes away', async () => {
  const inventory = savedInventory({
    table: { pointInTimeRecovery: { known: true, from: 'test', value: { enabled: true } } },
    points: [{}],
  });
  const arn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
  const table = { name: 'orders', arn, hash_key: 'pk', attribute: [], tags_all: {} };
  const change = {
    actions: ['update'],
    before: { ...table, point_in_time_recovery: [{ enabled: true }] },
    after: { ...table, point_in_time_recovery: [{ enabled: false }] },
    after_unknown: {},
  };
  const plan = {
    format_version: '1.2',
    planned_values: {},
    resource_changes: [
      { address: 'aws_dynamodb_table.orders', mode: 'managed', type: 'aws_dynamodb_table', name: 'orders', change },
    ],
  };
  const { exit, report } = await check(`--inventory ${inventory} --terraform-plan plan.json`, {
    'plan.json': JSON.stringify(plan),
  });
  expect(exit).toBe(1);
  expect(report?.preview?.changes).toEqual([
    { address: 'aws_dynamodb_table.orders', type: 'aws_dynamodb_table', action: 'update' },
  ]);
  expect(report?.preview?.sentences).toEqual([
    'after this change this table in eu-west-1 loses its point-in-time recovery: orders',
  ]);
});
