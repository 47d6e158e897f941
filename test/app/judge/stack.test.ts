import { describe, expect, test } from 'vitest';
import { run } from '../../../src/app/run.ts';
import type { Report } from '../../../src/model/report.ts';
import { simulated } from '../../simulator/simulated.ts';
import { memoryHost, runLine } from '../memory-host.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: port
tables: { names: ["*"] }
backup: { objectives: [{ frequency: 24h, retention: 35d }] }
`;

const PLAN_ID = '0f9d1a55-0000-4000-8000-0123456789ab';
const SELECTION_ID = '5c2b0000-0000-4000-8000-0123456789ab';

/** Kept as long as the deployed value of the parameter says; the default is shorter. */
const TEMPLATE = `Parameters: { Keep: { Type: Number, Default: 7 } }
Resources:
  Nightly:
    Type: AWS::Backup::BackupPlan
    Properties:
      BackupPlan:
        BackupPlanName: nightly
        BackupPlanRule:
          - { RuleName: r, TargetBackupVault: shed, ScheduleExpression: cron(0 4 ? * * *), Lifecycle: { DeleteAfterDays: !Ref Keep } }
  Tagged:
    Type: AWS::Backup::BackupSelection
    Properties:
      BackupPlanId: !Ref Nightly
      BackupSelection:
        SelectionName: tagged
        IamRoleArn: arn:aws:iam::111122223333:role/backup
        ListOfTags: [{ ConditionType: STRINGEQUALS, ConditionKey: tier, ConditionValue: one }]
  Crates:
    Type: AWS::DynamoDB::Table
    Properties: { TableName: crates, BillingMode: PAY_PER_REQUEST, KeySchema: [{ AttributeName: pk, KeyType: HASH }], AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }] }
