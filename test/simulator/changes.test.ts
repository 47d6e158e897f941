import { PutScalingPolicyCommand, RegisterScalableTargetCommand } from '@aws-sdk/client-application-auto-scaling';
import {
  CreateBackupPlanCommand,
  type CreateBackupPlanCommandInput,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
  CreateRestoreTestingPlanCommand,
  DeleteBackupPlanCommand,
  DeleteBackupVaultLockConfigurationCommand,
  GetBackupPlanCommand,
  GetRestoreTestingPlanCommand,
  ListBackupPlansCommand,
  ListBackupPlanVersionsCommand,
  PutBackupVaultLockConfigurationCommand,
  UpdateBackupPlanCommand,
  UpdateRegionSettingsCommand,
  UpdateRestoreTestingPlanCommand,
} from '@aws-sdk/client-backup';
import { type LookupAttribute, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateTableCommand, UpdateTableCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, clients, DAY, REGION, type Simulated, simulated } from './simulated.ts';

type Rule = NonNullable<NonNullable<CreateBackupPlanCommandInput['BackupPlan']>['Rules']>[number];

function planOf(rule: Partial<Rule>, BackupPlanName = 'daily'): CreateBackupPlanCommandInput {
  return { BackupPlan: { BackupPlanName, Rules: [{ RuleName: 'nightly', TargetBackupVaultName: 'main', ...rule }] } };
}

describe('a backup plan is refused when', () => {
  test.each<[string, CreateBackupPlanCommandInput, RegExp]>([
    [
      'its schedule is not a cron expression',
      planOf({ ScheduleExpression: 'cron(0 5 * * * *)' }),
      /Invalid cron expression/,
    ],
    ['its schedule is a rate', planOf({ ScheduleExpression: 'rate(1 day)' }), /Invalid cron expression/],
    ['its zone is none', planOf({ ScheduleExpressionTimezone: 'Europe/Atlantis' }), /time zone/],
    ['its start window is short', planOf({ StartWindowMinutes: 59 }), /below minimum value/],
    [
      'its completion window is short',
      planOf({ StartWindowMinutes: 120, CompletionWindowMinutes: 179 }),
      /60 minutes greater/,
    ],
    [
      'it deletes too soon after cold storage',
      planOf({ Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 119 } }),
      /less than 90 days apart/,
    ],
    ['it keeps longer than a hundred years', planOf({ Lifecycle: { DeleteAfterDays: 36_501 } }), /36500/],
    ['a rule has a bad name', planOf({ RuleName: 'no spaces' }), /RuleName/],
    ['a vault has a bad name', planOf({ TargetBackupVaultName: 'x' }), /TargetBackupVaultName/],
    ['the plan has a bad name', planOf({}, 'a/b'), /BackupPlanName/],
    ['it has no rule', { BackupPlan: { BackupPlanName: 'daily', Rules: [] } }, /at least 1 rule/],
    ['a copy goes nowhere', planOf({ CopyActions: [{ DestinationBackupVaultArn: 'dr' }] }), /Invalid backup vault ARN/],
  ])('%s', async (_, input, message) => {
    await simulated(async (simulator) => {
      const { backup } = clients(simulator);
      await expect(backup.send(new CreateBackupPlanCommand(input))).rejects.toMatchObject({
        name: 'InvalidParameterValueException',
        message: expect.stringMatching(message),
      });
    });
  });
});

