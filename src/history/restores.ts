import { tableNameOf } from '../model/arn.ts';
import { type Instant, minutesBetween } from '../model/instant.ts';
import type { RestoreJob } from '../model/job.ts';
import { byText } from '../model/order.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import type { SampleSource } from '../model/report.ts';
import { wasCold } from './recovery-points.ts';

/** One restore, whatever told of it. */
export interface RestoreRecord {
  readonly id: string;
  /** The table that was restored from; absent where nothing names it. */
  readonly sourceArn?: string;
  readonly restoredArn?: string;
  /** `contradictory`: it was completed, and its end lies before its beginning, so that nothing is measured by it. */
  readonly outcome: 'completed' | 'failed' | 'running' | 'contradictory';
  /** AWS's own word: `COMPLETED`, `ABORTED`, `PENDING` … */
  readonly status: string;
  readonly startedAt: Instant;
  readonly completedAt?: Instant;
  /** Job created → job completed, pending time included; only of completed ones. */
  readonly minutes?: number;
  readonly from: SampleSource;
  /** The restore testing plan that started it. */
  readonly testingPlanArn?: string;
  readonly recoveryPointArn?: string;
  readonly recoveryPointCreatedAt?: Instant;
  readonly sizeBytes?: number;
  /** True when the recovery point was in cold storage as the restore began; absent where nothing tells. */
  readonly cold?: boolean;
  readonly statusMessage?: string;
  readonly validationStatus?: string;
}

/**
 * Restore jobs as records, in order of their start. `pointOf` finds a recovery point that is still listed: it names
 * the table and its own age where the job does not (`SourceResourceArn`, `RecoveryPointCreationDate`), and says whether
 * it was in cold storage.
 */
export function restoresOfJobs(
  jobs: readonly RestoreJob[],
  pointOf: (recoveryPointArn: string) => RecoveryPoint | undefined,
): readonly RestoreRecord[] {
  return jobs
    .map((job) => restoreOfJob(job, pointOf))
    .toSorted(
      byText(
        ({ startedAt }) => startedAt,
        ({ id }) => id,
      ),
    );
}

function restoreOfJob(job: RestoreJob, pointOf: (arn: string) => RecoveryPoint | undefined): RestoreRecord {
  const point = job.recoveryPointArn === undefined ? undefined : pointOf(job.recoveryPointArn);
  const sourceArn = job.sourceArn ?? tableOfBackup(job.recoveryPointArn) ?? point?.resourceArn;
  const cold = point && wasCold(point, job.createdAt);
  const backedUpAt = job.recoveryPointCreatedAt ?? point?.createdAt;
  const isEnded = job.status === 'COMPLETED' && job.completedAt !== undefined;
  const isBackwards = isEnded && job.completedAt < job.createdAt;
  const completed = isEnded && !isBackwards;
  const record: RestoreRecord = {
    id: job.id,
    outcome: outcomeOf(job.status, completed, isBackwards),
    status: job.status,
    startedAt: job.createdAt,
    from: job.restoreTestingPlanArn === undefined ? 'restore-job' : 'restore-test',
    ...(job.restoreTestingPlanArn === undefined ? {} : { testingPlanArn: job.restoreTestingPlanArn }),
    ...(sourceArn === undefined ? {} : { sourceArn }),
    ...(job.createdArn === undefined ? {} : { restoredArn: job.createdArn }),
    ...(job.completedAt === undefined ? {} : { completedAt: job.completedAt }),
    ...(job.recoveryPointArn === undefined ? {} : { recoveryPointArn: job.recoveryPointArn }),
    ...(backedUpAt === undefined ? {} : { recoveryPointCreatedAt: backedUpAt }),
    ...(job.sizeBytes === undefined ? {} : { sizeBytes: job.sizeBytes }),
    ...(cold === undefined ? {} : { cold }),
    ...(job.statusMessage === undefined ? {} : { statusMessage: job.statusMessage }),
    ...(job.validationStatus === undefined ? {} : { validationStatus: job.validationStatus }),
  };
  return completed && job.completedAt !== undefined
    ? { ...record, minutes: minutesBetween(job.createdAt, job.completedAt) }
    : record;
}

function outcomeOf(status: string, completed: boolean, isBackwards: boolean): RestoreRecord['outcome'] {
  if (!isOver(status)) return 'running';
  if (isBackwards) return 'contradictory';
  return completed ? 'completed' : 'failed';
}

/** A standard backup's ARN names its table; an advanced one's does not. */
function tableOfBackup(arn: string | undefined): string | undefined {
  const table = arn === undefined ? undefined : tableNameOf(arn);
  if (arn === undefined || table === undefined) return undefined;
  return arn.slice(0, arn.indexOf('table/') + 'table/'.length + table.length);
}

/** `PENDING` and `RUNNING` are not; a `COMPLETED` job without its completion date says too little to count. */
function isOver(status: string): boolean {
  return status === 'ABORTED' || status === 'FAILED' || status === 'COMPLETED';
}
