import { tableNameOf } from '../../../model/arn.ts';
import { DEFAULT_START_WINDOW_MINUTES } from '../../../schedule/defaults.ts';
import { date, type Input, integer, needText, text, textMap } from '../../input.ts';
import { type Call, type Operation, reads, route, writes } from '../../operation.ts';
import { paginate } from '../../page.ts';
import { refuse } from '../../refuse.ts';
import type { BackupJob, RecoveryPoint, Region, Vault, World } from '../../state.ts';
import { appendServiceEvent } from '../../trail.ts';
import { snapshotOf } from '../dynamodb/snapshot.ts';
import { backupArn, invalid, notFound, refused, vaultOf } from './lookup.ts';
import { addPoint, isAdvanced, lockConflict, newPointArn } from './points.ts';
import { readLifecycle } from './rule.ts';

const MINUTE_MS = 60_000;

/** Jobs older than this are not listed any more. Source: Backup API reference, ListBackupJobs. */
export const JOB_HISTORY_MS = 30 * 86_400_000;

export const JOB_FILTERS = {
  nextToken: 'NextToken',
  maxResults: 'MaxResults',
  resourceArn: 'ByResourceArn',
  state: 'ByState',
  createdBefore: 'ByCreatedBefore',
  createdAfter: 'ByCreatedAfter',
  resourceType: 'ByResourceType',
  accountId: 'ByAccountId',
  completeAfter: 'ByCompleteAfter',
  completeBefore: 'ByCompleteBefore',
  parentJobId: 'ByParentJobId',
  messageCategory: 'ByMessageCategory',
};

export const BACKUP_JOB_OPERATIONS = {
  StartBackupJob: { ...writes(startBackupJob), http: route('PUT /backup-jobs') },
  StopBackupJob: { ...writes(stopBackupJob), http: route('POST /backup-jobs/{BackupJobId}') },
  DescribeBackupJob: {
    ...reads((call) => members(call.region, jobOf(call))),
    http: route('GET /backup-jobs/{BackupJobId}'),
  },
  ListBackupJobs: {
    ...reads(listBackupJobs),
    http: route('GET /backup-jobs', { ...JOB_FILTERS, backupVaultName: 'ByBackupVaultName' }),
  },
} satisfies Record<string, Operation>;

/** The members that the filters of all three kinds of job look at. */
interface Filtered {
  readonly ResourceType: string;
  readonly CreationDate: Date;
  readonly CompletionDate?: Date | undefined;
  readonly MessageCategory?: string | undefined;
}

export function jobFilter(
  input: Input,
  account: string,
): (job: Filtered & { readonly resource: string; readonly state: string }) => boolean {
  const resource = text(input, 'ByResourceArn');
  const state = text(input, 'ByState') ?? text(input, 'ByStatus');
  const type = text(input, 'ByResourceType');
  const createdBefore = date(input, 'ByCreatedBefore');
  const createdAfter = date(input, 'ByCreatedAfter');
  const completeBefore = date(input, 'ByCompleteBefore');
  const completeAfter = date(input, 'ByCompleteAfter');
  const category = text(input, 'ByMessageCategory');
  const byAccount = text(input, 'ByAccountId');
  const parent = text(input, 'ByParentJobId');
  return (job) =>
    parent === undefined &&
    (byAccount === undefined || byAccount === '*' || byAccount === account) &&
    (resource ?? job.resource) === job.resource &&
    (state ?? job.state) === job.state &&
    (type === undefined || type === '*' || type === job.ResourceType) &&
    (category === undefined || category === '*' || category === job.MessageCategory) &&
    (createdBefore === undefined || job.CreationDate < createdBefore) &&
    (createdAfter === undefined || job.CreationDate > createdAfter) &&
    (completeBefore === undefined || (job.CompletionDate !== undefined && job.CompletionDate < completeBefore)) &&
    (completeAfter === undefined || (job.CompletionDate !== undefined && job.CompletionDate > completeAfter));
}

function listBackupJobs(call: Call): object {
  const passes = jobFilter(call.input, call.account.id);
  const vault = text(call.input, 'ByBackupVaultName');
  const since = call.now.getTime() - JOB_HISTORY_MS;
  const { items, next } = paginate(call, call.region.backupJobs, {
    matches: (job) =>
      job.CreationDate.getTime() >= since &&
      (vault ?? job.BackupVaultName) === job.BackupVaultName &&
      passes({ ...job, resource: job.ResourceArn, state: job.State }),
  });
  return { BackupJobs: items.map((job) => members(call.region, job)), NextToken: next };
}