describe('a backup plan', () => {
  test('keeps the names that it bears, older than what is asked of names, and takes no new ones of their kind', async () => {
    const scenario = `
accounts:
  "${ACCOUNT}":
    regions:
      ${REGION}:
        plans: [{ backupPlanName: all the gates, rules: [{ ruleName: every day, targetBackupVaultName: main }] }]
`;
    await simulated(
      async (simulator) => {
        const { backup } = clients(simulator);
        const { BackupPlansList = [] } = await backup.send(new ListBackupPlansCommand({}));
        const BackupPlanId = BackupPlansList[0]?.BackupPlanId;
        const kept = planOf({ RuleName: 'every day', Lifecycle: { DeleteAfterDays: 9 } }, 'all the gates');
        await backup.send(new UpdateBackupPlanCommand({ BackupPlanId, ...kept }));
        const renamed = planOf({ RuleName: 'every night' }, 'all the gates');
        await expect(backup.send(new UpdateBackupPlanCommand({ BackupPlanId, ...renamed }))).rejects.toThrow();
      },
      { scenario },
    );
  });

  test('gets a version with each change, keeps rule ids, and goes when it has no selection left', async () => {
    await simulated(async (simulator) => {
      const { backup } = clients(simulator);
      const { BackupPlanId, VersionId } = await backup.send(
        new CreateBackupPlanCommand(planOf({ Lifecycle: { DeleteAfterDays: 7 } })),
      );
      await expect(
        backup.send(new CreateBackupPlanCommand(planOf({ Lifecycle: { DeleteAfterDays: 7 } }))),
      ).rejects.toMatchObject({
        name: 'AlreadyExistsException',
      });
      const before = await backup.send(new GetBackupPlanCommand({ BackupPlanId }));
      await backup.send(
        new UpdateBackupPlanCommand({ BackupPlanId, ...planOf({ Lifecycle: { DeleteAfterDays: 35 } }) }),
      );
      const after = await backup.send(new GetBackupPlanCommand({ BackupPlanId }));
      expect(after.BackupPlan?.Rules?.[0]?.Lifecycle).toEqual({ DeleteAfterDays: 35 });
      expect(after.BackupPlan?.Rules?.[0]?.RuleId).toBe(before.BackupPlan?.Rules?.[0]?.RuleId);
      const old = await backup.send(new GetBackupPlanCommand({ BackupPlanId, VersionId }));
      expect(old.BackupPlan?.Rules?.[0]?.Lifecycle).toEqual({ DeleteAfterDays: 7 });
      const versions = await backup.send(new ListBackupPlanVersionsCommand({ BackupPlanId }));
      expect(versions.BackupPlanVersionsList).toHaveLength(2);

      const BackupSelection = {
        SelectionName: 'all',
        IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
        Resources: ['*'],
      };
      await backup.send(new CreateBackupSelectionCommand({ BackupPlanId, BackupSelection }));
      await expect(
        backup.send(new CreateBackupSelectionCommand({ BackupPlanId, BackupSelection })),
      ).rejects.toMatchObject({
        name: 'AlreadyExistsException',
      });
      await expect(backup.send(new DeleteBackupPlanCommand({ BackupPlanId }))).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
      const Conditions = { StringEquals: [{ ConditionKey: 'team', ConditionValue: 'a' }] };
      const plainKey = { BackupPlanId, BackupSelection: { ...BackupSelection, SelectionName: 'other', Conditions } };
      await expect(backup.send(new CreateBackupSelectionCommand(plainKey))).rejects.toThrow('aws:ResourceTag/');
    });
  });
});

describe('the preview of a plan', () => {
  test('leaves out runs that give way to a rule that keeps longer, and is empty where nothing is asked', async () => {
    await simulated(async (simulator) => {
      const { backup } = clients(simulator);
      const rule = { TargetBackupVaultName: 'main', StartWindowMinutes: 60 };
      const Rules = [
        {
          ...rule,
          RuleName: 'six-hourly',
          ScheduleExpression: 'cron(0 0/6 * * ? *)',
          Lifecycle: { DeleteAfterDays: 1 },
        },
        { ...rule, RuleName: 'daily', ScheduleExpression: 'cron(30 12 * * ? *)', Lifecycle: { DeleteAfterDays: 35 } },
      ];
      const { BackupPlanId } = await backup.send(
        new CreateBackupPlanCommand({ BackupPlan: { BackupPlanName: 'both', Rules } }),
      );
      const plan = await backup.send(new GetBackupPlanCommand({ BackupPlanId, MaxScheduledRunsPreview: 4 }));
      const names = new Map(plan.BackupPlan?.Rules?.map((made) => [made.RuleId, made.RuleName]));
      expect(
        plan.ScheduledRunsPreview?.map((run) => `${run.ExecutionTime?.toISOString()} ${names.get(run.RuleId)}`),
      ).toEqual([
        '2026-11-22T12:30:00.000Z daily',
        '2026-11-22T18:00:00.000Z six-hourly',
        '2026-11-23T00:00:00.000Z six-hourly',
        '2026-11-23T06:00:00.000Z six-hourly',
      ]);
      const bare = await backup.send(new GetBackupPlanCommand({ BackupPlanId }));
      expect(bare.ScheduledRunsPreview).toBeUndefined();
    });
  });
});

