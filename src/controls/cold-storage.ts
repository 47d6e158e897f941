import { advancedFeatures } from '../estate/advanced-features.ts';
import { previewDisagreement } from '../estate/preview.ts';
import { daysOf, formatDays, keepsAtLeast, rulesOf, scheduleOf } from '../estate/rules.ts';
import { rulesAsSubjects } from '../estate/subjects.ts';
import { ruleFault } from '../estate/sure-rules.ts';
import { supports } from '../frameworks/evidence.ts';
import { formatMinutes } from '../model/duration.ts';
import type { BackupRule } from '../model/plan.ts';
import type { ScheduleFacts } from '../schedule/worst-case.ts';
import type { Coverage } from '../selection/coverage.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';
import { choiceOf, endsSoon } from './shared/schedule-judgement.ts';
import { undecidedRule } from './shared/undecided-rule.ts';

export const coldStorage = tableControl({
  id: 'cold-storage',
  title: 'Points move to cold storage when asked',
  severity: 'low',
  description:
    'Passes when rules that keep long enough for the objective move their points to cold storage after exactly the days asked, and those rules alone run often enough for the objective; rules whose jobs fail do not count. Fails also where advanced DynamoDB backup is off: standard backups cannot go cold. Cold storage has its price: a point stays there for 90 days at least, cannot be copied from there, and a restore from it typically takes four hours more, which an RTO must allow for.',
  remediation:
    'Set MoveToColdStorageAfterDays of the rule, at least 90 days before DeleteAfterDays, and switch advanced DynamoDB backup on.',
  evidence: [...supports('how points are stored is as the policy says', { 'nist-800-53-r5': ['SI-12'] })],
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html',
  ],
  needs: () => ['plans', 'tags', 'region-settings', 'vaults'],
  evaluate: ({ estate, table }, objective, { restore }) => {
    const found = rulesOf(estate, table);
    const { rules, coverage } = found;
    const asked = daysOf(objective.coldAfterMinutes);
    const keeps = (rule: BackupRule) => {
      const fault = ruleFault(estate, table, rule);
      return keepsAtLeast(rule, objective.retentionMinutes) && !(fault.known && fault.value !== undefined);
    };
    const goesCold = (rule: BackupRule) => keeps(rule) && rule.lifecycle?.moveToColdStorageAfterDays === asked;
    const qualifying = rules.filter(({ rule }) => keeps(rule));
    const cold = rules.filter(({ rule }) => goesCold(rule));
    const unsure = qualifying.map(({ rule }) => ruleFault(estate, table, rule)).find((fault) => !fault.known);
    const shown = {
      expected: { coldAfterDays: asked },
      actual: { coldAfterDays: qualifying.map(({ rule }) => rule.lifecycle?.moveToColdStorageAfterDays ?? null) },
      because: [
        ...qualifying.map(({ plan, rule }) => `plan ${plan.name} › rule ${rule.name}: ${transitionOf(rule)}`),
        ...(cold.length > 0 ? [costOfCold(restore?.rtoMinutes)] : []),
      ],
      subjects: rulesAsSubjects(found, goesCold, keeps),
    };
    const advanced = advancedFeatures(table.regionInventory);
    if (advanced.known && advanced.value !== undefined) {
      return fail(`standard backups cannot go cold: ${advanced.value}`, shown);
    }
    const schedule = scheduleOf(estate, coverage.covering, goesCold);
    const gap = schedule.scheduleGapMinutes;
    const disagreement = previewDisagreement(coverage.covering, goesCold, estate.inventory.takenAt);
    const isOften = (minutes: number | null, ending: Pick<ScheduleFacts, 'endsAt'>) =>
      minutes !== null && minutes <= objective.frequencyMinutes && !endsSoon(ending, estate.now);
    const often = isOften(gap, schedule) && !disagreement;
    const { helpful, warm, unseen } = possibleTransitions(coverage, keeps, goesCold);
    const areAllCold = cold.length === qualifying.length;
    const hopeful = helpful.length === 0 ? schedule : scheduleOf(estate, [...coverage.covering, ...helpful], goesCold);
    // A plan that may select the table may bring points that stay warm: then those that go cold must be enough by themselves.
    const all = schedule.firstRun !== null && areAllCold && warm.length === 0 && !unseen;
    const enough = all || (cold.length > 0 && often);
    const mayHelp = areAllCold || isOften(hopeful.best.gapMinutes, hopeful.best) || undecidedRule(hopeful);
    const open =
      unseen ??
      (areAllCold && schedule.firstRun !== null ? warm[0]?.why : undefined) ??
      (mayHelp ? helpful[0]?.why : undefined) ??
      (cold.length > 0
        ? (disagreement ??
          undecidedRule(schedule) ??
          (isOften(schedule.best.gapMinutes, schedule.best) ? choiceOf(schedule.best.gapMinutes) : undefined))
        : undefined);
    const judged = unsure && !unsure.known ? unsure : enough ? undefined : open;
    const why = advanced.known ? judged : advanced;
    if (why)
      return undecided('cannot tell when points move to cold storage', why, {
        ...shown,
        because: [...shown.because, why.detail],
      });
    if (enough) return pass(`moved to cold storage after ${formatDays(asked)}`, shown);
    if (rules.length === 0)
      return fail('no rule of a live backup plan selects the table', { ...shown, follows: 'plan-coverage' });
    if (qualifying.length === 0)
      return fail(`no rule keeps points for ${formatDays(daysOf(objective.retentionMinutes))}`, {
        ...shown,
        follows: 'backup-retention',
      });
    if (cold.length === 0)
      return fail(`no rule moves points to cold storage after exactly ${formatDays(asked)}`, shown);
    const runs = gap === null ? 'do not run twice' : `leave a gap of ${formatMinutes(gap)}`;
    return fail(
      `the rules that move points to cold storage after ${formatDays(asked)} ${runs}; policy asks for ${formatMinutes(objective.frequencyMinutes)}`,
      shown,
    );
  },
  examples: [
    {
      title: 'passes when the rule moves its points as asked',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 365d, coldAfter: 30d }] }',
      inventory: () =>
        exampleInventory({ rules: [{ lifecycle: { moveToColdStorageAfterDays: 30, deleteAfterDays: 365 } }] }),
      expect: { status: 'pass', message: 'moved to cold storage after 30 d' },
    },
    {
      title: 'fails when the rule keeps its points warm',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 365d, coldAfter: 30d }] }',
      inventory: () => exampleInventory({ rules: [{ lifecycle: { deleteAfterDays: 365 } }] }),
      expect: { status: 'fail', message: 'no rule moves points to cold storage after exactly 30 d' },
    },
    {
      title: 'is unknown when the settings of the Region could not be read',
      policy: 'backup: { objectives: [{ frequency: 24h, retention: 365d, coldAfter: 30d }] }',
      inventory: () =>
        exampleInventory({
          rules: [{ lifecycle: { moveToColdStorageAfterDays: 30, deleteAfterDays: 365 } }],
          settings: denied('backup:DescribeRegionSettings'),
        }),
      expect: { status: 'unknown', message: 'cannot tell when points move to cold storage' },
    },
  ],
});

