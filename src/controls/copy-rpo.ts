import { full, part } from '../frameworks/evidence.ts';
import { tableControl } from './define.ts';
import { exampleInventory } from './example.ts';
import { copyNeeds } from './shared/copy-needs.ts';
import { copySchedule } from './shared/copy-schedule.ts';
import { destinationOf } from './shared/copy-subjects.ts';
import { judgeSchedule } from './shared/schedule-judgement.ts';

export const copyRpo = tableControl({
  id: 'copy-rpo',
  title: 'Worst-case RPO of the copies is short enough',
  severity: 'high',
  description:
    'Passes when the gap between backups that are copied, plus how late such a backup may start, is at most the RPO. How long the copy itself takes is not part of it: a copy keeps the creation date of its source.',
  remediation: 'Shorten the start window of the rule that is copied, or copy a rule that runs more often.',
  evidence: [
    ...full('copies are made in time for the objective, late starts counted in', { 'nist-800-53-r5': ['CP-9(5)'] }),
    ...part('the copies fit the objective; restores at that place are judged apart', {
      'nist-800-53-r5': ['CP-6(2)'],
      dora: ['12(6)', 'RTS 24(1)(b)(ii)(2)'],
    }),
  ],
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html'],
  needs: copyNeeds,
  evaluate: (subject, asked) =>
    judgeSchedule(
      { limitMinutes: asked.rpoMinutes, measure: 'worst-case', of: `copies to ${destinationOf(asked)}` },
      copySchedule(subject, asked),
    ),
  examples: [
    {
      title: 'passes when gap and start window stay below the RPO',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, rpo: 26h, retention: 35d }] }',
      inventory: () => exampleInventory({ copyVaults: [{}] }),
      expect: {
        status: 'pass',
        message:
          'worst-case RPO of copies to eu-central-1 is 25 h, a start window of 60 min counted in; policy asks for 26 h',
      },
    },
    {
      title: 'fails when a run may start eight hours late',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, rpo: 26h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: [{ startWindowMinutes: 480 }], copyVaults: [{}] }),
      expect: {
        status: 'fail',
        message:
          'worst-case RPO of copies to eu-central-1 is 32 h, a start window of 480 min counted in; policy asks for 26 h',
      },
    },
    {
      title: 'is unknown when the destination was not read',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, rpo: 26h, retention: 35d }] }',
      inventory: () => exampleInventory(),
      expect: { status: 'unknown', message: 'no run is sure, but not every rule could be judged' },
    },
  ],
});
