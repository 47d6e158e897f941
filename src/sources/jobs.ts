import {
  type BackupJob as AwsBackupJob,
  type CopyJob as AwsCopyJob,
  ListBackupJobsCommand,
  ListCopyJobsCommand,
  ListRestoreJobsCommand,
  type RecoveryPointCreator,
  type RestoreJobsListMember,
} from '@aws-sdk/client-backup';
import type { Fact } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { BackupJob, CopyJob, JobCreator, RestoreJob } from '../model/job.ts';
import { instantOf, present, required, requiredInstant, sortedBy } from './answer.ts';
import { list } from './ask.ts';
import type { Connection } from './connection.ts';
import { isOfDynamoDb, RESOURCE_TYPE } from './dynamodb-resource.ts';
import { lifecycleOf } from './plans.ts';

const PAGE = 1_000;

/** AWS lists backup jobs of the last 30 days only. */
export function collectBackupJobs(connection: Connection): Promise<Fact<readonly BackupJob[]>> {
  return list(
    connection,
    'backup:ListBackupJobs',
    {
      send: (NextToken) =>
        connection.backup.send(
          new ListBackupJobsCommand({ ByResourceType: RESOURCE_TYPE, MaxResults: PAGE, NextToken }),
        ),
      page: (output) => ({
        items: (output.BackupJobs ?? [])
          .filter((job) => isOfDynamoDb(job.ResourceType, job.ResourceArn))
          .map(backupJob),
        next: output.NextToken,
      }),
    },
    inOrder,
  );
}

/** Copy jobs leave the list 30 days after they finish. They are listed where the source is. */
export function collectCopyJobs(connection: Connection): Promise<Fact<readonly CopyJob[]>> {
  return list(
    connection,
    'backup:ListCopyJobs',
    {
      send: (NextToken) =>
        connection.backup.send(new ListCopyJobsCommand({ ByResourceType: RESOURCE_TYPE, MaxResults: PAGE, NextToken })),
      page: (output) => ({
        items: (output.CopyJobs ?? []).filter((job) => isOfDynamoDb(job.ResourceType, job.ResourceArn)).map(copyJob),
        next: output.NextToken,
      }),
    },
    inOrder,
  );
}

/**
 * Restore jobs of tables. The list is not filtered by AWS: live accounts hold jobs of the type `DynamoDB.FullyManaged`,
 * and whether the filter `DynamoDB` returns them is not documented.
 */
export function collectRestoreJobs(connection: Connection): Promise<Fact<readonly RestoreJob[]>> {
  return list(
    connection,
    'backup:ListRestoreJobs',
    {
      send: (NextToken) => connection.backup.send(new ListRestoreJobsCommand({ MaxResults: PAGE, NextToken })),
      page: (output) => ({ items: output.RestoreJobs, next: output.NextToken }),
    },
    (jobs) =>
      inOrder(
        jobs
          .filter((job) =>
            isOfDynamoDb(job.ResourceType, job.SourceResourceArn, job.CreatedResourceArn, job.RecoveryPointArn),
          )
          .map(restoreJob),
      ),
  );
}

function inOrder<Job extends { readonly createdAt: Instant; readonly id: string }>(jobs: readonly Job[]): Job[] {
  return sortedBy(jobs, (job) => `${job.createdAt} ${job.id}`);
}

function backupJob(job: AwsBackupJob): BackupJob {
  return present({
    id: required(job.BackupJobId, 'BackupJobId'),
    resourceArn: required(job.ResourceArn, 'ResourceArn'),
    vaultName: job.BackupVaultName,
    vaultArn: job.BackupVaultArn,
    state: required(job.State, 'State'),
    statusMessage: job.StatusMessage,
    messageCategory: job.MessageCategory,
    createdAt: requiredInstant(job.CreationDate, 'CreationDate'),
    startBy: instantOf(job.StartBy),
    completedAt: instantOf(job.CompletionDate),
    expectedCompletionAt: instantOf(job.ExpectedCompletionDate),
    recoveryPointArn: job.RecoveryPointArn,
    sizeBytes: job.BackupSizeInBytes,
    createdBy: creatorOf(job.CreatedBy),
  });
}

function copyJob(job: AwsCopyJob): CopyJob {
  return present({
    id: required(job.CopyJobId, 'CopyJobId'),
    resourceArn: required(job.ResourceArn, 'ResourceArn'),
    sourceRecoveryPointArn: job.SourceRecoveryPointArn,
    destinationVaultArn: required(job.DestinationBackupVaultArn, 'DestinationBackupVaultArn'),
    destinationRecoveryPointArn: job.DestinationRecoveryPointArn,
    destinationLifecycle: lifecycleOf(job.DestinationRecoveryPointLifecycle),
    state: required(job.State, 'State'),
    statusMessage: job.StatusMessage,
    messageCategory: job.MessageCategory,
    createdAt: requiredInstant(job.CreationDate, 'CreationDate'),
    completedAt: instantOf(job.CompletionDate),
    createdBy: creatorOf(job.CreatedBy),
  });
}

function restoreJob(job: RestoreJobsListMember): RestoreJob {
  return present({
    id: required(job.RestoreJobId, 'RestoreJobId'),
    recoveryPointArn: job.RecoveryPointArn,
    sourceArn: job.SourceResourceArn,
    createdArn: job.CreatedResourceArn,
    vaultArn: job.BackupVaultArn,
    status: required(job.Status, 'Status'),
    statusMessage: job.StatusMessage,
    createdAt: requiredInstant(job.CreationDate, 'CreationDate'),
    completedAt: instantOf(job.CompletionDate),
    recoveryPointCreatedAt: instantOf(job.RecoveryPointCreationDate),
    sizeBytes: job.BackupSizeInBytes,
    restoreTestingPlanArn: job.CreatedBy?.RestoreTestingPlanArn,
    validationStatus: job.ValidationStatus,
  });
}

/** Absent for a job that was started by hand. */
function creatorOf(creator: RecoveryPointCreator | null | undefined): JobCreator | undefined {
  const fields = present({
    planId: creator?.BackupPlanId,
    planName: creator?.BackupPlanName,
    ruleId: creator?.BackupRuleId,
    ruleName: creator?.BackupRuleName,
  });
  return Object.keys(fields).length === 0 ? undefined : fields;
}
