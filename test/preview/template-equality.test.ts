import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
  ListBackupPlansCommand,
  PutBackupVaultLockConfigurationCommand,
  UpdateBackupPlanCommand,
} from '@aws-sdk/client-backup';
import {
  CreateTableCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { readTemplateText } from '../../src/preview/template-text.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { temporaryFile } from '../app/saved-inventory.ts';
import { ACCOUNT, clients, simulated } from '../simulator/simulated.ts';
import { deploy } from './deploy.ts';
import { golden } from './golden-files.ts';
import type { JsonMap } from './json-tree.ts';
import { answersOf, statusesOf, wrongAnswers } from './judged-side.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: gold
tables: { names: ["*"], tags: { tier: ["*"] } }
backup:
  objectives: [{ frequency: 24h, rpo: 26h, retention: 35d }]
  copies: [{ region: eu-central-1, retention: 35d }]
  vault: { lock: compliance }
  pointInTimeRecovery: {}
restore:
  settings: { deletionProtection: enabled }
`;

/** Made before the change by hand: what the template then takes over. */
const TEMPLATE = `
Parameters:
  Stage: { Type: String, Default: live }
Mappings:
  Days: { live: { Keep: 35 }, test: { Keep: 7 } }
Conditions:
  IsLive: !Equals [!Ref Stage, live]
Resources:
  Vault:
    Type: AWS::Backup::BackupVault
    Properties:
      BackupVaultName: main
      LockConfiguration: { MinRetentionDays: 7, ChangeableForDays: 3 }
  Plan:
    Type: AWS::Backup::BackupPlan
    Properties:
      BackupPlan:
        BackupPlanName: !Join ["-", [daily, !Ref Stage]]
        BackupPlanRule:
          - RuleName: nightly
            TargetBackupVault: !Ref Vault
            ScheduleExpression: cron(0 5 ? * * *)
            StartWindowMinutes: 60
            Lifecycle: { DeleteAfterDays: !FindInMap [Days, !Ref Stage, Keep] }
            CopyActions: !If
              - IsLive
              - - DestinationBackupVaultArn: !Sub arn:\${AWS::Partition}:backup:eu-central-1:\${AWS::AccountId}:backup-vault:copies
              - !Ref AWS::NoValue
  Tagged:
    Type: AWS::Backup::BackupSelection
    Properties:
      BackupPlanId: !Ref Plan
      BackupSelection:
        SelectionName: tagged
        IamRoleArn: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/backup
        ListOfTags: [{ ConditionType: STRINGEQUALS, ConditionKey: backup, ConditionValue: !Ref Stage }]
  Orders:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    Properties:
      TableName: orders
      BillingMode: PAY_PER_REQUEST
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }
      Tags: [{ Key: tier, Value: gold }, { Key: backup, Value: !Ref Stage }]
  "Fn::ForEach::Tables":
    - Name
    - [invoices, receipts]
    - "\${Name}Table":
        Type: AWS::DynamoDB::Table
        Properties:
          TableName: !Ref Name
          BillingMode: PAY_PER_REQUEST
          KeySchema: [{ AttributeName: pk, KeyType: HASH }]
          AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
          Tags: [{ Key: tier, Value: silver }]
`;

test('the preview of a template is what is found after its resources were made and changed by hand', async () => {
  await simulated(async (simulator) => {
    Object.assign(process.env, simulator.environment);
    const { backup, dynamodb } = clients(simulator);
    const table = (TableName: string, tags: Readonly<Record<string, string>>) =>
      dynamodb.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      );
    const rule = {
      RuleName: 'nightly',
      TargetBackupVaultName: 'main',
      ScheduleExpression: 'cron(0 5 ? * * *)',
      StartWindowMinutes: 60,
      Lifecycle: { DeleteAfterDays: 7 },
    };
    const selection = {
      SelectionName: 'tagged',
      IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/backup`,
      ListOfTags: [{ ConditionType: 'STRINGEQUALS' as const, ConditionKey: 'backup', ConditionValue: 'live' }],
    };

    const elsewhere = clients(simulator, { region: 'eu-central-1' }).backup;
    await elsewhere.send(new CreateBackupVaultCommand({ BackupVaultName: 'copies' }));
    await backup.send(new CreateBackupVaultCommand({ BackupVaultName: 'main' }));
    const made = await backup.send(
      new CreateBackupPlanCommand({ BackupPlan: { BackupPlanName: 'daily-live', Rules: [rule] } }),
    );
    await backup.send(
      new CreateBackupSelectionCommand({ BackupPlanId: made.BackupPlanId, BackupSelection: selection }),
    );
    const orders = await table('orders', { tier: 'gold', backup: 'never', team: 'shop' });
    await table('other', { tier: 'gold', backup: 'live' });

    const inventory = temporaryFile('before.json');
    await run(`collect --regions eu-west-1 --policies policy.yaml --output ${inventory}`);
    const previewed = await report(
      `check --inventory ${inventory} --policies policy.yaml --cloudformation backup.yaml`,
    );

    const resource = { ResourceArn: orders.TableDescription?.TableArn };
    await dynamodb.send(new TagResourceCommand({ ...resource, Tags: [{ Key: 'backup', Value: 'live' }] }));
    await dynamodb.send(new UntagResourceCommand({ ...resource, TagKeys: ['team'] }));
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName: 'orders',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    await table('invoices', { tier: 'silver' });
    await table('receipts', { tier: 'silver' });
    const listed = await backup.send(new ListBackupPlansCommand({}));
    const copies = `arn:aws:backup:eu-central-1:${ACCOUNT}:backup-vault:copies`;
    await backup.send(
      new UpdateBackupPlanCommand({
        BackupPlanId: listed.BackupPlansList?.[0]?.BackupPlanId,
        BackupPlan: {
          BackupPlanName: 'daily-live',
          Rules: [
            { ...rule, Lifecycle: { DeleteAfterDays: 35 }, CopyActions: [{ DestinationBackupVaultArn: copies }] },
          ],
        },
      }),
    );
    await backup.send(
      new PutBackupVaultLockConfigurationCommand({
        BackupVaultName: 'main',
        MinRetentionDays: 7,
        ChangeableForDays: 3,
      }),
    );

    const applied = await report('check --regions eu-west-1 --policies policy.yaml');
    expect(wrongAnswers(previewed, applied)).toEqual([]);
    expect(answersOf(applied).length).toBeGreaterThan(30);
    expect(previewed.preview?.sentences).toEqual([
      'after this change these 2 tables in eu-west-1 have no copy in eu-central-1: invoices, receipts',
      'after this change these 2 tables in eu-west-1 have no backup plan: invoices, receipts',
      'after this change these 2 tables in eu-west-1 have no point-in-time recovery: invoices, receipts',
      // Without its stack nobody can tell whether the template changes `orders`, or it drifted from the same one.
    ]);
    expect(
      previewed.results.find((each) => each.control === 'vault-lock' && each.resource.name === 'orders')?.template,
    ).toEqual({ file: 'backup.yaml', line: 9, column: 3 });
  });
});

