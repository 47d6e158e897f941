import { copiesTo } from '../estate/copies.ts';
import { formatDays, rulesOf } from '../estate/rules.ts';
import { part, supports } from '../frameworks/evidence.ts';
import { tableControl } from './define.ts';
import { COPY_VAULT, exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';
import { copyNeeds } from './shared/copy-needs.ts';
import { copySchedule } from './shared/copy-schedule.ts';
import { copiesAsSubjects, destinationOf, placeOf } from './shared/copy-subjects.ts';
import { NEVER_RUNS, openRuns, suppressions } from './shared/schedule-judgement.ts';

export const copyCoverage = tableControl({
  id: 'copy-coverage',
  title: 'A copy to the asked Region and account is configured and can work',
  severity: 'high',
  description:
    'Passes when a rule that selects the table copies to a vault of that Region and account, and nothing stops the copy: advanced DynamoDB backup is on, the partition is the same, both vaults exist, their locks accept the retention, and the rule has a run that gives way to no other. To another account, cross-account backup must be on, the vault must not be the Default one, its access policy must allow backup:CopyIntoBackupVault to the account, and the last copy job into it must not have been refused. What could not be read leaves it unknown, and so does what AWS leaves open, until a copy into that vault has completed. Organizations are not read: that both accounts belong to the same one shows in the copies that arrive.',
  remediation: 'Add a copy action to the rule, or remove what stops it: the evidence names it.',
  evidence: [
    ...part('a copy to another place is configured and can work; whether it is far enough is a decision on risk', {
      'nist-800-53-r5': ['CP-6(a)', 'CP-6(1)'],
      'iso-27001-2022': ['A.8.13'],
      'soc-2': ['A1.2'],
      nis2: ['4.2.2(c)'],
      'cis-controls-8.1': ['11.4'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
    ...supports('only where the table holds such data, or the plan rests on the copy', {
      'nist-800-53-r5': ['CP-9(3)'],
      hipaa: ['164.308(a)(7)(ii)(B)'],
      'soc-2': ['CC9.1'],
      dora: ['RTS 26(2)(a)'],
      'aws-well-architected': ['REL13-BP02'],
    }),
  ],
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html',
  ],
  needs: copyNeeds,
  evaluate: (subject, asked) => {
    const { estate, table } = subject;
    const found = rulesOf(estate, table);
    const { rules } = found;
    const copies = copiesTo(estate, table, asked);
    const evidence = copySchedule(subject, placeOf(asked));
    const destination = destinationOf(asked);
    const shown = {
      expected: { region: asked.region, account: asked.account ?? table.account },
      actual: { copies: copies.map((copy) => copy.action.destinationVaultArn) },
      because: copies.map(({ plan, rule, action, retentionDays, obstacles, doubts, evidence }) =>
        [
          `plan ${plan.name} › rule ${rule.name} › copy to ${action.destinationVaultArn}, kept ${formatDays(retentionDays)}`,
          ...obstacles,
          ...evidence,
          ...doubts.map((doubt) => `not known: ${doubt.detail}`),
        ].join(': '),
      ),
      subjects: copiesAsSubjects(found, copies, asked),
    };
    if (evidence.schedule.firstRun !== null) return pass(`copied to ${destination}`, shown);
    const why = openRuns(evidence);
    if (why) {
      return undecided(`cannot tell whether a copy to ${destination} works`, why, {
        ...shown,
        because: [...new Set([...shown.because, ...evidence.blind.map((each) => each.detail), why.detail])],
      });
    }
    if (rules.length === 0)
      return fail('no rule of a live backup plan selects the table', { ...shown, follows: 'plan-coverage' });
    if (copies.length === 0) return fail(`no rule that selects the table copies to ${destination}`, shown);
    const obstacles = copies[0]?.obstacles ?? [];
    return fail(
      `the copy to ${destination} cannot work: ${evidence.qualifying > 0 ? NEVER_RUNS : obstacles.join('; ')}`,
      { ...shown, because: [...shown.because, ...suppressions(evidence.hopeful)] },
    );
  },
  examples: [
    {
      title: 'passes when a rule copies to a vault that exists',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ copyVaults: [{}] }),
      expect: { status: 'pass', message: 'copied to eu-central-1' },
    },
    {
      title: 'fails when the copies go to another Region',
      policy: 'backup: { copies: [{ region: eu-north-1, frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ copyVaults: [{}] }),
      expect: { status: 'fail', message: 'no rule that selects the table copies to eu-north-1' },
    },
    {
      title: 'fails when the destination vault is gone',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ copyVaults: [{ name: 'other' }] }),
      expect: {
        status: 'fail',
        message: `the copy to eu-central-1 cannot work: the destination vault ${COPY_VAULT} does not exist`,
      },
    },
    {
      title: 'fails when every run of the rule gives way to one that does not copy',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }',
      inventory: () =>
        exampleInventory({
          copyVaults: [{}],
          rules: [{}, { name: 'yearly', lifecycle: { deleteAfterDays: 365 }, copyActions: [] }],
        }),
      expect: {
        status: 'fail',
        message:
          'the copy to eu-central-1 cannot work: its rule has no run to come that does not give way to another rule',
      },
    },
    {
      title: 'is unknown when the destination was not read',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory(),
      expect: { status: 'unknown', message: 'cannot tell whether a copy to eu-central-1 works' },
    },
  ],
});