/** What plans that may select the table may bring: points that go cold as asked, or stay warm, or nobody knows. */
function possibleTransitions({ possible, unread }: Coverage, keeps: Counts, goesCold: Counts) {
  const known = possible.flatMap(({ plan, rules, why }) => (rules ? [{ plan, rules, why }] : []));
  return {
    helpful: known.filter(({ rules }) => rules.some(goesCold)),
    warm: known.filter(({ rules }) => rules.some((rule) => keeps(rule) && !goesCold(rule))),
    unseen: unread[0] ?? possible.find(({ rules }) => rules === undefined)?.why,
  };
}

type Counts = (rule: BackupRule) => boolean;

function transitionOf(rule: BackupRule): string {
  const days = rule.lifecycle?.moveToColdStorageAfterDays;
  return days === undefined ? 'never moved to cold storage' : `moved to cold storage after ${days} d`;
}

/** Source: AWS Backup Developer Guide, restoring-a-backup and recov-point-create-a-copy. */
function costOfCold(rtoMinutes: number | undefined): string {
  const asked = rtoMinutes === undefined ? '' : `; policy asks for an RTO of ${formatMinutes(rtoMinutes)}`;
  return `a point in cold storage stays there for 90 d at least, cannot be copied, and typically takes 4 h more to restore${asked}`;
}
