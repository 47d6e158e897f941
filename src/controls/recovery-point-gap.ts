import { completedBackups } from '../estate/jobs.ts';
import { isUsable, type OwnPoints, ownPoints } from '../estate/points.ts';
import { formatDays, rulesOf } from '../estate/rules.ts';
import { shortestRetentionDays } from '../estate/shortest-retention.ts';
import { pointSubject, rulesAsSubjects } from '../estate/subjects.ts';
import { part, supports } from '../frameworks/evidence.ts';
import { count } from '../model/count.ts';
import { formatMinutes } from '../model/duration.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import { DAY_MINUTES, type Instant, plusMinutes } from '../model/instant.ts';
import { type TableSubject, tableControl } from './define.ts';
import { ago, denied, exampleInventory } from './example.ts';
import { fail, notApplicable, pass, undecided } from './outcome.ts';
import { widestGap } from './shared/gaps.ts';
import { formerPoints } from './shared/newest-point.ts';
import { objectiveSchedule } from './shared/objective-schedule.ts';
import { observedLimit } from './shared/observed-limit.ts';

/** AWS keeps nothing longer. */
const LONGEST_DAYS = 36_500;

const POLICY = 'backup: { objectives: [{ frequency: 24h, retention: 35d }], recoveryPoints: { observedOver: 3d } }';

