import type { Refusal } from '../constraints/constraint.ts';
import type { NamedKind } from '../constraints/new-name.ts';
import { refusals } from '../constraints/refusals.ts';
import type { Inventory, RegionInventory } from '../model/inventory.ts';
import type { TableDescription } from '../model/table.ts';
import type { Change, Edit, ResourceChange } from './change.ts';
import { withDependents } from './dependents.ts';
import { scopeOf } from './place.ts';

/**
 * The change with what AWS refuses of it as it is there already: nothing is made under the name of something that is there.
 * CloudFormation makes what is new before it deletes what goes; what Terraform takes away may be gone by then, or not.
 */
export function refusingWhatIsThere(changes: readonly Change[], { regions }: Inventory): readonly Change[] {
  const leaves = (other: Change) => new Set(other.resources.flatMap(({ edits }) => edits.flatMap(goneThing)));
  const left = new Map(changes.map((change) => [change, leaves(change)]));
  const refusing = (resource: ResourceChange, change: Change): ResourceChange => {
    const scope = scopeOf(resource.place);
    const target = regions.find(({ account, region }) => account === scope?.account && region === scope.region);
    const replaced =
      target && change.rollsBack ? resource.edits.flatMap((edit) => replacedName(edit, resource, target) ?? []) : [];
    const [kept] = replaced;
    if (kept) return { ...resource, refusals: [...(resource.refusals ?? []), ...notReplaced(kept)] };
    const taken = target ? resource.edits.flatMap((edit) => takenThing(edit, resource, target) ?? []) : [];
    // What another change takes away may be gone by then.
    const mayLeave = changes.filter((each) => each !== change || !change.rollsBack);
    const [first] = taken.filter((thing) => !mayLeave.some((each) => left.get(each)?.has(thing.key)));
    if (!first) return resource;
    const { refusals: before = [] } = resource;
    return { ...resource, refusals: [...before, ...refusalsOf(first, resource, change)] };
  };
  return changes.map((change) =>
    withDependents({ ...change, resources: change.resources.map((resource) => refusing(resource, change)) }),
  );
}

/** CloudFormation looks for itself before it asks. */
function refusalsOf(taken: Thing, { address }: ResourceChange, { rollsBack }: Change): readonly Refusal[] {
  return rollsBack
    ? refusals(
        'new-of-template',
        { logicalId: address, taken: taken.name },
        { forNew: true, through: 'cloudformation' },
      )
    : refusals('new-name', { taken }, { forNew: true, through: 'terraform' });
}

/**
 * A table that stands, whose template asks for another key or other local indexes. Whether the stack owns it does not matter:
 * then CloudFormation would have to replace it under its own name, and else the name is taken.
 */
function replacedName(edit: Edit, { action, former }: ResourceChange, { tables }: RegionInventory): string | undefined {
  if (edit.kind !== 'table' || action !== 'update' || former !== undefined) return undefined;
  const { name, nameUnknown, before, description } = edit.table;
  if (nameUnknown || before || !description.known || !tables.known) return undefined;
  const there = tables.value.find((table) => table.name === name && !table.nameUnknown)?.description;
  if (!there?.known) return undefined;
  const fixed = ({ keys, localIndexes }: TableDescription) => JSON.stringify([keys, localIndexes]);
  return fixed(there.value) === fixed(description.value) ? undefined : name;
}

function notReplaced(name: string): readonly Refusal[] {
  return refusals('replacement', { name, properties: ['KeySchema'] }, { forNew: false, through: 'cloudformation' });
}

interface Thing {
  readonly key: string;
  readonly kind: NamedKind;
  readonly name: string;
}

function goneThing(edit: Edit): readonly string[] {
  if (edit.kind === 'table-gone' || edit.kind === 'table-open') return [`table ${edit.name}`];
  return edit.kind === 'vault-gone' ? [`vault ${edit.name}`] : [];
}

/** What an edit makes new that is there. */
function takenThing(edit: Edit, { action, former }: ResourceChange, target: RegionInventory): Thing | undefined {
  const isNew = (isFormer: (other: Edit) => boolean) =>
    action === 'create' || (action !== 'none' && former !== undefined && !former.some(isFormer));
  if (edit.kind === 'table') {
    const { name, nameUnknown, before } = edit.table;
    if (nameUnknown || before || !target.tables.known) return undefined;
    const isThere = target.tables.value.some((table) => table.name === name && !table.nameUnknown);
    return isThere && isNew((other) => other.kind === 'table' && other.table.name === name)
      ? { key: `table ${name}`, kind: edit.table.restore ? 'restored-table' : 'table', name }
      : undefined;
  }
  if (edit.kind !== 'vault' || !edit.whole || !edit.name.known || !target.vaults.known) return undefined;
  const name = edit.name.value;
  const isThere = target.vaults.value.some((vault) => vault.name === name);
  return isThere && isNew((other) => other.kind === 'vault' && other.name.known && other.name.value === name)
    ? { key: `vault ${name}`, kind: 'vault', name }
    : undefined;
}
