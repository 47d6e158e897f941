import { full, part } from '../frameworks/evidence.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { objectiveSchedule } from './shared/objective-schedule.ts';
import { judgeSchedule } from './shared/schedule-judgement.ts';

export const backupFrequency = tableControl({
  id: 'backup-frequency',
  title: 'Scheduled backups are close enough together',
  severity: 'high',
  description:
    'Passes when the longest gap between two scheduled backups that are sure to run, by the rules that keep their points long enough for the objective, is at most the frequency. The gap is counted over leap days, daylight saving and year ends; runs that AWS Backup drops because a longer-kept rule of the same plan overlaps are not counted. Of overlapping rules kept equally long AWS documents no order: it passes only if the worst mixture of which is dropped passes, and fails only if the best one fails. A rule whose vault does not exist, or whose vault’s lock refuses what it keeps, does not count: its jobs fail. A schedule whose last run lies within the next 366 days fails. Start windows do not count here, they do in backup-rpo.',
  remediation:
    'Add a rule, or change the schedule of one that keeps long enough. In a time zone with daylight saving a daily schedule has a gap of 25 hours once a year: use UTC, or ask for 25h.',
  evidence: [
    ...full(
      'the longest gap of the schedules that are sure to run, over a year, is held to the frequency that the policy sets',
      {
        'nist-800-53-r5': ['CP-9(a)'],
        'cis-controls-8.1': ['11.2'],
        'aws-well-architected': ['REL09-BP03'],
        dora: ['12(1)(a)', 'RTS 8(2)(b)(i)', 'RTS 39(2)(g)'],
      },
    ),
    ...part('the schedule is one of several things that the requirement asks of backups', {
      'iso-27001-2022': ['A.8.13'],
      'soc-2': ['A1.2'],
      hipaa: ['164.308(a)(7)(ii)(A)'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
  ],
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html',
    'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html',
  ],
  needs: () => ['plans', 'tags', 'region-settings', 'vaults'],
  evaluate: (subject, objective) =>
    judgeSchedule(
      { limitMinutes: objective.frequencyMinutes, measure: 'gap', of: 'backups' },
      objectiveSchedule(subject, objective),
    ),
  examples: [
    {
      title: 'passes when a daily rule keeps long enough',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory(),
      expect: { status: 'pass', message: 'longest gap between scheduled backups is 24 h; policy asks for 24 h' },
    },
    {
      title: 'fails when backups pause over the weekend',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: [{ scheduleExpression: 'cron(0 5 ? * MON-FRI *)' }] }),
      expect: { status: 'fail', message: 'longest gap between scheduled backups is 3 d; policy asks for 24 h' },
    },
    {
      title: 'fails when the only daily rule is kept too short',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: [{ lifecycle: { deleteAfterDays: 7 } }] }),
      expect: { status: 'fail', message: 'no rule that selects the table keeps points for 35 d' },
    },
    {
      title: 'fails when the vault of the only rule does not exist',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: [{ vaultName: 'gone' }] }),
      expect: {
        status: 'fail',
        message:
          'no rule that selects the table and can run keeps points for 35 d; rule nightly of plan daily does not count, its jobs fail: vault gone does not exist',
      },
    },
    {
      title: 'fails when the schedule ends within a year',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: [{ scheduleExpression: 'cron(0 5 ? * * 2026-2026)' }] }),
      expect: {
        status: 'fail',
        message:
          'the last of the scheduled backups runs at 2026-12-31T05:00:00.000Z, and none comes after it; policy asks for 24 h',
      },
    },
    {
      title: 'is unknown when the vaults could not be listed',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ vaults: denied('backup:ListBackupVaults') }),
      expect: { status: 'unknown', message: 'no run is sure, but not every rule could be judged' },
    },
    {
      title: 'is unknown when the plan could not be read',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: denied('backup:GetBackupPlan') }),
      expect: { status: 'unknown', message: 'no run is sure, but not every rule could be judged' },
    },
  ],
});
