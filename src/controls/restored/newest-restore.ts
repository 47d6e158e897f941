import { copyPlaces, unseenCopies } from '../../estate/copies.ts';
import type { Estate, EstateTable } from '../../estate/estate.ts';
import { copyJobsOf } from '../../estate/jobs.ts';
import { placeOfVault } from '../../estate/points.ts';
import { firstSubjects, restoreSubject } from '../../estate/subjects.ts';
import { roundMinutes } from '../../history/statistics.ts';
import { formatMinutes } from '../../model/duration.ts';
import { type Unknown, unknown } from '../../model/fact.ts';
import { minutesBetween } from '../../model/instant.ts';
import type { Outcome } from '../../model/result.ts';
import type { TableSubject } from '../define.ts';
import { fail, pass, undecided } from '../outcome.ts';
import { capped } from './capped.ts';
import { type CountedAsked, isAway, isInvalid, lineOf, placeFits, unvalidated } from './counted-restores.ts';
import { type CompletedRestore, describeRestore, LIST_REACH, listReaches, tableRestores } from './table-restores.ts';
import { testingPlanLines } from './testing-plans.ts';

export interface TestedAsked extends CountedAsked {
  readonly testedEveryMinutes: number;
}

const IN: Readonly<Record<CountedAsked['testedIn'], string>> = {
  any: '',
  'other-region': ' in another Region',
  'other-account': ' in another account',
};

/** The last completed restore of the table against how often it is to be tested. */
export function judgeRestoreTested({ estate, table }: TableSubject, asking: TestedAsked): Outcome {
  const { testedEveryMinutes, validated, testedIn } = asking;
  const restores = tableRestores(estate, table);
  const what = `${validated ? ' validated' : ''} restore${IN[testedIn]}`;
  const asked = `policy asks for one every ${formatMinutes(testedEveryMinutes)}`;
  const expected = {
    testedEveryMinutes,
    ...(validated ? { validated } : {}),
    ...(testedIn === 'any' ? {} : { testedIn }),
  };
  const valid = restores.completed.filter((each) => !(validated ? unvalidated(each) : isInvalid(each)));
  const refuted = restores.completed.filter((each) => !valid.includes(each));
  const elsewhere = valid.filter((each) => placeFits(each, table, testedIn) === 'no');
  const unplaced = valid.findLast((each) => placeFits(each, table, testedIn) === 'unknown');
  const fitting = valid.filter((each) => placeFits(each, table, testedIn) === 'yes');
  const isInTime = (each: CompletedRestore) => minutesBetween(each.completedAt, estate.now) <= testedEveryMinutes;
  // Of one that may have been of an earlier table nothing is proven, as long as another is in time.
  const newest = fitting.findLast((each) => !each.doubt && isInTime(each)) ?? fitting.at(-1);
  const notes = [
    ...capped(
      refuted.map((restore) => `does not count as tested: ${lineOf(restore)}`),
      5,
    ),
    ...capped(
      elsewhere.map((restore) => `does not count as tested, not made${IN[testedIn]}: ${lineOf(restore)}`),
      5,
    ),
    ...capped(
      restores.failed.map((record) => `does not count as tested: ${describeRestore(record)}`),
      5,
    ),
    ...capped(
      restores.unfit.map(({ record, why }) => `does not count as tested: ${describeRestore(record)}: ${why}`),
      5,
    ),
    ...testingPlanLines(estate, table),
  ];
  const because = newest ? [lineOf(newest), ...notes] : notes;
  const age = newest && minutesBetween(newest.completedAt, estate.now);
  const actual =
    newest && age !== undefined
      ? { lastRestoreAt: newest.completedAt, ageMinutes: roundMinutes(age) }
      : { lastRestoreAt: null };
  const subjects = firstSubjects(
    [...(newest ? [newest] : []), ...refuted, ...elsewhere].map(({ record }) => record).concat(restores.failed),
    restoreSubject,
  );
  const found =
    age === undefined
      ? `no completed${what} in ${placesRead(estate)}`
      : `last completed${what} ${formatMinutes(age)} ago`;

  if (newest && isInTime(newest) && newest.doubt) {
    return undecided(
      'cannot tell whether the last restore was of this table, or of an earlier one of its name',
      newest.doubt,
      { expected, actual, because: [newest.doubt.detail, ...because], subjects },
    );
  }
  if (newest && isInTime(newest)) return pass(`${found}; ${asked}`, { expected, actual, because, subjects });
  const [hidden] = restores.hidden;
  if (hidden) {
    return undecided('cannot tell when the table was last restored: not all restore jobs are known', hidden, {
      expected,
      actual,
      because: [...new Set(restores.hidden.map(({ detail }) => detail)), ...because],
      subjects,
    });
  }
  const open = openPlace(estate, table, testedIn, unplaced);
  if (open) {
    const evidenced = { expected, actual, because: [open.detail, ...because], subjects };
    return undecided(`${found}; ${asked}`, open, evidenced);
  }
  const contradictory = restores.unfit.find(({ record }) => record.outcome === 'contradictory');
  if (contradictory) {
    const { id } = contradictory.record;
    const why = unknown('undocumented', `restore job ${id} was completed, and its times contradict each other`);
    return undecided(`${found}; ${asked}`, why, {
      expected,
      actual,
      because: [why.detail, ...because],
      subjects: [restoreSubject(contradictory.record), ...subjects],
    });
  }
  // Before the table was made there was nothing of it to restore.
  const { description } = table.record;
  const createdAt = description.known ? description.value.createdAt : undefined;
  const livedMinutes = createdAt === undefined ? Number.POSITIVE_INFINITY : minutesBetween(createdAt, estate.now);
  if (listReaches(estate, Math.min(testedEveryMinutes, livedMinutes)) || (newest && isListed(newest))) {
    return fail(`${found}; ${asked}`, { expected, actual, because, subjects });
  }
  const why = notReaching(estate.ledger.length > 0);
  return undecided(`${found}; ${asked}`, why, { expected, actual, because: [...because, why.detail], subjects });
}

