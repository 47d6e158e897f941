import { type Fact, type Unknown, unknown } from '../model/fact.ts';
import { Attributes, settled } from './attributes.ts';
import type { Action, Edit, PlanTarget, ResourceChange } from './change.ts';
import { inRegion, type Place } from './place.ts';
import { Configuration } from './terraform-configuration.ts';
import { derivedAttribute, targetOf } from './terraform-derived.ts';
import { TerraformPlaces } from './terraform-places.ts';
import { type PlannedResource, type TerraformPlan, textAt } from './terraform-plan.ts';
import {
  type Halves,
  refusalsOfGone,
  refusalsOfPut,
  refusalsOfTwin,
  refusedElsewhere,
  refusedHere,
  refusedMoving,
} from './terraform-refusals.ts';
import type { TerraformContext, TerraformResource } from './terraform-resource.ts';
import { TERRAFORM_RESOURCES } from './terraform-resources.ts';
import { terraformRow } from './terraform-types.ts';
import { valuesAfter } from './terraform-values.ts';
import { type Touched, unread } from './touched.ts';
import { EVERYTHING, type TypeRow } from './type-rows.ts';
import { isValueList, isValueMap, memberOf, type Value, type ValueMap } from './value.ts';

const FROM = 'the Terraform plan';

/** Stands for an account or Region that the plan does not tell: facts in which it would count are unknown. */
const UNRESOLVED = '(unknown)';

/** What a plan does to each of its resources. */
export class PlanReader {
  readonly #configuration: Configuration;
  readonly #places: TerraformPlaces;

  constructor(plan: TerraformPlan, run: Fact<string>) {
    this.#configuration = new Configuration(plan);
    this.#places = new TerraformPlaces(plan, this.#configuration, run);
  }

  /** One statement a Region: tables have replicas in others, and what is replaced may come back elsewhere. */
  changes(resource: PlannedResource): readonly ResourceChange[] {
    const action = actionOf(resource.actions);
    const read = Object.hasOwn(TERRAFORM_RESOURCES, resource.type) ? TERRAFORM_RESOURCES[resource.type] : undefined;
    if (action === 'kept') return [];
    if (action === undefined) {
      const detail = `the plan says "${resource.actions.join(', ')}" of it, which is not a word that Terraform is known to use`;
      return [this.#unread(resource, 'update', read?.touches ?? EVERYTHING, detail)];
    }
    if (read) return [...this.#read(resource, action, read), ...this.#commands(resource, action)];
    const row = terraformRow(resource);
    const isHarmless = action === 'update' && isOnlyTagged(resource) && !row?.touches.includes('table-tags');
    if (!row || isHarmless) return this.#commands(resource, action);
    return [this.#unread(resource, action, row.touches, row.why, row.where), ...this.#commands(resource, action)];
  }

  /** What actions of providers do is in no plan. */
  invocations({ invocations }: TerraformPlan): readonly ResourceChange[] {
    return invocations.flatMap(({ address, type }) => {
      const row = terraformRow({ type });
      if (!row) return [];
      const why = unread(address, type, row.why);
      const place = { partition: 'aws', account: why, region: why };
      return [
        {
          address,
          type,
          action: 'update' as const,
          place,
          edits: [{ kind: 'touch' as const, touched: row.touches, why }],
        },
      ];
    });
  }

  #read(resource: PlannedResource, action: Action, read: TerraformResource): readonly ResourceChange[] {
    const { address, type } = resource;
    const isGone = action === 'delete' || action === 'replace';
    const [from, to] = [this.#places.placeOf(resource, 'before'), this.#places.placeOf(resource, 'after')];
    const before = resource.before && new Attributes(resource.before, address);
    const after = action === 'delete' ? undefined : this.#after(resource);
    const context = this.#context(resource, action, to);
    const edits = (make: () => readonly Edit[]): readonly Edit[] => {
      const made = settled(FROM, make);
      return made.known ? made.value : [{ kind: 'touch', touched: read.touches, why: made }];
    };
    const gone = isGone && before ? edits(() => read.gone(before, this.#context(resource, action, from))) : [];
    const put = after ? edits(() => read.put(after, context, before)) : [];
    const former = before && after && !isGone ? settled(FROM, () => read.put(before, context, before)) : undefined;
    const statement = (place: Place, made: readonly Edit[]): ResourceChange => ({
      address,
      type,
      action,
      place,
      edits: made,
    });
    const moves = gone.length > 0 && put.length > 0 && JSON.stringify(from) !== JSON.stringify(to);
    const createsFirst = resource.actions[0] === 'create';
    const isTwin = createsFirst && isGone && !moves;
    const halves: Halves = {
      gone: { edits: gone, refusals: isGone && before ? refusalsOfGone(type, before) : [] },
      put: {
        edits: put,
        refusals: [
          ...refusalsOfPut(type, action, to, after, before),
          ...(isTwin && before && after ? refusalsOfTwin(type, before, after) : []),
        ],
      },
      createsFirst,
    };
    const [leaves, comes] = refusedMoving(halves, address);
    return [
      ...(moves ? [{ ...statement(from, gone), ...leaves }] : []),
      {
        ...statement(after ? to : from, moves ? put : [...gone, ...put]),
        ...(former?.known ? { former: former.value } : {}),
        ...(moves ? comes : refusedHere(halves)),
      },
      ...this.#elsewhere(read, context, to, before, after).map(([place, edit]) => ({
        ...statement(place, [edit]),
        ...refusedElsewhere(halves, address, edit),
      })),
    ];
  }

  /** Terraform leaves out what refers to a resource that it could not make. */
  needsOf(resource: PlannedResource): readonly string[] {
    return this.#configuration.resourcesNeeded(resource).map(({ address }) => address);
  }

  /** What comes to be in other Regions, or may. */
  #elsewhere(
    read: TerraformResource,
    context: TerraformContext,
    place: Place,
    before: Attributes | undefined,
    after: Attributes | undefined,
  ): readonly (readonly [Place, Edit])[] {
    const made = settled(FROM, () => read.elsewhere?.(before, after, context) ?? []);
    if (made.known) return made.value.map(({ region, edit }) => [inRegion(place, region), edit]);
    const why = unknown('not-collected', `its replicas are open: ${made.detail}`);
    return [
      [
        { ...place, region: why },
        { kind: 'touch', touched: read.touches, why },
      ],
    ];
  }

  /** A resource of a type that no reader reads, or that cannot be read. */
  #unread(
    resource: PlannedResource,
    action: Action,
    touched: readonly Touched[],
    detail: string,
    where: TypeRow['where'] = 'place',
  ): ResourceChange {
    const { address, type } = resource;
    const why = unread(address, type, detail);
    const place = this.#places.placeOf(resource, action === 'delete' ? 'before' : 'after');
    const edits: readonly Edit[] = action === 'none' ? [] : [{ kind: 'touch', touched, why }];
    return { address, type, action, place: widened(place, where, why), edits };
  }