describe('a vault lock', () => {
  test('in governance mode comes off; in compliance mode it stays once the grace time is over', async () => {
    await simulated(async (simulator) => {
      const { backup } = clients(simulator);
      const BackupVaultName = 'main';
      await backup.send(new CreateBackupVaultCommand({ BackupVaultName }));
      await expect(backup.send(new CreateBackupVaultCommand({ BackupVaultName }))).rejects.toMatchObject({
        name: 'AlreadyExistsException',
      });
      await backup.send(new PutBackupVaultLockConfigurationCommand({ BackupVaultName, MinRetentionDays: 7 }));
      await backup.send(new DeleteBackupVaultLockConfigurationCommand({ BackupVaultName }));
      const hasty = { BackupVaultName, ChangeableForDays: 2 };
      await expect(backup.send(new PutBackupVaultLockConfigurationCommand(hasty))).rejects.toThrow(
        'changeable days must be between 3 and 36,500',
      );
      await backup.send(
        new PutBackupVaultLockConfigurationCommand({ BackupVaultName, MinRetentionDays: 7, ChangeableForDays: 3 }),
      );
      simulator.pass(4 * DAY);
      await expect(
        backup.send(new DeleteBackupVaultLockConfigurationCommand({ BackupVaultName })),
      ).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
    });
  });
});

describe('a restore testing plan', () => {
  test('keeps what a change leaves out', async () => {
    await simulated(async (simulator) => {
      const { backup } = clients(simulator);
      const RestoreTestingPlanName = 'monthly';
      await backup.send(
        new CreateRestoreTestingPlanCommand({
          RestoreTestingPlan: {
            RestoreTestingPlanName,
            ScheduleExpression: 'cron(0 5 1 * ? *)',
            RecoveryPointSelection: {
              Algorithm: 'LATEST_WITHIN_WINDOW',
              IncludeVaults: ['*'],
              RecoveryPointTypes: ['SNAPSHOT'],
            },
          },
        }),
      );
      await backup.send(
        new UpdateRestoreTestingPlanCommand({ RestoreTestingPlanName, RestoreTestingPlan: { StartWindowHours: 8 } }),
      );
      const { RestoreTestingPlan } = await backup.send(new GetRestoreTestingPlanCommand({ RestoreTestingPlanName }));
      expect(RestoreTestingPlan).toMatchObject({
        ScheduleExpression: 'cron(0 5 1 * ? *)',
        StartWindowHours: 8,
        RecoveryPointSelection: { IncludeVaults: ['*'], SelectionWindowDays: 30 },
      });
    });
  });
});

describe('a table', () => {
  test('is refused with attributes that are no key, and changes as it is told', async () => {
    await simulated(async (simulator) => {
      const { dynamodb, autoscaling } = clients(simulator);
      const input = {
        TableName: 'orders',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' as const },
          { AttributeName: 'other', AttributeType: 'S' as const },
        ],
        BillingMode: 'PAY_PER_REQUEST' as const,
      };
      await expect(dynamodb.send(new CreateTableCommand(input))).rejects.toMatchObject({ name: 'ValidationException' });
      await dynamodb.send(
        new CreateTableCommand({ ...input, AttributeDefinitions: input.AttributeDefinitions.slice(0, 1) }),
      );
      await expect(dynamodb.send(new CreateTableCommand(input))).rejects.toMatchObject({
        name: 'ResourceInUseException',
      });
      const { TableDescription } = await dynamodb.send(
        new UpdateTableCommand({
          TableName: 'orders',
          AttributeDefinitions: input.AttributeDefinitions,
          GlobalSecondaryIndexUpdates: [
            {
              Create: {
                IndexName: 'by-other',
                KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
                Projection: { ProjectionType: 'ALL' },
              },
            },
          ],
          StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
          SSESpecification: { Enabled: true, SSEType: 'KMS' },
        }),
      );
      expect(TableDescription).toMatchObject({
        GlobalSecondaryIndexes: [{ IndexName: 'by-other', IndexStatus: 'ACTIVE' }],
        StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
        SSEDescription: { Status: 'ENABLED' },
      });
      const dimension = {
        ServiceNamespace: 'dynamodb' as const,
        ResourceId: 'table/orders',
        ScalableDimension: 'dynamodb:table:ReadCapacityUnits' as const,
      };
      const policy = {
        ...dimension,
        PolicyName: 'p',
        PolicyType: 'TargetTrackingScaling' as const,
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 10,
          PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBReadCapacityUtilization' as const },
        },
      };
      await expect(autoscaling.send(new PutScalingPolicyCommand(policy))).rejects.toMatchObject({
        name: 'ObjectNotFoundException',
      });
      await autoscaling.send(new RegisterScalableTargetCommand({ ...dimension, MinCapacity: 1, MaxCapacity: 10 }));
      await autoscaling.send(new PutScalingPolicyCommand(policy));
      policy.TargetTrackingScalingPolicyConfiguration.TargetValue = 9.9;
      await expect(autoscaling.send(new PutScalingPolicyCommand(policy))).rejects.toThrow(
        "'10.0' and '90.0', but was '9.9'",
      );
    });
  });
});

