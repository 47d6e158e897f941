import type { Refusal } from '../constraints/constraint.ts';
import { unknown } from '../model/fact.ts';
import type { Change, ResourceChange } from './change.ts';
import { undecidedEdit } from './undecided-edit.ts';

/** A quota can have been raised, and what nobody recorded is open. */
export function mayBeAccepted({ grade, quota }: Refusal): boolean {
  return quota || grade === 'U';
}

export function isRefused({ refusals = [], action }: ResourceChange): boolean {
  return action !== 'none' && refusals.some((refusal) => !mayBeAccepted(refusal));
}

/**
 * The change without what AWS refuses, and without what rests on that: a replacement that deletes first takes away what was, and
 * puts nothing in its place. What may be refused is open.
 */
export function asAccepted(change: Change): Change {
  if (change.rollsBack && change.resources.some((each) => each.action !== 'delete' && isRefused(each))) {
    const { mayDrop: _mayDrop, ...rest } = change;
    return { ...rest, resources: [] };
  }
  return { ...change, resources: change.resources.map(accepted) };
}

function accepted(resource: ResourceChange): ResourceChange {
  const { edits, restsOn, whenRefused = [], refusals = [], action } = resource;
  if (action === 'none') return resource;
  if (restsOn !== undefined || isRefused(resource)) return { ...resource, edits: whenRefused };
  const [first] = refusals;
  if (!first) return resource;
  const why = unknown('undocumented', `whether AWS accepts ${resource.address} is open: ${first.message}`);
  return { ...resource, edits: edits.map((edit) => undecidedEdit(edit, why)) };
}
