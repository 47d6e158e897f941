import { type Unknown, unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import type { DeployedStack } from '../model/stack.ts';
import type { Change, Edit, ResourceChange } from './change.ts';
import { cloudFormationRow } from './cloudformation-types.ts';
import { endsOf } from './gone-edit.ts';
import { placeAt } from './place.ts';
import { pairedEdits } from './stack-pairs.ts';
import { changeRefusals, deletionRefusals } from './stack-refusals.ts';
import { unseenByMacros } from './template-macros.ts';
import type { ParameterValues } from './template-parameters.ts';
import { type TemplateResource, TemplateSide } from './template-side.ts';
import { perhaps, statementsOf, widened } from './template-statements.ts';
import { readTemplateText } from './template-text.ts';
import { unread } from './touched.ts';
import { EVERYTHING } from './type-rows.ts';
import { undecidedEdit } from './undecided-edit.ts';
import { Later } from './value.ts';

export interface StackSettings {
  readonly home: Scope;
  readonly parameters: ParameterValues;
  readonly stackName: string;
  /** Null: it does not exist yet, and the template makes it. */
  readonly stack: DeployedStack | null;
}

/**
 * What a template makes of the stack that it is for: the resources of the two templates are the same by logical id, and stand
 * in AWS by physical id. Throws `UserError` when the text is no template.
 */
export function readStackTemplate(file: string, text: string, settings: StackSettings): Change {
  const { home, parameters, stackName, stack } = settings;
  const template = readTemplateText(file, text);
  const physicalIds = new Map(idsOf(stack));
  const deployed = stack ? { previous: stack.parameters, stackId: stack.id, stackTags: stack.tags, physicalIds } : {};
  const side = new TemplateSide(template, { home, parameters, stackName, ...deployed });
  const after = side.resources();
  const incomplete = unseenByMacros(file, template.root) ?? (stack ? busy(stackName, stack) : undefined);
  const before = stack ? resourcesBefore(stackName, stack, { ...settings, physicalIds }) : [];
  const unchanged = unchangedIn(after, before);
  return {
    sources: [file],
    rollsBack: true,
    resources: [
      ...after.flatMap((resource) => statements(resource, { before, unchanged, home })),
      ...before.flatMap((resource) => dropped(resource, after, home)),
      ...unlisted(stack, before, after, home),
    ],
    notes: [...new Set([...side.notes, ...(incomplete ? [incomplete.detail] : [])])],
    ...(incomplete ? { incomplete } : {}),
  };
}

/** Resources that are there, by logical id and type. Source: CloudFormation User Guide, resource status codes. */
function idsOf(stack: DeployedStack | null): readonly (readonly [string, string])[] {
  return (stack?.resources ?? []).flatMap(({ logicalId, physicalId, type, status }) =>
    physicalId === undefined || /^DELETE_(?:COMPLETE|SKIPPED)$/.test(status)
      ? []
      : [[`${logicalId} ${type}`, physicalId] as const],
  );
}

function busy(name: string, { status }: DeployedStack): Unknown | undefined {
  // A change set that makes it waits to be executed.
  if (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') return undefined;
  return unknown('not-collected', `stack ${name} is ${status}: what that leaves is not known yet`);
}

/** What the deployed template says of the resources that are there. */
function resourcesBefore(
  name: string,
  stack: DeployedStack,
  { home, physicalIds }: { readonly home: Scope; readonly physicalIds: ReadonlyMap<string, string> },
): readonly TemplateResource[] {
  const template = readTemplateText(`the template of stack ${name}`, stack.template);
  const { id: stackId, parameters: previous, tags: stackTags } = stack;
  const settings = { home, parameters: new Map(), previous, stackName: name, stackId, stackTags, physicalIds };
  return new TemplateSide(template, settings)
    .resources()
    .filter(({ logicalId, type }) => physicalIds.has(`${logicalId} ${type}`));
}

function isSame(one: TemplateResource): (other: TemplateResource) => boolean {
  return (other) => one.logicalId === other.logicalId && one.type === other.type;
}

/** Their own templates may have changed, at whatever address they stand. */
const HOLDS_OTHERS = /^AWS::CloudFormation::Stack$|^AWS::Serverless::Application$|::MODULE$/;

/** Logical ids of resources that CloudFormation leaves alone: all that they are made of is the same in both templates. */
function unchangedIn(after: readonly TemplateResource[], before: readonly TemplateResource[]): ReadonlySet<string> {
  const alike = after.filter((now) => {
    const was = before.find(isSame(now));
    const isOpen = now.exists !== true || HOLDS_OTHERS.test(now.type);
    return !isOpen && now.likeness !== undefined && now.likeness.text === was?.likeness?.text;
  });
  for (let found = alike; ; ) {
    const ids = new Set(found.map(({ logicalId }) => logicalId));
    const left = found.filter(({ likeness }) => [...(likeness?.restsOn ?? [])].every((id) => ids.has(id)));
    if (left.length === found.length) return ids;
    found = left;
  }
}

interface Sides {
  readonly before: readonly TemplateResource[];
  readonly unchanged: ReadonlySet<string>;
  readonly home: Scope;
}

function statements(resource: TemplateResource, { before, unchanged, home }: Sides): readonly ResourceChange[] {
  const { logicalId, physicalId } = resource;
  if (physicalId === undefined) {
    return statementsOf(resource, home, { isNew: true }).map((each) => ({ ...each, action: 'create' as const }));
  }
  const was = before.find(isSame(resource));
  if (!was) return statementsOf(resource, home);
  if (unchanged.has(logicalId)) {
    return statementsOf(resource, home, { isUnchanged: true }).map((each) => ({ ...each, action: 'none' as const }));
  }
  const edits = pairedEdits(resource, was, physicalId);
  return statementsOf({ ...resource, edits }, home, { refusals: changeRefusals(resource, edits) }).map((statement) => ({
    ...statement,
    former: was.edits
      .filter(({ region = home.region }) => statement.place.region.known && statement.place.region.value === region)
      .map(({ edit }) => edit),
  }));
}

/** What the template has no more. What a policy retains stays, in no stack. */
function dropped(was: TemplateResource, after: readonly TemplateResource[], home: Scope): readonly ResourceChange[] {
  const now = after.find(isSame(was));
  if (now && now.exists === true) return [];
  const { address, type, deletionPolicy, where } = was;
  if (deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate') return [];
  const open = now?.exists instanceof Later ? now.exists : deletionPolicy instanceof Later ? deletionPolicy : true;
  const gone = endsOf(was, was.physicalId ?? '', home).map(({ edit, region = home.region }) => ({
    edit: perhaps(edit, address, open),
    region,
  }));
  const refusals = open === true ? deletionRefusals(was) : [];
  return [...new Set(gone.map(({ region }) => region))].map((region) => ({
    address,
    type,
    action: 'delete',
    place: widened(placeAt({ ...home, region }), where, address),
    edits: gone.filter((each) => each.region === region).map(({ edit }) => edit),
    ...(refusals.length > 0 ? { refusals } : {}),
  }));
}

/** Resources that the stack has, and neither template tells of: those of macros, or of a template that could not be read. */
function unlisted(
  stack: DeployedStack | null,
  before: readonly TemplateResource[],
  after: readonly TemplateResource[],
  home: Scope,
): readonly ResourceChange[] {
  const told = new Set([...before, ...after].map(({ logicalId }) => logicalId));
  return idsOf(stack).flatMap(([key]) => {
    const [logicalId = '', type = ''] = key.split(' ');
    const row = cloudFormationRow(type);
    if (told.has(logicalId) || !row) return [];
    const why = unread(logicalId, type, 'the stack has it, and its template does not tell of it');
    const edit: Edit = undecidedEdit({ kind: 'touch', touched: row.touches ?? EVERYTHING, why }, why);
    const place = widened(placeAt(home), row.where, logicalId);
    return [{ address: logicalId, type, action: 'delete' as const, place, edits: [edit] }];
  });
}
