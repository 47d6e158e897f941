import type { Configuration } from './terraform-configuration.ts';
import type { PlannedResource } from './terraform-plan.ts';
import { listAt } from './terraform-plan.ts';
import { isValueList, isValueMap, Later, memberOf, type Value, type ValueMap } from './value.ts';

/** Says what an attribute that is known after apply will be, where something else tells. */
export type Derive = (resource: PlannedResource, references: readonly Value[], attribute: string) => Value | undefined;

const AFTER_APPLY = 'known after apply';

const MAYBE_DYNAMIC =
  'known after apply: a `dynamic` block may set it, which a plan does not show; writing the block out settles it';

/**
 * What the provider fills where nobody sets it, with the default of AWS. Source: the schema of the hashicorp/aws provider
 * (`terraform providers schema -json`): computed and optional.
 */
export const FILLED_ATTRIBUTES = [
  'exclude_vaults',
  'hash_key',
  'kms_key_arn',
  'max_read_request_units',
  'max_write_request_units',
  'not_resources',
  'protected_resource_arns',
  'read_capacity',
  'recovery_period_in_days',
  'resource_type_management_preference',
  'schedule_expression_timezone',
  'stream_view_type',
  'validation_window_hours',
  'write_capacity',
];

/** Blocks that the provider fills where nobody sets them. All others are an empty list then, and never unknown. */
const FILLED_BLOCKS = ['condition', 'point_in_time_recovery', 'server_side_encryption', 'ttl'];

/** Lists that the provider fills where the user gives none. */
const COMPUTED_LISTS = ['resources', 'not_resources'];

/**
 * Attributes that are a whole reference where they are one at all. The constants in a list of ARNs are not in the plan, so
 * a list that is open as a whole stays so.
 */
const DERIVED = [
  'plan_id',
  'destination_vault_arn',
  'target_logically_air_gapped_backup_vault_arn',
  'target_vault_name',
  'backup_vault_name',
  'iam_role_arn',
  'kms_key_arn',
  'resource_arn',
  'restore_source_name',
  'restore_source_table_arn',
  'global_table_arn',
  'target_key_arn',
  'target_key_id',
  'restore_testing_plan_name',
];

/**
 * `after` and `after_unknown` as one tree. What the provider fills counts as absent, as its default is that of AWS. What the
 * configuration sets is worked out from its reference or stays open. Blocks of a `dynamic` block are not in a plan's
 * configuration: theirs stay open, and so does a block that one may set.
 */
export function valuesAfter(resource: PlannedResource, configuration: Configuration, derive: Derive): ValueMap {
  const written = configuration.expressionsOf(resource);
  const merge = new Merge(resource, configuration, derive);
  return merge.map(resource.after ?? {}, resource.afterUnknown, written ? [written] : []);
}

class Merge {
  readonly #resource: PlannedResource;
  readonly #configuration: Configuration;
  readonly #derive: Derive;

  constructor(resource: PlannedResource, configuration: Configuration, derive: Derive) {
    this.#resource = resource;
    this.#configuration = configuration;
    this.#derive = derive;
  }

