import { unknown } from '../model/fact.ts';
import type { Edit, TableSettings } from './change.ts';
import type { TemplateEdit } from './cloudformation-resources.ts';
import { standInName } from './stand-in.ts';
import type { TemplateResource } from './template-side.ts';
import { undecidedEdit } from './undecided-edit.ts';
import { memberOf } from './value.ts';

/** What a resource becomes that a stack has: changed where it stands, or replaced under another name. */
export function pairedEdits(now: TemplateResource, was: TemplateResource, physicalId: string): readonly TemplateEdit[] {
  return now.edits.flatMap((made, index): readonly TemplateEdit[] => {
    const { edit, ...place } = made;
    const former = was.edits.find(
      (each, at) => each.edit.kind === edit.kind && (each.region === made.region || at === index),
    )?.edit;
    const edits = former ? pairOf(edit, former, { now, was, physicalId }) : [edit];
    return edits.map((each) => ({ ...place, edit: each }));
  });
}

interface Pair {
  readonly now: TemplateResource;
  readonly was: TemplateResource;
  readonly physicalId: string;
}

function pairOf(edit: Edit, former: Edit, pair: Pair): readonly Edit[] {
  if (edit.kind === 'table' && former.kind === 'table') return pairedTables(edit.table, former.table, pair);
  if (JSON.stringify(edit) === JSON.stringify(former)) return [edit];
  // All that a selection says makes it another one. Source: CloudFormation template reference, BackupSelection.
  if (edit.kind === 'selection' && former.kind === 'selection') {
    const { id: _id, ...made } = edit;
    return [...asList(goneEdit(former)), made];
  }
  const [name, before] = [nameOf(edit), nameOf(former)];
  if (name === before) return [edit];
  return [...asList(replacedEdit(former, pair)), edit];
}

function pairedTables(table: TableSettings, before: TableSettings, pair: Pair): readonly Edit[] {
  const { now, was, physicalId } = pair;
  const written = (resource: TemplateResource, key: string) => JSON.stringify(memberOf(resource.properties, key));
  const isRenamed = written(now, 'TableName') !== written(was, 'TableName');
  const isReplaced = now.type === 'AWS::DynamoDB::Table' && written(now, 'KeySchema') !== written(was, 'KeySchema');
  const former = { ...before, name: physicalId };
  if (!isRenamed && !isReplaced) {
    const { nameUnknown: _nameUnknown, ...same } = table;
    return [{ kind: 'table', table: { ...same, name: physicalId, before: former } }];
  }
  const isNamed = memberOf(now.properties, 'TableName') !== undefined;
  const gone = replacedEdit({ kind: 'table', table: former }, pair);
  if (isRenamed && isNamed && table.name === physicalId)
    return [{ kind: 'table', table: { ...table, before: former } }];
  if (table.nameUnknown) {
    const open: Edit = { kind: 'table-open', name: physicalId, why: table.nameUnknown };
    return [open, { kind: 'table', table }];
  }
  if (isNamed) return [...asList(gone), { kind: 'table', table }];
  const why = unknown('not-collected', `CloudFormation replaces ${now.logicalId}, and makes up a new name`);
  return [...asList(gone), { kind: 'table', table: { ...table, name: standInName(now.address), nameUnknown: why } }];
}

/** What is replaced goes, unless a policy retains it. */
function replacedEdit(former: Edit, { now, was }: Pair): Edit | undefined {
  const gone = goneEdit(former);
  const policies = [now.replacePolicy, was.replacePolicy];
  if (!gone || policies.every((policy) => policy === 'Retain')) return undefined;
  if (policies.every((policy) => policy === undefined || policy === 'Delete')) return gone;
  return undecidedEdit(
    gone,
    unknown('not-collected', `the UpdateReplacePolicy of ${now.logicalId} changes, or is open`),
  );
}

function nameOf(edit: Edit): string | undefined {
  const gone = goneEdit(edit);
  return gone && JSON.stringify(gone);
}

function asList(edit: Edit | undefined): readonly Edit[] {
  return edit ? [edit] : [];
}

/** The end of what an edit makes; undefined where nothing tells what that is. What is not read is touched by its end, too. */
export function goneEdit(edit: Edit): Edit | undefined {
  switch (edit.kind) {
    case 'plan':
      return edit.id === undefined ? undefined : { kind: 'plan-gone', id: edit.id };
    case 'selection':
      return edit.id === undefined ? undefined : { kind: 'selection-gone', plan: edit.plan, id: edit.id };
    case 'vault':
      return edit.name.known ? { kind: 'vault-gone', name: edit.name.value } : undefined;
    case 'table':
      return { kind: 'table-gone', name: edit.table.name };
    case 'testing-plan':
      return edit.plan.known ? { kind: 'testing-plan-gone', name: edit.plan.value.name } : undefined;
    case 'testing-selection':
      return edit.plan.known && edit.selection.known
        ? { kind: 'testing-selection-gone', plan: edit.plan.value, name: edit.selection.value.name }
        : undefined;
    case 'scalable-target': {
      if (!edit.target.known) return undefined;
      const { resourceId, dimension } = edit.target.value;
      return { kind: 'scalable-target-gone', resourceId, dimension };
    }
    case 'scaling-policy': {
      if (!edit.policy.known) return undefined;
      const { resourceId, dimension, name } = edit.policy.value;
      return { kind: 'scaling-policy-gone', resourceId, dimension, name };
    }
    case 'alarm':
      return edit.alarm.known && edit.alarm.value ? { kind: 'alarm-gone', name: edit.alarm.value.name } : undefined;
    case 'key-alias':
      return { kind: 'key-alias-gone', alias: edit.alias };
    case 'touch':
      return edit;
    default:
      return undefined;
  }
}