`;

const SCENARIO = JSON.stringify({
  accounts: {
    '111122223333': {
      regions: {
        'eu-west-1': {
          vaults: [{ backupVaultName: 'shed' }],
          plans: [
            {
              backupPlanName: 'nightly',
              backupPlanId: PLAN_ID,
              rules: [
                {
                  ruleName: 'r',
                  targetBackupVaultName: 'shed',
                  scheduleExpression: 'cron(0 4 ? * * *)',
                  lifecycle: { deleteAfterDays: 40 },
                },
              ],
              selections: [
                {
                  selectionId: SELECTION_ID,
                  selectionName: 'tagged',
                  iamRoleArn: 'arn:aws:iam::111122223333:role/backup',
                  listOfTags: [{ conditionKey: 'tier', conditionValue: 'one' }],
                },
              ],
            },
          ],
          tables: [{ tableName: 'crates', tags: { tier: 'one' } }],
          stacks: [
            {
              stackName: 'harbour',
              parameters: { Keep: '40' },
              tags: { tier: 'one' },
              templateBody: TEMPLATE,
              resources: [
                { logicalResourceId: 'Nightly', resourceType: 'AWS::Backup::BackupPlan', physicalResourceId: PLAN_ID },
                {
                  logicalResourceId: 'Tagged',
                  resourceType: 'AWS::Backup::BackupSelection',
                  physicalResourceId: `${SELECTION_ID}_${PLAN_ID}`,
                },
                { logicalResourceId: 'Crates', resourceType: 'AWS::DynamoDB::Table', physicalResourceId: 'crates' },
              ],
            },
          ],
        },
      },
      roles: [
        {
          roleName: 'backup',
          assumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
          attachedPolicies: ['arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup'],
        },
      ],
    },
  },
});

/** The same account, with other stacks. */
function withStacks(stacks: readonly object[]): string {
  const { accounts } = JSON.parse(SCENARIO);
  accounts['111122223333'].regions['eu-west-1'].stacks.push(...stacks);
  return JSON.stringify({ accounts });
}

async function checked(
  template: string,
  stack = 'harbour',
  faults: Parameters<typeof simulated>[1] = {},
  policy = POLICY,
) {
  let report: Report | undefined;
  let exit = -1;
  await simulated(
    async (simulator) => {
      Object.assign(process.env, simulator.environment);
      const host = memoryHost({ files: { 'policies/p.yaml': policy, 't.yaml': template } });
      exit = await runLine(`check --cloudformation t.yaml --stack ${stack} --report json`, host);
      report = JSON.parse(host.out());
    },
    { scenario: SCENARIO, ...faults },
  );
  const statuses = Object.fromEntries((report?.results ?? []).map(({ control, status }) => [control, status]));
  return { exit, report, statuses };
}

test('the deployed template changes nothing: previous values of parameters and tags of the stack hold', async () => {
  const { exit, report } = await checked(TEMPLATE);
  expect(exit).toBe(0);
  expect(new Set(report?.results.map(({ status, change }) => `${status} ${change}`))).toEqual(
    new Set(['pass unchanged']),
  );
  expect(report?.apiCalls.byOperation).toMatchObject({
    'cloudformation:DescribeStacks': 1,
    'cloudformation:GetTemplate': 1,
    'cloudformation:ListStackResources': 1,
  });
});

test('what the template no longer has is gone, unless its policy retains it', async () => {
  const [before, after] = [TEMPLATE.indexOf('  Tagged:'), TEMPLATE.indexOf('  Crates:')];
  const { statuses } = await checked(TEMPLATE.slice(0, before) + TEMPLATE.slice(after));
  expect(statuses['plan-coverage']).toBe('fail');
});

test('a plan is the same plan under another name', async () => {
  const { statuses } = await checked(
    TEMPLATE.replace('BackupPlanName: nightly', 'BackupPlanName: x').replace('!Ref Keep', '7'),
  );
  expect(statuses).toMatchObject({ 'plan-coverage': 'pass', 'backup-retention': 'fail' });
});

/** Recovery is switched on, which the live table has off. */
const RECOVERED = TEMPLATE.replace(
  'TableName: crates,',
  'TableName: crates, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },',
);

test.each([
  [
    'which changes it',
    TEMPLATE,
    'pass',
    ['after this change this table in eu-west-1 gains its point-in-time recovery: crates'],
  ],
  ['which has it already, as it drifted', RECOVERED, 'fail', []],
] as const)('a setting that the account has off is on after a template %s', async (_, deployed, status, sentences) => {
  const asked = POLICY.replace('backup: {', 'backup: { pointInTimeRecovery: {},');
  const { accounts } = JSON.parse(SCENARIO);
  accounts['111122223333'].regions['eu-west-1'].stacks[0].templateBody = deployed;
  const scenario = JSON.stringify({ accounts });
  const { report, statuses } = await checked(RECOVERED, 'harbour', { scenario }, asked);
  expect(statuses['point-in-time-recovery']).toBe(status);
  expect(report?.preview?.sentences).toEqual(sentences);
  // A stack that is not known leaves both ways open.
  expect((await checked(RECOVERED, 'harbor', { scenario }, asked)).statuses['point-in-time-recovery']).toBe('unknown');
});

describe('what has the name of something that is there is not made, and nothing else of the change is', () => {
  test.each([
    ['a table under another logical id', RECOVERED.replace('Crates:', 'Boxes:'), 'harbour', 'crates already exists'],
    ['a table of a new stack', RECOVERED, 'quay=new', 'crates already exists'],
    [
      'a vault',
      `${TEMPLATE}  Shed: { Type: AWS::Backup::BackupVault, Properties: { BackupVaultName: shed } }\n`,
      'harbour',
      'shed already exists',
    ],
    [
      'another type under the logical id',
      TEMPLATE.replace('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').replace(
        'TableName: crates,',
        'TableName: crates, Replicas: [{ Region: eu-west-1 }],',
      ),
      'harbour',
      'modifies resource type of the following resources: [Crates]',
    ],
  ])('%s', async (_, template, stack, message) => {
    const { exit, report, statuses } = await checked(template, stack);
    expect(exit).toBe(1);
    expect(statuses).toMatchObject({ 'aws-accepts': 'fail', 'plan-coverage': 'pass', 'backup-retention': 'pass' });
    expect(report?.results.find(({ control }) => control === 'aws-accepts')?.message).toContain(message);
    expect(report?.preview?.sentences).toEqual([
      expect.stringMatching(/^AWS refuses \w+: nothing of this change stays, as CloudFormation takes all of it back$/),
    ]);
  });
});

describe('a stack that does not exist', () => {
  const elsewhere = TEMPLATE.slice(0, TEMPLATE.indexOf('  Crates:'));

  test('and is said to be new is made: what is there stays', async () => {
    const { exit, statuses } = await checked(elsewhere, 'quay=new');
    expect(exit).toBe(0);
    expect(statuses['backup-retention']).toBe('pass');
  });

  test('may be one that is misspelt: the template is judged both ways, and a note says so', async () => {
    // Of the stack that is meant, the tag that selects the table is gone.
    const [before, after] = [TEMPLATE.indexOf('  Tagged:'), TEMPLATE.indexOf('  Crates:')];
    const dropped = TEMPLATE.slice(0, before) + TEMPLATE.slice(after);
    expect((await checked(dropped)).statuses['plan-coverage']).toBe('fail');
    const { exit, report, statuses } = await checked(dropped, 'harbor');
    expect(exit).toBe(3);
    expect(statuses['plan-coverage']).toBe('unknown');
    expect(report?.preview?.notes.join()).toContain('there is no stack harbor in eu-west-1 of account 111122223333');
  });

  test('is no other one: what is there and said to be new counts as it is', async () => {
    const [before, after] = [TEMPLATE.indexOf('  Tagged:'), TEMPLATE.indexOf('  Crates:')];
    const { statuses } = await checked(TEMPLATE.slice(0, before) + TEMPLATE.slice(after), 'harbour=new');
    expect(statuses['plan-coverage']).toBe('fail');
  });

  test('is new where AWS has a change set of it', async () => {
    const begun = [{ stackName: 'quay', stackStatus: 'REVIEW_IN_PROGRESS', templateBody: '{}', resources: [] }];
    const { exit, statuses } = await checked(elsewhere, 'quay', { scenario: withStacks(begun) });
    expect([exit, statuses['backup-retention']]).toEqual([0, 'pass']);
  });
});

test.each(['', '=new', 'quay=old', 'quay=new=new'])('%j names no stack', async (word) => {
  const host = memoryHost({ files: { 'policies/p.yaml': POLICY, 't.yaml': TEMPLATE } });
  expect(await run(['check', '--cloudformation', 't.yaml', '--stack', word], host)).toBe(2);
  expect(host.err()).toContain(`--stack: ${JSON.stringify(word)} names no stack`);
});

test('a stack that nobody may read leaves open what it owns', async () => {
  const [before, after] = [TEMPLATE.indexOf('  Tagged:'), TEMPLATE.indexOf('  Crates:')];
  const faults = [{ operation: 'ListStackResources', kind: 'deny' }] as const;
  const { exit, report, statuses } = await checked(TEMPLATE.slice(0, before) + TEMPLATE.slice(after), 'harbour', {
    faults,
  });
  expect(exit).toBe(3);
  expect(statuses['plan-coverage']).toBe('unknown');
  expect(report?.results.find(({ control }) => control === 'plan-coverage')?.unknown).toMatchObject({
    reason: 'denied',
    permission: 'cloudformation:ListStackResources',
  });
});
