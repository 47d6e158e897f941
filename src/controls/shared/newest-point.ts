import type { OwnPoints } from '../../estate/points.ts';
import { pointSubject } from '../../estate/subjects.ts';
import type { ControlId } from '../../model/control-id.ts';
import { count } from '../../model/count.ts';
import { formatMinutes } from '../../model/duration.ts';
import type { Unknown } from '../../model/fact.ts';
import { type Instant, minutesBetween, plusMinutes } from '../../model/instant.ts';
import type { RecoveryPoint } from '../../model/recovery-point.ts';
import type { JsonObject, Outcome } from '../../model/result.ts';
import type { Subject } from '../../model/subject.ts';
import { fail, pass, undecided } from '../outcome.ts';
import type { Doubt } from './observed-limit.ts';

export interface AgeQuestion {
  /** `recovery point`, or `copy in eu-central-1`. */
  readonly what: string;
  /** The end of the message: what the policy asks for. */
  readonly asked: string;
  /** Absent: any age will do. */
  readonly limitMinutes: number | undefined;
  /** Why a point that is older than the limit may still be young enough, and up to what age. */
  readonly doubt?: Doubt | undefined;
  /** Oldest first; only those that can be restored. */
  readonly points: readonly RecoveryPoint[];
  /** Why the points may be those of another table that had its name. */
  readonly doubtful?: Unknown | undefined;
  /** Points of which it is not known whether they count, and why. */
  readonly possible?: { readonly points: readonly RecoveryPoint[]; readonly why: Unknown };
  /** Those that do not count. */
  readonly ignored: readonly RecoveryPoint[];
  readonly unread: readonly Unknown[];
  readonly now: Instant;
  readonly expected: JsonObject;
  /** Set when it is known why there can be no young point. */
  readonly cause?: ControlId | undefined;
  readonly because?: readonly string[];
  /** What should make the points: they decide where there is none. */
  readonly makers: readonly Subject[];
}

/** `does not count: 3 recovery points older than the table, created …`; nothing where there are none. */
export function formerPoints(
  { former, born }: Pick<OwnPoints, 'former' | 'born'>,
  one: string,
  many: string,
): string[] {
  if (former.length === 0 || !born.known) return [];
  return [
    `${count(former.length, one, many)} older than the table, which was created ${born.value}, ${former.length === 1 ? 'does' : 'do'} not count: another table had its name`,
  ];
}

/** A point that is young enough passes although other vaults are unread; an old one fails only when none is. */
export function judgeAge(question: AgeQuestion): Outcome {
  const { what, asked, points, unread, now } = question;
  const newest = points.findLast((point) => point.createdAt <= now);
  const age = newest && minutesBetween(newest.createdAt, now);
  const because = [
    ...(newest
      ? [`recovery point ${newest.arn} in vault ${newest.vaultName}, requested ${newest.createdAt}, ${newest.status}`]
      : []),
    ...question.ignored
      .filter((point) => newest === undefined || point.createdAt > newest.createdAt)
      .slice(-5)
      .map((point) => `does not count: ${point.arn} of ${point.createdAt} is ${point.status}`),
    ...(question.because ?? []),
  ];
  const actual =
    newest && age !== undefined
      ? { ageMinutes: Math.floor(age), newestAt: newest.createdAt }
      : { ageMinutes: null, newestAt: null };
  const subjects = [...(newest ? [pointSubject(newest)] : []), ...question.makers];
  const shown = { expected: question.expected, actual, because, subjects };
  const found = age === undefined ? `no ${what} was found` : `newest ${what} is ${formatMinutes(age)} old`;

  if (age !== undefined && (question.limitMinutes === undefined || age <= question.limitMinutes)) {
    const { doubtful } = question;
    if (!doubtful) return pass(`${found}; ${asked}`, shown);
    return undecided(
      `${found}, but how old the table is is not known, and so whether it is the table’s own`,
      doubtful,
      {
        ...shown,
        because: [...because, doubtful.detail],
      },
    );
  }
  if (unread[0]) {
    return undecided(`${found}, but not every vault could be read`, unread[0], {
      ...shown,
      because: [...because, ...unread.map((each) => each.detail)],
    });
  }
  const { possible } = question;
  const oldest = question.limitMinutes === undefined ? undefined : plusMinutes(now, -question.limitMinutes);
  const young = possible?.points.filter(
    ({ createdAt }) => createdAt <= now && (oldest === undefined || createdAt >= oldest),
  );
  if (possible && young && young.length > 0) {
    return undecided(
      `${found} for sure, and whether ${count(young.length, 'point is one', 'points are some')} is not known`,
      possible.why,
      {
        ...shown,
        because: [...because, possible.why.detail],
      },
    );
  }
  if (age !== undefined && question.doubt && age <= question.doubt.upToMinutes) {
    const { why } = question.doubt;
    return undecided(`${found}, but how late a run may start is not known`, why, {
      ...shown,
      because: [...because, why.detail],
    });
  }
  return fail(`${found}; ${asked}`, question.cause ? { ...shown, follows: question.cause } : shown);
}
