import { parseArn } from '../model/arn.ts';
import type { Position } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import { distinctSubjects, type Subject } from '../model/subject.ts';
import type { Change, Edit, PlanTarget, ResourceChange } from './change.ts';
import { plannedId } from './edit-backup.ts';

/** What a change has to do with a verdict: its resources among the subjects, and where in a template the deciding one stands. */
export interface Placed {
  readonly subjects: readonly Subject[];
  readonly at?: Position;
}

/**
 * Finds the resources of a change that a result stands on. The first subject with a resource decides; where none has one,
 * the first that decided before the change; at last the table itself.
 */
export function placedIn(change: Change): (result: Result, was: Result | undefined) => Placed {
  const { resources } = change;
  // Results share their subjects: each is looked for once.
  const looked = new Map<Subject, ResourceChange | undefined>();
  const resourceOf = (subject: Subject) => {
    if (!looked.has(subject)) looked.set(subject, resourceFor(subject, resources));
    return looked.get(subject);
  };
  const addressed = new Map<Subject, Subject>();
  const withAddress = (subject: Subject): Subject => {
    const address = resourceOf(subject)?.address;
    if (address === undefined) return subject;
    const found = addressed.get(subject) ?? { ...subject, address };
    addressed.set(subject, found);
    return found;
  };
  const deciding = (subjects: readonly Subject[]) => subjects.flatMap((subject) => resourceOf(subject) ?? [])[0];
  const tables = tablesIn(resources);

  return (result, was) => {
    const own = result.subjects.map(withAddress);
    const ofChange = deciding(result.subjects);
    if (ofChange) return placed(own, ofChange);
    const before = was && deciding(was.subjects);
    if (before) return placed([asSubject(before), ...own], before);
    const { account, region, name } = result.resource;
    const table = tables.get(tableKey(account, region, name));
    return table ? placed([...own, asSubject(table)], table) : { subjects: own };
  };
}

function placed(subjects: readonly Subject[], { at }: ResourceChange): Placed {
  return at ? { subjects: distinctSubjects(subjects), at } : { subjects: distinctSubjects(subjects) };
}

function asSubject({ address }: ResourceChange): Subject {
  return { type: 'change', name: address, address };
}

function tablesIn(resources: readonly ResourceChange[]): ReadonlyMap<string, ResourceChange> {
  return new Map(
    resources.flatMap((resource) =>
      resource.edits.flatMap((edit) =>
        edit.kind === 'table'
          ? [[tableKey(resource.place.account, resource.place.region, edit.table.name), resource] as const]
          : [],
      ),
    ),
  );
}

function tableKey(account: string, region: string, name: string): string {
  return `${account} ${region} ${name}`;
}

/** The resource that is the subject, or that it stands in; a vault's own one before one that only sets something of it. */
function resourceFor(subject: Subject, resources: readonly ResourceChange[]): ResourceChange | undefined {
  if (subject.address !== undefined) return resources.find(({ address }) => address === subject.address);
  const found = resources.filter((resource) => resource.edits.some((edit) => isEditOf(edit, subject, resource)));
  // Of two plans of one name nobody can tell which one a copy is of; its rule can, and comes next.
  if (subject.type === 'copy' && found.length > 1) return undefined;
  return found.find(({ edits }) => edits.some((edit) => edit.kind === 'vault' && edit.whole)) ?? found[0];
}

function isEditOf(edit: Edit, subject: Subject, resource: ResourceChange): boolean {
  if (!isAt(subject, resource)) return false;
  switch (subject.type) {
    case 'plan':
      return isEditOfPlan(edit, subject, subject.name, resource);
    case 'rule':
      return isEditOfPlan(edit, subject, subject.plan, resource);
    case 'copy':
      // A copy's ARN is that of the vault it goes to; its plan is known by its name alone.
      return edit.kind === 'plan' && edit.name === subject.plan;
    case 'selection':
      return isEditOfSelection(edit, subject);
    case 'vault':
      if (edit.kind === 'vault-gone') return edit.name === subject.name;
      return edit.kind === 'vault' && edit.name.known && edit.name.value === subject.name;
    case 'alarm':
      return edit.kind === 'alarm' && edit.alarm.known && edit.alarm.value?.name === subject.name;
    default:
      return false;
  }
}

/** A subject without an ARN is of the change's only place, or of none that can be told. */
function isAt(subject: Subject, { place }: ResourceChange): boolean {
  const arn = subject.type === 'copy' ? undefined : parseArn(subject.arn ?? '');
  return arn === undefined || (arn.account === place.account && arn.region === place.region);
}

function isEditOfPlan(edit: Edit, { arn }: Subject, name: string | undefined, { address }: ResourceChange): boolean {
  if (edit.kind === 'plan-gone') return isPlan(arn, edit.id);
  if (edit.kind !== 'plan') return false;
  if (isPlan(arn, plannedId(address))) return true;
  return edit.id === undefined ? !edit.isNew && edit.name === name : isPlan(arn, edit.id);
}

function isEditOfSelection(edit: Edit, { arn, name, plan }: Subject): boolean {
  return edit.kind === 'selection' && edit.name === name && isTarget(edit.plan, arn, plan);
}

function isTarget(target: PlanTarget, arn: string | undefined, plan: string | undefined): boolean {
  switch (target.kind) {
    case 'live':
      return isPlan(arn, target.id);
    case 'planned':
      return isPlan(arn, plannedId(target.address)) || (target.name !== undefined && target.name === plan);
    case 'unclear':
      return false;
  }
}

function isPlan(arn: string | undefined, id: string): boolean {
  return arn?.endsWith(`:backup-plan:${id}`) === true;
}
