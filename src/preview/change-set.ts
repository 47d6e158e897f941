import { unknown } from '../model/fact.ts';
import { UserError } from '../model/user-error.ts';
import type { Change, ResourceChange } from './change.ts';
import { statementsOfSet } from './change-set-statements.ts';
import { type ChangeSet, type ChangeText, changeSetsIn } from './change-set-text.ts';
import { namelessNotes } from './cloudformation.ts';

/**
 * What `aws cloudformation describe-change-set` says, one change for each stack that is deployed by itself; the sets of its nested
 * stacks, where they are given, are part of it. Throws `UserError` where one cannot be executed, or is no change set.
 */
export function readChangeSets(texts: readonly ChangeText[]): readonly Change[] {
  const sets = changeSetsIn(texts);
  for (const set of sets) requireExecutable(set);
  const byId = new Map(sets.map((set) => [set.id, set]));
  const roots = sets.filter(({ parent }) => parent === undefined || !byId.has(parent));
  requireOneEach(roots);
  return roots.map((root) => changeOf(root, byId));
}

function changeOf(root: ChangeSet, sets: ReadonlyMap<string, ChangeSet>): Change {
  const read = new Map<ChangeSet, string>();
  const resources = withNested(root, '', sets, read);
  const all = [...read.keys()];
  const incomplete = all.flatMap(({ name, missing }) =>
    missing === undefined ? [] : `change set ${name} is not all that will be done: ${missing}`,
  )[0];
  const partial =
    root.parent === undefined
      ? undefined
      : `change set ${root.name} is that of a nested stack, and the one of its root stack was not given`;
  return {
    sources: [...new Set(all.flatMap(({ files }) => files))],
    rollsBack: true,
    resources,
    ...(incomplete === undefined ? {} : { incomplete: unknown('not-collected', incomplete) }),
    ...(partial === undefined ? {} : { partial: unknown('not-collected', partial) }),
    notes: [
      ...(isEmpty(root) ? [`change set ${root.name} of stack ${root.stackName} changes nothing`] : []),
      ...[incomplete, partial].filter((note) => note !== undefined),
      ...namelessNotes(resources),
    ],
  };
}

/** The statements of a set and of those below it. `read`: by what stands before the addresses of each. */
function withNested(
  set: ChangeSet,
  prefix: string,
  sets: ReadonlyMap<string, ChangeSet>,
  read: Map<ChangeSet, string>,
): readonly ResourceChange[] {
  read.set(set, prefix);
  return set.resources.flatMap((resource) => {
    const child = resource.childSet === undefined ? undefined : sets.get(resource.childSet);
    const isToldByIt =
      child !== undefined &&
      child.parent === set.id &&
      !read.has(child) &&
      ['Add', 'Modify', 'Dynamic'].includes(resource.action) &&
      (resource.replacement ?? 'False') === 'False';
    return isToldByIt
      ? withNested(child, `${prefix}${resource.logicalId}/`, sets, read)
      : statementsOfSet(set, resource, prefix);
  });
}

/** CloudFormation says so in words alone. Source: AWS CLI, `cloudformation deploy`; AWS CDK. */
function isEmpty({ status, resources, reason }: ChangeSet): boolean {
  return (
    status === 'FAILED' &&
    resources.length === 0 &&
    /didn.t contain changes|no updates are to be performed/i.test(reason)
  );
}

const AGAIN = 'make a new change set, and describe it once it is CREATE_COMPLETE';

function requireExecutable(set: ChangeSet): void {
  const { name, stackName, status, execution, reason, files } = set;
  if (isEmpty(set)) return;
  const which = `${files[0] ?? ''}: change set ${name} of stack ${stackName}`;
  if (status === 'FAILED') {
    throw new UserError(
      `${which} failed: ${reason || 'CloudFormation gives no reason'}`,
      'fix the template, and make a new one',
    );
  }
  if (status !== 'CREATE_COMPLETE') throw new UserError(`${which} is ${status || 'of no status'}`, AGAIN);
  if (execution === 'OBSOLETE') {
    throw new UserError(`${which} is OBSOLETE: the stack was changed since it was made`, AGAIN);
  }
  if (execution.startsWith('EXECUTE_')) {
    throw new UserError(`${which} is ${execution}: it is not a change that is yet to come`, AGAIN);
  }
}

/** Once one set of a stack is executed, its others are deleted. Source: CloudFormation User Guide, change sets. */
function requireOneEach(roots: readonly ChangeSet[]): void {
  const stacks = new Map<string, ChangeSet>();
  for (const root of roots) {
    const { place, stackName } = root;
    const key = `${place.account} ${place.region} ${stackName}`;
    const other = stacks.get(key);
    if (other) {
      throw new UserError(
        `--change-set: ${other.name} and ${root.name} are both of stack ${stackName}, and only one of them can be executed`,
        'name the one that will be',
      );
    }
    stacks.set(key, root);
  }
}
