import { full, part, supports } from '../frameworks/evidence.ts';
import type { Policy } from '../model/policy.ts';
import { tableControl } from './define.ts';
import { ago, exampleInventory } from './example.ts';
import { countedAsked } from './restored/counted-restores.ts';
import { judgeRestoreTested } from './restored/newest-restore.ts';

export const restoreTested = tableControl({
  id: 'restore-tested',
  title: 'The table was restored, or restore-tested, lately',
  severity: 'high',
  description:
    'Passes when a restore of the table, by hand or by a restore testing plan, was completed within the period named. A restore whose validation failed or timed out does not count; with `validated: true` only restore tests whose validation was successful do, and with `testedIn` only restores made in another Region or account. Nor does one of an earlier table of that name count. Fails when AWS’s list of about 30 days reaches back far enough to tell that there was none: over the whole period, over the life of a younger table, or to the last one, which is older. Unknown when restore jobs, or the age of the table or of the recovery point restored, could not be read, when nothing tells where a restore was made, or no other Region or account, or not every one that copies of the table go to, was read, and when the period is longer than the list and no restore within it is known: a ledger (`--ledger`) and CloudTrail (`--history`) tell of restores, and not that there was none.',
  remediation:
    'Make a restore testing plan that selects the table, or restore it by hand; keep the record with `holdfast history update`, because AWS forgets it.',
  evidence: [
    ...full('a restore of the table was made lately, as a test of recovery on a sample', {
      'cis-controls-8.1': ['11.5'],
    }),
    ...full(
      'only restores whose content was validated count',
      { 'nist-800-53-r5': ['CP-9(1)'] },
      { field: 'validated', is: [true] },
    ),
    ...part(
      'only restores whose content was validated count; what the validation looks at is yours',
      { dora: ['12(7)'], nis2: ['4.2.2(b)', '4.2.3'], 'nist-csf-2.0': ['RC.RP-03', 'RC.RP-05'] },
      { field: 'validated', is: [true] },
    ),
    ...part(
      'restores count only where they were made in another account, apart from the source',
      { dora: ['12(3)'], 'soc-2': ['A1.2'] },
      { field: 'testedIn', is: ['other-account'] },
    ),
    ...part(
      'a restore completed lately; that proves that the backup can be read, not its content nor the rest of the plan',
      {
        'nist-800-53-r5': ['CP-9(1)', 'CP-9(2)'],
        'iso-27001-2022': ['A.8.13', 'A.5.30'],
        'soc-2': ['A1.3'],
        hipaa: ['164.308(a)(7)(ii)(A)', '164.308(a)(7)(ii)(D)'],
        dora: ['11(6)(a)', '12(2)', 'RTS 25(2)(c)'],
        nis2: ['4.2.2(e)', '4.2.6'],
        'aws-well-architected': ['REL09-BP04', 'REL13-BP03'],
        'nist-csf-2.0': ['PR.DS-11'],
      },
    ),
    ...supports('a restore is one step of a test of the plan', {
      'nist-800-53-r5': ['CP-4', 'CP-10'],
      'soc-2': ['CC9.1'],
      'pci-dss-4.0.1': ['12.10.1', '12.10.2'],
      nis2: ['4.1.4'],
    }),
    ...supports(
      'restores in another account are such a scenario',
      { dora: ['RTS 26(2)(a)'] },
      { field: 'testedIn', is: ['other-account'] },
    ),
  ],
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreJobsListMember.html',
  ],
  asked: (testedEveryMinutes: number, policy: Policy) => ({ testedEveryMinutes, ...countedAsked(policy) }),
  needs: ({ testedIn }) => [
    'restore-jobs',
    'restore-testing',
    'description',
    // Where copies are, restores may have been made.
    ...(testedIn === 'any' ? [] : (['plans', 'tags', 'region-settings', 'copy-jobs'] as const)),
  ],
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
      title: 'fails when nobody validated the restore, and the policy counts validated ones alone',
      policy: 'restore: { testedEvery: 7d, validated: true }',
      inventory: () => exampleInventory({ restoreJobs: [{ createdAt: ago(30), completedAt: ago(29) }] }),
      expect: {
        status: 'fail',
        message: 'no completed validated restore in the job list; policy asks for one every 7 d',
      },
    },
    {
      title: 'is unknown when no other Region was read, in which a restore is to be made',
      policy: 'restore: { testedEvery: 7d, testedIn: other-region }',
      inventory: () => exampleInventory({ restoreJobs: [{}] }),
      expect: {
        status: 'unknown',
        message: 'no completed restore in another Region in the job list; policy asks for one every 7 d',
      },
    },
    {
      title: 'is unknown when AWS’s list of jobs is shorter than the period',
      policy: 'restore: { testedEvery: 90d }',
      inventory: () => exampleInventory({ restoreJobs: [] }),
      expect: { status: 'unknown', message: 'no completed restore in the job list; policy asks for one every 90 d' },
    },
  ],
});
