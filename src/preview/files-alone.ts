import type { Unknown } from '../model/fact.ts';
import type { Change, Edit, ResourceChange } from './change.ts';
import { undecidedEdit } from './undecided-edit.ts';

/** The plans of the organization as they are, whatever the files say: policies that are not known may keep them so. */
export function withPlansKept(change: Change): Change {
  if (!change.filesAlone) return change;
  return onPlans(change, (resource) => ({ ...resource, edits: resource.edits.filter((edit) => !isOfPlan(edit)) }));
}

/** The same plans in whatever way policies that are not known make them. */
export function withPlansOpen(change: Change): Change {
  const why = change.filesAlone;
  if (!why) return change;
  return onPlans(change, (resource) => ({
    ...resource,
    action: 'update',
    edits: resource.edits.map((edit) => (isOfPlan(edit) ? undecidedEdit(edit, why) : edit)),
  }));
}

/** Why what the changes' files say of plans is not all that decides; undefined: nothing else does. */
export function beyondFiles(changes: readonly Change[]): Unknown | undefined {
  return changes.find(({ filesAlone }) => filesAlone)?.filesAlone;
}

function onPlans(change: Change, made: (resource: ResourceChange) => ResourceChange): Change {
  const resources = change.resources.map((resource) => (resource.edits.some(isOfPlan) ? made(resource) : resource));
  return { ...change, resources };
}

function isOfPlan({ kind }: Edit): boolean {
  return kind === 'organization-plan';
}