function startBackupJob(call: Call): object {
  const { region, world, now, input } = call;
  const vault = vaultOf(call);
  const resource = needText(input, 'ResourceArn');
  const role = needText(input, 'IamRoleArn');
  const lifecycle = readLifecycle(call, input);
  const startWindowMinutes = integer(input, 'StartWindowMinutes');
  refuse(call, 'windows', { startWindowMinutes, completionWindowMinutes: integer(input, 'CompleteWindowMinutes') });
  const window = startWindowMinutes ?? DEFAULT_START_WINDOW_MINUTES;
  const name = tableNameOf(resource);
  if (name === undefined) throw invalid(`Resource ${resource} is not a DynamoDB table, the only type simulated`);
  const table = region.tables.get(name);
  if (!table || table.arn !== resource) throw notFound(`Resource ${resource} not found`);
  const advanced = isAdvanced(region);
  const pointArn = newPointArn(world, region, resource, now, advanced);
  const job: BackupJob = {
    BackupJobId: world.ids.uuid('backup-job'),
    BackupVaultName: vault.BackupVaultName,
    BackupVaultArn: vault.BackupVaultArn,
    ResourceArn: resource,
    ResourceType: 'DynamoDB',
    ResourceName: name,
    IamRoleArn: role,
    CreationDate: now,
    InitiationDate: now,
    StartBy: new Date(now.getTime() + window * MINUTE_MS),
    ExpectedCompletionDate: new Date(now.getTime() + world.jobDurationsMs.backup),
    RecoveryPointLifecycle: lifecycle,
    RecoveryPointArn: pointArn,
    EncryptionKeyArn: advanced ? vault.EncryptionKeyArn : table.encryption?.KMSMasterKeyArn,
    IsEncrypted: true,
    BackupSizeInBytes: table.sizeBytes,
    State: 'RUNNING',
  };
  region.backupJobs.push(job);
  // A table that is being made, or whose key is out of reach, cannot be read. Source: Backup developer guide, advanced DynamoDB backup.
  if (table.status !== 'ACTIVE' && table.status !== 'UPDATING') {
    const text = `Backup job failed because table ${name} is ${table.status}.`;
    finish(world, region, job, 'FAILED', { StatusMessage: text, MessageCategory: 'InvalidParameters' }, now);
    return { BackupJobId: job.BackupJobId, CreationDate: now, IsParent: false };
  }
  if (lockConflict(vault, lifecycle)) {
    const text =
      'Backup job failed. The retention specified in the job is not within the range specified for the target Backup Vault.';
    finish(world, region, job, 'FAILED', { StatusMessage: text, MessageCategory: 'InvalidParameters' }, now);
    return { BackupJobId: job.BackupJobId, CreationDate: now, IsParent: false };
  }
  const point = pointOfJob(job, snapshotOf(table));
  addPoint(vault, point);
  if (advanced) region.tags.set(pointArn, { ...table.tags, ...textMap(input, 'RecoveryPointTags') });
  const end = now.getTime() + world.jobDurationsMs.backup;
  world.deferred.add(end, () => {
    if (job.State !== 'RUNNING') return;
    point.Status = 'COMPLETED';
    point.CompletionDate = new Date(end);
    finish(world, region, job, 'COMPLETED', { MessageCategory: 'SUCCESS' }, new Date(end));
  });
  world.deferred.settle(now.getTime());
  return { BackupJobId: job.BackupJobId, RecoveryPointArn: pointArn, CreationDate: now, IsParent: false };
}

function pointOfJob(job: BackupJob, snapshot: RecoveryPoint['snapshot']): RecoveryPoint {
  return {
    RecoveryPointArn: job.RecoveryPointArn ?? '',
    ResourceArn: job.ResourceArn,
    ResourceType: job.ResourceType,
    ResourceName: job.ResourceName,
    CreatedBy: job.CreatedBy,
    IamRoleArn: job.IamRoleArn,
    Status: 'CREATING',
    CreationDate: job.CreationDate,
    InitiationDate: job.InitiationDate,
    BackupSizeInBytes: job.BackupSizeInBytes,
    Lifecycle: job.RecoveryPointLifecycle,
    EncryptionKeyArn: job.EncryptionKeyArn,
    IsEncrypted: true,
    snapshot,
  };
}

function finish(
  world: World,
  region: Region,
  job: BackupJob,
  state: string,
  message: { StatusMessage?: string; MessageCategory: string },
  at: Date,
): void {
  job.State = state;
  job.CompletionDate = at;
  job.StatusMessage = message.StatusMessage;
  job.MessageCategory = message.MessageCategory;
  appendServiceEvent(world, region, 'BackupJobCompleted', at, {
    completionDate: at,
    state,
    percentDone: state === 'COMPLETED' ? 100 : 0,
    backupJobId: job.BackupJobId,
    backupVaultName: job.BackupVaultName,
    backupVaultArn: job.BackupVaultArn,
    recoveryPointArn: job.RecoveryPointArn,
    resourceArn: job.ResourceArn,
    creationDate: job.CreationDate,
    backupSizeInBytes: job.BackupSizeInBytes,
    iamRoleArn: job.IamRoleArn,
    resourceType: job.ResourceType,
  });
}

function stopBackupJob(call: Call): object {
  const job = jobOf(call);
  if (job.State !== 'RUNNING' && job.State !== 'CREATED')
    throw refused(`Backup job ${job.BackupJobId} is ${job.State}`);
  job.State = 'ABORTED';
  job.StatusMessage = 'Backup job was stopped by user';
  job.CompletionDate = call.now;
  const vault: Vault | undefined = call.region.vaults.get(job.BackupVaultName);
  const point = vault?.points.byArn.get(job.RecoveryPointArn ?? '');
  if (point) point.Status = 'STOPPED';
  return {};
}

function jobOf(call: Call): BackupJob {
  const id = needText(call.input, 'BackupJobId');
  const job = call.region.backupJobs.find((candidate) => candidate.BackupJobId === id);
  if (!job) throw notFound(`Cannot find Backup job ${id}`);
  return job;
}

function members(region: Region, job: BackupJob): object {
  const vault = region.vaults.get(job.BackupVaultName);
  return {
    ...job,
    AccountId: region.account,
    BackupVaultArn: job.BackupVaultArn || backupArn(region, `backup-vault:${job.BackupVaultName}`),
    VaultType: vault?.VaultType,
    PercentDone: percentDone(job.State),
    BytesTransferred: job.State === 'COMPLETED' ? job.BackupSizeInBytes : undefined,
    IsParent: false,
  };
}

/** A string in AWS's model. */
export function percentDone(state: string): string {
  return state === 'COMPLETED' ? '100.00' : '0.00';
}
