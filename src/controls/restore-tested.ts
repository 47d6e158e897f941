import { tableControl } from './define.ts';
import { ago, exampleInventory } from './example.ts';
import { judgeRestoreTested } from './restored/newest-restore.ts';

export const restoreTested = tableControl({
  id: 'restore-tested',
  title: 'The table was restored, or restore-tested, lately',
  severity: 'high',
  description:
    'Passes when a restore of the table, by hand or by a restore testing plan, was completed within the period named. A restore whose validation failed or timed out does not count, nor does one of an earlier table of that name. Fails when AWS’s list of about 30 days reaches back far enough to tell that there was none: over the whole period, or to the last one, which is older. Unknown when restore jobs, or the age of the table, could not be read, and when the period is longer than the list and no restore within it is known: a ledger (`--ledger`) and CloudTrail (`--history`) tell of restores, and not that there was none.',
  remediation:
    'Make a restore testing plan that selects the table, or restore it by hand; keep the record with `holdfast history update`, because AWS forgets it.',
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreJobsListMember.html',
  ],
  needs: () => ['restore-jobs', 'restore-testing', 'description'],
  evaluate: judgeRestoreTested,
  examples: [
    {
      title: 'passes when a restore was completed this week',
      policy: 'restore: { testedEvery: 7d }',
      inventory: () => exampleInventory({ restoreJobs: [{ createdAt: ago(30), completedAt: ago(29) }] }),
      expect: { status: 'pass', message: 'last completed restore 29 h ago; policy asks for one every 7 d' },
    },
    {
      title: 'fails when the last restore is too old',
      policy: 'restore: { testedEvery: 7d }',
      inventory: () => exampleInventory({ restoreJobs: [{ createdAt: ago(241), completedAt: ago(240) }] }),
      expect: { status: 'fail', message: 'last completed restore 10 d ago; policy asks for one every 7 d' },
    },
    {
      title: 'is unknown when AWS’s list of jobs is shorter than the period',
      policy: 'restore: { testedEvery: 90d }',
      inventory: () => exampleInventory({ restoreJobs: [] }),
      expect: { status: 'unknown', message: 'no completed restore in the job list; policy asks for one every 90 d' },
    },
  ],
});
