import { parseArn } from '../../../model/arn.ts';
import { date, flag, needInner, needText, oneOf, text } from '../../input.ts';
import { type Call, type Operation, reads, route, writes } from '../../operation.ts';
import { paginate } from '../../page.ts';
import type { RecoveryPoint, Region, RestoreJob, TableEncryption, Tags, Vault, World } from '../../state.ts';
import { appendServiceEvent } from '../../trail.ts';
import { restoredTable } from '../dynamodb/snapshot.ts';
import { awsManagedKey, keyArn } from '../key.ts';
import { JOB_FILTERS, jobFilter, percentDone } from './backup-jobs.ts';
import { invalid, notFound, refused } from './lookup.ts';

/** All that a DynamoDB restore takes. Source: Backup developer guide, "Restore an Amazon DynamoDB database". */
const METADATA_KEYS = [
  'targettablename',
  'encryptiontype',
  'kmsmasterkeyarn',
  'aws:backup:request-id',
  'originaltablename',
];

const { state: _state, resourceArn: _resourceArn, messageCategory: _category, ...FILTERS } = JOB_FILTERS;

export const RESTORE_JOB_OPERATIONS = {
  StartRestoreJob: { ...writes(startRestoreJob), http: route('PUT /restore-jobs') },
  DescribeRestoreJob: {
    ...reads((call) => members(call.region, jobOf(call))),
    http: route('GET /restore-jobs/{RestoreJobId}'),
  },
  GetRestoreJobMetadata: {
    ...reads((call) => {
      const job = jobOf(call);
      return { RestoreJobId: job.RestoreJobId, Metadata: job.metadata };
    }),
    http: route('GET /restore-jobs/{RestoreJobId}/metadata'),
  },
  ListRestoreJobs: {
    ...reads(listRestoreJobs),
    http: route('GET /restore-jobs', {
      ...FILTERS,
      status: 'ByStatus',
      restoreTestingPlanArn: 'ByRestoreTestingPlanArn',
    }),
  },
  ListRestoreJobsByProtectedResource: {
    ...reads(listByResource),
    http: route('GET /resources/{ResourceArn}/restore-jobs', {
      nextToken: 'NextToken',
      maxResults: 'MaxResults',
      status: 'ByStatus',
      recoveryPointCreationDateAfter: 'ByRecoveryPointCreationDateAfter',
      recoveryPointCreationDateBefore: 'ByRecoveryPointCreationDateBefore',
    }),
  },
  PutRestoreValidationResult: {
    ...writes(putValidation),
    http: route('PUT /restore-jobs/{RestoreJobId}/validations', {}, 204),
  },
} satisfies Record<string, Operation>;

function listRestoreJobs(call: Call): object {
  const passes = jobFilter(call.input, call.account.id);
  const plan = text(call.input, 'ByRestoreTestingPlanArn');
  const { items, next } = paginate(call, call.region.restoreJobs, {
    matches: (job) =>
      (plan === undefined || job.CreatedBy?.RestoreTestingPlanArn === plan) &&
      passes({ ...job, resource: job.SourceResourceArn, state: job.Status }),
  });
  return { RestoreJobs: items.map((job) => members(call.region, job)), NextToken: next };
}

function listByResource(call: Call): object {
  const resource = needText(call.input, 'ResourceArn');
  const status = text(call.input, 'ByStatus');
  const before = date(call.input, 'ByRecoveryPointCreationDateBefore');
  const after = date(call.input, 'ByRecoveryPointCreationDateAfter');
  const { items, next } = paginate(call, call.region.restoreJobs, {
    matches: (job) =>
      job.SourceResourceArn === resource &&
      (status ?? job.Status) === job.Status &&
      (before === undefined ||
        (job.RecoveryPointCreationDate !== undefined && job.RecoveryPointCreationDate < before)) &&
      (after === undefined || (job.RecoveryPointCreationDate !== undefined && job.RecoveryPointCreationDate > after)),
  });
  return { RestoreJobs: items.map((job) => members(call.region, job)), NextToken: next };
}

function startRestoreJob(call: Call): object {
  const { world, region, now, input } = call;
  const arn = needText(input, 'RecoveryPointArn');
  const { vault, point } = pointAnywhere(region, arn);
  const metadata = readMetadata(needInner(input, 'Metadata'));
  const target = metadata['targettablename'];
  if (target === undefined || target === '') throw invalid('Metadata targetTableName is missing');
  const minutes = world.jobDurationsMs.restore / 60_000;
  const job: RestoreJob = {
    RestoreJobId: world.ids.uuid('restore-job'),
    RecoveryPointArn: arn,
    SourceResourceArn: point.ResourceArn,
    BackupVaultArn: vault.BackupVaultArn,
    IamRoleArn: text(input, 'IamRoleArn') ?? point.IamRoleArn,
    ResourceType: 'DynamoDB',
    CreationDate: now,
    RecoveryPointCreationDate: point.CreationDate,
    BackupSizeInBytes: point.BackupSizeInBytes,
    ExpectedCompletionTimeMinutes: Math.ceil(minutes),
    Status: 'RUNNING',
    metadata,
  };
  region.restoreJobs.push(job);
  const problem = restoreProblem(call, point, target);
  if (problem === undefined) beginTable(world, region, job, point, target, encryptionOf(world, region, metadata), now);
  const end = now.getTime() + world.jobDurationsMs.restore;
  world.deferred.add(problem === undefined ? end : now.getTime(), () =>
    finish(world, region, job, target, problem, end),
  );
  world.deferred.settle(now.getTime());
  return { RestoreJobId: job.RestoreJobId };
}