  /** A provisioner runs what it likes. */
  #commands(resource: PlannedResource, action: Action): readonly ResourceChange[] {
    const runs = action === 'create' || action === 'replace' || action === 'delete';
    if (!runs || !this.#configuration.runsCommands(resource)) return [];
    const detail = 'it has a provisioner that runs commands of its own, here or on another machine';
    return [this.#unread(resource, action, EVERYTHING, detail, 'anywhere')];
  }

  #context(resource: PlannedResource, action: Action, { partition, account, region }: Place): TerraformContext {
    return {
      address: resource.address,
      place: {
        partition,
        account: account.known ? account.value : UNRESOLVED,
        region: region.known ? region.value : UNRESOLVED,
      },
      isNew: action === 'create' || action === 'replace',
      defaultTags: this.#defaultTags(resource),
      planTarget: (attributes) => this.#planTarget(resource, attributes),
    };
  }

  #after(resource: PlannedResource): Attributes | undefined {
    if (!resource.after) return undefined;
    const values = valuesAfter(resource, this.#configuration, (from, references, attribute) =>
      this.#derived(from, references, attribute),
    );
    return new Attributes(values, resource.address);
  }

  /** Where the provider has no such block, it adds no tags; undefined where they are not constants. */
  #defaultTags(resource: PlannedResource): Attributes | undefined {
    const provider = this.#configuration.providerOf(resource);
    if (!provider) return undefined;
    const blocks = memberOf(provider.expressions, 'default_tags');
    const [block] = isValueList(blocks) ? blocks : [{ tags: { constant_value: {} } }];
    const tags = isValueMap(block) ? memberOf(block, 'tags') : undefined;
    const constant = isValueMap(tags) ? memberOf(tags, 'constant_value') : undefined;
    return isValueMap(constant) ? new Attributes({ tags: constant }, `${resource.address}.default_tags`) : undefined;
  }

  /** What an attribute refers to, where the plan tells what that will be: ARNs are made of names. */
  #derived(from: PlannedResource, references: readonly Value[], attribute: string): Value | undefined {
    const target = this.#configuration.target(from, references);
    if (!target) return undefined;
    const { resource } = target;
    const wanted = target.attribute === '' ? attribute : target.attribute;
    const values = resource.after ?? {};
    const given = memberOf(values, wanted);
    if (given !== undefined && given !== null) return given;
    const name = textAt(values, 'name');
    return derivedAttribute(resource, wanted, this.#places.placeOf(resource, 'after'), name, values);
  }

  #planTarget(resource: PlannedResource, attributes: Attributes): PlanTarget {
    const id = attributes.raw('plan_id');
    if (typeof id === 'string' && id !== '') return targetOf(id);
    const why = unknown(
      'not-collected',
      `${resource.address}.plan_id: known after apply, and no single plan of the change`,
    );
    return { kind: 'unclear', why };
  }
}

function widened(place: Place, where: TypeRow['where'], why: Unknown): Place {
  if (where === 'place') return place;
  const { partition, account } = place;
  return { partition, account: where === 'account' ? account : why, region: why };
}

const KNOWN_WORDS = ['create', 'delete', 'update', 'no-op', 'forget', 'read'];

/** `forget` leaves the resource in AWS, and `read` is about data. Undefined for words that are not known. */
function actionOf(actions: readonly string[]): Action | 'kept' | undefined {
  const does = (action: string) => actions.includes(action);
  if (actions.length === 0 || !actions.every((action) => KNOWN_WORDS.includes(action))) return undefined;
  if (does('create')) return does('delete') ? 'replace' : 'create';
  if (does('delete')) return 'delete';
  if (does('update')) return 'update';
  return does('no-op') ? 'none' : 'kept';
}

/** Tags of what is not read decide nothing, unless they are, or become, tags of tables. */
function isOnlyTagged({ before, after, afterUnknown }: PlannedResource): boolean {
  const plain = (values: ValueMap | undefined) =>
    JSON.stringify(Object.entries(values ?? {}).filter(([key]) => key !== 'tags' && key !== 'tags_all'));
  return plain(before) === plain(after) && plain(isValueMap(afterUnknown) ? afterUnknown : {}) === '[]';
}
