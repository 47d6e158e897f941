import { copyJobsOf } from '../estate/jobs.ts';
import { copiesOf, isUsable, ownPoints, placeOfVault } from '../estate/points.ts';
import { full, part } from '../frameworks/evidence.ts';
import { formatMinutes } from '../model/duration.ts';
import { type Instant, minutesBetween } from '../model/instant.ts';
import type { CopyJob } from '../model/job.ts';
import type { CopyRequirement } from '../model/policy.ts';
import { type TableSubject, tableControl } from './define.ts';
import { ago, exampleInventory } from './example.ts';
import { copyNeeds } from './shared/copy-needs.ts';
import { copySchedule } from './shared/copy-schedule.ts';
import { destinationOf } from './shared/copy-subjects.ts';
import { causeOf } from './shared/job-cause.ts';
import { formerPoints, judgeAge } from './shared/newest-point.ts';
import { observedLimit } from './shared/observed-limit.ts';
import { unmarkedCopies } from './shared/unmarked-copies.ts';

export const copyRecoveryPointAge = tableControl({
  id: 'copy-recovery-point-age',
  title: 'Newest copy in the destination is young enough',
  severity: 'critical',
  description:
    'Passes when a completed copy of the table exists in the asked Region and account and its source was requested no longer ago than the copy’s rpo, or than its frequency plus the start window where it has none. A copy keeps the creation date of its source. Within an account AWS need not say that a point is a copy: a completed copy job that names it does, and a point that no job names leaves it unknown. The destination’s own vaults are read; where no credentials reach them it is unknown, never missing.',
  remediation: 'Look at the copy jobs in the evidence that failed or have not started; they say what stopped them.',
  evidence: [
    ...full('a recent copy exists at the other place', { 'nist-800-53-r5': ['CP-9(5)'] }),
    ...part('a recent copy exists at the other place; the place itself is a decision on risk', {
      'nist-800-53-r5': ['CP-6(a)', 'CP-6(1)', 'CP-6(2)', 'CP-9(d)'],
      'iso-27001-2022': ['A.8.13'],
      'soc-2': ['A1.2'],
      nis2: ['4.2.2(c)'],
      'cis-controls-8.1': ['11.4'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
  ],
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html'],
  needs: (asked) => [...copyNeeds(asked), 'recovery-points', 'copy-jobs', 'backup-jobs', 'description'],
  evaluate: (subject, asked) => {
    const { estate, table } = subject;
    const view = copiesOf(estate, table, asked.region, asked.account ?? table.account);
    const own = ownPoints(table, view);
    const possible = ownPoints(table, { points: view.possible, unread: [] }).points.filter(isUsable);
    const { points, unread, born } = own;
    const schedule = copySchedule(subject, asked);
    const limit =
      asked.rpoMinutes === undefined && asked.frequencyMinutes === undefined
        ? undefined
        : observedLimit(asked.rpoMinutes, asked.frequencyMinutes ?? 0, schedule.startWindow);
    const limitMinutes = limit?.minutes;
    const none = schedule.qualifying === 0 && schedule.blind.length === 0 && schedule.open.length === 0;
    return judgeAge({
      what: `copy in ${destinationOf(asked)}`,
      asked:
        limitMinutes === undefined
          ? 'policy asks for one'
          : `policy asks for one within ${formatMinutes(limitMinutes)}`,
      limitMinutes,
      doubt: limit?.doubt,
      points: points.filter(isUsable),
      ignored: points.filter((point) => !isUsable(point)),
      unread,
      doubtful: born.known ? undefined : born,
      possible: { points: possible, why: unmarkedCopies(table, possible.length) },
      now: estate.now,
      expected: { region: asked.region, newestWithinMinutes: limitMinutes ?? null },
      cause: none ? (schedule.cause === 'copy-retention' ? undefined : schedule.cause) : undefined,
      because: [...formerPoints(own, 'copy', 'copies'), ...troubledCopies(subject, asked)],
      makers: schedule.subjects,
    });
  },
  examples: [
    {
      title: 'passes when this morning’s copy exists',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ copyVaults: [{}], copies: [{ createdAt: ago(3) }] }),
      expect: { status: 'pass', message: 'newest copy in eu-central-1 is 3 h old; policy asks for one within 25 h' },
    },
    {
      title: 'fails when the newest copy is two days old',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, rpo: 32h, retention: 35d }] }',
      inventory: () => exampleInventory({ copyVaults: [{}], copies: [{ createdAt: ago(51) }] }),
      expect: {
        status: 'fail',
        message: 'newest copy in eu-central-1 is 2 d 3 h old; policy asks for one within 32 h',
      },
    },
    {
      title: 'is unknown when nothing reaches the destination',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory(),
      expect: { status: 'unknown', message: 'no copy in eu-central-1 was found, but not every vault could be read' },
    },
  ],
});

/**
 * AWS Backup tries for two hours to start a copy; after that people of AWS look into it, so a job that waits longer is
 * worth a look. Source: AWS Backup Developer Guide, recov-point-create-a-copy ("Copy job retry").
 */
const START_WITHIN_MINUTES = 120;

/** The last copy jobs to the destination that failed or hang: they explain, they do not decide. */
function troubledCopies({ estate, table }: TableSubject, asked: CopyRequirement): string[] {
  const account = asked.account ?? table.account;
  return copyJobsOf(table)
    .flatMap((job) => {
      const trouble = troubleOf(job, estate.now);
      if (trouble === undefined) return [];
      const place = placeOfVault(job.destinationVaultArn);
      return place?.region === asked.region && place.account === account ? [trouble] : [];
    })
    .slice(-3);
}

function troubleOf(job: CopyJob, now: Instant): string | undefined {
  if (job.state === 'COMPLETED' || job.state === 'RUNNING') return undefined;
  const name = `copy job ${job.id} of ${job.createdAt}`;
  if (job.state !== 'CREATED') return `${name} is ${job.state}: ${causeOf(job.statusMessage, job.messageCategory)}`;
  const waits = minutesBetween(job.createdAt, now);
  return waits > START_WITHIN_MINUTES
    ? `${name} has not started for ${formatMinutes(waits)}: more than 2 h is unusual, unless another job of the table runs`
    : undefined;
}
