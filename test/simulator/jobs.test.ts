import {
  DeleteRecoveryPointCommand,
  DescribeBackupJobCommand,
  DescribeBackupVaultCommand,
  DescribeCopyJobCommand,
  DescribeProtectedResourceCommand,
  ListBackupJobsCommand,
  ListCopyJobsCommand,
  ListProtectedResourcesCommand,
  PutBackupVaultLockConfigurationCommand,
  StartBackupJobCommand,
  StartCopyJobCommand,
  StopBackupJobCommand,
  UpdateRecoveryPointLifecycleCommand,
} from '@aws-sdk/client-backup';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, clients, DAY, MINUTE, NOW, REGION, type Simulated, simulated } from './simulated.ts';

const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/orders`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/backup`;
const vaultArn = (name: string, region = REGION, account = ACCOUNT) =>
  `arn:aws:backup:${region}:${account}:backup-vault:${name}`;

const scenario = (more: { management?: boolean; crossAccount?: boolean; organization?: boolean } = {}) => `
${more.organization === false ? '' : `organization: { managementAccount: "${ACCOUNT}" }`}
jobDurations: { backup: 10m, copy: 20m }
accounts:
  "${ACCOUNT}":
    globalSettings: { isCrossAccountBackupEnabled: "${more.crossAccount ?? true}" }
    regions:
      eu-west-1:
        settings: { resourceTypeManagementPreference: { DynamoDB: ${more.management ?? true} } }
        tables: [{ tableName: orders, tags: { team: payments }, tableSizeBytes: 4096 }]
        vaults: [{ backupVaultName: main }]
      eu-central-1:
        vaults:
          - { backupVaultName: dr }
          - { backupVaultName: strict, minRetentionDays: 100 }
  "444455556666":
    regions:
      eu-west-1:
        keys: [{ aliases: [alias/offsite] }]
        vaults:
          - { backupVaultName: closed, encryptionKeyArn: alias/offsite }
          - backupVaultName: open
            encryptionKeyArn: alias/offsite
            accessPolicy: { Statement: [{ Effect: Allow, Principal: "*", Action: "backup:CopyIntoBackupVault", Resource: "*" }] }
          - { backupVaultName: plain }
`;

async function backUp(
  simulator: Simulated,
  more: { DeleteAfterDays?: number; MoveToColdStorageAfterDays?: number } = {},
) {
  const { backup } = clients(simulator);
  return backup.send(
    new StartBackupJobCommand({ BackupVaultName: 'main', ResourceArn: TABLE, IamRoleArn: ROLE, Lifecycle: more }),
  );
}

async function copy(simulator: Simulated, RecoveryPointArn: string | undefined, DestinationBackupVaultArn: string) {
  const { backup } = clients(simulator);
  const started = await backup.send(
    new StartCopyJobCommand({
      RecoveryPointArn,
      SourceBackupVaultName: 'main',
      DestinationBackupVaultArn,
      IamRoleArn: ROLE,
    }),
  );
  simulator.pass(20 * MINUTE);
  return (await backup.send(new DescribeCopyJobCommand({ CopyJobId: started.CopyJobId }))).CopyJob;
}

