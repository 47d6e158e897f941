import type { Value, ValueMap } from './value.ts';
import { isValueList, isValueMap, memberOf } from './value.ts';

/** One entry of `resource_changes`. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** `module.a["x"].module.b`; empty for the root. */
  readonly module: string;
  readonly index?: string | number;
  readonly actions: readonly string[];
  readonly before?: ValueMap;
  readonly after?: ValueMap;
  readonly afterUnknown: Value;
}

/** An attribute that something in the configuration refers to, wherever that stands. Source: Terraform's JSON format. */
export interface RelevantAttribute {
  /** Of a resource or data source; without a key it stands for all instances. */
  readonly address: string;
  /** Absent: the resource as a whole. */
  readonly attribute?: string;
}

/** One entry of `action_invocations`, of Terraform 1.14 and newer. */
export interface Invocation {
  readonly address: string;
  readonly type: string;
}

export interface TerraformPlan {
  readonly resources: readonly PlannedResource[];
  /** Data sources that are read only while the plan is applied. */
  readonly reads: readonly PlannedResource[];
  /** Undefined before Terraform 1.2, which did not tell. */
  readonly relevant: readonly RelevantAttribute[] | undefined;
  readonly configuration: ValueMap;
  readonly variables: ValueMap;
  readonly priorState: ValueMap;
  /** Planning failed midway. */
  readonly isErrored: boolean;
  /** Changes that will come in a later round. */
  readonly deferred: number;
  /** Not all of the configuration was planned; OpenTofu does not tell. */
  readonly isPartial: boolean;
  /** Side effects of providers, by the types of their actions. */
  readonly invocations: readonly Invocation[];
}

/** Two forms of the same list: 0.x was the format of Terraform before 1.1, and its parts that count here are those of 1.x. */
const FORMATS = /^[01]\.\d+$/;

/** Those before `relevant_attributes`, which is left out where it is empty. */
const WITHOUT_RELEVANT = /^(?:0\.\d+|1\.0)$/;

/** The parts of `terraform show -json` that count here; undefined when the text is no such plan. */
export function terraformPlan(document: Value): TerraformPlan | undefined {
  if (!isValueMap(document)) return undefined;
  const format = memberOf(document, 'format_version');
  const changes = memberOf(document, 'resource_changes') ?? [];
  const planned = memberOf(document, 'planned_values');
  if (typeof format !== 'string' || !FORMATS.test(format) || !isValueMap(planned) || !isValueList(changes)) {
    return undefined;
  }
  return {
    resources: changes.flatMap((change) => plannedResource(change, 'managed') ?? []),
    reads: changes.flatMap((change) => plannedResource(change, 'data') ?? []),
    relevant: WITHOUT_RELEVANT.test(format)
      ? undefined
      : listAt(document, 'relevant_attributes').flatMap((entry) => relevantAttribute(entry) ?? []),
    configuration: mapAt(document, 'configuration'),
    variables: mapAt(document, 'variables'),
    priorState: mapAt(document, 'prior_state'),
    isErrored: memberOf(document, 'errored') === true,
    deferred: listAt(document, 'deferred_changes').length + listAt(document, 'deferred_action_invocations').length,
    isPartial: memberOf(document, 'complete') === false,
    invocations: listAt(document, 'action_invocations').flatMap((entry) => invocation(entry) ?? []),
  };
}

export function mapAt(map: ValueMap, ...keys: readonly string[]): ValueMap {
  let found: ValueMap = map;
  for (const key of keys) {
    const next = memberOf(found, key);
    if (!isValueMap(next)) return {};
    found = next;
  }
  return found;
}

export function listAt(map: ValueMap, key: string): readonly Value[] {
  const found = memberOf(map, key);
  return isValueList(found) ? found : [];
}

export function textAt(map: ValueMap, key: string): string | undefined {
  const found = memberOf(map, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function invocation(entry: Value): Invocation | undefined {
  if (!isValueMap(entry)) return undefined;
  return { address: textAt(entry, 'address') ?? '', type: textAt(entry, 'type') ?? '' };
}

function relevantAttribute(entry: Value): RelevantAttribute | undefined {
  if (!isValueMap(entry)) return undefined;
  const address = textAt(entry, 'resource');
  const [attribute] = listAt(entry, 'attribute');
  if (address === undefined) return undefined;
  return { address, ...(typeof attribute === 'string' ? { attribute } : {}) };
}

function plannedResource(entry: Value, mode: 'managed' | 'data'): PlannedResource | undefined {
  if (!isValueMap(entry) || memberOf(entry, 'mode') !== mode) return undefined;
  const change = mapAt(entry, 'change');
  const address = textAt(entry, 'address');
  const type = textAt(entry, 'type');
  const index = memberOf(entry, 'index');
  const before = memberOf(change, 'before');
  const after = memberOf(change, 'after');
  if (address === undefined || type === undefined) return undefined;
  return {
    address,
    type,
    name: textAt(entry, 'name') ?? '',
    module: textAt(entry, 'module_address') ?? '',
    ...(typeof index === 'string' || typeof index === 'number' ? { index } : {}),
    actions: listAt(change, 'actions').flatMap((action) => (typeof action === 'string' ? [action] : [])),
    ...(isValueMap(before) ? { before } : {}),
    ...(isValueMap(after) ? { after } : {}),
    afterUnknown: memberOf(change, 'after_unknown') ?? false,
  };
}
