import { part, supports } from '../frameworks/evidence.ts';
import type { Policy } from '../model/policy.ts';
import { tableControl } from './define.ts';
import { ago, exampleInventory } from './example.ts';
import { judgeRestoreTime } from './restored/measured-time.ts';
import { restoreObjective } from './restored/restore-objective.ts';

const POLICY = 'restore: { rto: 4h, measure: { statistic: max, over: 30d, samples: 2 } }';

export const restoreTime = tableControl({
  id: 'restore-time',
  title: 'Measured restores meet the recovery time objective',
  severity: 'critical',
  description:
    'Passes when the statistic of the table’s completed restores, from job created to job completed, within the period named is at most the RTO. Restore tests count, and so do restores that only a ledger (`--ledger`) remembers; failed and aborted restores are named and not counted, nor are those that end before they begin, and those of an earlier table of that name. With `validated: true` only restore tests whose validation was successful count; without it a sample whose validation failed is named. Quantiles interpolate linearly (type 7). Fails when it is longer, or as soon as a restore has been running for longer than the RTO. Unknown (“RTO unproven”) with fewer samples than asked, when restore jobs, or the age of the table, could not be read, and where it depends on a restore of which nothing tells the age of the recovery point: an earlier table of the name may have been backed up. By the clock `ready` a restore ends at the first instant from which every setting that the policy requires is in place together, and stays so. The restored table as it is now and the calls since then (`--history`) tell when; what neither proves is unknown, and never taken for sooner. A restored table on which a required setting is not as asked now is not ready: once it is older than the RTO it fails, as a restore that still runs does. What AWS restores, and what the source does not have either, takes no time. Restore tests have no ready time: their tables are deleted as they are. AWS promises no restore time, and size does not predict it: only measuring does.',
  remediation:
    'Measure more often with a restore testing plan, keep what was measured with `holdfast history update`, and where restores are too slow, restore fewer indexes or less data, or write the RTO that can be kept.',
  evidence: [
    ...part('the time of restores is measured against the objective; the known state is judged apart', {
      'nist-800-53-r5': ['CP-9(2)', 'CP-10', 'CP-10(4)'],
      'iso-27001-2022': ['A.5.30'],
      'soc-2': ['A1.3'],
      hipaa: ['164.308(a)(7)(ii)(D)'],
      dora: ['11(6)(a)'],
      nis2: ['4.2.2(a)', '4.2.6'],
      'cis-controls-8.1': ['11.5'],
      'aws-well-architected': ['REL09-BP04', 'REL13-BP03'],
    }),
    ...part(
      'the slow restores are measured, and not the mean, against the objective',
      { dora: ['12(6)', 'RTS 24(1)(b)(ii)(2)', 'RTS 26(1)(c)'] },
      { field: 'measure.statistic', is: ['p95', 'p99', 'max'] },
    ),
    ...supports('the objective is stated and measured; the plan is another document', {
      'nist-800-53-r5': ['CP-2', 'CP-4'],
      'soc-2': ['CC7.5'],
      'pci-dss-4.0.1': ['12.10.2'],
      hipaa: ['164.308(a)(7)(ii)(B)'],
      nis2: ['4.1.2(f)'],
      'aws-well-architected': ['REL13-BP01'],
    }),
  ],
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreJobsListMember.html',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GettingStartedBackupsAWS.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/controls-and-remediation.html',
  ],
  asked: (_rtoMinutes: number, policy: Policy) => restoreObjective(policy),
  needs: ({ settings }) => [
    'restore-jobs',
    'description',
    ...settings.flatMap(({ control, asked }) => control.needs(asked)),
  ],
  evaluate: judgeRestoreTime,
  examples: [
    {
      title: 'passes when the slowest of two restores is fast enough',
      policy: POLICY,
      inventory: () => exampleInventory({ restoreJobs: [{}, { createdAt: ago(50), completedAt: ago(47) }] }),
      expect: { status: 'pass', message: 'max of 2 restores is 3 h; policy asks for 4 h' },
    },
    {
      title: 'fails when one of them was too slow',
      policy: POLICY,
      inventory: () => exampleInventory({ restoreJobs: [{}, { createdAt: ago(50), completedAt: ago(45) }] }),
      expect: { status: 'fail', message: 'max of 2 restores is 5 h; policy asks for 4 h' },
    },
    {
      title: 'fails when a restore is still running after the objective, whatever was measured before',
      policy: POLICY,
      inventory: () => exampleInventory({ restoreJobs: [{}, {}, { status: 'RUNNING', createdAt: ago(6) }] }),
      expect: { status: 'fail', message: 'a restore has been running for 6 h; policy asks for 4 h' },
    },
    {
      title: 'fails while a required setting is missing for longer than the objective, by the clock `ready`',
      policy:
        'restore: { rto: 4h, measure: { clock: ready, statistic: max, over: 30d, samples: 1 }, settings: { stream: NEW_IMAGE } }',
      inventory: () => exampleInventory({ restored: {} }),
      expect: {
        status: 'fail',
        message: 'orders-restored is not ready 10 h after its restore began: stream not as asked; policy asks for 4 h',
      },
    },
    {
      title: 'is unknown with fewer restores than asked for',
      policy: POLICY,
      inventory: () => exampleInventory({ restoreJobs: [{}] }),
      expect: { status: 'unknown', message: 'RTO unproven: 1 restore measured over 30 d; policy asks for 2' },
    },
  ],
});
