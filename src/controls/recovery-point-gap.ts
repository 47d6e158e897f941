import { isUsable, pointsOf } from '../estate/points.ts';
import { daysOf, formatDays, rulesOf } from '../estate/rules.ts';
import { pointSubject, rulesAsSubjects } from '../estate/subjects.ts';
import { count } from '../model/count.ts';
import { formatMinutes } from '../model/duration.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import { DAY_MINUTES, epochMs, type Instant, MINUTE_MS, plusMinutes } from '../model/instant.ts';
import type { Objective } from '../model/policy.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import { type TableSubject, tableControl } from './define.ts';
import { ago, denied, exampleInventory } from './example.ts';
import { fail, notApplicable, pass, undecided } from './outcome.ts';
import { objectiveSchedule } from './shared/objective-schedule.ts';
import { observedLimit } from './shared/observed-limit.ts';

export const recoveryPointGap = tableControl({
  id: 'recovery-point-gap',
  title: 'No gap between recovery points was too long',
  severity: 'high',
  description:
    'Passes when the largest gap seen between completed recovery points in the window, from its start to now, is at most the rpo of the first objective, or its frequency plus the start window where it has none. A table younger than the window is observed from its creation. Points that were deleted at the end of their retention leave no trace, so a window longer than the retention is unknown unless what can be seen already fails.',
  remediation: 'Look at the backup jobs around the gap; jobs older than 30 days are only in CloudTrail.',
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointByBackupVault.html'],
  asked: (observedOverMinutes, { backup }) => ({ observedOverMinutes, objective: backup?.objectives[0] }),
  needs: () => ['recovery-points', 'plans', 'tags', 'region-settings', 'description'],
  evaluate: (subject, { observedOverMinutes, objective }) => {
    if (!objective) return notApplicable('the policy has no objective to hold the gap to', { subjects: [] });
    const { estate, table } = subject;
    const limit = observedLimit(
      objective.rpoMinutes,
      objective.frequencyMinutes,
      objectiveSchedule(subject, objective).startWindow,
    );
    const limitMinutes = limit.minutes;
    const { points, unread } = pointsOf(table);
    const usable = points.filter((point) => isUsable(point) && point.createdAt <= estate.now);
    const start = plusMinutes(estate.now, -observedOverMinutes);
    const seen = observe(subject, usable, start, objective);
    const covered = rulesOf(estate, table);
    const gap = largestGap(usable, seen.from, estate.now);
    const shown = {
      expected: { longestGapMinutes: limitMinutes, observedOverMinutes },
      actual: { longestGapMinutes: Math.floor(gap.minutes), gapFrom: gap.from, gapTo: gap.to, points: gap.points },
      because: [
        `${count(gap.points, 'completed recovery point')} since ${seen.from}; largest gap ${gap.from} → ${gap.to}`,
        ...(seen.note ? [seen.note] : []),
      ],
      subjects: [
        ...usable.filter(({ createdAt }) => createdAt === gap.from || createdAt === gap.to).map(pointSubject),
        ...rulesAsSubjects(covered),
      ],
    };
    const message = `largest gap between recovery points is ${formatMinutes(gap.minutes)}; policy asks for ${formatMinutes(limitMinutes)}`;
    if (gap.minutes > limitMinutes) {
      if (unread[0])
        return undecided('not every vault could be read', unread[0], {
          ...shown,
          because: [...shown.because, ...unread.map((each) => each.detail)],
        });
      // A young table has no point older than itself: without its creation date the first gap proves nothing.
      const birth = gap.from === start && !table.record.description.known ? table.record.description : undefined;
      const window = limit.doubt && gap.minutes <= limit.doubt.upToMinutes ? limit.doubt.why : undefined;
      const doubt = window ?? birth;
      if (doubt) {
        const message = window ? 'how late a run may start is not known' : 'how old the table is is not known';
        return undecided(message, doubt, { ...shown, because: [...shown.because, doubt.detail] });
      }
      const uncovered = covered.rules.length === 0 && covered.hidden.length === 0;
      return fail(message, uncovered ? { ...shown, follows: 'plan-coverage' } : shown);
    }
    if (seen.hidden)
      return undecided(`${message}, but not the whole window can be seen`, seen.hidden, {
        ...shown,
        because: [...shown.because, seen.hidden.detail],
      });
    return pass(message, shown);
  },
  examples: [
    {
      title: 'passes when a point was made every day',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }], recoveryPoints: { observedOver: 3d } }',
      inventory: () => exampleInventory({ points: [3, 27, 51, 75].map((hours) => ({ createdAt: ago(hours) })) }),
      expect: { status: 'pass', message: 'largest gap between recovery points is 24 h; policy asks for 25 h' },
    },
    {
      title: 'fails when a night was missed',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }], recoveryPoints: { observedOver: 3d } }',
      inventory: () => exampleInventory({ points: [3, 51, 75].map((hours) => ({ createdAt: ago(hours) })) }),
      expect: { status: 'fail', message: 'largest gap between recovery points is 2 d; policy asks for 25 h' },
    },
    {
      title: 'is unknown when a vault could not be read',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }], recoveryPoints: { observedOver: 3d } }',
      inventory: () => exampleInventory({ points: denied('backup:ListRecoveryPointsByBackupVault') }),
      expect: { status: 'unknown', message: 'not every vault could be read' },
    },
  ],
});

