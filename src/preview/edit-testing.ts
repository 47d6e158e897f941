import { type Fact, mapFact } from '../model/fact.ts';
import type { RestoreTestingPlan } from '../model/job.ts';
import { present } from '../model/present.ts';
import type { Edit } from './change.ts';
import { put, without } from './fact-list.ts';

/** What a change of a restore testing plan or selection makes of those of the Region. */
export function editTesting(
  plans: Fact<readonly RestoreTestingPlan[]>,
  edit: Edit & { readonly kind: 'testing-plan' | 'testing-plan-gone' | 'testing-selection' | 'testing-selection-gone' },
): Fact<readonly RestoreTestingPlan[]> {
  if (!plans.known) return plans;
  switch (edit.kind) {
    case 'testing-plan': {
      const { plan } = edit;
      if (!plan.known) return plan;
      const before = plans.value.find(({ name }) => name === plan.value.name);
      const record: RestoreTestingPlan = present({
        ...plan.value,
        arn: before?.arn ?? plan.value.arn,
        lastExecutedAt: before?.lastExecutedAt,
        selections: before?.selections ?? [],
      });
      return put(
        plans,
        record,
        ({ name }) => name === record.name,
        ({ name }) => name,
      );
    }
    case 'testing-plan-gone':
      return without(plans, ({ name }) => name === edit.name);
    case 'testing-selection': {
      const { plan: owner, selection } = edit;
      if (!owner.known) return owner;
      if (!selection.known) return selection;
      return mapFact(plans, (all) =>
        all.map((plan) =>
          plan.name === owner.value
            ? {
                ...plan,
                selections: [...plan.selections.filter(({ name }) => name !== selection.value.name), selection.value],
              }
            : plan,
        ),
      );
    }
    case 'testing-selection-gone':
      return mapFact(plans, (all) =>
        all.map((plan) =>
          plan.name === edit.plan
            ? { ...plan, selections: plan.selections.filter(({ name }) => name !== edit.name) }
            : plan,
        ),
      );
  }
}
