import { full, part } from '../frameworks/evidence.ts';
import { tableControl } from './define.ts';
import { exampleInventory } from './example.ts';
import { copyNeeds } from './shared/copy-needs.ts';
import { copySchedule } from './shared/copy-schedule.ts';
import { destinationOf } from './shared/copy-subjects.ts';
import { judgeSchedule } from './shared/schedule-judgement.ts';

export const copyFrequency = tableControl({
  id: 'copy-frequency',
  title: 'Copies are close enough together',
  severity: 'high',
  description:
    'Passes when the longest gap between two scheduled backups that are copied to the asked Region and account, by copy actions that can work and whose copies live long enough, is at most the frequency. A run that AWS Backup drops for an overlapping rule makes no copy either.',
  remediation: 'Add the copy action to the rule that runs often enough.',
  evidence: [
    ...full('copies are made as often as the policy asks', { 'nist-800-53-r5': ['CP-9(5)'] }),
    ...part('the copies fit the objective; restores at that place are judged apart', { 'nist-800-53-r5': ['CP-6(2)'] }),
  ],
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html'],
  needs: copyNeeds,
  evaluate: (subject, asked) =>
    judgeSchedule(
      { limitMinutes: asked.frequencyMinutes, measure: 'gap', of: `copies to ${destinationOf(asked)}` },
      copySchedule(subject, asked),
    ),
  examples: [
    {
      title: 'passes when every nightly backup is copied',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ copyVaults: [{}] }),
      expect: {
        status: 'pass',
        message: 'longest gap between scheduled copies to eu-central-1 is 24 h; policy asks for 24 h',
      },
    },
    {
      title: 'fails when backups are copied weekly',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: [{ scheduleExpression: 'cron(0 5 ? * SUN *)' }], copyVaults: [{}] }),
      expect: {
        status: 'fail',
        message: 'longest gap between scheduled copies to eu-central-1 is 7 d; policy asks for 24 h',
      },
    },
    {
      title: 'is unknown when the destination was not read',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory(),
      expect: { status: 'unknown', message: 'no run is sure, but not every rule could be judged' },
    },
  ],
});