interface Observed {
  readonly from: Instant;
  readonly note?: string;
  /** Why the time before `from` cannot be seen. */
  readonly hidden?: Unknown;
}

/**
 * From when on a missing point is a missed one: the window's start, unless the table is younger, or the points of that
 * time have reached the end of their retention.
 */
function observe(
  { estate, table }: TableSubject,
  points: readonly RecoveryPoint[],
  start: Instant,
  objective: Objective,
): Observed {
  const { description } = table.record;
  const createdAt = description.known ? description.value.createdAt : undefined;
  const born = createdAt !== undefined && createdAt > start ? createdAt : start;
  const kept = Math.min(daysOf(objective.retentionMinutes), longestKept(points));
  const visible = plusMinutes(estate.now, -kept * DAY_MINUTES);
  if (visible > born) {
    const detail = `points are kept ${formatDays(kept)}, so those before ${visible} are gone; observe over less, or keep them longer`;
    return { from: visible, hidden: unknown('not-collected', detail) };
  }
  return born === start ? { from: start } : { from: born, note: `the table was created ${born}, inside the window` };
}

/** Days for which at least some of the points are kept; without any point nothing limits the view. */
function longestKept(points: readonly RecoveryPoint[]): number {
  if (points.length === 0) return Number.POSITIVE_INFINITY;
  return Math.max(...points.map((point) => point.lifecycle?.deleteAfterDays ?? Number.POSITIVE_INFINITY));
}

interface Gap {
  readonly minutes: number;
  readonly from: Instant;
  readonly to: Instant;
  readonly points: number;
}

/** Edges count: from the start of what is observed to the first point, and from the last point to now. */
function largestGap(points: readonly RecoveryPoint[], from: Instant, now: Instant): Gap {
  const inside = points.filter((point) => point.createdAt >= from).map((point) => point.createdAt);
  const before = points.findLast((point) => point.createdAt < from)?.createdAt;
  let left = { at: before ?? from, ms: epochMs(before ?? from) };
  let widest = { ms: -1, from, to: now };
  for (const at of [...inside, now]) {
    const right = { at, ms: epochMs(at) };
    if (right.ms - left.ms > widest.ms) widest = { ms: right.ms - left.ms, from: left.at, to: at };
    left = right;
  }
  return { minutes: widest.ms / MINUTE_MS, from: widest.from, to: widest.to, points: inside.length };
}
