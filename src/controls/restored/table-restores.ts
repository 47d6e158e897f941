import type { Estate, EstateTable } from '../../estate/estate.ts';
import { ofPresentTable } from '../../estate/namesake.ts';
import { type Restores, restoresOf } from '../../estate/restored.ts';
import type { RestoreRecord } from '../../history/restores.ts';
import { type Unknown, unknown } from '../../model/fact.ts';
import { DAY_MINUTES, type Instant, minutesBetween, plusMinutes } from '../../model/instant.ts';
import { byText } from '../../model/order.ts';

/** A restore that came to its end. */
export interface CompletedRestore {
  readonly record: RestoreRecord;
  readonly minutes: number;
  readonly completedAt: Instant;
  /** Why nobody knows whether it was of this table, or of an earlier one of the name. */
  readonly doubt?: Unknown;
}

export interface RunningRestore extends Pick<CompletedRestore, 'record' | 'minutes' | 'doubt'> {}

/** The restores of one table, as far as the inventory knows them, as of the instant that is judged. */
export interface TableRestores {
  /** In order of completion. */
  readonly completed: readonly CompletedRestore[];
  readonly running: readonly RunningRestore[];
  readonly failed: readonly RestoreRecord[];
  /** Completed, and no measure of this table: their times contradict each other, or an earlier table bore the name. */
  readonly unfit: readonly { readonly record: RestoreRecord; readonly why: string }[];
  /** Jobs that could not be read, or tied to no table: each may hide a restore of this one. */
  readonly hidden: readonly Unknown[];
}

/** Not documented; the console and the summaries show as much. Source: AWS Backup API, ListRestoreJobSummaries. */
const LISTED_DAYS = 30;

export function tableRestores(estate: Estate, { arn }: Pick<EstateTable, 'arn'>): TableRestores {
  const tables = byTable.get(estate) ?? new Map<string, TableRestores>();
  byTable.set(estate, tables);
  const found = tables.get(arn) ?? findTableRestores(estate, arn);
  tables.set(arn, found);
  return found;
}

/** Several controls and reports ask for the same table. */
const byTable = new WeakMap<Estate, Map<string, TableRestores>>();

function findTableRestores(estate: Estate, arn: string): TableRestores {
  const { now, inventory } = estate;
  const restores = restoresOf(estate);
  const started = (restores.bySource.get(arn) ?? []).filter(({ startedAt }) => startedAt <= now);
  // A job that was still running when the inventory was taken may have ended a minute later.
  const seenAt = [inventory.takenAt, now].toSorted()[0] ?? now;
  const table = estate.table(arn);
  return {
    completed: started
      .flatMap((record) => completedBy(record, table, now))
      .toSorted(byText(({ completedAt }) => completedAt)),
    running: started
      .filter(
        (record) => record.outcome === 'running' || (record.completedAt !== undefined && record.completedAt > now),
      )
      .map((record) => ({
        record,
        minutes: minutesBetween(record.startedAt, seenAt),
        ...doubtOf(table, record),
      })),
    failed: started.filter(
      ({ outcome, completedAt }) => outcome === 'failed' && (completedAt === undefined || completedAt <= now),
    ),
    unfit: [
      ...started.flatMap((record) =>
        record.outcome === 'contradictory' ? [{ record, why: `it began ${record.startedAt}, after its end` }] : [],
      ),
      ...(restores.ofNamesakes.get(arn) ?? []).map((record) => ({
        record,
        why: 'it was of an earlier table of that name',
      })),
    ],
    hidden: hiddenRestores(estate),
  };
}

/** Jobs that could not be read, or tied to no table: each may hide a restore of any table. */
export function hiddenRestores(estate: Estate): readonly Unknown[] {
  const restores = restoresOf(estate);
  return [...restores.unreadJobs, ...unattributed(estate, restores)];
}

/** True when the job list, as it was taken, reaches back that far from the instant that is judged. */
export function listReaches({ now, inventory }: Estate, minutes: number): boolean {
  return plusMinutes(now, -minutes) >= plusMinutes(inventory.takenAt, -LISTED_DAYS * DAY_MINUTES);
}

export const LIST_REACH = `AWS lists restore jobs of about ${LISTED_DAYS} days`;

const STATED_BY: Readonly<Record<RestoreRecord['from'], string>> = {
  'restore-job': '',
  'restore-test': ' (restore test)',
  ledger: ' (ledger)',
  cloudtrail: ' (CloudTrail)',
};

/** `restore job 0af3 (restore test): 30 min, completed 2026-11-22T07:00:00.000Z` */
export function describeRestore({ id, from, status, startedAt, completedAt, statusMessage }: RestoreRecord): string {
  const kind = STATED_BY[from];
  const ended = completedAt === undefined ? `started ${startedAt}` : `ended ${completedAt}`;
  return `restore job ${id}${kind}: ${status}, ${ended}${statusMessage === undefined ? '' : `, ${statusMessage}`}`;
}

function completedBy(record: RestoreRecord, table: EstateTable | undefined, now: Instant): readonly CompletedRestore[] {
  const { minutes, completedAt } = record;
  return minutes === undefined || completedAt === undefined || completedAt > now
    ? []
    : [{ record, minutes, completedAt, ...doubtOf(table, record) }];
}

function doubtOf(table: EstateTable | undefined, record: RestoreRecord): Pick<CompletedRestore, 'doubt'> {
  const found = ofPresentTable(table, record);
  return typeof found === 'string' ? {} : { doubt: found };
}

const caches = new WeakMap<Restores, readonly Unknown[]>();

/** Jobs that name no source table, of a recovery point that nothing ties to one. */
function unattributed({ inventory }: Estate, restores: Restores): readonly Unknown[] {
  const found = caches.get(restores);
  if (found) return found;
  const listed = inventory.regions.flatMap(({ inScope, restoreJobs }) =>
    inScope && restoreJobs.known ? restoreJobs.value : [],
  );
  const all = listed.length === 0 ? [] : [...restores.bySource.values(), ...restores.ofNamesakes.values()].flat();
  const tied = new Set(all.map(({ id }) => id.toLowerCase()));
  const jobs = listed.filter(({ id }) => !tied.has(id.toLowerCase()));
  const made =
    jobs.length === 0
      ? []
      : [
          unknown(
            'undocumented',
            `of ${jobs.length} restore ${jobs.length === 1 ? 'job' : 'jobs'}, ${jobs[0]?.id} first, AWS does not say which table was restored`,
          ),
        ];
  caches.set(restores, made);
  return made;
}
