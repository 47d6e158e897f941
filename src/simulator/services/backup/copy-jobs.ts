import { parseArn } from '../../../model/arn.ts';
import { needText, text } from '../../input.ts';
import { type Call, type Operation, reads, route, writes } from '../../operation.ts';
import { paginate } from '../../page.ts';
import type { CopyJob, Lifecycle, RecoveryPoint, Region, Vault } from '../../state.ts';
import { findKey } from '../key.ts';
import { JOB_FILTERS, JOB_HISTORY_MS, jobFilter } from './backup-jobs.ts';
import { globalSettingsOf } from './global-settings.ts';
import { backupArn, invalid, notFound, pointOf, vaultByArn, vaultOf } from './lookup.ts';
import { addPoint, isCold, lockConflict } from './points.ts';
import { readLifecycle } from './rule.ts';

export const COPY_JOB_OPERATIONS = {
  StartCopyJob: { ...writes(startCopyJob), http: route('PUT /copy-jobs') },
  DescribeCopyJob: { ...reads(describeCopyJob), http: route('GET /copy-jobs/{CopyJobId}') },
  ListCopyJobs: {
    ...reads(listCopyJobs),
    http: route('GET /copy-jobs', {
      ...JOB_FILTERS,
      destinationVaultArn: 'ByDestinationVaultArn',
      sourceRecoveryPointArn: 'BySourceRecoveryPointArn',
    }),
  },
} satisfies Record<string, Operation>;

function listCopyJobs(call: Call): object {
  const passes = jobFilter(call.input, call.account.id);
  const destination = text(call.input, 'ByDestinationVaultArn');
  const source = text(call.input, 'BySourceRecoveryPointArn');
  // Copy job records are removed 30 days after the job has finished.
  const since = call.now.getTime() - JOB_HISTORY_MS;
  const { items, next } = paginate(call, call.region.copyJobs, {
    matches: (job) =>
      (job.CompletionDate ?? call.now).getTime() >= since &&
      (destination ?? job.DestinationBackupVaultArn) === job.DestinationBackupVaultArn &&
      (source ?? job.SourceRecoveryPointArn) === job.SourceRecoveryPointArn &&
      passes({ ...job, resource: job.ResourceArn, state: job.State }),
  });
  return { CopyJobs: items.map((job) => members(call.region, job)), NextToken: next };
}

function describeCopyJob(call: Call): object {
  const id = needText(call.input, 'CopyJobId');
  const job = call.region.copyJobs.find((candidate) => candidate.CopyJobId === id);
  if (!job) throw notFound(`Cannot find copy job ${id}`);
  return { CopyJob: members(call.region, job) };
}

function members(region: Region, job: CopyJob): object {
  return { ...job, AccountId: region.account, IsParent: false };
}

