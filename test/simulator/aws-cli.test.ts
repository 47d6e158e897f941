import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/server.ts';
import { ESTATE } from './estate.ts';
import { simulated } from './simulated.ts';

const hasCli = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'aws')));

describe.skipIf(!hasCli)('the AWS CLI (skipped where it is not installed)', () => {
  test('sets up a table, a vault, a plan with a selection, an alarm and a role, and reads them back', async () => {
    await simulated(async (simulator) => {
      const aws = (...words: string[]) => run(simulator, words);
      await aws(
        ...['dynamodb', 'create-table', '--table-name', 'orders', '--billing-mode', 'PAY_PER_REQUEST'],
        ...[
          '--key-schema',
          'AttributeName=pk,KeyType=HASH',
          '--attribute-definitions',
          'AttributeName=pk,AttributeType=S',
        ],
      );
      await aws('backup', 'create-backup-vault', '--backup-vault-name', 'main', '--backup-vault-tags', 'use=backup');
      const plan = await aws(
        ...['backup', 'create-backup-plan', '--backup-plan'],
        JSON.stringify({
          BackupPlanName: 'daily',
          Rules: [{ RuleName: 'nightly', TargetBackupVaultName: 'main', ScheduleExpression: 'cron(0 5 ? * * *)' }],
        }),
      );
      const selection = JSON.stringify({
        SelectionName: 'all',
        IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
        Resources: ['*'],
      });
      const id = String(plan['BackupPlanId']);
      await aws('backup', 'create-backup-selection', '--backup-plan-id', id, '--backup-selection', selection);
      const table = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
      const role = 'arn:aws:iam::111122223333:role/backup';
      await aws(
        'backup',
        'start-backup-job',
        '--backup-vault-name',
        'main',
        '--resource-arn',
        table,
        '--iam-role-arn',
        role,
      );
      await aws(
        ...[
          'cloudwatch',
          'put-metric-alarm',
          '--alarm-name',
          'errors',
          '--namespace',
          'AWS/DynamoDB',
          '--metric-name',
          'SystemErrors',
        ],
        ...[
          '--dimensions',
          'Name=TableName,Value=orders',
          '--statistic',
          'Sum',
          '--period',
          '60',
          '--evaluation-periods',
          '1',
        ],
        ...['--threshold', '1', '--comparison-operator', 'GreaterThanThreshold'],
      );
      await aws(
        'iam',
        'create-role',
        '--role-name',
        'backup',
        '--assume-role-policy-document',
        '{"Version":"2012-10-17","Statement":[]}',
      );

      expect(await aws('backup', 'list-backup-selections', '--backup-plan-id', id)).toMatchObject({
        BackupSelectionsList: [{ SelectionName: 'all' }],
      });
      expect(await aws('backup', 'list-recovery-points-by-backup-vault', '--backup-vault-name', 'main')).toMatchObject({
        RecoveryPoints: [{ ResourceArn: table, Status: 'COMPLETED' }],
      });
      expect(await aws('cloudwatch', 'describe-alarms')).toMatchObject({
        MetricAlarms: [{ Dimensions: [{ Name: 'TableName', Value: 'orders' }] }],
      });
      expect(await aws('iam', 'get-role', '--role-name', 'backup')).toMatchObject({
        Role: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
      });
    });
  });

  test('reads a scenario of small pages, in every service', async () => {
    await simulated(
      async (simulator) => {
        const aws = (...words: string[]) => run(simulator, words);
        const jobs = await aws('backup', 'list-backup-jobs', '--by-state', 'COMPLETED');
        expect(jobs['BackupJobs']).toHaveLength(30);
        expect(await aws('dynamodb', 'list-tables')).toMatchObject({
          TableNames: ['orders', 'orders-restored', 'sessions'],
        });
        expect(await aws('cloudtrail', 'lookup-events')).toMatchObject({ Events: [{ EventName: 'UpdateBackupPlan' }] });
        expect(
          await aws('application-autoscaling', 'describe-scalable-targets', '--service-namespace', 'dynamodb'),
        ).toMatchObject({
          ScalableTargets: [{ MinCapacity: 100 }],
        });
        expect(
          await aws('resourcegroupstaggingapi', 'get-resources', '--resource-type-filters', 'dynamodb:table'),
        ).toMatchObject({
          ResourceTagMappingList: [{}, {}],
        });
        expect(await aws('iam', 'get-account-authorization-details')).toMatchObject({
          RoleDetailList: [{ RoleName: 'holdfast-reader' }, { RoleName: 'AWSBackupDefaultServiceRole' }],
        });
        expect(await aws('kms', 'describe-key', '--key-id', 'alias/backup')).toMatchObject({
          KeyMetadata: { KeyManager: 'CUSTOMER' },
        });
        expect(await aws('organizations', 'list-accounts')).toMatchObject({ Accounts: [{}, {}] });
        expect(await aws('account', 'list-regions')).toMatchObject({
          Regions: expect.arrayContaining([{ RegionName: 'eu-west-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' }]),
        });
        expect(await aws('sts', 'get-caller-identity')).toMatchObject({ Account: '111122223333' });
      },
      { scenario: `pageSize: 7\n${ESTATE}` },
    );
  });
});

function run(simulator: Simulator, words: readonly string[]): Promise<Record<string, unknown>> {
  const env = { ...process.env, ...simulator.environment, AWS_DEFAULT_REGION: 'eu-west-1', AWS_PAGER: '' };
  return new Promise((resolve, reject) => {
    execFile('aws', [...words, '--output', 'json'], { env, maxBuffer: 16_000_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`aws ${words.slice(0, 2).join(' ')}: ${stderr || error.message}`));
      else resolve(stdout.trim() === '' ? {} : JSON.parse(stdout));
    });
  });
}
