import { daysOf, formatDays, hiddenFrom, keepsAtLeast, keptText, retentionDays, rulesOf } from '../estate/rules.ts';
import { missingSelections, possiblePlans, ruleSubject } from '../estate/subjects.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';

export const backupRetention = tableControl({
  id: 'backup-retention',
  title: 'A rule keeps its points long enough',
  severity: 'high',
  description:
    'Passes when at least one rule that selects the table keeps its points at least as long as the objective asks; a rule without a lifecycle keeps them forever. Whether such rules run often enough is the question of backup-frequency.',
  remediation: 'Raise DeleteAfterDays of a rule. Points that exist keep the lifecycle that they were made with.',
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html'],
  needs: () => ['plans', 'tags', 'region-settings'],
  evaluate: ({ estate, table }, objective) => {
    const selecting = rulesOf(estate, table);
    const { rules } = selecting;
    const hidden = hiddenFrom(selecting, (rule) => keepsAtLeast(rule, objective.retentionMinutes));
    const asked = daysOf(objective.retentionMinutes);
    const longest = Math.max(0, ...rules.map(({ rule }) => retentionDays(rule)));
    const shown = {
      expected: { retentionDays: asked },
      ...(rules.length > 0 ? { actual: { retentionDays: Number.isFinite(longest) ? longest : null } } : {}),
      because: rules.map(({ plan, rule }) => `plan ${plan.name} › rule ${rule.name}: ${keptText(rule)}`),
      subjects: [
        ...rules.toSorted((a, b) => retentionDays(b.rule) - retentionDays(a.rule)).map(ruleSubject),
        ...possiblePlans(selecting.coverage),
        ...(rules.length === 0 ? missingSelections(selecting.coverage) : []),
      ],
    };
    const message = `longest kept ${formatDays(longest)}; policy asks for ${formatDays(asked)}`;
    if (longest >= asked) return pass(message, shown);
    if (hidden[0]) {
      const because = [...shown.because, ...hidden.map((each) => each.detail)];
      return undecided('not every rule that may select the table could be read', hidden[0], { ...shown, because });
    }
    if (rules.length === 0) {
      return fail('no rule of a live backup plan selects the table', { ...shown, follows: 'plan-coverage' });
    }
    return fail(message, shown);
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
      title: 'is unknown when the plan could not be read',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ rules: denied('backup:GetBackupPlan') }),
      expect: { status: 'unknown', message: 'not every rule that may select the table could be read' },
    },
  ],
});
