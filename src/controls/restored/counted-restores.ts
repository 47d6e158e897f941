import type { EstateTable } from '../../estate/estate.ts';
import { parseArn } from '../../model/arn.ts';
import type { Policy } from '../../model/policy.ts';
import { type CompletedRestore, describeRestore } from './table-restores.ts';

/** Which restores a policy counts. */
export interface CountedAsked {
  /** Only restore tests whose validation was successful. */
  readonly validated: boolean;
  /** Seen from the table that was restored. */
  readonly testedIn: NonNullable<NonNullable<Policy['restore']>['testedIn']>;
}

export function countedAsked({ restore }: Policy): CountedAsked {
  return { validated: restore?.validated ?? false, testedIn: restore?.testedIn ?? 'any' };
}

/** Why a restore does not count by its validation. Source: AWS Backup API, RestoreJobsListMember.ValidationStatus. */
export function unvalidated({ record }: CompletedRestore): string | undefined {
  const { validationStatus = 'none' } = record;
  return validationStatus === 'SUCCESSFUL'
    ? undefined
    : `its validation is ${validationStatus}; policy counts only restore tests whose validation was SUCCESSFUL`;
}

/** The table came back, but whoever looked at it found it wrong, or nobody looked in time. */
export function isInvalid({ record }: Pick<CompletedRestore, 'record'>): boolean {
  return record.validationStatus === 'FAILED' || record.validationStatus === 'TIMED_OUT';
}

export type PlaceFits = 'yes' | 'no' | 'unknown';

/** Was the restore made where the policy asks for it? A job that names no table that it made leaves it open. */
export function placeFits(
  { record }: CompletedRestore,
  table: EstateTable,
  asked: CountedAsked['testedIn'],
): PlaceFits {
  if (asked === 'any') return 'yes';
  const made = parseArn(record.restoredArn ?? '');
  if (!made) return 'unknown';
  return isAway(made, table, asked) ? 'yes' : 'no';
}

type Place = Pick<EstateTable, 'account' | 'region'>;

export function isAway(place: Place, table: Place, asked: Exclude<CountedAsked['testedIn'], 'any'>): boolean {
  return asked === 'other-region' ? place.region !== table.region : place.account !== table.account;
}

export function lineOf(restore: CompletedRestore): string {
  const { validationStatus } = restore.record;
  const validation = validationStatus === undefined ? 'not validated' : `validation ${validationStatus}`;
  return `${describeRestore(restore.record)}, ${validation}`;
}
