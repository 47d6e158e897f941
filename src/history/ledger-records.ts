import type { Unknown } from '../model/fact.ts';
import { DAY_MINUTES, type Instant, minutesBetween } from '../model/instant.ts';
import type { Inventory, Scope } from '../model/inventory.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import type { LedgerRecord } from './ledger-line.ts';
import { pointsByArn } from './recovery-points.ts';
import { type RestoreRecord, restoresOfJobs } from './restores.ts';
import { roundMinutes } from './statistics.ts';
import { attributed, restoresOfTrail } from './trail-restores.ts';

/** What an inventory has for the ledger, and what it has not. */
export interface Recordable {
  readonly records: readonly LedgerRecord[];
  /** Not over yet, the validation of its result included. */
  readonly running: readonly RestoreRecord[];
  /** Over, but nothing tells which table was restored, or when a completed one ended. */
  readonly unresolved: readonly RestoreRecord[];
  /** Over before they began, by what AWS tells: a ledger that holds such a line is refused. */
  readonly contradictory: readonly RestoreRecord[];
  /** Places whose restore jobs could not be read. */
  readonly unread: readonly { readonly region: string; readonly account?: string; readonly why: Unknown }[];
}

/**
 * The longest validation window is 168 hours. A result that is still open a day after that is taken for none.
 * Source: AWS Backup API, RestoreTestingSelectionForGet.ValidationWindowHours.
 */
const VALIDATED_WITHIN_MINUTES = 8 * DAY_MINUTES;

/** Restore jobs of the inventory as lines for the ledger. */
export function ledgerRecords({ regions, unread, takenAt }: Inventory): Recordable {
  const points = pointsByArn(regions);
  const found = {
    records: [] as LedgerRecord[],
    running: [] as RestoreRecord[],
    unresolved: [] as RestoreRecord[],
    contradictory: [] as RestoreRecord[],
  };
  const hidden: Recordable['unread'][number][] = unread.map(({ region, why }) => ({ region, why }));
  for (const place of regions.filter(({ inScope }) => inScope)) {
    const { account, region, restoreJobs } = place;
    if (!restoreJobs.known) {
      hidden.push({ region, account, why: restoreJobs });
      continue;
    }
    for (const restore of restoresOfJobs(restoreJobs.value, (arn) => points.get(arn))) {
      if (isBackwards(restore)) found.contradictory.push(restore);
      else if (restore.outcome === 'running' || isBeingValidated(restore, takenAt)) found.running.push(restore);
      else {
        const record = recordOf(restore, place);
        if (record) found.records.push(record);
        else found.unresolved.push(restore);
      }
    }
  }
  return { ...found, unread: hidden };
}

/**
 * Restores of CloudTrail's events as lines for the ledger: those that the inventory does not list any more. What it does
 * list is recorded from there, or will be when it is over.
 */
export function trailRecords(
  events: readonly TrailEvent[],
  { regions }: Inventory,
  listed: Recordable,
): readonly LedgerRecord[] {
  const { records, running, unresolved, contradictory } = listed;
  const known = new Set([...records, ...running, ...unresolved, ...contradictory].map(({ id }) => id.toLowerCase()));
  const places = new Set(regions.filter(({ inScope }) => inScope).map(({ account, region }) => `${account} ${region}`));
  return attributed(restoresOfTrail(events).restores, pointsByArn(regions)).flatMap((restore) => {
    if (known.has(restore.id.toLowerCase()) || !places.has(`${restore.account} ${restore.region}`)) return [];
    return recordOf(restore, restore) ?? [];
  });
}

function isBackwards({ outcome, startedAt, completedAt }: RestoreRecord): boolean {
  return outcome !== 'running' && completedAt !== undefined && completedAt < startedAt;
}

function isBeingValidated({ validationStatus, completedAt }: RestoreRecord, takenAt: Instant): boolean {
  if (validationStatus !== 'VALIDATING') return false;
  return completedAt === undefined || minutesBetween(completedAt, takenAt) < VALIDATED_WITHIN_MINUTES;
}

function recordOf(restore: RestoreRecord, { account, region }: Omit<Scope, 'partition'>): LedgerRecord | undefined {
  const { id, sourceArn, restoredArn, from, startedAt, completedAt, minutes, status } = restore;
  if (sourceArn === undefined || from === 'ledger') return undefined;
  if (status === 'COMPLETED' && minutes === undefined) return undefined;
  return {
    id,
    source: sourceArn,
    restored: restoredArn ?? null,
    from,
    started: startedAt,
    completed: completedAt ?? null,
    minutes: minutes === undefined ? null : roundMinutes(minutes),
    status,
    ...(restore.sizeBytes === undefined ? {} : { sizeBytes: restore.sizeBytes }),
    ...(restore.cold === undefined ? {} : { cold: restore.cold }),
    ...(restore.recoveryPointCreatedAt === undefined ? {} : { recoveryPointCreated: restore.recoveryPointCreatedAt }),
    ...(restore.validationStatus === undefined || restore.validationStatus === 'VALIDATING'
      ? {}
      : { validation: restore.validationStatus }),
    account,
    region,
  };
}

/** A line of the ledger as a restore. */
export function restoreOfRecord(record: LedgerRecord): RestoreRecord {
  const { id, source, restored, started, completed, status } = record;
  return {
    id,
    sourceArn: source,
    ...(restored === null ? {} : { restoredArn: restored }),
    outcome: status === 'COMPLETED' ? 'completed' : 'failed',
    status,
    startedAt: started,
    ...(completed === null ? {} : { completedAt: completed }),
    ...(status === 'COMPLETED' && completed !== null ? { minutes: minutesBetween(started, completed) } : {}),
    from: 'ledger',
    ...(record.recoveryPointCreated === undefined ? {} : { recoveryPointCreatedAt: record.recoveryPointCreated }),
    ...(record.sizeBytes === undefined ? {} : { sizeBytes: record.sizeBytes }),
    ...(record.cold === undefined ? {} : { cold: record.cold }),
    ...(record.validation === undefined ? {} : { validationStatus: record.validation }),
  };
}
