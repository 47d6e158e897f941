import { asksForPlan } from '../estate/asks-for-plan.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import { roleNotes } from '../estate/selection-roles.ts';
import { missingSelections, planSubject, selectionSubject } from '../estate/subjects.ts';
import { full, part, supports } from '../frameworks/evidence.ts';
import type { Coverage, CoveringPlan } from '../selection/coverage.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';

export const planCoverage = tableControl({
  id: 'plan-coverage',
  title: 'A live backup plan selects the table',
  severity: 'critical',
  description:
    'Passes when a selection of a live plan selects the table for sure: (Resources ∪ ListOfTags) ∩ all Conditions − NotResources, with the Region’s opt-in where the selection’s style honours it. Fails when every selection is known and none does. A plan, selection, tag or setting that could not be read, and that would decide, leaves it unknown. A role of the selection that does not exist, does not trust AWS Backup or may not back the table up is named in the evidence and in a warning: that its jobs fail is the question of backup-jobs.',
  remediation:
    'Add the table to a selection: give it the tag that the selection asks for, or name its ARN. `holdfast explain TABLE` shows which clause misses it, and by how much.',
  evidence: [
    ...part('a live plan selects the table; that says nothing of how often, nor that the backups exist', {
      'nist-800-53-r5': ['CP-9(a)'],
      'iso-27001-2022': ['A.8.13'],
      'soc-2': ['A1.2'],
      hipaa: ['164.308(a)(7)(ii)(A)'],
      dora: ['12(1)(a)', '12(2)'],
      'cis-controls-8.1': ['11.2'],
      'aws-well-architected': ['REL09-BP01'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
    ...full('it is what the AWS control of that name asks, and more: the opt-in and the role, too', {
      'aws-fsbp': ['DynamoDB.4'],
    }),
    ...supports('the plan covers the table; the incident plan is another document', { 'pci-dss-4.0.1': ['12.10.1'] }),
  ],
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html',
  ],
  asked: (_, policy) => (asksForPlan(policy) ? true : undefined),
  needs: () => ['plans', 'tags', 'region-settings', 'backup-roles'],
  evaluate: ({ estate, table }) => {
    const coverage = estate.coverage(table);
    if (coverage.covering.length > 0) {
      const count = coverage.covering.length;
      return pass(`selected by ${count === 1 ? 'a backup plan' : `${count} backup plans`}`, {
        actual: { plans: coverage.covering.map(({ plan }) => plan.name) },
        because: coverage.covering.flatMap((covering) => clausesOf(estate, table, covering)),
        subjects: coverage.covering.flatMap(({ plan, selections }) => [
          ...selections.map(({ selection }) => selectionSubject({ plan, selection })),
          planSubject(plan),
        ]),
      });
    }
    const hidden = coverage.unread[0] ?? coverage.possible[0]?.why;
    if (hidden) {
      return undecided('cannot tell whether a backup plan selects the table', hidden, {
        because: [
          ...coverage.unread.map((why) => why.detail),
          ...coverage.possible.map(({ plan, why, clause }) =>
            [`plan ${plan.name}`, clause, why.detail].filter(Boolean).join(' › '),
          ),
        ],
        subjects: coverage.possible.flatMap(({ plan, selections }) => [
          ...selections.map(({ selection }) => selectionSubject({ plan, selection })),
          planSubject(plan),
        ]),
      });
    }
    return fail('no selection of a live backup plan selects the table', {
      actual: { plans: [] },
      because: missesOf(coverage),
      subjects: missingSelections(coverage),
    });
  },
  examples: [
    {
      title: 'passes when a selection names the table',
      policy: 'backup: {}',
      inventory: () => exampleInventory(),
      expect: { status: 'pass', message: 'selected by a backup plan' },
    },
    {
      title: 'fails when the selection’s prefix is another',
      policy: 'backup: {}',
      inventory: () => exampleInventory({ selection: { resources: ['arn:aws:dynamodb:*:*:table/payments-*'] } }),
      expect: { status: 'fail', message: 'no selection of a live backup plan selects the table' },
    },
    {
      title: 'is unknown when the tags that decide could not be read',
      policy: 'backup: {}',
      inventory: () =>
        exampleInventory({
          selection: { resources: [], listOfTags: [{ key: 'tier', value: 'gold' }] },
          table: { tags: denied('tag:GetResources') },
        }),
      expect: { status: 'unknown', message: 'cannot tell whether a backup plan selects the table' },
    },
  ],
});

/** Tags that simply differ say little beside a clause that nearly selects the table. */
function missesOf({ misses, furtherMisses }: Coverage): string[] {
  const near = misses.filter(({ kind }) => kind !== 'tag-missing' && kind !== 'tag-value');
  const shown = near.length > 0 ? near : misses;
  const further = furtherMisses + misses.length - shown.length;
  return [
    ...shown.map(({ plan, selection, detail }) => `plan ${plan.name} › selection ${selection.name} › ${detail}`),
    ...(further === 0
      ? []
      : [further === 1 ? 'and 1 more selection misses it' : `and ${further} more selections miss it`]),
  ];
}

/** `plan daily › rule nightly › selection tables › Resources[0] … matches`, a line a rule and selection. */
function clausesOf(estate: Estate, table: EstateTable, { plan, rules, selections }: CoveringPlan): string[] {
  return selections.flatMap(({ selection, clause, notes }) => [
    `plan ${plan.name} › ${rules.length === 1 ? 'rule' : 'rules'} ${rules.map((rule) => rule.name).join(', ')} › selection ${selection.name} › ${clause}`,
    ...notes,
    ...roleNotes(estate, table, selection),
  ]);
}
