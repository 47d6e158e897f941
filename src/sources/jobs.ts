import {
  type BackupJob as AwsBackupJob,
  type CopyJob as AwsCopyJob,
  BackupJobState,
  ListBackupJobsCommand,
  ListCopyJobsCommand,
  ListRestoreJobsCommand,
  type RecoveryPointCreator,
  RestoreJobStatus,
  type RestoreJobsListMember,
} from '@aws-sdk/client-backup';
import type { Fact } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { BackupJob, CopyJob, JobCreator, RestoreJob } from '../model/job.ts';
import { present } from '../model/present.ts';
import { documented, instantOf, oldestFirst, required, requiredInstant } from './answer.ts';
import { list } from './ask.ts';
import type { Connection } from './connection.ts';
import { isOfDynamoDb, RESOURCE_TYPE } from './dynamodb-resource.ts';
import { lifecycleOf } from './plans.ts';
import { type SameText, sameTexts } from './same-texts.ts';

const PAGE = 1_000;

/** AWS lists backup jobs of the last 30 days only. */
export function collectBackupJobs(connection: Connection): Promise<Fact<readonly BackupJob[]>> {
  const same = sameTexts();
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
          .map((job) => backupJob(job, same)),
        next: output.NextToken,
      }),
    },
    inOrder,
  );
}

/** Copy jobs leave the list 30 days after they finish. They are listed where the source is. */
export function collectCopyJobs(connection: Connection): Promise<Fact<readonly CopyJob[]>> {
  const same = sameTexts();
  return list(
    connection,
    'backup:ListCopyJobs',
    {
      send: (NextToken) =>
        connection.backup.send(new ListCopyJobsCommand({ ByResourceType: RESOURCE_TYPE, MaxResults: PAGE, NextToken })),
      page: (output) => ({
        items: (output.CopyJobs ?? [])
          .filter((job) => isOfDynamoDb(job.ResourceType, job.ResourceArn))
          .map((job) => copyJob(job, same)),
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
  const same = sameTexts();
  return list(
    connection,
    'backup:ListRestoreJobs',
    {
      send: (NextToken) => connection.backup.send(new ListRestoreJobsCommand({ MaxResults: PAGE, NextToken })),
      page: (output) => ({
        items: (output.RestoreJobs ?? [])
          .filter((job) =>
            isOfDynamoDb(job.ResourceType, job.SourceResourceArn, job.CreatedResourceArn, job.RecoveryPointArn),
          )
          .map((job) => restoreJob(job, same)),
        next: output.NextToken,
      }),
    },
    inOrder,
  );
}

function inOrder<Job extends { readonly createdAt: Instant; readonly id: string }>(jobs: readonly Job[]): Job[] {
  return oldestFirst(jobs, (job) => job.id);
}

function backupJob(job: AwsBackupJob, same: SameText): BackupJob {
  return present({
    id: required(job.BackupJobId, 'BackupJobId'),
    resourceArn: required(same(job.ResourceArn), 'ResourceArn'),
    vaultName: same(job.BackupVaultName),
    vaultArn: same(job.BackupVaultArn),
    state: documented(same(job.State), BackupJobState, 'State'),
    statusMessage: same(job.StatusMessage),
    messageCategory: same(job.MessageCategory),
    createdAt: requiredInstant(job.CreationDate, 'CreationDate'),
    startBy: instantOf(job.StartBy),
    completedAt: instantOf(job.CompletionDate),
    expectedCompletionAt: instantOf(job.ExpectedCompletionDate),
    recoveryPointArn: job.RecoveryPointArn,
    sizeBytes: job.BackupSizeInBytes,
    createdBy: creatorOf(job.CreatedBy, same),
  });
}

function copyJob(job: AwsCopyJob, same: SameText): CopyJob {
  return present({
    id: required(job.CopyJobId, 'CopyJobId'),
    resourceArn: required(same(job.ResourceArn), 'ResourceArn'),
    sourceRecoveryPointArn: job.SourceRecoveryPointArn,
    destinationVaultArn: required(same(job.DestinationBackupVaultArn), 'DestinationBackupVaultArn'),
    destinationRecoveryPointArn: job.DestinationRecoveryPointArn,
    destinationLifecycle: lifecycleOf(job.DestinationRecoveryPointLifecycle),
    state: required(same(job.State), 'State'),
    statusMessage: same(job.StatusMessage),
    messageCategory: same(job.MessageCategory),
    createdAt: requiredInstant(job.CreationDate, 'CreationDate'),
    completedAt: instantOf(job.CompletionDate),
    createdBy: creatorOf(job.CreatedBy, same),
  });
}

/** Summaries of restore jobs know one more: `CREATED`. Source: AWS Backup Developer Guide, API_RestoreJobSummary. */
const RESTORE_STATUSES = { ...RestoreJobStatus, CREATED: 'CREATED' };

function restoreJob(job: RestoreJobsListMember, same: SameText): RestoreJob {
  return present({
    id: required(job.RestoreJobId, 'RestoreJobId'),
    recoveryPointArn: job.RecoveryPointArn,
    sourceArn: same(job.SourceResourceArn),
    createdArn: job.CreatedResourceArn,
    vaultArn: same(job.BackupVaultArn),
    status: documented(same(job.Status), RESTORE_STATUSES, 'Status'),
    statusMessage: same(job.StatusMessage),
    createdAt: requiredInstant(job.CreationDate, 'CreationDate'),
    completedAt: instantOf(job.CompletionDate),
    recoveryPointCreatedAt: instantOf(job.RecoveryPointCreationDate),
    sizeBytes: job.BackupSizeInBytes,
    restoreTestingPlanArn: same(job.CreatedBy?.RestoreTestingPlanArn),
    validationStatus: job.ValidationStatus,
  });
}

/** Absent for a job that was started by hand. */
function creatorOf(creator: RecoveryPointCreator | null | undefined, same: SameText): JobCreator | undefined {
  const fields = present({
    planId: same(creator?.BackupPlanId),
    planName: same(creator?.BackupPlanName),
    planVersion: same(creator?.BackupPlanVersion),
    ruleId: same(creator?.BackupRuleId),
    ruleName: same(creator?.BackupRuleName),
  });
  return Object.keys(fields).length === 0 ? undefined : fields;
}
