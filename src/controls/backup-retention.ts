import type { Estate, EstateTable } from '../estate/estate.ts';
import { daysOf, formatDays, keepsAtLeast, keptText, retentionDays, rulesOf, scheduleOf } from '../estate/rules.ts';
import { missingSelections, possiblePlans, ruleSubject } from '../estate/subjects.ts';
import { mayRun, ruleFault } from '../estate/sure-rules.ts';
import { part, supports } from '../frameworks/evidence.ts';
import type { BackupRule } from '../model/plan.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';
import { objectiveSchedule } from './shared/objective-schedule.ts';
import { openRuns, suppressions } from './shared/schedule-judgement.ts';

export const backupRetention = tableControl({
  id: 'backup-retention',
  title: 'A rule keeps its points long enough',
  severity: 'high',
  description:
    'Passes when at least one rule that selects the table, and is sure to run, keeps its points at least as long as the objective asks; a rule without a lifecycle keeps them forever. A rule whose vault does not exist, or whose vault’s lock refuses what it keeps, is not: its jobs fail. Nor is one whose every run gives way to another rule of its plan, or whose schedule is over. Vaults that could not be read leave it unknown. Whether such rules run often enough is the question of backup-frequency.',
  remediation: 'Raise DeleteAfterDays of a rule. Points that exist keep the lifecycle that they were made with.',
  evidence: [
    ...part('rules keep points long enough; what exists, and legal periods, are judged elsewhere', {
      'nist-800-53-r5': ['SI-12'],
      'iso-27001-2022': ['A.8.13', 'A.5.33'],
      hipaa: ['164.308(a)(7)(ii)(A)'],
      nis2: ['4.2.2(f)'],
      'cis-controls-8.1': ['3.4'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
    ...supports('how long is kept is stated; the requirement limits it', { 'pci-dss-4.0.1': ['3.2.1'] }),
  ],
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html'],
  needs: () => ['plans', 'tags', 'region-settings', 'vaults'],
  evaluate: (subject, objective) => {
    const { estate, table } = subject;
    const selecting = rulesOf(estate, table);
    const { rules, coverage } = selecting;
    const asked = daysOf(objective.retentionMinutes);
    const judged = rules.map(({ plan, rule }) => ({ plan, rule, fault: ruleFault(estate, table, rule) }));
    const long = judged.filter(({ rule }) => keepsAtLeast(rule, objective.retentionMinutes));
    const evidence = objectiveSchedule(subject, objective);
    const longest = longestKept(estate, table);
    const shown = {
      expected: { retentionDays: asked },
      ...(longest > 0 ? { actual: { retentionDays: Number.isFinite(longest) ? longest : null } } : {}),
      because: [
        ...judged.map(({ plan, rule, fault }) => {
          const name = `plan ${plan.name} › rule ${rule.name}: ${keptText(rule)}`;
          if (!fault.known) return `${name}; whether its jobs can run is not known: ${fault.detail}`;
          return fault.value === undefined ? name : `${name}, but does not count, its jobs fail: ${fault.value}`;
        }),
        ...(evidence.schedule.firstRun === null ? suppressions(evidence.hopeful) : []),
      ],
      subjects: [
        ...rules.toSorted((a, b) => retentionDays(b.rule) - retentionDays(a.rule)).map(ruleSubject),
        ...possiblePlans(coverage),
        ...(rules.length === 0 ? missingSelections(coverage) : []),
      ],
    };
    const message = `longest kept ${formatDays(longest)}; policy asks for ${formatDays(asked)}`;
    if (longest >= asked) return pass(message, shown);
    const why = openRuns(evidence);
    if (why) {
      const because = [...shown.because, ...[...evidence.blind, ...evidence.open].map((each) => each.detail)];
      return undecided('not every rule that may select the table could be judged', why, {
        ...shown,
        because: [...new Set([...because, why.detail])],
      });
    }
    if (rules.length === 0) {
      return fail('no rule of a live backup plan selects the table', { ...shown, follows: 'plan-coverage' });
    }
    if (long.length === 0) return fail(message, shown);
    const faults = long.map(({ plan, rule, fault }) => {
      const reason =
        fault.known && fault.value !== undefined
          ? fault.value
          : 'has no run to come that does not give way to another rule';
      return `rule ${rule.name} of plan ${plan.name}: ${reason}`;
    });
    return fail(`no rule that keeps points for ${formatDays(asked)} can run: ${faults.join('; ')}`, shown);
  },
  examples: [
    {
      title: 'passes when a rule keeps points for as long as asked',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory(),
      expect: { status: 'pass', message: 'longest kept 35 d; policy asks for 35 d' },
    },
    {
      title: 'passes when a rule never deletes',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: [{ lifecycle: {} }] }),
      expect: { status: 'pass', message: 'longest kept forever; policy asks for 35 d' },
    },
    {
      title: 'fails when every rule deletes sooner',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: [{ lifecycle: { deleteAfterDays: 7 } }] }),
      expect: { status: 'fail', message: 'longest kept 7 d; policy asks for 35 d' },
    },
    {
      title: 'fails when the lock of the vault refuses what the rule keeps',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ vaults: [{ locked: true, maxRetentionDays: 30 }] }),
      expect: {
        status: 'fail',
        message:
          'no rule that keeps points for 35 d can run: rule nightly of plan daily: the lock of vault main refuses more than 30 d, a backup would keep 35 d',
      },
    },
    {
      title: 'fails when every run of the rule gives way to one whose vault does not exist',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () =>
        exampleInventory({
          rules: [{}, { name: 'yearly', vaultName: 'gone', lifecycle: { deleteAfterDays: 365 } }],
        }),
      expect: {
        status: 'fail',
        message:
          'no rule that keeps points for 35 d can run: rule nightly of plan daily: has no run to come that does not give way to another rule; rule yearly of plan daily: vault gone does not exist',
      },
    },
    {
      title: 'is unknown when the vaults could not be listed',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ vaults: denied('backup:ListBackupVaults') }),
      expect: { status: 'unknown', message: 'not every rule that may select the table could be judged' },
    },
    {
      title: 'is unknown when the plan could not be read',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: denied('backup:GetBackupPlan') }),
      expect: { status: 'unknown', message: 'not every rule that may select the table could be judged' },
    },
  ],
});

/** Days that the rules keep that are sure to run, whose runs are not all displaced or over. */
function longestKept(estate: Estate, table: EstateTable): number {
  const { rules, coverage } = rulesOf(estate, table);
  const isSure = (rule: BackupRule) => mayRun(estate, table, rule) && ruleFault(estate, table, rule).known;
  const kept = [...new Set(rules.filter(({ rule }) => isSure(rule)).map(({ rule }) => retentionDays(rule)))];
  const runs = (days: number) =>
    scheduleOf(estate, coverage.covering, (rule) => isSure(rule) && retentionDays(rule) >= days).firstRun !== null;
  return kept.toSorted((a, b) => (a < b ? 1 : -1)).find(runs) ?? 0;
}