function beginTable(
  world: World,
  region: Region,
  job: RestoreJob,
  point: RecoveryPoint,
  target: string,
  encryption: TableEncryption | undefined,
  now: Date,
): void {
  if (!point.snapshot) return;
  const table = restoredTable(world, region, point.snapshot, {
    name: target,
    created: now,
    encryption,
    summary: {
      SourceBackupArn: point.RecoveryPointArn,
      SourceTableArn: point.ResourceArn,
      RestoreDateTime: point.CreationDate,
      RestoreInProgress: true,
    },
  });
  region.tables.set(target, table);
  job.CreatedResourceArn = table.arn;
  point.LastRestoreTime = now;
}

function finish(
  world: World,
  region: Region,
  job: RestoreJob,
  target: string,
  problem: string | undefined,
  end: number,
): void {
  const at = new Date(problem === undefined ? end : job.CreationDate.getTime());
  job.CompletionDate = at;
  job.Status = problem === undefined ? 'COMPLETED' : 'FAILED';
  job.StatusMessage = problem;
  const table = region.tables.get(target);
  if (problem === undefined && table?.restore) {
    table.status = 'ACTIVE';
    table.restore = { ...table.restore, RestoreInProgress: false };
  }
  appendServiceEvent(world, region, 'RestoreCompleted', at, {
    restoreJobId: job.RestoreJobId,
    state: job.Status,
    statusMessage: job.StatusMessage,
    creationDate: job.CreationDate,
    completionDate: at,
    recoveryPointArn: job.RecoveryPointArn,
    createdResourceArn: job.CreatedResourceArn,
    iamRoleArn: job.IamRoleArn,
    resourceType: job.ResourceType,
  });
}

function restoreProblem(call: Call, point: RecoveryPoint, target: string): string | undefined {
  if (flag(call.input, 'CopySourceTagsToRestoredResource') === true) {
    return 'Tags of the source cannot be copied to a restored DynamoDB table';
  }
  if (call.region.tables.has(target)) return `Table already exists: ${target}`;
  if (!point.snapshot) return 'The recovery point holds no table';
  return undefined;
}

function readMetadata(metadata: Readonly<Record<string, unknown>>): Tags {
  const read: Tags = {};
  for (const key of Object.keys(metadata)) {
    const lower = key.toLowerCase();
    if (!METADATA_KEYS.includes(lower)) throw invalid(`Invalid restore metadata: ${key} is not a key for DynamoDB`);
    read[lower] = text(metadata, key) ?? '';
  }
  return read;
}

function encryptionOf(world: World, region: Region, metadata: Tags): TableEncryption | undefined {
  const type = metadata['encryptiontype'] ?? 'Default';
  if (type === 'Default') return undefined;
  if (type !== 'KMS') throw invalid(`Invalid restore metadata: encryptionType is ${type}; allowed are Default and KMS`);
  const key = metadata['kmsmasterkeyarn'];
  return {
    Status: 'ENABLED',
    SSEType: 'KMS',
    KMSMasterKeyArn: key ? keyArn(world, region, key) : awsManagedKey(world, region, 'dynamodb').Arn,
  };
}

function pointAnywhere(region: Region, arn: string): { vault: Vault; point: RecoveryPoint } {
  for (const vault of region.vaults.values()) {
    const point = vault.points.byArn.get(arn);
    if (point) return { vault, point };
  }
  const elsewhere = parseArn(arn)?.region;
  throw notFound(
    elsewhere !== undefined && elsewhere !== region.name
      ? `Cannot find recovery point ${arn}: it is in Region ${elsewhere}`
      : `Cannot find recovery point ${arn}`,
  );
}

function putValidation(call: Call): object {
  const job = jobOf(call);
  if (job.Status !== 'COMPLETED') throw refused(`Restore job ${job.RestoreJobId} is ${job.Status}, not COMPLETED`);
  if (job.ValidationStatus === 'SUCCESSFUL' || job.ValidationStatus === 'FAILED') {
    throw refused(`Restore job ${job.RestoreJobId} has been validated already`);
  }
  job.ValidationStatus = oneOf(call.input, 'ValidationStatus', ['FAILED', 'SUCCESSFUL', 'TIMED_OUT', 'VALIDATING']);
  job.ValidationStatusMessage = text(call.input, 'ValidationStatusMessage');
  return {};
}

function jobOf(call: Call): RestoreJob {
  const id = needText(call.input, 'RestoreJobId');
  const job = call.region.restoreJobs.find((candidate) => candidate.RestoreJobId === id);
  if (!job) throw notFound(`Cannot find restore job ${id}`);
  return job;
}

function members(region: Region, job: RestoreJob): object {
  const { metadata: _metadata, ...shown } = job;
  return { ...shown, AccountId: region.account, PercentDone: percentDone(job.Status), IsParent: false };
}
