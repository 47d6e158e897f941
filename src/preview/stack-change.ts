import { type Unknown, unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import type { DeployedStack } from '../model/stack.ts';
import type { Tags } from '../model/table.ts';
import type { Change, Edit, ResourceChange } from './change.ts';
import { type AppSettings, ofUnknownStack } from './cloudformation.ts';
import { cloudFormationRow } from './cloudformation-types.ts';
import { endsOf } from './gone-edit.ts';
import { isOfItsProperties } from './nested-sides.ts';
import { placeAt } from './place.ts';
import { pairedEdits } from './stack-pairs.ts';
import { changeRefusals, deletionRefusals, typeRefusals } from './stack-refusals.ts';
import type { ParameterValues } from './template-parameters.ts';
import { type TemplateResource, TemplateSide } from './template-side.ts';
import { perhaps, statementsOf, widened } from './template-statements.ts';
import { readTemplateText } from './template-text.ts';
import { type TemplateTree, treeWith } from './template-tree.ts';
import { unread } from './touched.ts';
import { EVERYTHING } from './type-rows.ts';
import { undecidedEdit } from './undecided-edit.ts';
import { Later } from './value.ts';

export interface StackSettings {
  readonly target: Scope;
  readonly parameters: ParameterValues;
  readonly stackName: string;
  /** Null: it does not exist yet, and the template makes it. */
  readonly stack: DeployedStack | null;
  /** Its tags are those that the stack will have; absent: those that it has stay. */
  readonly app?: AppSettings;
}

/**
 * What a template makes of the stack that it is for: the resources of the two templates are the same by logical id, and stand
 * in AWS by physical id. Throws `UserError` when the text is no template.
 */
export function readStackTemplate(file: string, text: string, settings: StackSettings): Change {
  const { target, parameters, stackName, stack, app } = settings;
  const template = readTemplateText(file, text);
  const side = new TemplateSide(template, {
    target,
    parameters,
    stackName,
    ...(stack ? deployedSettings(stack) : {}),
    ...app,
  });
  const own = side.resources();
  const before = stack ? resourcesBefore(stackName, stack, settings) : [];
  const isStated = ({ logicalId, properties }: TemplateResource) => {
    const nested = side.nested(logicalId);
    return nested !== undefined && isOfItsProperties(nested.template, properties);
  };
  const keepsTags = sameTags(stack?.tags, app?.stackTags);
  const unchanged = unchangedIn(own, before, (each) => isStated(each) || !HOLDS_OTHERS.test(each.type), keepsTags);
  // What nested stacks own that are there is not known.
  const isOpen = (each: TemplateResource) => each.physicalId !== undefined && side.nested(each.logicalId) !== undefined;
  const root = { template: { file, text }, root: template.root, side };
  const tree = treeWith(
    root,
    own.filter((each) => !isOpen(each)),
  );
  const openStacks = own.filter((each) => isOpen(each) && !unchanged.has(each.logicalId));
  const nested = openStacks.length === 0 ? undefined : nestedOf(treeWith(root, openStacks), openStacks, target);
  const ofRoot = new Set(own);
  const types = new Map(idsOf(stack).map(([key]): [string, string] => splitKey(key)));
  const formerType = (each: TemplateResource) => (ofRoot.has(each) ? types.get(each.logicalId) : undefined);
  const incomplete = tree.incomplete ?? (stack ? busy(stackName, stack) : undefined);
  return {
    sources: [file],
    rollsBack: true,
    resources: [
      ...tree.resources.flatMap((resource) => statements(resource, { before, unchanged, formerType, target })),
      ...(nested?.resources ?? []),
      ...before.flatMap((resource) => dropped(resource, own, target)),
      ...unlisted(stack, before, own, target),
    ],
    notes: [...new Set([...tree.notes, ...(nested?.notes ?? []), ...(incomplete ? [incomplete.detail] : [])])],
    ...(incomplete ? { incomplete } : {}),
    ...(nested ? { mayDrop: nested.mayDrop } : {}),
  };
}

function nestedOf(tree: TemplateTree, stacks: readonly TemplateResource[], target: Scope) {
  const names = stacks.map(({ address }) => address).join(' and ');
  const why = unknown(
    'not-collected',
    `what ${names} has and its template does not is not known: nested stacks are not read`,
  );
  return ofUnknownStack(tree, target, why);
}

/** Absent ones stay. */
function sameTags(before: Tags = {}, after: Tags = before): boolean {
  const text = (tags: Tags) => JSON.stringify(Object.entries(tags).toSorted());
  return text(before) === text(after);
}

/** What a template of the stack is read with. */
export function deployedSettings(stack: DeployedStack) {
  const { id: stackId, parameters: previous, tags: stackTags } = stack;
  return { previous, stackId, stackTags, physicalIds: new Map(idsOf(stack)) };
}

/** Resources that are there, by logical id and type. Source: CloudFormation User Guide, resource status codes. */
function idsOf(stack: DeployedStack | null): readonly (readonly [string, string])[] {
  return (stack?.resources ?? []).flatMap(({ logicalId, physicalId, type, status }) =>
    physicalId === undefined || /^DELETE_(?:COMPLETE|SKIPPED)$/.test(status)
      ? []
      : [[`${logicalId} ${type}`, physicalId] as const],
  );
}

function splitKey(key: string): [logicalId: string, type: string] {
  const [logicalId = '', type = ''] = key.split(' ');
  return [logicalId, type];
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
  { target, app }: StackSettings,
): readonly TemplateResource[] {
  const template = readTemplateText(`the template of stack ${name}`, stack.template);
  const label = app?.label === undefined ? {} : { label: app.label };
  const deployed = deployedSettings(stack);
  return new TemplateSide(template, { target, parameters: new Map(), stackName: name, ...deployed, ...label })
    .resources()
    .filter(({ logicalId, type }) => deployed.physicalIds.has(`${logicalId} ${type}`));
}

function isSame(one: TemplateResource): (other: TemplateResource) => boolean {
  return (other) => one.logicalId === other.logicalId && one.type === other.type;
}

/** Tags of its stack are tags of what is judged. */
const HAS_TAGS_OF_STACK = /^AWS::DynamoDB::|^AWS::CloudFormation::Stack$/;

/** Their own templates may have changed, at whatever address they stand. */
const HOLDS_OTHERS = /^AWS::CloudFormation::Stack$|^AWS::Serverless::Application$|::MODULE$/;

/** Logical ids of resources that CloudFormation leaves alone: all that they are made of is the same in both templates. */
function unchangedIn(
  after: readonly TemplateResource[],
  before: readonly TemplateResource[],
  isWhole: (resource: TemplateResource) => boolean,
  keepsTags: boolean,
): ReadonlySet<string> {
  const alike = after.filter((now) => {
    const was = before.find(isSame(now));
    const isOpen = now.exists !== true || !isWhole(now) || (!keepsTags && HAS_TAGS_OF_STACK.test(now.type));
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
  /** The type that the stack has under the logical id. */
  readonly formerType: (resource: TemplateResource) => string | undefined;
  readonly target: Scope;
}

function statements(
  resource: TemplateResource,
  { before, unchanged, formerType, target }: Sides,
): readonly ResourceChange[] {
  const { logicalId, physicalId } = resource;
  if (physicalId === undefined) {
    const options = { isNew: true, refusals: typeRefusals(resource, formerType(resource)) };
    return statementsOf(resource, target, options).map((each) => ({ ...each, action: 'create' as const }));
  }
  const was = before.find(isSame(resource));
  if (!was) return statementsOf(resource, target);
  if (unchanged.has(logicalId)) {
    return statementsOf(resource, target, { isUnchanged: true }).map((each) => ({ ...each, action: 'none' as const }));
  }
  const edits = pairedEdits(resource, was, physicalId);
  return statementsOf({ ...resource, edits }, target, { refusals: changeRefusals(resource, was, edits) }).map(
    (statement) => ({
      ...statement,
      former: was.edits
        .filter(({ region = target.region }) => statement.place.region.known && statement.place.region.value === region)
        .map(({ edit }) => edit),
    }),
  );
}

/** What the template no longer has. What a policy retains stays, in no stack. */
function dropped(was: TemplateResource, after: readonly TemplateResource[], target: Scope): readonly ResourceChange[] {
  const now = after.find(isSame(was));
  if (now && now.exists === true) return [];
  const { address, type, deletionPolicy, where } = was;
  if (deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate') return [];
  const open = now?.exists instanceof Later ? now.exists : deletionPolicy instanceof Later ? deletionPolicy : true;
  const gone = endsOf(was, was.physicalId ?? '', target).map(({ edit, region = target.region }) => ({
    edit: perhaps(edit, address, open),
    region,
  }));
  const refusals = open === true ? deletionRefusals(was) : [];
  return [...new Set(gone.map(({ region }) => region))].map((region) => ({
    address,
    type,
    action: 'delete',
    place: widened(placeAt({ ...target, region }), where, address),
    edits: gone.filter((each) => each.region === region).map(({ edit }) => edit),
    ...(refusals.length > 0 ? { refusals } : {}),
  }));
}

/** Resources that the stack has, and neither template tells of: those of macros, or of a template that could not be read. */
function unlisted(
  stack: DeployedStack | null,
  before: readonly TemplateResource[],
  after: readonly TemplateResource[],
  target: Scope,
): readonly ResourceChange[] {
  const stated = new Set([...before, ...after].map(({ logicalId }) => logicalId));
  return idsOf(stack).flatMap(([key]) => {
    const [logicalId, type] = splitKey(key);
    const row = cloudFormationRow(type);
    if (stated.has(logicalId) || !row) return [];
    const why = unread(logicalId, type, 'the stack has it, and its template does not tell of it');
    const edit: Edit = undecidedEdit({ kind: 'touch', touched: row.touches ?? EVERYTHING, why }, why);
    const place = widened(placeAt(target), row.where, logicalId);
    return [{ address: logicalId, type, action: 'delete' as const, place, edits: [edit] }];
  });
}
