import { tableNameOf } from '../model/arn.ts';
import { type Instant, minutesBetween } from '../model/instant.ts';
import type { RestoreJob } from '../model/job.ts';
import type { SampleSource } from '../model/report.ts';

/** One restore, whatever told of it. */
export interface RestoreRecord {
  readonly id: string;
  /** The table that was restored from; absent where nothing names it. */
  readonly sourceArn?: string;
  readonly restoredArn?: string;
  readonly outcome: 'completed' | 'failed' | 'running';
  /** AWS's own word: `COMPLETED`, `ABORTED`, `PENDING` … */
  readonly status: string;
  readonly startedAt: Instant;
  readonly completedAt?: Instant;
  /** Job created → job completed, pending time included; only of completed ones. */
  readonly minutes?: number;
  readonly from: SampleSource;
  readonly recoveryPointCreatedAt?: Instant;
  readonly sizeBytes?: number;
  readonly statusMessage?: string;
  readonly validationStatus?: string;
}

/**
 * Restore jobs as records, in order of their start. `sourceOfPoint` names the table of a recovery point, for jobs that
 * do not carry `SourceResourceArn`.
 */
export function restoresOfJobs(
  jobs: readonly RestoreJob[],
  sourceOfPoint: (recoveryPointArn: string) => string | undefined,
): readonly RestoreRecord[] {
  return jobs.map((job) => restoreOfJob(job, sourceOfPoint)).toSorted(byStart);
}

function restoreOfJob(job: RestoreJob, sourceOfPoint: (arn: string) => string | undefined): RestoreRecord {
  const sourceArn = job.sourceArn ?? sourceOfRecoveryPoint(job.recoveryPointArn, sourceOfPoint);
  const completed = job.status === 'COMPLETED' && job.completedAt !== undefined;
  const record: RestoreRecord = {
    id: job.id,
    outcome: completed ? 'completed' : isOver(job.status) ? 'failed' : 'running',
    status: job.status,
    startedAt: job.createdAt,
    from: job.restoreTestingPlanArn === undefined ? 'restore-job' : 'restore-test',
    ...(sourceArn === undefined ? {} : { sourceArn }),
    ...(job.createdArn === undefined ? {} : { restoredArn: job.createdArn }),
    ...(job.completedAt === undefined ? {} : { completedAt: job.completedAt }),
    ...(job.recoveryPointCreatedAt === undefined ? {} : { recoveryPointCreatedAt: job.recoveryPointCreatedAt }),
    ...(job.sizeBytes === undefined ? {} : { sizeBytes: job.sizeBytes }),
    ...(job.statusMessage === undefined ? {} : { statusMessage: job.statusMessage }),
    ...(job.validationStatus === undefined ? {} : { validationStatus: job.validationStatus }),
  };
  return completed && job.completedAt !== undefined
    ? { ...record, minutes: minutesBetween(job.createdAt, job.completedAt) }
    : record;
}

/** A standard backup's ARN names its table; an advanced one's does not. */
function sourceOfRecoveryPoint(
  arn: string | undefined,
  sourceOfPoint: (arn: string) => string | undefined,
): string | undefined {
  if (arn === undefined) return undefined;
  const table = tableNameOf(arn);
  return table === undefined ? sourceOfPoint(arn) : arn.slice(0, arn.indexOf('table/') + 'table/'.length + table.length);
}

/** `PENDING` and `RUNNING` are not; a `COMPLETED` job without its completion date says too little to count. */
function isOver(status: string): boolean {
  return status === 'ABORTED' || status === 'FAILED' || status === 'COMPLETED';
}

function byStart(a: RestoreRecord, b: RestoreRecord): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