describe('a backup job', () => {
  test('runs, completes, and leaves a point in the vault', async () => {
    await simulated(
      async (simulator) => {
        const { backup, cloudtrail } = clients(simulator);
        const { BackupJobId, RecoveryPointArn } = await backUp(simulator, { DeleteAfterDays: 35 });
        expect(RecoveryPointArn).toMatch(/^arn:aws:backup:eu-west-1:111122223333:recovery-point:[0-9a-f-]{36}$/);
        const running = await backup.send(new DescribeBackupJobCommand({ BackupJobId }));
        expect(running).toMatchObject({ State: 'RUNNING', StartBy: new Date(NOW + 480 * MINUTE) });
        simulator.pass(10 * MINUTE);
        const done = await backup.send(new DescribeBackupJobCommand({ BackupJobId }));
        expect(done).toMatchObject({
          State: 'COMPLETED',
          CompletionDate: new Date(NOW + 10 * MINUTE),
          MessageCategory: 'SUCCESS',
          BackupSizeInBytes: 4096,
        });
        const resources = await backup.send(new ListProtectedResourcesCommand({}));
        expect(resources.Results).toMatchObject([{ ResourceArn: TABLE, LastRecoveryPointArn: RecoveryPointArn }]);
        const resource = await backup.send(new DescribeProtectedResourceCommand({ ResourceArn: TABLE }));
        expect(resource.LatestRestoreExecutionTimeMinutes).toBeUndefined();
        const events = await cloudtrail.send(
          new LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'BackupJobCompleted' }],
          }),
        );
        expect(JSON.parse(events.Events?.[0]?.CloudTrailEvent ?? '')).toMatchObject({
          eventType: 'AwsServiceEvent',
          userIdentity: { accountId: ACCOUNT, invokedBy: 'backup.amazonaws.com' },
          serviceEventDetails: {
            state: 'COMPLETED',
            backupJobId: BackupJobId,
            completionDate: { seconds: NOW / 1000 + 600, nanos: 0 },
          },
        });
      },
      { scenario: scenario() },
    );
  });

  test('makes a DynamoDB backup where the advanced features are off', async () => {
    await simulated(
      async (simulator) => {
        const { RecoveryPointArn } = await backUp(simulator);
        expect(RecoveryPointArn).toMatch(/:table\/orders\/backup\/1795334400000-[0-9a-f]{8}$/);
        expect(await copy(simulator, RecoveryPointArn, vaultArn('dr', 'eu-central-1'))).toMatchObject({
          State: 'FAILED',
          StatusMessage: 'Copy job failed. Feature is not supported for provided resource type.',
        });
      },
      { scenario: scenario({ management: false }) },
    );
  });

  test('fails in a locked vault that keeps longer, and can be stopped', async () => {
    await simulated(
      async (simulator) => {
        const { backup } = clients(simulator);
        const { BackupJobId } = await backUp(simulator);
        await backup.send(new StopBackupJobCommand({ BackupJobId }));
        await backup.send(
          new PutBackupVaultLockConfigurationCommand({ BackupVaultName: 'main', MinRetentionDays: 30 }),
        );
        await backUp(simulator, { DeleteAfterDays: 7 });
        simulator.pass(10 * MINUTE);
        const jobs = await backup.send(new ListBackupJobsCommand({}));
        expect(jobs.BackupJobs?.map((job) => job.State)).toEqual(['ABORTED', 'FAILED']);
      },
      { scenario: scenario() },
    );
  });

  test('is forgotten after 30 days, its point is not', async () => {
    await simulated(
      async (simulator) => {
        const { backup } = clients(simulator);
        const { RecoveryPointArn } = await backUp(simulator);
        await copy(simulator, RecoveryPointArn, vaultArn('dr', 'eu-central-1'));
        simulator.pass(31 * DAY);
        expect((await backup.send(new ListBackupJobsCommand({}))).BackupJobs).toEqual([]);
        expect((await backup.send(new ListCopyJobsCommand({}))).CopyJobs).toEqual([]);
        const vault = await backup.send(new DescribeBackupVaultCommand({ BackupVaultName: 'main' }));
        expect(vault.NumberOfRecoveryPoints).toBe(1);
      },
      { scenario: scenario() },
    );
  });
});

describe('a recovery point', () => {
  test('changes its lifecycle and goes, unless its vault is locked', async () => {
    await simulated(
      async (simulator) => {
        const { backup } = clients(simulator);
        const { RecoveryPointArn } = await backUp(simulator);
        const point = { BackupVaultName: 'main', RecoveryPointArn };
        const changed = await backup.send(
          new UpdateRecoveryPointLifecycleCommand({ ...point, Lifecycle: { DeleteAfterDays: 10 } }),
        );
        expect(changed.CalculatedLifecycle?.DeleteAt).toEqual(new Date(NOW + 10 * DAY));
        await backup.send(new PutBackupVaultLockConfigurationCommand({ BackupVaultName: 'main', MinRetentionDays: 1 }));
        await expect(backup.send(new DeleteRecoveryPointCommand(point))).rejects.toMatchObject({
          name: 'InvalidRequestException',
        });
      },
      { scenario: scenario() },
    );
  });
});

