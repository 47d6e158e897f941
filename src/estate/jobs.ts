import { append } from '../model/group-by.ts';
import type { Instant } from '../model/instant.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { BackupJob, CopyJob } from '../model/job.ts';
import type { EstateTable } from './estate.ts';

interface JobIndex {
  readonly backups: ReadonlyMap<string, readonly BackupJob[]>;
  readonly copies: ReadonlyMap<string, readonly CopyJob[]>;
}

/** The table's backup jobs, in the order of the list; none where the list could not be read. */
export function backupJobsOf({ arn, regionInventory }: EstateTable): readonly BackupJob[] {
  return indexOf(regionInventory).backups.get(arn) ?? [];
}

/** The jobs that copy the table's points elsewhere, in the order of the list; none where the list could not be read. */
export function copyJobsOf({ arn, regionInventory }: EstateTable): readonly CopyJob[] {
  return indexOf(regionInventory).copies.get(arn) ?? [];
}

/** The points that completed copy jobs of the table made, by ARN. */
export function copiedPoints(table: EstateTable): ReadonlySet<string> {
  const jobs = copyJobsOf(table).filter(({ state }) => state === 'COMPLETED');
  return new Set(jobs.flatMap(({ destinationRecoveryPointArn: arn }) => arn ?? []));
}

/** The points that backup jobs of the table made, by ARN. */
export function madePoints(table: EstateTable): ReadonlySet<string> {
  return new Set(backupJobsOf(table).flatMap(({ recoveryPointArn: arn }) => arn ?? []));
}

/** When the table's backups were requested whose jobs completed, whatever became of the points. */
export function completedBackups(table: EstateTable): readonly Instant[] {
  return backupJobsOf(table).flatMap(({ state, createdAt }) => (state === 'COMPLETED' ? [createdAt] : []));
}

const indexes = new WeakMap<RegionInventory, JobIndex>();

function indexOf(regionInventory: RegionInventory): JobIndex {
  const found = indexes.get(regionInventory);
  if (found) return found;
  const made = {
    backups: byResource(regionInventory.backupJobs.known ? regionInventory.backupJobs.value : []),
    copies: byResource(regionInventory.copyJobs.known ? regionInventory.copyJobs.value : []),
  };
  indexes.set(regionInventory, made);
  return made;
}

function byResource<Job extends { readonly resourceArn: string }>(jobs: readonly Job[]): ReadonlyMap<string, Job[]> {
  const found = new Map<string, Job[]>();
  for (const job of jobs) append(found, job.resourceArn, job);
  return found;
}
