import { copiesTo } from '../estate/copies.ts';
import { daysOf, formatDays, rulesOf } from '../estate/rules.ts';
import { part } from '../frameworks/evidence.ts';
import { tableControl } from './define.ts';
import { COPY_VAULT, exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';
import { copyNeeds } from './shared/copy-needs.ts';
import { copySchedule } from './shared/copy-schedule.ts';
import { copiesAsSubjects, destinationOf } from './shared/copy-subjects.ts';
import { NEVER_RUNS, openRuns, suppressions } from './shared/schedule-judgement.ts';

export const copyRetention = tableControl({
  id: 'copy-retention',
  title: 'Copies live long enough',
  severity: 'high',
  description:
    'Passes when a copy action to the asked Region and account, which can work and whose rule has a run that gives way to no other, keeps its copies at least as long as asked, counted from the creation of the source. A copy without a lifecycle of its own takes the source’s, and one set never to expire still expires with its source.',
  remediation: 'Give the copy action a lifecycle of its own with DeleteAfterDays as asked; `never` is not enough.',
  evidence: [
    ...part('copies are kept long enough; legal periods are judged elsewhere', {
      'nist-800-53-r5': ['SI-12'],
      nis2: ['4.2.2(f)'],
    }),
  ],
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html'],
  needs: copyNeeds,
  evaluate: (subject, asked) => {
    const { estate, table } = subject;
    const selecting = rulesOf(estate, table);
    const { rules } = selecting;
    const copies = copiesTo(estate, table, asked);
    const working = copies.filter((copy) => copy.obstacles.length === 0);
    const longest = (of: typeof working) => Math.max(0, ...of.map((copy) => copy.retentionDays));
    const days = daysOf(asked.retentionMinutes);
    const found = longest(working);
    const evidence = copySchedule(subject, asked);
    const shown = {
      expected: { retentionDays: days },
      ...(working.length > 0 ? { actual: { retentionDays: Number.isFinite(found) ? found : null } } : {}),
      because: copies.map(
        ({ plan, rule, action, retentionDays }) =>
          `plan ${plan.name} › rule ${rule.name} › copy to ${action.destinationVaultArn}: kept ${formatDays(retentionDays)}, counted from the source's creation${action.lifecycle?.deleteAfterDays === undefined ? ' (the source’s own)' : ''}`,
      ),
      subjects: copiesAsSubjects(selecting, copies, asked),
    };
    const message = `copies to ${destinationOf(asked)} live ${formatDays(found)}; policy asks for ${formatDays(days)}`;
    if (evidence.schedule.firstRun !== null) return pass(message, shown);
    const why = openRuns(evidence);
    if (why) {
      return undecided(`cannot tell how long copies to ${destinationOf(asked)} live`, why, {
        ...shown,
        because: [...shown.because, why.detail],
      });
    }
    if (rules.length === 0)
      return fail('no rule of a live backup plan selects the table', { ...shown, follows: 'plan-coverage' });
    if (working.length === 0)
      return fail(`no copy to ${destinationOf(asked)} can work`, { ...shown, follows: 'copy-coverage' });
    if (found < days) return fail(message, shown);
    return fail(`no copy to ${destinationOf(asked)} that lives ${formatDays(days)} is made: ${NEVER_RUNS}`, {
      ...shown,
      because: [...shown.because, ...suppressions(evidence.hopeful)],
    });
  },
  examples: [
    {
      title: 'passes when the copy keeps as long as asked',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory({ copyVaults: [{}] }),
      expect: { status: 'pass', message: 'copies to eu-central-1 live 35 d; policy asks for 35 d' },
    },
    {
      title: 'fails when a copy without an end expires with its source',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 90d }] }',
      inventory: () =>
        exampleInventory({
          rules: [{ copyActions: [{ destinationVaultArn: COPY_VAULT, lifecycle: {} }] }],
          copyVaults: [{}],
        }),
      expect: { status: 'fail', message: 'copies to eu-central-1 live 35 d; policy asks for 90 d' },
    },
    {
      title: 'is unknown when the destination was not read',
      policy: 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }',
      inventory: () => exampleInventory(),
      expect: { status: 'unknown', message: 'cannot tell how long copies to eu-central-1 live' },
    },
  ],
});