describe('a copy job', () => {
  test('keeps creation date and lifecycle of its source, and takes the key of its vault', async () => {
    await simulated(
      async (simulator) => {
        const { RecoveryPointArn } = await backUp(simulator, { DeleteAfterDays: 35 });
        expect(await copy(simulator, RecoveryPointArn, vaultArn('dr', 'eu-central-1'))).toMatchObject({
          State: 'COMPLETED',
        });
        const [there] =
          simulator.state.accounts.get(ACCOUNT)?.regions.get('eu-central-1')?.vaults.get('dr')?.points.all ?? [];
        expect(there).toMatchObject({
          ResourceArn: TABLE,
          CreationDate: new Date(NOW),
          CompletionDate: new Date(NOW + 20 * MINUTE),
          Lifecycle: { DeleteAfterDays: 35 },
          // AWS leaves it out within an account.
          SourceBackupVaultArn: undefined,
          EncryptionKeyArn: expect.stringContaining(':eu-central-1:'),
        });
      },
      { scenario: scenario() },
    );
  });

  test('goes to another account when policy, key and organization allow', async () => {
    await simulated(
      async (simulator) => {
        const { RecoveryPointArn } = await backUp(simulator);
        expect(await copy(simulator, RecoveryPointArn, vaultArn('open', REGION, '444455556666'))).toMatchObject({
          State: 'COMPLETED',
        });
        const [there] =
          simulator.state.accounts.get('444455556666')?.regions.get(REGION)?.vaults.get('open')?.points.all ?? [];
        expect(there?.SourceBackupVaultArn).toBe(vaultArn('main'));
      },
      { scenario: scenario() },
    );
  });

  test.each([
    ['the vault is missing', scenario(), vaultArn('none', 'eu-central-1'), /does not exist/],
    ['the lock keeps longer', scenario(), vaultArn('strict', 'eu-central-1'), /not within the range/],
    ['the vault does not let it in', scenario(), vaultArn('closed', REGION, '444455556666'), /CopyIntoBackupVault/],
    [
      "the vault has AWS's own key",
      scenario(),
      vaultArn('plain', REGION, '444455556666'),
      /default Backup service managed key/,
    ],
    [
      'copies to other accounts are off',
      scenario({ crossAccount: false }),
      vaultArn('open', REGION, '444455556666'),
      /not enabled for the current organization/,
    ],
    [
      'there is no organization',
      scenario({ organization: false }),
      vaultArn('open', REGION, '444455556666'),
      /same organization/,
    ],
  ])('fails when %s', async (_, text, destination, message) => {
    await simulated(
      async (simulator) => {
        const { RecoveryPointArn } = await backUp(simulator, { DeleteAfterDays: 35 });
        const job = await copy(simulator, RecoveryPointArn, destination);
        expect(job).toMatchObject({ State: 'FAILED', StatusMessage: expect.stringMatching(message) });
      },
      { scenario: text },
    );
  });

  test('fails from cold storage', async () => {
    await simulated(
      async (simulator) => {
        const { RecoveryPointArn } = await backUp(simulator, { MoveToColdStorageAfterDays: 1, DeleteAfterDays: 100 });
        simulator.pass(2 * DAY);
        const job = await copy(simulator, RecoveryPointArn, vaultArn('dr', 'eu-central-1'));
        expect(job).toMatchObject({ State: 'FAILED', StatusMessage: expect.stringContaining('cold storage') });
      },
      { scenario: scenario() },
    );
  });
});
