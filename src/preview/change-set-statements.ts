import { unknown } from '../model/fact.ts';
import type { Action, Edit, ResourceChange } from './change.ts';
import { changesTags, contextOf, isOfStackAlone, withDynamic } from './change-set-contexts.ts';
import type { ChangeSet, SetResource } from './change-set-text.ts';
import { CLOUDFORMATION_RESOURCES } from './cloudformation-resources.ts';
import { cloudFormationRow } from './cloudformation-types.ts';
import { endsOf } from './gone-edit.ts';
import { placeAt } from './place.ts';
import { pairedEdits } from './stack-pairs.ts';
import { type TemplateResource, TemplateSide } from './template-side.ts';
import { statementsOf, widened } from './template-statements.ts';
import { unread } from './touched.ts';
import { EVERYTHING, mayTouch, type TypeRow } from './type-rows.ts';
import { undecidedEdit } from './undecided-edit.ts';
import { isValueList, isValueMap, Later, laterIn, memberOf, type ValueMap } from './value.ts';

/** Actions by what they make of the resource. */
const ACTIONS: Readonly<Record<string, Action>> = {
  Add: 'create',
  Modify: 'update',
  Remove: 'delete',
  Import: 'update',
};

/** What one entry of a change set does; whatever CloudFormation leaves open may touch what its type may touch. */
export function statementsOfSet(set: ChangeSet, resource: SetResource, prefix: string): readonly ResourceChange[] {
  return new Reading(set, resource, prefix).statements();
}

class Reading {
  readonly #set: ChangeSet;
  readonly #resource: SetResource;
  readonly #prefix: string;
  readonly #before: ValueMap | undefined;
  readonly #after: ValueMap | undefined;

  constructor(set: ChangeSet, resource: SetResource, prefix: string) {
    this.#set = set;
    this.#resource = resource;
    this.#prefix = prefix;
    const after = contextOf(resource.afterContext);
    this.#before = contextOf(resource.beforeContext);
    this.#after = after && withDynamic(after, resource);
  }

  statements(): readonly ResourceChange[] {
    const { action, type } = this.#resource;
    const isRead = Object.hasOwn(CLOUDFORMATION_RESOURCES, type);
    // Only what CloudFormation knows of the resource changes. Source: CloudFormation API, ResourceChange.
    if (action === 'SyncWithActual' || isOfStackAlone(this.#resource)) return [];
    if (action === 'Remove' && this.#policy() === 'Retain') return [];
    if (!isRead) return this.#touching('no reader reads its type');
    switch (action) {
      case 'Add':
        return this.#added();
      case 'Modify':
        return this.#modified();
      case 'Remove':
        return this.#removed();
      case 'Import':
        return this.#touching('it is imported, and what it is then is not known');
      case 'Dynamic':
        return this.#touching('CloudFormation decides at deployment what becomes of it');
      default:
        return this.#touching(`what ${action || 'no action'} does to it is not known`);
    }
  }

  #added(): readonly ResourceChange[] {
    const after = this.#after && this.#read(this.#after, true);
    return after ? this.#stated(statementsOf(after, this.#set.place, { isNew: true }), 'create') : this.#valueless();
  }

  #modified(): readonly ResourceChange[] {
    const { replacement = 'False', driftStatus } = this.#resource;
    if (this.#set.revertsDrift && driftStatus !== 'IN_SYNC') {
      return this.#touching('the change set takes back what drifted, as far as CloudFormation can');
    }
    if (!this.#before || !this.#after) return this.#valueless();
    const isOpen = laterIn(this.#after) !== undefined;
    if (replacement === 'False') return this.#changed(this.#before, this.#after);
    if (replacement !== 'True' || isOpen) return this.#touching('whether it is replaced is known at deployment');
    return this.#replaced(this.#before, this.#after);
  }

  #changed(before: ValueMap, after: ValueMap): readonly ResourceChange[] {
    const [was, now] = [this.#read(before, false), this.#read(after, false)];
    const { physicalId } = this.#resource;
    if (!was || !now || physicalId === undefined) return this.#valueless();
    const { place } = this.#set;
    const edits = pairedEdits(now, was, physicalId);
    return this.#stated(statementsOf({ ...now, edits }, place), 'update').map((statement) => ({
      ...statement,
      edits: this.#isTagOpen(before, after) ? statement.edits.map(withOpenTags) : statement.edits,
      former: was.edits
        .filter(({ region = place.region }) => statement.place.region.known && statement.place.region.value === region)
        .map(({ edit }) => edit),
    }));
  }

  /** Whether CloudFormation shows the tags of the stack among those of a table is not documented. */
  #isTagOpen(before: ValueMap, after: ValueMap): boolean {
    if (!changesTags(this.#resource)) return false;
    const [was, now] = [before, after].map((side) => JSON.stringify(memberOf(side, 'Properties') ?? {}));
    const own = new Set(keysOfTags(after));
    return was === now || Object.keys(this.#set.tags).some((key) => !own.has(key));
  }

  #replaced(before: ValueMap, after: ValueMap): readonly ResourceChange[] {
    const [was, now] = [this.#read(before, false), this.#read(after, true)];
    if (!was || !now) return this.#valueless();
    return [...this.#gone(was), ...this.#stated(statementsOf(now, this.#set.place, { isNew: true }), 'replace')];
  }

  #removed(): readonly ResourceChange[] {
    const was = this.#before && this.#read(this.#before, false);
    return was ? this.#gone(was) : this.#valueless();
  }

  #gone(was: TemplateResource): readonly ResourceChange[] {
    const { place } = this.#set;
    const policy = this.#policy();
    if (policy === 'Retain') return [];
    const why = unknown(
      'not-collected',
      `${was.address}: what becomes of it when it is replaced or removed is not stated`,
    );
    const { physicalId } = this.#resource;
    if (physicalId === undefined) return this.#touching('what its end takes away is not known');
    const edits = endsOf(was, physicalId, place).map((each) =>
      policy === 'Delete' ? each : { ...each, edit: undecidedEdit(each.edit, why) },
    );
    const action = this.#resource.action === 'Remove' ? ('delete' as const) : ('replace' as const);
    return this.#stated(statementsOf({ ...was, properties: {}, edits }, place), action).map(
      ({ refusals: _refusals, ...statement }) => statement,
    );
  }

