import { full, part } from '../frameworks/evidence.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { objectiveSchedule } from './shared/objective-schedule.ts';
import { judgeSchedule } from './shared/schedule-judgement.ts';

export const backupRpo = tableControl({
  id: 'backup-rpo',
  title: 'Worst-case RPO of the schedule is short enough',
  severity: 'high',
  description:
    'Passes when the schedule gap plus how late a run may start (its start window, 8 hours where the rule names none) is at most the RPO: the longest time that a failure just before the next backup could set the table back. The same rules count as for backup-frequency.',
  remediation: 'Shorten the start window of the rule (at least 60 minutes), or run it more often.',
  evidence: [
    ...full('the worst case of the schedules, late starts counted in, is held to the recovery point objective', {
      'nist-800-53-r5': ['CP-9(a)'],
      'cis-controls-8.1': ['11.2'],
      'aws-well-architected': ['REL09-BP03'],
      dora: ['12(1)(a)', 'RTS 8(2)(b)(i)', 'RTS 39(2)(g)'],
    }),
    ...part('the objective is held to what is scheduled; what exists is judged apart', {
      'iso-27001-2022': ['A.8.13', 'A.5.30'],
      'soc-2': ['A1.2'],
      hipaa: ['164.308(a)(7)(ii)(A)'],
      dora: ['12(6)', 'RTS 24(1)(b)(ii)(2)', 'RTS 26(1)(c)'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
  ],
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html'],
  needs: () => ['plans', 'tags', 'region-settings', 'vaults'],
  evaluate: (subject, objective) =>
    judgeSchedule(
      { limitMinutes: objective.rpoMinutes, measure: 'worst-case', of: 'backups' },
      objectiveSchedule(subject, objective),
    ),
  examples: [
    {
      title: 'passes when gap and start window stay below the RPO',
      policy: 'backup: { objectives: [{ frequency: 24h, rpo: 26h, retention: 35d }] }',
      inventory: () => exampleInventory(),
      expect: {
        status: 'pass',
        message: 'worst-case RPO of backups is 25 h, a start window of 60 min counted in; policy asks for 26 h',
      },
    },
    {
      title: 'fails when a run may start eight hours late',
      policy: 'backup: { objectives: [{ frequency: 24h, rpo: 26h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: [{ startWindowMinutes: 480 }] }),
      expect: {
        status: 'fail',
        message: 'worst-case RPO of backups is 32 h, a start window of 480 min counted in; policy asks for 26 h',
      },
    },
    {
      title: 'fails when the vault of the only rule does not exist',
      policy: 'backup: { objectives: [{ frequency: 24h, rpo: 26h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: [{ vaultName: 'gone' }] }),
      expect: {
        status: 'fail',
        message:
          'no rule that selects the table and can run keeps points for 35 d; rule nightly of plan daily does not count, its jobs fail: vault gone does not exist',
      },
    },
    {
      title: 'fails when the schedule ends within a year',
      policy: 'backup: { objectives: [{ frequency: 24h, rpo: 26h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: [{ scheduleExpression: 'cron(0 5 ? * * 2026-2026)' }] }),
      expect: {
        status: 'fail',
        message:
          'the last of the scheduled backups runs at 2026-12-31T05:00:00.000Z, and none comes after it; policy asks for 26 h',
      },
    },
    {
      title: 'is unknown when the vaults could not be listed',
      policy: 'backup: { objectives: [{ frequency: 24h, rpo: 26h, retention: 35d }] }',
      inventory: () => exampleInventory({ vaults: denied('backup:ListBackupVaults') }),
      expect: { status: 'unknown', message: 'no run is sure, but not every rule could be judged' },
    },
    {
      title: 'is unknown when the plan could not be read',
      policy: 'backup: { objectives: [{ frequency: 24h, rpo: 26h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: denied('backup:GetBackupPlan') }),
      expect: { status: 'unknown', message: 'no run is sure, but not every rule could be judged' },
    },
  ],
});