describe('the preview of a template laid over an account is what is found after its stack was deployed', () => {
  test.each([
    ['of every kind of resource', 'estate.template.yaml'],
    ['that the CDK wrote', 'cdk.template.json'],
  ])('%s', async (_, file) => {
    const template = longForm(file, golden(file));
    await simulated(async (simulator) => {
      Object.assign(process.env, simulator.environment);
      const elsewhere = clients(simulator, { region: 'eu-central-1' }).backup;
      await elsewhere.send(new CreateBackupVaultCommand({ BackupVaultName: 'copies' }));
      const files = { 'policy.yaml': golden('estate.policy.yaml'), 'stack.json': JSON.stringify(template) };
      const scope = '--regions eu-west-1,eu-central-1 --policies policy.yaml';
      const inventory = temporaryFile('before.json');
      await run(`collect ${scope} --output ${inventory}`, files);
      const line = `check --inventory ${inventory} --regions eu-west-1 --policies policy.yaml --cloudformation stack.json`;
      const previewed = await report(line, files);
      await deploy(template, simulator);
      const applied = await report(`check ${scope}`, files);
      expect(wrongAnswers(previewed, applied)).toEqual([]);
      const found = [...statusesOf(applied).values()];
      expect(found.filter((status) => status === 'pass').length).toBeGreaterThan(15);
      expect(found.filter((status) => status === 'fail').length).toBeGreaterThan(15);
    });
  });
});

const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus/B-iac');
const absent = !existsSync(CORPUS) && process.env['HOLDFAST_CI'] !== 'true';

/** Tables that one or another template of the corpus selects. */
const TAGGED: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['daily', { backup: 'daily' }],
  ['fhir', { backup: 'daily', service: 'fhir' }],
  ['dev', { 'backup-plan': 'daily', environment: 'DEV' }],
  ['true', { Backup: 'True' }],
  ['none', {}],
];

describe.skipIf(absent)(
  'the preview of a template that people have written (skipped where the corpus is missing)',
  () => {
    test.each([
      'cfn/awslabs+fhir-works-on-aws-deployment/cloudformation/backup.yaml',
      'cfn/thomasdpage+aws-backup/aws-backup.yml',
      'cdk-snapshots/aws+aws-cdk/cdk-backup-selection-conditions.template.json',
    ])('%s is what is found after its stack was deployed', async (file) => {
      const text = readFileSync(join(CORPUS, file), 'utf8');
      await simulated(async (simulator) => {
        Object.assign(process.env, simulator.environment);
        const { dynamodb } = clients(simulator);
        for (const [name, tags] of TAGGED) {
          await dynamodb.send(
            new CreateTableCommand({
              TableName: `table-${name}`,
              BillingMode: 'PAY_PER_REQUEST',
              KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
              AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
              Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
            }),
          );
        }
        const files = { 'policy.yaml': CORPUS_POLICY, 'stack.yaml': text };
        const inventory = temporaryFile('before.json');
        await run(`collect --regions eu-west-1 --policies policy.yaml --output ${inventory}`, files);
        const line = `check --inventory ${inventory} --policies policy.yaml --cloudformation stack.yaml`;
        const previewed = await report(line, files);
        await deploy(longForm(file, text), simulator);
        const applied = await report('check --regions eu-west-1 --policies policy.yaml', files);
        expect(wrongAnswers(previewed, applied)).toEqual([]);
      });
    });
  },
);

const CORPUS_POLICY = `apiVersion: holdfast/v1
kind: Policy
name: all
tables: {}
backup:
  objectives: [{ frequency: 24h, rpo: 32h, retention: 7d }]
  maximumRetention: 30d
  vault: { lock: governance, encryption: customer-managed }
`;

/** A template without short forms. */
function longForm(file: string, text: string): JsonMap {
  return JSON.parse(JSON.stringify(readTemplateText(file, text).root));
}

const FILES = { 'policy.yaml': POLICY, 'backup.yaml': TEMPLATE };

async function report(line: string, files: Readonly<Record<string, string>> = FILES): Promise<Report> {
  return JSON.parse(await run(`${line} --report json`, files));
}

async function run(line: string, files: Readonly<Record<string, string>> = FILES): Promise<string> {
  const machine = memoryHost({ files });
  await runLine(line, machine);
  expect(machine.err()).not.toContain('error');
  return machine.out();
}