  /** What becomes of what is there: `Delete`, `Retain`, or undefined where nothing tells. Older sets have no `PolicyAction`. */
  #policy(): 'Delete' | 'Retain' | undefined {
    const { policyAction, action } = this.#resource;
    const stated = policyAction?.replace('ReplaceAnd', '');
    if (stated !== undefined) return stated === 'Delete' || stated === 'Retain' ? stated : undefined;
    const sides = [this.#before, ...(action === 'Remove' ? [] : [this.#after])];
    const policies = sides.map((side) => {
      return side && (memberOf(side, action === 'Remove' ? 'DeletionPolicy' : 'UpdateReplacePolicy') ?? 'Delete');
    });
    if (policies.every((policy) => policy === 'Delete')) return 'Delete';
    return policies.every((policy) => policy === 'Retain' || policy === 'RetainExceptOnCreate') ? 'Retain' : undefined;
  }

  #valueless(): readonly ResourceChange[] {
    return this.#touching('the change set does not show its values, which --include-property-values gives');
  }

  #touching(why: string): readonly ResourceChange[] {
    const { type, action, logicalId } = this.#resource;
    const row = rowFor(type);
    if (!row) return [];
    const address = `${this.#prefix}${logicalId}`;
    const touched: Edit = { kind: 'touch', touched: row.touches, why: unread(address, type, why) };
    const place = widened(placeAt(this.#set.place), row.where, address);
    return [{ address, type, action: ACTIONS[action] ?? 'update', place, edits: [touched] }];
  }

  /** As a template with this resource alone would make it. */
  #read(context: ValueMap, isNew: boolean): TemplateResource | undefined {
    const { logicalId, type, physicalId } = this.#resource;
    const { place, stackName, tags } = this.#set;
    const properties = memberOf(context, 'Properties') ?? {};
    const own = { [logicalId]: { Type: type, Properties: properties } };
    const root = { Resources: isNew ? besidePlan(own, logicalId, this.#set) : own };
    const label = this.#prefix === '' ? {} : { label: this.#prefix.slice(0, -1) };
    const ids: ReadonlyMap<string, string> =
      !isNew && physicalId !== undefined ? new Map([[`${logicalId} ${type}`, physicalId]]) : new Map();
    const side = new TemplateSide(
      { root, positionOf: () => NOWHERE },
      {
        target: place,
        parameters: new Map(),
        stackName,
        physicalIds: ids,
        ...label,
        ...(isNew ? { stackTags: tags } : {}),
      },
    );
    return side.resources().find((each) => each.logicalId === logicalId);
  }

  /** A change set has no lines. */
  #stated(statements: readonly ResourceChange[], action: Action): readonly ResourceChange[] {
    return statements.map(({ at: _at, ...statement }) => ({ ...statement, action }));
  }
}

const PLAN = 'AWS::Backup::BackupPlan';

/**
 * A new selection with the plan that it can only belong to: its plan is known after deployment, so the set makes it, and the set
 * makes one, and nothing that may hand on the id of another.
 */
function besidePlan(own: ValueMap, logicalId: string, { resources, parent }: ChangeSet): ValueMap {
  const made = own[logicalId];
  const properties = isValueMap(made) ? memberOf(made, 'Properties') : undefined;
  if (!isValueMap(made) || made['Type'] !== 'AWS::Backup::BackupSelection' || !isValueMap(properties)) return own;
  const [plan, ...others] = resources.filter(({ type, action }) => type === PLAN && action !== 'Remove');
  const id = memberOf(properties, 'BackupPlanId');
  const isOpen = id instanceof Later && id.head === '';
  if (!isOpen || plan?.action !== 'Add' || others.length > 0 || parent !== undefined) return own;
  if (resources.some(({ type }) => handsOnText(type))) return own;
  return {
    [plan.logicalId]: { Type: PLAN, Properties: {} },
    [logicalId]: { ...made, Properties: { ...properties, BackupPlanId: { Ref: plan.logicalId } } },
  };
}

/** Whether an attribute of the type may be any text. */
function handsOnText(type: string): boolean {
  return !type.startsWith('AWS::') || /^AWS::(CloudFormation|SSM|SecretsManager|ServiceCatalog)::|::MODULE$/.test(type);
}

const NOWHERE = { file: '', line: 1, column: 1 };

function rowFor(type: string): TypeRow | undefined {
  const row = cloudFormationRow(type);
  if (row || !Object.hasOwn(CLOUDFORMATION_RESOURCES, type)) return row;
  return mayTouch(EVERYTHING, 'it is judged', 'anywhere');
}

function withOpenTags(edit: Edit): Edit {
  if (edit.kind !== 'table') return edit;
  const why = unknown('not-collected', 'tags change, and the change set does not show which those of the stack are');
  return { kind: 'table', table: { ...edit.table, tags: why } };
}

function keysOfTags(context: ValueMap): readonly string[] {
  const properties = memberOf(context, 'Properties');
  const tags = isValueMap(properties) ? memberOf(properties, 'Tags') : undefined;
  const list = isValueList(tags) ? tags : [];
  return list.flatMap((tag) => (isValueMap(tag) ? String(memberOf(tag, 'Key') ?? '') : []));
}