  /** `written`: the blocks of the configuration that this one may come from. */
  map(after: ValueMap, unknown: Value, written: readonly ValueMap[]): ValueMap {
    const merged = new Map<string, Value>(Object.entries(after).filter(([key]) => key !== '__proto__'));
    if (!isValueMap(unknown)) return Object.fromEntries(merged);
    for (const [key, later] of Object.entries(unknown)) {
      const expressions = written.map((block) => memberOf(block, key));
      if (later === true) {
        const value = this.#unknown(key, written, expressions);
        if (value === undefined) merged.delete(key);
        else merged.set(key, value);
      } else if (isValueList(later) || isValueMap(later)) {
        merged.set(key, this.#inner(merged.get(key), later, expressions));
      }
    }
    return Object.fromEntries(merged);
  }

  #unknown(key: string, written: readonly ValueMap[], expressions: readonly (Value | undefined)[]): Value | undefined {
    const given = expressions.filter((each) => each !== undefined);
    if (given.length === 0 && written.length > 0 && this.#isFilled(key)) return undefined;
    if (COMPUTED_LISTS.includes(key) && given.length > 0 && given.every((each) => this.#isLeftToProvider(each)))
      return undefined;
    return (
      this.#derived(given, key, given.length === written.length) ??
      new Later(given.length === 0 && FILLED_BLOCKS.includes(key) ? MAYBE_DYNAMIC : AFTER_APPLY)
    );
  }

  /** A block of what exists keeps what it was: there, only a `dynamic` block leaves it open. */
  #isFilled(key: string): boolean {
    if (FILLED_ATTRIBUTES.includes(key)) return true;
    return (
      FILLED_BLOCKS.includes(key) && this.#resource.actions.includes('create') && !this.#configuration.hasHiddenUses
    );
  }

  /** Nothing that the expression refers to waits for a resource, and still it is open: the user gave nothing. */
  #isLeftToProvider(expression: Value): boolean {
    return isValueMap(expression) && !this.#configuration.mayWait(this.#resource, listAt(expression, 'references'));
  }

  #derived(given: readonly Value[], key: string, everywhere: boolean): Value | undefined {
    const [first] = given;
    if (!DERIVED.includes(key)) return undefined;
    const agree = everywhere && given.every((each) => JSON.stringify(each) === JSON.stringify(first));
    if (!agree || !isValueMap(first)) return undefined;
    return this.#derive(this.#resource, listAt(first, 'references'), key);
  }

  #inner(after: Value | undefined, unknown: Value, expressions: readonly (Value | undefined)[]): Value {
    if (isValueMap(unknown)) {
      const maps = expressions.filter((each) => isValueMap(each));
      return this.map(
        isValueMap(after) ? after : {},
        unknown,
        maps.filter((each) => !isExpression(each)),
      );
    }
    if (!isValueList(unknown)) return after ?? null;
    const items = isValueList(after) ? after : [];
    const blocks = expressions.flatMap((each) => (isValueList(each) ? each : isValueMap(each) ? [each] : []));
    const maps = blocks.filter((each) => isValueMap(each));
    return unknown.map((later, index) => {
      const item = items[index] ?? null;
      if (later === true) return this.#item(expressions, unknown) ?? new Later(AFTER_APPLY);
      if (!isValueMap(later) || !isValueMap(item)) return item;
      return this.map(
        item,
        later,
        blocksLike(
          item,
          items,
          maps.filter((each) => !isExpression(each)),
        ),
      );
    });
  }

  /** The only unknown entry of a list whose expression has one reference is what that reference is. */
  #item(expressions: readonly (Value | undefined)[], unknown: readonly Value[]): Value | undefined {
    const [expression] = expressions;
    if (unknown.filter((each) => each === true).length !== 1 || !isValueMap(expression)) return undefined;
    return this.#derive(this.#resource, listAt(expression, 'references'), '');
  }
}

function isExpression(block: ValueMap): boolean {
  return Object.hasOwn(block, 'references') || Object.hasOwn(block, 'constant_value');
}

/**
 * Sets lose the order in which their blocks were written: a block may come from each whose constants it has, unless there
 * are more of the kind than were written, and a `dynamic` block made some.
 */
function blocksLike(item: ValueMap, items: readonly Value[], blocks: readonly ValueMap[]): readonly ValueMap[] {
  const like = blocks.filter((block) => hasConstants(item, block));
  const rivals = items.filter((each) => !isValueMap(each) || like.some((block) => hasConstants(each, block)));
  return rivals.length > like.length ? [] : like;
}

function hasConstants(item: ValueMap, block: ValueMap): boolean {
  return Object.entries(block).every(([key, expression]) => {
    if (!isValueMap(expression) || !Object.hasOwn(expression, 'constant_value')) return true;
    const constant = expression['constant_value'];
    const value = memberOf(item, key);
    return value === undefined || typeof constant === 'object' || String(value) === String(constant);
  });
}
