import { parseArn } from '../model/arn.ts';
import { OF_ORGANIZATION } from '../model/organization.ts';
import type { Position } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import { distinctSubjects, type Subject } from '../model/subject.ts';
import type { Change, Edit, PlanTarget, ResourceChange } from './change.ts';
import { plannedId } from './edit-backup.ts';
import { mayBeIn } from './place.ts';

/** What a change has to do with a verdict: its resources among the subjects, and where in a template the deciding one stands. */
export interface Placed {
  readonly subjects: readonly Subject[];
  readonly at?: Position;
}

/**
 * Finds the resources of a change that a result stands on. The first subject with a resource decides; where none has one,
 * the first that decided before the change; at last the table itself.
 */
export function placedIn(changes: readonly Change[]): (result: Result, was: Result | undefined) => Placed {
  const resources = changes.flatMap((each, change) => each.resources.map((resource) => ({ ...resource, change })));
  // Results share their subjects: each is looked for once.
  const looked = new Map<Subject, Numbered | undefined>();
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
    const table = tables.get(result.resource.name)?.find(({ place }) => mayBeIn(place, result.resource));
    return table ? placed([...own, asSubject(table)], table) : { subjects: own };
  };
}

/** A resource, and which of the changes it is of: addresses of each are its own. */
type Numbered = ResourceChange & { readonly change: number };

function placed(subjects: readonly Subject[], { at }: ResourceChange): Placed {
  return at ? { subjects: distinctSubjects(subjects), at } : { subjects: distinctSubjects(subjects) };
}

function asSubject({ address }: ResourceChange): Subject {
  return { type: 'change', name: address, address };
}

/** By name. */
function tablesIn(resources: readonly Numbered[]): ReadonlyMap<string, readonly Numbered[]> {
  const tables = new Map<string, Numbered[]>();
  for (const resource of resources) {
    for (const edit of resource.edits) {
      if (edit.kind === 'table') tables.set(edit.table.name, [...(tables.get(edit.table.name) ?? []), resource]);
    }
  }
  return tables;
}

/** The resource that is the subject, or that it stands in; a vault's own one before one that only sets something of it. */
function resourceFor(subject: Subject, resources: readonly Numbered[]): Numbered | undefined {
  if (subject.address !== undefined) return resources.find(({ address }) => address === subject.address);
  const found = resources.filter((resource) => resource.edits.some((edit) => isEditOf(edit, subject, resource)));
  // Of two plans of one name nobody can tell which one a copy is of; its rule can, and comes next.
  if (subject.type === 'copy' && found.length > 1) return undefined;
  return found.find(({ edits }) => edits.some((edit) => edit.kind === 'vault' && edit.whole)) ?? found[0];
}

function isEditOf(edit: Edit, subject: Subject, resource: Numbered): boolean {
  if (!isAt(subject, resource)) return false;
  switch (subject.type) {
    case 'plan':
      return isEditOfPlan(edit, subject, subject.name, resource);
    case 'rule':
      return isEditOfPlan(edit, subject, subject.plan, resource);
    case 'copy':
      // A copy's ARN is that of the vault it goes to; its plan is known by its name alone.
      if (edit.kind === 'organization-plan') return edit.name === subject.plan?.toLowerCase();
      return edit.kind === 'plan' && edit.name === subject.plan;
    case 'selection':
      return isEditOfSelection(edit, subject, resource);
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
  return arn === undefined || mayBeIn(place, arn);
}

function isEditOfPlan(edit: Edit, { arn }: Subject, name: string | undefined, by: Numbered): boolean {
  if (edit.kind === 'plan-gone') return isPlan(arn, edit.id);
  if (edit.kind === 'organization-plan') return isOfOrganization(arn, name, edit.name);
  if (edit.kind !== 'plan') return false;
  if (isPlan(arn, plannedId(by.address, by))) return true;
  return edit.id === undefined ? !edit.isNew && edit.name === name : isPlan(arn, edit.id);
}

function isEditOfSelection(edit: Edit, { arn, name, plan }: Subject, by: Numbered): boolean {
  if (edit.kind === 'organization-plan') return isOfOrganization(arn, plan, edit.name);
  return edit.kind === 'selection' && edit.name === name && isTarget(edit.plan, arn, plan, by);
}

function isTarget(target: PlanTarget, arn: string | undefined, plan: string | undefined, by: Numbered): boolean {
  switch (target.kind) {
    case 'live':
      return isPlan(arn, target.id);
    case 'planned':
      return isPlan(arn, plannedId(target.address, by)) || (target.name !== undefined && target.name === plan);
    case 'unclear':
      return false;
  }
}

function isOfOrganization(arn: string | undefined, name: string | undefined, plan: string): boolean {
  return name?.toLowerCase() === plan && arn?.includes(`:backup-plan:${OF_ORGANIZATION}`) === true;
}

function isPlan(arn: string | undefined, id: string): boolean {
  return arn?.endsWith(`:backup-plan:${id}`) === true;
}
