import { type Fact, unknown } from '../model/fact.ts';
import type { TimeToLive } from '../model/table.ts';
import type { Edit, TableSettings } from './change.ts';
import type { TemplateEdit } from './cloudformation-resource.ts';
import { goneEdit } from './gone-edit.ts';
import { placeholderName } from './placeholder-name.ts';
import { notInPlace } from './replacement.ts';
import type { TemplateResource } from './template-side.ts';
import { undecidedEdit } from './undecided-edit.ts';
import { Later, memberOf } from './value.ts';

interface Pair {
  readonly now: TemplateResource;
  readonly was: TemplateResource;
  readonly address: string;
  readonly physicalId: string;
}

/** What a resource becomes that a stack has: changed where it stands, or replaced under another name. */
export function pairedEdits(now: TemplateResource, was: TemplateResource, physicalId: string): readonly TemplateEdit[] {
  const pair: Pair = { now, was, address: now.address, physicalId };
  const isPartner = (one: TemplateEdit) => (other: TemplateEdit) =>
    other.edit.kind === one.edit.kind && other.region === one.region;
  const made = now.edits.flatMap((each): readonly TemplateEdit[] => {
    const former = was.edits.find(isPartner(each))?.edit;
    const edits = former ? pairOf(each.edit, former, pair) : [each.edit];
    return edits.map((edit) => ({ ...each, edit }));
  });
  return [
    ...made,
    ...was.edits.filter((each) => !now.edits.some(isPartner(each))).flatMap((each) => ended(each, pair)),
  ];
}

/** What the resource made before, and makes no more: a replica, or a part of it that is judged. */
function ended(former: TemplateEdit, pair: Pair): readonly TemplateEdit[] {
  const gone = goneEdit(former.edit, pair);
  const open = pair.now.edits.map(({ edit }) => edit).find((edit) => edit.kind === 'touch');
  if (!gone) return [];
  return [{ ...former, edit: open?.kind === 'touch' ? undecidedEdit(gone, open.why) : gone }];
}

function pairOf(edit: Edit, former: Edit, pair: Pair): readonly Edit[] {
  if (edit.kind === 'table' && former.kind === 'table') return pairedTables(edit.table, former.table, pair);
  if (JSON.stringify(edit) === JSON.stringify(former)) return [edit];
  // All that a selection says makes it another one. Source: CloudFormation template reference, BackupSelection.
  if (edit.kind === 'selection' && former.kind === 'selection') {
    const { id: _id, ...made } = edit;
    return [...asList(goneEdit(former, pair)), made];
  }
  const [name, before] = [edit, former].map((each) => JSON.stringify(goneEdit(each, pair)));
  if (name === before) return [edit];
  return [...asList(replacedEdit(former, pair)), edit];
}

function pairedTables(table: TableSettings, before: TableSettings, pair: Pair): readonly Edit[] {
  const { now, was, physicalId } = pair;
  const written = (resource: TemplateResource, key: string) => memberOf(resource.properties, key);
  const [name, formerName] = [written(now, 'TableName'), written(was, 'TableName')];
  const former = { ...before, name: physicalId };
  if (table.nameUnknown && name !== undefined) {
    return [
      { kind: 'table-open', name: physicalId, why: table.nameUnknown },
      { kind: 'table', table },
    ];
  }
  if (typeof name !== 'string' && formerName instanceof Later) {
    const why = unknown('not-collected', `whether ${now.address} had a name of its own is open: ${formerName.why}`);
    return [{ kind: 'table-open', name: physicalId, why }, ...madeAnew(table, pair)];
  }
  // A name that the former template left open is the one that the table has.
  const isRenamed = typeof name === 'string' ? name !== physicalId : typeof formerName === 'string';
  const { properties, open = noUpdateOf(properties) } = notInPlace(now, was);
  if (!isRenamed && (open || properties.length === 0)) {
    const { nameUnknown: _nameUnknown, ...same } = table;
    const timeToLive = timeToLiveAfter(table.timeToLive, before.timeToLive, pair);
    const edit: Edit = { kind: 'table', table: { ...same, name: physicalId, timeToLive, before: former } };
    if (!open) return [edit];
    const why = unknown('not-collected', `whether CloudFormation replaces ${now.address} is open: ${open.why}`);
    return [edit, { kind: 'table-open', name: physicalId, why }];
  }
  const gone = asList(replacedEdit({ kind: 'table', table: former }, pair));
  return [...gone, ...(typeof name === 'string' ? [{ kind: 'table', table } as const] : madeAnew(table, pair))];
}

/** Whether a table is replaced for its local indexes alone, AWS tells in two ways. */
function noUpdateOf(properties: readonly string[]): Later | undefined {
  const isOfIndexes = properties.length > 0 && properties.every((each) => each === 'LocalSecondaryIndexes');
  return isOfIndexes ? new Later('its local secondary indexes change, which are made with a table only') : undefined;
}

function madeAnew(table: TableSettings, { address }: Pair): readonly Edit[] {
  const why = unknown('not-collected', `CloudFormation replaces ${address}, and makes up a new name`);
  return [{ kind: 'table', table: { ...table, name: placeholderName(address), nameUnknown: why } }];
}

/** AWS does not say what becomes of a setting that the template has no more. */
function timeToLiveAfter(after: Fact<TimeToLive>, before: Fact<TimeToLive>, { now }: Pair): Fact<TimeToLive> {
  const isLeftOut = (memberOf(now.properties, 'TimeToLiveSpecification') ?? null) === null;
  if (!isLeftOut || (before.known && before.value.status === 'DISABLED')) return after;
  return unknown(
    'undocumented',
    `the template of ${now.address} has no TimeToLiveSpecification any more, and AWS does not say whether that switches it off`,
  );
}

/** What is replaced goes, unless a policy retains it. */
function replacedEdit(former: Edit, pair: Pair): Edit | undefined {
  const gone = goneEdit(former, pair);
  const policies = [pair.now.replacePolicy, pair.was.replacePolicy];
  if (!gone || policies.every((policy) => policy === 'Retain')) return undefined;
  if (policies.every((policy) => policy === undefined || policy === 'Delete')) return gone;
  return undecidedEdit(
    gone,
    unknown('not-collected', `the UpdateReplacePolicy of ${pair.address} changes, or is open`),
  );
}

function asList(edit: Edit | undefined): readonly Edit[] {
  return edit ? [edit] : [];
}
