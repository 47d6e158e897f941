import { daysOf, formatDays, hiddenFrom, keepsAtLeast, keptText, retentionDays, rulesOf } from '../estate/rules.ts';
import { missingSelections, possiblePlans, ruleSubject } from '../estate/subjects.ts';
import { mayRun, ruleFault } from '../estate/sure-rules.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';

export const backupRetention = tableControl({
  id: 'backup-retention',
  title: 'A rule keeps its points long enough',
  severity: 'high',
  description:
    'Passes when at least one rule that selects the table, and is sure to run, keeps its points at least as long as the objective asks; a rule without a lifecycle keeps them forever. A rule whose vault does not exist, or whose vault’s lock refuses what it keeps, is not: its jobs fail. Vaults that could not be read leave it unknown. Whether such rules run often enough is the question of backup-frequency.',
  remediation: 'Raise DeleteAfterDays of a rule. Points that exist keep the lifecycle that they were made with.',
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html'],
  needs: () => ['plans', 'tags', 'region-settings', 'vaults'],
  evaluate: ({ estate, table }, objective) => {
    const selecting = rulesOf(estate, table);
    const { rules } = selecting;
    const asked = daysOf(objective.retentionMinutes);
    const judged = rules.map(({ plan, rule }) => ({ plan, rule, fault: ruleFault(estate, table, rule) }));
    const sure = judged.filter(({ fault }) => fault.known && fault.value === undefined);
    const long = judged.filter(({ rule }) => keepsAtLeast(rule, objective.retentionMinutes));
    const longest = Math.max(0, ...sure.map(({ rule }) => retentionDays(rule)));
    const shown = {
      expected: { retentionDays: asked },
      ...(sure.length > 0 ? { actual: { retentionDays: Number.isFinite(longest) ? longest : null } } : {}),
      because: judged.map(({ plan, rule, fault }) => {
        const name = `plan ${plan.name} › rule ${rule.name}: ${keptText(rule)}`;
        if (!fault.known) return `${name}; whether its jobs can run is not known: ${fault.detail}`;
        return fault.value === undefined ? name : `${name}, but does not count, its jobs fail: ${fault.value}`;
      }),
      subjects: [
        ...rules.toSorted((a, b) => retentionDays(b.rule) - retentionDays(a.rule)).map(ruleSubject),
        ...possiblePlans(selecting.coverage),
        ...(rules.length === 0 ? missingSelections(selecting.coverage) : []),
      ],
    };
    const message = `longest kept ${formatDays(longest)}; policy asks for ${formatDays(asked)}`;
    if (longest >= asked) return pass(message, shown);
    const hidden = [
      ...(rules.length === 0
        ? selecting.hidden
        : hiddenFrom(
            selecting,
            (rule) => keepsAtLeast(rule, objective.retentionMinutes) && mayRun(estate, table, rule),
          )),
      ...long.flatMap(({ fault }) => (fault.known ? [] : [fault])),
    ];
    if (hidden[0]) {
      const because = [...shown.because, ...hidden.map((each) => each.detail)];
      return undecided('not every rule that may select the table could be judged', hidden[0], { ...shown, because });
    }
    if (rules.length === 0) {
      return fail('no rule of a live backup plan selects the table', { ...shown, follows: 'plan-coverage' });
    }
    const faulty = long.flatMap(({ plan, rule, fault }) =>
      fault.known && fault.value !== undefined ? [`rule ${rule.name} of plan ${plan.name}: ${fault.value}`] : [],
    );
    return faulty.length === 0
      ? fail(message, shown)
      : fail(`no rule that keeps points for ${formatDays(asked)} can run: ${faulty.join('; ')}`, shown);
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