function startCopyJob(call: Call): object {
  const { world, region, now, input } = call;
  const source = vaultOf(call, needText(input, 'SourceBackupVaultName'));
  const point = pointOf(call, source);
  const destinationArn = needText(input, 'DestinationBackupVaultArn');
  const parsed = parseArn(destinationArn);
  if (parsed?.service !== 'backup')
    throw invalid(`DestinationBackupVaultArn ${destinationArn} is not the ARN of a vault`);
  if (parsed.partition !== region.partition) throw invalid('Recovery points cannot be copied to another partition');
  const lifecycle = readLifecycle(call, input) ?? point.Lifecycle;
  const job: CopyJob = {
    CopyJobId: world.ids.uuid('copy-job'),
    SourceBackupVaultArn: source.BackupVaultArn,
    SourceRecoveryPointArn: point.RecoveryPointArn,
    DestinationBackupVaultArn: destinationArn,
    DestinationRecoveryPointLifecycle: lifecycle,
    ResourceArn: point.ResourceArn,
    ResourceType: point.ResourceType,
    ResourceName: point.ResourceName,
    IamRoleArn: needText(input, 'IamRoleArn'),
    CreationDate: now,
    State: 'RUNNING',
    BackupSizeInBytes: point.BackupSizeInBytes,
  };
  region.copyJobs.push(job);
  const problem = copyProblem(call, point, destinationArn, lifecycle);
  const end = now.getTime() + world.jobDurationsMs.copy;
  world.deferred.add(end, () => {
    const destination = vaultByArn(world, destinationArn);
    job.CompletionDate = new Date(end);
    if (problem !== undefined || !destination) {
      job.State = 'FAILED';
      job.StatusMessage = problem ?? missingVault(destinationArn);
      job.MessageCategory = 'InvalidParameters';
      return;
    }
    const copied = copyOf(
      point,
      source,
      destination.vault,
      destination.region,
      world.ids.uuid('point'),
      lifecycle,
      new Date(end),
    );
    addPoint(destination.vault, copied);
    job.State = 'COMPLETED';
    job.MessageCategory = 'SUCCESS';
    job.DestinationRecoveryPointArn = copied.RecoveryPointArn;
  });
  world.deferred.settle(now.getTime());
  return { CopyJobId: job.CopyJobId, CreationDate: now, IsParent: false };
}

/**
 * A copy keeps the creation date of its source; retention counts from it. Within an account AWS leaves out where it came from:
 * seen, not documented.
 */
export function copyOf(
  point: RecoveryPoint,
  source: Vault,
  destination: Vault,
  region: Region,
  id: string,
  lifecycle: Lifecycle | undefined,
  completed: Date,
): RecoveryPoint {
  return {
    ...point,
    RecoveryPointArn: backupArn(region, `recovery-point:${id}`),
    SourceBackupVaultArn:
      parseArn(source.BackupVaultArn)?.account === region.account ? undefined : source.BackupVaultArn,
    Status: 'COMPLETED',
    CompletionDate: completed,
    Lifecycle: lifecycle,
    EncryptionKeyArn: destination.EncryptionKeyArn,
    IsEncrypted: true,
  };
}

function missingVault(arn: string): string {
  return `Copy job failed because backup vault ${arn} does not exist.`;
}

/**
 * Why the copy will fail, in AWS's words where they are documented.
 * Sources: Backup developer guide, "Job dashboards", "Cross-account backup", "Advanced DynamoDB backup".
 */
function copyProblem(
  call: Call,
  point: RecoveryPoint,
  arn: string,
  lifecycle: Lifecycle | undefined,
): string | undefined {
  const { world, account } = call;
  if (!point.RecoveryPointArn.includes(':recovery-point:')) {
    return 'Copy job failed. Feature is not supported for provided resource type.';
  }
  if (isCold(point, call.now)) return 'Copy job failed. Recovery points in cold storage cannot be copied.';
  const destination = vaultByArn(world, arn);
  if (!destination) return missingVault(arn);
  if (lockConflict(destination.vault, lifecycle)) {
    return 'Copy job failed. The retention specified in the job is not within the range specified for the target Backup Vault.';
  }
  if (destination.region.account === account.id) return undefined;
  if (!world.organization) {
    return 'Copy job failed. Both source and destination account must be a member of the same organization.';
  }
  if (globalSettingsOf(world, account)['isCrossAccountBackupEnabled'] !== 'true') {
    return 'Copy job failed. Cross-account copy feature is not enabled for the current organization.';
  }
  const key = destination.vault.EncryptionKeyArn;
  if (key !== undefined && findKey(destination.region, key)?.KeyManager === 'AWS') {
    return 'Copy job failed because the destination Backup vault is encrypted with the default Backup service managed key.';
  }
  if (!/backup:(\*|CopyIntoBackupVault)/.test(destination.vault.policy ?? '')) {
    return `Access denied trying to call AWS Backup service: backup:CopyIntoBackupVault is not allowed by the policy of ${arn}.`;
  }
  return undefined;
}