/**
 * A restore of the job list is the newest one as far as the list reaches, and beyond it nothing newer can be. The ledger
 * and CloudTrail may have holes between it and the list.
 */
function isListed({ record }: CompletedRestore): boolean {
  return record.from === 'restore-job' || record.from === 'restore-test';
}

function placesRead({ ledger, history }: Estate): string {
  const also = [...(ledger.length > 0 ? ['the ledger'] : []), ...(history.events.length > 0 ? ['CloudTrail'] : [])];
  return also.length === 0 ? 'the job list' : `the job list${also.length > 1 ? ',' : ' or'} ${also.join(' or ')}`;
}

/** Silence of the ledger proves nothing: its lines tell of restores, and not of updates that nobody ran. */
function notReaching(hasLedger: boolean): Unknown {
  const further = hasLedger
    ? 'and the ledger does not show whether an update was missed; CloudTrail history (--history) that tells of a later one would settle it'
    : 'a ledger (--ledger) or CloudTrail history (--history) that tells of a later one would settle it';
  return unknown('not-collected', `${LIST_REACH}${hasLedger ? ', ' : '; '}${further}`);
}

/** Why nobody can tell whether a restore was made where the policy asks for it. */
function openPlace(
  estate: Estate,
  table: EstateTable,
  testedIn: CountedAsked['testedIn'],
  unplaced: CompletedRestore | undefined,
): Unknown | undefined {
  if (testedIn === 'any') return undefined;
  if (unplaced) {
    return unknown('undocumented', `of restore job ${unplaced.record.id} nothing tells where its table was made`);
  }
  if (!estate.inventory.regions.some((place) => place.inScope && isAway(place, table, testedIn))) {
    return unknown(
      'not-collected',
      `no place was read that is${IN[testedIn]}: ${testedIn === 'other-region' ? '--regions' : '--role-arn or --organization'} would bring its restore jobs`,
    );
  }
  return unreadCopies(estate, table, testedIn);
}

/** Where a copy of the table lies, or may lie, it can be restored. */
function unreadCopies(
  estate: Estate,
  table: EstateTable,
  testedIn: Exclude<CountedAsked['testedIn'], 'any'>,
): Unknown | undefined {
  const made = copyJobsOf(table).filter(({ state }) => state !== 'FAILED');
  const places = [
    ...copyPlaces(estate, table),
    ...made.flatMap(({ destinationVaultArn }) => placeOfVault(destinationVaultArn) ?? []),
  ];
  const unread = places.find(
    (place) => isAway(place, table, testedIn) && !estate.region(place.account, place.region)?.inScope,
  );
  if (unread) {
    return unknown(
      'not-collected',
      `copies of the table go to ${unread.region} of account ${unread.account}, whose restore jobs were not read: --regions and --role-arn would bring them`,
      'backup:ListRestoreJobs',
    );
  }
  const { copyJobs } = table.regionInventory;
  return copyJobs.known ? unseenCopies(estate, table)[0] : copyJobs;
}
