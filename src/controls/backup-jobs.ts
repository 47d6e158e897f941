import { asksForPlan } from '../estate/asks-for-plan.ts';
import { backupJobsOf } from '../estate/jobs.ts';
import { firstSubjects, jobSubject } from '../estate/subjects.ts';
import { part, supports } from '../frameworks/evidence.ts';
import { count } from '../model/count.ts';
import { type Instant, minutesBetween, plusMinutes } from '../model/instant.ts';
import type { BackupJob } from '../model/job.ts';
import { DEFAULT_COMPLETION_WINDOW_MINUTES } from '../schedule/defaults.ts';
import { tableControl } from './define.ts';
import { ago, denied, exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';
import { causeOf } from './shared/job-cause.ts';

/** AWS Backup lists the jobs of the last 30 days. Source: API ListBackupJobs. */
const LOOKBACK_DAYS = 30;

const TROUBLE = ['FAILED', 'EXPIRED', 'ABORTED', 'ABORTING', 'PARTIAL'] as const;

export const backupJobs = tableControl({
  id: 'backup-jobs',
  title: 'No backup job failed, expired or hangs',
  severity: 'medium',
  description:
    'Passes when none of the table’s backup jobs that AWS Backup still lists (30 days) failed, expired, was aborted, ended partially, waits past its start window, or has been running past the default completion window of 7 days. Jobs that completed with a message are shown, and do not fail.',
  remediation: 'The evidence groups the jobs by cause and says what fixes each.',
  evidence: [
    ...part('the jobs of the lookback ended well; correcting those that did not is shown elsewhere', {
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
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobs.html'],
  asked: (_, policy) => (asksForPlan(policy) ? true : undefined),
  needs: () => ['backup-jobs'],
  evaluate: ({ estate, table }) => {
    const { backupJobs: jobs } = table.regionInventory;
    if (!jobs.known)
      return undecided('the backup jobs could not be read', jobs, { because: [jobs.detail], subjects: [] });
    const since = plusMinutes(estate.now, -LOOKBACK_DAYS * 24 * 60);
    const own = backupJobsOf(table).filter((job) => job.createdAt >= since && job.createdAt <= estate.now);
    const troubled = own.filter((job) => troubleOf(job, estate.now) !== undefined);
    const shown = {
      expected: { troubledJobs: 0, lookbackDays: LOOKBACK_DAYS },
      actual: { jobs: own.length, troubledJobs: troubled.length, byState: countByState(troubled, estate.now) },
      because: [...byCause(troubled, estate.now), ...withIssues(own)],
      subjects: firstSubjects((troubled.length === 0 ? own : troubled).toReversed(), jobSubject),
    };
    return troubled.length === 0
      ? pass(`${count(own.length, 'backup job')} in ${LOOKBACK_DAYS} d, none failed, expired or hangs`, shown)
      : fail(`${troubled.length} of ${own.length} backup jobs in ${LOOKBACK_DAYS} d failed, expired or hang`, shown);
  },
  examples: [
    {
      title: 'passes when every job completed',
      policy: 'backup: {}',
      inventory: () => exampleInventory({ backupJobs: [{}, { createdAt: ago(27) }] }),
      expect: { status: 'pass', message: '2 backup jobs in 30 d, none failed, expired or hangs' },
    },
    {
      title: 'fails when a job expired in its start window',
      policy: 'backup: {}',
      inventory: () =>
        exampleInventory({
          backupJobs: [
            {
              state: 'EXPIRED',
              statusMessage: 'Backup job failed because there was a running job for the same resource.',
            },
            { createdAt: ago(27) },
          ],
        }),
      expect: { status: 'fail', message: '1 of 2 backup jobs in 30 d failed, expired or hang' },
    },
    {
      title: 'is unknown when the jobs could not be read',
      policy: 'backup: {}',
      inventory: () => exampleInventory({ backupJobs: denied('backup:ListBackupJobs') }),
      expect: { status: 'unknown', message: 'the backup jobs could not be read' },
    },
  ],
});

/** The job's state where it means trouble, or `STUCK`. */
function troubleOf(job: BackupJob, now: Instant): string | undefined {
  if (TROUBLE.some((state) => state === job.state)) return job.state;
  const waits = job.state === 'CREATED' || job.state === 'PENDING';
  if (waits && job.startBy !== undefined && job.startBy < now) return 'STUCK';
  const runs = job.state === 'RUNNING' && minutesBetween(job.createdAt, now) > DEFAULT_COMPLETION_WINDOW_MINUTES;
  return runs ? 'STUCK' : undefined;
}

function countByState(jobs: readonly BackupJob[], now: Instant): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const job of jobs) {
    const state = troubleOf(job, now) ?? job.state;
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

function byCause(jobs: readonly BackupJob[], now: Instant): string[] {
  const groups = new Map<string, BackupJob[]>();
  for (const job of jobs) {
    const cause = `${troubleOf(job, now)}: ${causeOf(job.statusMessage, job.messageCategory)}`;
    groups.set(cause, [...(groups.get(cause) ?? []), job]);
  }
  return [...groups].map(([cause, group]) => {
    const last = group.at(-1);
    return `${group.length} × ${cause} (last: job ${last?.id} of ${last?.createdAt})`;
  });
}

/** `COMPLETED` with a category other than SUCCESS is AWS's "completed with issues". */
function withIssues(jobs: readonly BackupJob[]): string[] {
  return jobs
    .filter(
      (job) =>
        job.state === 'COMPLETED' &&
        job.messageCategory !== undefined &&
        job.messageCategory.toUpperCase() !== 'SUCCESS',
    )
    .slice(-3)
    .map(
      (job) =>
        `job ${job.id} of ${job.createdAt} completed with issues: ${causeOf(job.statusMessage, job.messageCategory)}`,
    );
}