describe('the trail', () => {
  async function lookUp(simulator: Simulated, LookupAttributes: LookupAttribute[] = []) {
    const { cloudtrail } = clients(simulator);
    const { Events = [] } = await cloudtrail.send(new LookupEventsCommand({ LookupAttributes }));
    return Events.map((event) => ({ name: event.EventName, record: JSON.parse(event.CloudTrailEvent ?? '') }));
  }

  test('has every mutating call, newest first, refused ones with their error, reads not', async () => {
    await simulated(async (simulator) => {
      const { backup, dynamodb } = clients(simulator);
      await backup.send(new UpdateRegionSettingsCommand({ ResourceTypeOptInPreference: { DynamoDB: false } }));
      simulator.pass(60_000);
      const { BackupPlanId } = await backup.send(
        new CreateBackupPlanCommand({ ...planOf({}), BackupPlanTags: { Team: 'Payments' } }),
      );
      simulator.pass(60_000);
      await backup.send(new GetBackupPlanCommand({ BackupPlanId }));
      const ttl = { TableName: 'none', TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' } };
      await expect(dynamodb.send(new UpdateTimeToLiveCommand(ttl))).rejects.toThrow();

      const events = await lookUp(simulator);
      expect(events.map((event) => event.name)).toEqual([
        'UpdateTimeToLive',
        'CreateBackupPlan',
        'UpdateRegionSettings',
      ]);
      expect(events[0]?.record).toMatchObject({
        eventSource: 'dynamodb.amazonaws.com',
        errorCode: 'ResourceNotFoundException',
        requestParameters: { tableName: 'none', timeToLiveSpecification: { enabled: true, attributeName: 'expires' } },
        responseElements: null,
      });
      expect(events[1]?.record).toMatchObject({
        eventTime: '2026-11-22T08:01:00Z',
        requestParameters: {
          backupPlan: { backupPlanName: 'daily', rules: [{ ruleName: 'nightly', targetBackupVaultName: 'main' }] },
          backupPlanTags: { Team: 'Payments' },
        },
        responseElements: { backupPlanId: BackupPlanId, creationDate: 'Nov 22, 2026 8:01:00 AM' },
        userIdentity: { type: 'IAMUser', userName: 'simulator', accountId: '111122223333' },
      });
      expect(events[2]?.record.requestParameters).toEqual({ resourceTypeOptInPreference: { DynamoDB: false } });
    });
  });

  test.each<[LookupAttribute['AttributeKey'], string, number]>([
    ['EventSource', 'backup.amazonaws.com', 1],
    ['EventSource', 'dynamodb.amazonaws.com', 0],
    ['ResourceName', 'main', 1],
    ['ResourceType', 'AWS::Backup::BackupVault', 1],
    ['Username', 'simulator', 1],
    ['ReadOnly', 'true', 0],
    ['AccessKeyId', 'AKIA111122223333AAAA', 1],
  ])('is looked up by %s %s', async (AttributeKey, AttributeValue, count) => {
    await simulated(async (simulator) => {
      await clients(simulator).backup.send(new CreateBackupVaultCommand({ BackupVaultName: 'main' }));
      expect(await lookUp(simulator, [{ AttributeKey, AttributeValue }])).toHaveLength(count);
    });
  });

  test('takes one attribute, no more', async () => {
    await simulated(async (simulator) => {
      const one = { AttributeKey: 'EventName' as const, AttributeValue: 'x' };
      await expect(lookUp(simulator, [one, one])).rejects.toMatchObject({ name: 'InvalidLookupAttributesException' });
    });
  });
});
