import { unknown } from '../model/fact.ts';
import type { ScheduledAction } from '../model/table.ts';
import type { Edit } from './change.ts';
import type { LocatedEdit } from './located-edits.ts';
import { undecidedEdit } from './undecided-edit.ts';

/**
 * Several resources that edit one real thing at once: nothing orders them, and whichever comes last decides. What they say
 * of the thing is then unknown. The edits of one resource are in order.
 */
export function withoutRaces(edits: readonly LocatedEdit[]): readonly LocatedEdit[] {
  const keyOf = ({ account, region = '' }: LocatedEdit, thing: string) => `${account} ${region} ${thing}`;
  const writers = new Map<string, Set<string>>();
  for (const placed of edits) {
    for (const thing of thingsOf(placed.edit)) {
      const key = keyOf(placed, thing);
      writers.set(key, (writers.get(key) ?? new Set()).add(placed.resource.address));
    }
  }
  return edits.map((made) => {
    // What is open for its place says so itself.
    if (!made.resource.edits.includes(made.edit)) return made;
    const raced = thingsOf(made.edit).find((thing) => (writers.get(keyOf(made, thing))?.size ?? 0) > 1);
    if (raced === undefined) return made;
    const addresses = [...(writers.get(keyOf(made, raced)) ?? [])].toSorted().join(' and ');
    const why = unknown(
      'not-collected',
      `${addresses} change the same ${raced}, and nothing says which of them is last`,
    );
    return { ...made, edit: undecidedEdit(made.edit, why) };
  });
}

/** What an edit writes, as it is called within its Region. */
function thingsOf(edit: Edit): readonly string[] {
  switch (edit.kind) {
    case 'plan':
      return edit.id === undefined ? [] : [`plan ${edit.id}`];
    case 'plan-gone':
      return [`plan ${edit.id}`];
    case 'selection':
      return edit.id === undefined ? [] : [`selection ${edit.id}`];
    case 'selection-gone':
      return [`selection ${edit.id}`];
    case 'vault': {
      if (!edit.name.known) return [];
      const vault = `vault ${edit.name.value}`;
      const { lock, accessPolicy } = edit.settings;
      const parts = [...(lock ? [`lock of ${vault}`] : []), ...(accessPolicy ? [`access policy of ${vault}`] : [])];
      return edit.whole ? [vault, ...parts] : parts;
    }
    case 'organization-plan':
      return [`plan ${edit.name} of the organization`];
    case 'vault-gone':
      return [`vault ${edit.name}`];
    case 'region-settings':
      return ['settings of AWS Backup in the Region'];
    case 'global-settings':
      return ['settings of AWS Backup in the account'];
    case 'testing-plan':
      return edit.plan.known ? [`restore testing plan ${edit.plan.value.name}`] : [];
    case 'testing-plan-gone':
      return [`restore testing plan ${edit.name}`];
    case 'testing-selection':
      return edit.plan.known && edit.selection.known
        ? [`restore testing selection ${edit.selection.value.name} of ${edit.plan.value}`]
        : [];
    case 'testing-selection-gone':
      return [`restore testing selection ${edit.name} of ${edit.plan}`];
    case 'table':
      return edit.table.nameUnknown ? [] : [`table ${edit.table.name}`];
    case 'table-gone':
      return [`table ${edit.name}`];
    case 'table-tag':
      return edit.table.known ? [`tag ${edit.key} of ${edit.table.value}`] : [];
    case 'table-policy':
      return edit.table.known ? [`resource policy of ${edit.table.value}`] : [];
    case 'scalable-target':
      return edit.target.known
        ? [`scalable target ${edit.target.value.resourceId} ${edit.target.value.dimension}`]
        : [];
    case 'scalable-target-gone':
      return [`scalable target ${edit.resourceId} ${edit.dimension}`];
    case 'scheduled-action':
      return edit.action.known ? [actionName(edit.action.value)] : [];
    case 'scheduled-action-gone':
      return [actionName(edit)];
    case 'scheduled-actions':
      return edit.actions.known ? edit.actions.value.map(actionName) : [];
    case 'scaling-policy':
      return edit.policy.known
        ? [`scaling policy ${edit.policy.value.name} of ${edit.policy.value.resourceId} ${edit.policy.value.dimension}`]
        : [];
    case 'scaling-policy-gone':
      return [`scaling policy ${edit.name} of ${edit.resourceId} ${edit.dimension}`];
    case 'alarm':
      return edit.name === undefined ? [] : [`alarm ${edit.name}`];
    case 'alarm-gone':
      return [`alarm ${edit.name}`];
    case 'key-alias':
    case 'key-alias-gone':
      return [`alias ${edit.alias}`];
    case 'key-gone':
      return [`key ${edit.keyArn}`];
    case 'table-open':
    case 'touch':
      return [];
  }
}

function actionName({
  name,
  resourceId,
  dimension,
}: Pick<ScheduledAction, 'name' | 'resourceId' | 'dimension'>): string {
  return `scheduled action ${name} of ${resourceId} ${dimension}`;
}
