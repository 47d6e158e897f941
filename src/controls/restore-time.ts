import { tableControl } from './define.ts';
import { ago, exampleInventory } from './example.ts';
import { judgeRestoreTime, type RestoreObjective } from './restored/measured-time.ts';

const asked = 'restore: { rto: 4h, measure: { statistic: max, over: 30d, samples: 2 } }';

export const restoreTime = tableControl<RestoreObjective>({
  id: 'restore-time',
  title: 'Measured restores meet the recovery time objective',
  severity: 'critical',
  policyPath: 'restore.rto',
  description:
    'Passes when the statistic of the table’s completed restores, from job created to job completed, within the period named is at most the RTO. Restore tests count, and so do restores that only a ledger (`--ledger`) remembers; failed and aborted restores are named and not counted. Quantiles interpolate linearly (type 7). Fails when it is longer, or as soon as a restore has been running for longer than the RTO. Unknown (“RTO unproven”) with fewer samples than asked, and when restore jobs could not be read. The clock `ready`, which runs until every required setting is back, fails when the restore alone took too long, and is unknown otherwise. AWS promises no restore time, and size does not predict it: only measuring does.',
  remediation:
    'Measure more often with a restore testing plan, keep what was measured with `holdfast history update`, and where restores are too slow, restore fewer indexes or less data, or write the RTO that can be kept.',
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreJobsListMember.html',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GettingStartedBackupsAWS.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/controls-and-remediation.html',
  ],
  requirements: ({ restore }) =>
    restore?.rtoMinutes === undefined
      ? []
      : [{ path: 'restore.rto', asked: { rtoMinutes: restore.rtoMinutes, measure: restore.measure } }],
  needs: () => ['restore-jobs'],
  evaluate: judgeRestoreTime,
  examples: [
    {
      title: 'passes when the slowest of two restores is fast enough',
      policy: asked,
      inventory: () => exampleInventory({ restoreJobs: [{}, { createdAt: ago(50), completedAt: ago(47) }] }),
      expect: { status: 'pass', message: 'max of 2 restores is 3 h; policy asks for 4 h' },
    },
    {
      title: 'fails when one of them was too slow',
      policy: asked,
      inventory: () => exampleInventory({ restoreJobs: [{}, { createdAt: ago(50), completedAt: ago(45) }] }),
      expect: { status: 'fail', message: 'max of 2 restores is 5 h; policy asks for 4 h' },
    },
    {
      title: 'fails when a restore is still running after the objective, whatever was measured before',
      policy: asked,
      inventory: () => exampleInventory({ restoreJobs: [{}, {}, { status: 'RUNNING', createdAt: ago(6) }] }),
      expect: { status: 'fail', message: 'a restore has been running for 6 h; policy asks for 4 h' },
    },
    {
      title: 'is unknown with fewer restores than asked for',
      policy: asked,
      inventory: () => exampleInventory({ restoreJobs: [{}] }),
      expect: { status: 'unknown', message: 'RTO unproven: 1 restore measured over 30 d; policy asks for 2' },
    },
  ],
});
