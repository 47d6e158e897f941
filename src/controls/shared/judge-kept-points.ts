import type { OwnPoints } from '../../estate/points.ts';
import { pointSubject } from '../../estate/subjects.ts';
import { formatMinutes } from '../../model/duration.ts';
import { type Unknown, unknown } from '../../model/fact.ts';
import { type Instant, plusMinutes } from '../../model/instant.ts';
import type { Outcome } from '../../model/result.ts';
import type { PlanToDate } from '../define.ts';
import { type Evidence, fail, pass, undecided } from '../outcome.ts';
import { type Gap, widestGap } from './gaps.ts';
import type { RulesSince } from './making-since.ts';
import { formerPoints } from './newest-point.ts';
import type { ObservedLimit } from './observed-limit.ts';
import type { PointsByLife } from './point-life.ts';
import type { ScheduleEvidence } from './schedule-judgement.ts';

/** A promise, and what exists of it. */
export interface KeptPoints {
  /** `recovery point`, `copy in eu-central-1` */
  readonly one: string;
  readonly many: string;
  readonly retentionMinutes: number;
  readonly limit: ObservedLimit;
  readonly own: OwnPoints;
  /** The table's own points. */
  readonly lives: PointsByLife;
  readonly since: RulesSince;
  /** What should make them. */
  readonly schedule: ScheduleEvidence;
  readonly now: Instant;
  /** When the points were listed: what had come to its end by then is gone as planned. */
  readonly listedAt: Instant;
  /** Points older than this were not asked for. */
  readonly askedSince: Instant | undefined;
  readonly because: readonly string[];
}

/**
 * Whether a point of every age that was promised exists. The longest time that the promise may reach back passes where its
 * widest gap is small enough; it fails where the gap is too wide in the shortest, and with all that may count.
 */
export function judgeKeptPoints(asked: KeptPoints): Outcome {
  const { limit, now, own, askedSince } = asked;
  const from = reachOf(asked, asked.since.atMost);
  const kept = keptBy(asked);
  const widest = widestGap(kept, from, now);
  const inside = kept.filter((at) => at >= from);
  const evidence = evidenceOf(asked, inside, widest, from);
  const message = messageOf(asked, inside.length, widest);

  if (own.born.known && isMet(asked, kept, from, limit.minutes) && (askedSince === undefined || askedSince <= from)) {
    const due = plusMinutes(from, limit.minutes);
    const found = inside.length > 0 ? message : `no ${asked.one} is there yet, and none is due before ${due}`;
    return pass(found + seedingText(asked, from), evidence);
  }
  const doubt = doubtOf(asked, kept);
  if (doubt) {
    const because = [...(evidence.because ?? []), doubt.why.detail];
    return undecided(`${message}, but ${doubt.text}`, doubt.why, { ...evidence, because });
  }
  return fail(message, isMadeByNone(asked) ? { ...evidence, follows: asked.schedule.cause } : evidence);
}

function keptBy({ lives, now }: KeptPoints): readonly Instant[] {
  return lives.kept.flatMap(({ createdAt }) => (createdAt <= now ? [createdAt] : []));
}

/** As far back as the objective reaches, the table and the rules have existed, whichever is shortest. */
function reachOf({ now, retentionMinutes, own: { born } }: KeptPoints, made: Instant | undefined): Instant {
  const starts = [plusMinutes(now, -retentionMinutes), ...(born.known ? [born.value] : []), ...(made ? [made] : [])];
  return starts.reduce((latest, at) => (at > latest ? at : latest));
}

/** A window that is seen as a whole and holds no point is no promise kept, however short it is. */
function isMet({ now, retentionMinutes }: KeptPoints, kept: readonly Instant[], from: Instant, limit: number): boolean {
  const isWhole = from <= plusMinutes(now, -retentionMinutes);
  return widestGap(kept, from, now).minutes <= limit && (!isWhole || kept.some((at) => at >= from));
}

/** Plans whose former versions may settle what is left open, as nothing else stands in the way. */
export function plansToDate(asked: KeptPoints): readonly PlanToDate[] {
  const { since, own, limit, schedule } = asked;
  const undated = since.plans.filter(({ versions }) => versions === undefined);
  if (undated.length === 0 || schedule.blind.length > 0 || schedule.open.length > 0) return [];
  const kept = keptBy(asked);
  if (own.born.known && isMet(asked, kept, reachOf(asked, since.atMost), limit.minutes)) return [];
  const from = plusMinutes(asked.now, -asked.retentionMinutes);
  return doubtOf(asked, kept)?.isAge ? undated.map((plan) => ({ plan, since: from })) : [];
}

interface Doubt {
  readonly text: string;
  /** Nothing but how long the rules have existed is open. */
  readonly isAge?: true;
  readonly why: Unknown;
}