export const recoveryPointGap = tableControl({
  id: 'recovery-point-gap',
  title: 'No gap between recovery points was too long',
  severity: 'high',
  description:
    'Passes when the largest gap between completed recovery points in the window, from its start to now, is at most the rpo of the first objective, or its frequency plus the start window where it has none. A table younger than the window is observed from its creation, and points older than the table are not its own. A table older than the window that has no point in it fails, however short the window is. Points from before now − the shortest retention of the table’s rules may have been deleted as planned: there completed backup jobs (30 days of them) may close a gap, and one that they leave open is unknown. It is unknown, too, where points could not be read that might close the gap, and where it would fail and the age of the table is not known.',
  remediation: 'Look at the backup jobs around the gap; jobs older than 30 days are only in CloudTrail.',
  evidence: [
    ...part('points came all along the window; the frequency that is asked is judged apart', {
      'nist-800-53-r5': ['CP-9(a)'],
      'iso-27001-2022': ['A.8.13'],
      'soc-2': ['A1.2'],
      hipaa: ['164.308(a)(7)(ii)(A)'],
      dora: ['12(2)'],
      nis2: ['4.2.1', '4.2.2(b)'],
      'cis-controls-8.1': ['11.2'],
      'aws-well-architected': ['REL09-BP03'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
    ...supports('points that exist keep data available', { dora: ['9(2)'] }),
  ],
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointByBackupVault.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobs.html',
  ],
  asked: (observedOverMinutes, { backup }) => ({ observedOverMinutes, objective: backup?.objectives[0] }),
  needs: () => ['recovery-points', 'plans', 'tags', 'region-settings', 'description', 'backup-jobs'],
  evaluate: (subject, { observedOverMinutes, objective }) => {
    if (!objective) return notApplicable('the policy has no objective to hold the gap to', { subjects: [] });
    const { estate, table } = subject;
    const limit = observedLimit(
      objective.rpoMinutes,
      objective.frequencyMinutes,
      objectiveSchedule(subject, objective).startWindow,
    );
    const own = ownPoints(table);
    const points = own.points.filter((point) => isUsable(point) && point.createdAt <= estate.now);
    const start = plusMinutes(estate.now, -observedOverMinutes);
    const covered = rulesOf(estate, table);
    const isYoung = own.born.known && own.born.value > start;
    const from = own.born.known && isYoung ? own.born.value : start;
    const sight = sightOf(subject, own);
    const inside = points.map(({ createdAt }) => createdAt).filter((at) => at >= from);
    const jobs = completedBackups(table).filter((at) => at >= from && at < sight.jobsCountUntil && at <= estate.now);
    const backups = jobs.length === 0 ? inside : [...inside, ...jobs].sort();
    const widest = widestGap(backups, from, estate.now);
    const sure = sight.from > from ? widestGap(backups, sight.from, estate.now) : widest;
    const shown = {
      expected: { longestGapMinutes: limit.minutes, observedOverMinutes },
      actual: {
        longestGapMinutes: Math.floor(widest.minutes),
        gapFrom: widest.from,
        gapTo: widest.to,
        points: inside.length,
      },
      because: [
        `${count(inside.length, 'completed recovery point')}${jobs.length > 0 ? ` and ${count(jobs.length, 'completed backup job')}` : ''} since ${from}; largest gap ${widest.from} → ${widest.to}`,
        ...(isYoung ? [`the table was created ${from}, inside the window`] : []),
        ...formerPoints(own, 'recovery point', 'recovery points'),
      ],
      subjects: [
        ...points.filter(({ createdAt }) => createdAt === widest.from || createdAt === widest.to).map(pointSubject),
        ...rulesAsSubjects(covered),
      ],
    };
    const empty = inside.length === 0 && !isYoung;
    const asked = `policy asks for ${formatMinutes(limit.minutes)}`;
    const message = empty
      ? `no recovery point in the last ${formatMinutes(observedOverMinutes)}; ${asked} between them`
      : `largest gap between recovery points is ${formatMinutes(widest.minutes)}; ${asked}`;
    if (!empty && widest.minutes <= limit.minutes) return pass(message, shown);

    const unknownFor = (text: string, why: Unknown, all: readonly Unknown[] = [why]) =>
      undecided(text, why, { ...shown, because: [...shown.because, ...all.map(({ detail }) => detail)] });
    if (own.unread[0]) return unknownFor('not every vault could be read', own.unread[0], own.unread);
    if (!own.born.known) return unknownFor('how old the table is is not known', own.born);
    if (!empty && sure.minutes <= limit.minutes)
      return unknownFor(`${message}, but not the whole window can be seen`, sight.hidden);
    if (!empty && limit.doubt && sure.minutes <= limit.doubt.upToMinutes)
      return unknownFor('how late a run may start is not known', limit.doubt.why);
    const uncovered = covered.rules.length === 0 && covered.hidden.length === 0;
    return fail(message, uncovered ? { ...shown, follows: 'plan-coverage' } : shown);
  },
  examples: [
    {
      title: 'passes when a point was made every day',
      policy: POLICY,
      inventory: () => exampleInventory({ points: [3, 27, 51, 75].map((hours) => ({ createdAt: ago(hours) })) }),
      expect: { status: 'pass', message: 'largest gap between recovery points is 24 h; policy asks for 25 h' },
    },
    {
      title: 'fails when a night was missed',
      policy: POLICY,
      inventory: () => exampleInventory({ points: [3, 51, 75].map((hours) => ({ createdAt: ago(hours) })) }),
      expect: { status: 'fail', message: 'largest gap between recovery points is 2 d; policy asks for 25 h' },
    },
    {
      title: 'fails when the window holds no point, though it is shorter than the gap allowed',
      policy: POLICY.replace('3d', '20h'),
      inventory: () => exampleInventory({ points: [{ createdAt: ago(24 * 9) }] }),
      expect: { status: 'fail', message: 'no recovery point in the last 20 h; policy asks for 25 h between them' },
    },
    {
      title: 'is unknown when points of that time have been deleted as planned, and no job tells of them',
      policy: POLICY,
      inventory: () =>
        exampleInventory({
          rules: [{}, { name: 'noon', scheduleExpression: 'cron(0 12 ? * * *)', lifecycle: { deleteAfterDays: 1 } }],
          points: [3, 51, 75].map((hours) => ({ createdAt: ago(hours) })),
          backupJobs: denied('backup:ListBackupJobs'),
        }),
      expect: {
        status: 'unknown',
        message:
          'largest gap between recovery points is 2 d; policy asks for 25 h, but not the whole window can be seen',
      },
    },
    {
      title: 'is unknown when a vault could not be read',
      policy: POLICY,
      inventory: () => exampleInventory({ points: denied('backup:ListRecoveryPointsByBackupVault') }),
      expect: { status: 'unknown', message: 'not every vault could be read' },
    },
  ],
});

interface Sight {
  /** From here on a point that is missing was never made, or was deleted by hand. */
  readonly from: Instant;
  /** A job before this stands for its point, which may have been deleted as planned; a later one without its point does not. */
  readonly jobsCountUntil: Instant;
  /** Why what lies before is not seen. */
  readonly hidden: Unknown;
}

/** Jobs that are not listed prove nothing: the list is a month long, and a point may have been made by another way. */
function sightOf({ estate, table }: TableSubject, { points }: OwnPoints): Sight {
  const { takenAt } = estate.inventory;
  const { backupJobs: jobs, recoveryPointsSince: since } = table.regionInventory;
  const kept = shortestRetentionDays(rulesOf(estate, table), points);
  if (!kept.known) return { from: takenAt, jobsCountUntil: '', hidden: kept };
  const planned = plusMinutes(takenAt, -Math.min(kept.value, LONGEST_DAYS) * DAY_MINUTES);
  const from = since !== undefined && since > planned ? since : planned;
  const gone = `the shortest retention of the rules is ${formatDays(kept.value)}: points from before ${from} may have been deleted as planned`;
  const hidden = jobs.known
    ? unknown('not-collected', `${gone}, and no completed backup job closes the gap; observe over less, or keep longer`)
    : unknown(jobs.reason, `${gone}, and the backup jobs, which may tell of them, could not be read`, jobs.permission);
  return { from, jobsCountUntil: from, hidden };
}