/** Why it may not be a failure. */
function doubtOf(asked: KeptPoints, kept: readonly Instant[]): Doubt | undefined {
  const { own, lives, limit, now } = asked;
  const { born, unread } = own;
  if (unread[0]) return { text: 'not every vault could be read', why: unread[0] };
  if (!born.known) return { text: 'how old the table is is not known', why: born };
  const from = surelyFrom(asked);
  const unsure = lives.unsure.filter(({ point }) => point.createdAt <= now);
  const most = limit.doubt?.upToMinutes ?? limit.minutes;
  const all = [...kept, ...unsure.map(({ point }) => point.createdAt)].sort();
  if (!isMet(asked, all, from, most)) return undefined;
  if (unsure[0] && !isMet(asked, kept, from, most))
    return { text: `whether all ${asked.many} count is not known`, why: unsure[0].why };
  if (limit.doubt && !isMet(asked, kept, from, limit.minutes))
    return { text: 'how late a run may start is not known', why: limit.doubt.why };
  return { text: 'since when they were to be made is not known', why: unresolved(asked), isAge: true };
}

/** Points of whatever is older may be gone as planned, or were never asked for, or never to be made. */
function surelyFrom(asked: KeptPoints): Instant {
  const { since, now, listedAt, retentionMinutes, askedSince } = asked;
  const made = isMadeByNone(asked) ? undefined : (since.atLeast ?? now);
  const seen = plusMinutes(listedAt, -retentionMinutes);
  const from = [reachOf(asked, made), seen, ...(askedSince === undefined ? [] : [askedSince])];
  return from.reduce((latest, at) => (at > latest ? at : latest));
}

function isMadeByNone({ schedule: { qualifying, blind, open } }: KeptPoints): boolean {
  return qualifying === 0 && blind.length === 0 && open.length === 0;
}

function unresolved({ schedule, since, askedSince }: KeptPoints): Unknown {
  const hidden = schedule.blind[0] ?? schedule.open[0];
  if (hidden) return hidden;
  if (askedSince !== undefined) return unknown('not-collected', `points from before ${askedSince} were not asked for`);
  const unread = since.plans.flatMap(({ versions }) => (versions && !versions.known ? [versions] : []))[0];
  if (unread) return unread;
  const remedy = since.plans.some(({ versions }) => versions === undefined)
    ? 'versions of the plan, or time,'
    : 'only time';
  const described = since.atLeast ? `only since ${since.atLeast}` : 'at no time';
  return unknown(
    'not-collected',
    `${described} plans, points or jobs tell for sure that the rules of now were there for the table; ${remedy} would settle it`,
  );
}

/** `; seeding until 2027-03-04` */
function seedingText({ now, retentionMinutes }: KeptPoints, from: Instant): string {
  return from > plusMinutes(now, -retentionMinutes) ? `; seeding until ${seededAt(from, retentionMinutes)}` : '';
}

function seededAt(from: Instant, retentionMinutes: number): string {
  return plusMinutes(from, retentionMinutes).slice(0, 'YYYY-MM-DD'.length);
}

function messageOf({ one, many, retentionMinutes, limit }: KeptPoints, number: number, widest: Gap): string {
  const asked = `policy asks for ${formatMinutes(limit.minutes)}`;
  return number === 0
    ? `no ${one} lives ${formatMinutes(retentionMinutes)}; ${asked} between them`
    : `largest gap between ${many} that live ${formatMinutes(retentionMinutes)} is ${formatMinutes(widest.minutes)}; ${asked}`;
}

function evidenceOf(asked: KeptPoints, inside: readonly Instant[], widest: Gap, from: Instant): Evidence {
  const { retentionMinutes, limit, lives, own, schedule, now } = asked;
  const seeding = from > plusMinutes(now, -retentionMinutes);
  const edges = lives.kept.filter(({ createdAt }) => createdAt === widest.from || createdAt === widest.to);
  const short = [...lives.short, ...lives.lost].slice(-3);
  return {
    expected: { retentionMinutes, longestGapMinutes: limit.minutes },
    actual: {
      points: inside.length,
      longestGapMinutes: Math.floor(widest.minutes),
      gapFrom: widest.from,
      gapTo: widest.to,
      reachesTo: inside[0] ?? null,
      newestAt: inside.at(-1) ?? null,
      seedingUntil: seeding ? seededAt(from, retentionMinutes) : null,
    },
    because: [
      `${inside.length} of ${own.points.length} live ${formatMinutes(retentionMinutes)} and were made since ${from}; largest gap ${widest.from} → ${widest.to}`,
      ...(seeding ? [`the ${fromTable(asked, from)} since ${from}: what is older was not promised`] : []),
      ...formerPoints(own, asked.one, asked.many),
      ...asked.because,
    ],
    subjects: [...edges.map(pointSubject), ...short.map(pointSubject), ...schedule.subjects],
  };
}

function fromTable({ own: { born } }: KeptPoints, from: Instant): string {
  return born.known && born.value === from ? 'table has existed' : 'rules have existed';
}
