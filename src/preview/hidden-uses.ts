import { listAt, mapAt, type PlannedResource, type RelevantAttribute, type TerraformPlan } from './terraform-plan.ts';
import { isValueList, isValueMap, memberOf, type Value, type ValueMap } from './value.ts';

/**
 * May something known only after apply reach a place that the plan's configuration does not show? Blocks of a `dynamic`
 * block are not in it, nor are locals; but `relevant_attributes` names whatever is referred to, wherever that stands. What
 * is open and named there must be named by something that is shown, too: then nothing is hidden.
 */
export function hasHiddenUses(plan: TerraformPlan): boolean {
  if (plan.relevant === undefined) return true;
  const open = plan.relevant.filter((each) => isOpen(each, plan));
  if (open.length === 0) return false;
  const shown = new ShownUses(plan.configuration).names();
  return !open.every(({ address, attribute }) => {
    const resource = withoutKeys(address);
    return shown.has(resource) || (attribute !== undefined && shown.has(`${resource}.${attribute}`));
  });
}

function isOpen({ address, attribute }: RelevantAttribute, { resources, reads }: TerraformPlan): boolean {
  return [...resources, ...reads]
    .filter((each) => each.address === address || each.address.startsWith(`${address}[`))
    .some(({ afterUnknown }: PlannedResource) => {
      if (attribute === undefined || !isValueMap(afterUnknown)) return holdsTrue(afterUnknown);
      return holdsTrue(memberOf(afterUnknown, attribute) ?? false);
    });
}

function holdsTrue(unknown: Value): boolean {
  if (isValueList(unknown)) return unknown.some(holdsTrue);
  return isValueMap(unknown) ? Object.values(unknown).some(holdsTrue) : unknown === true;
}

/** All that the configuration shows to be used, through variables and outputs: `module.a.aws_x.y.arn`. */
class ShownUses {
  readonly #root: ValueMap;
  readonly #names = new Set<string>();
  readonly #followed = new Set<string>();

  constructor(configuration: ValueMap) {
    this.#root = mapAt(configuration, 'root_module');
  }

  names(): ReadonlySet<string> {
    for (const output of Object.values(mapAt(this.#root, 'outputs'))) this.#follow([], output);
    this.#visit([], this.#root);
    return this.#names;
  }

  #visit(path: readonly string[], module: ValueMap): void {
    for (const resource of listAt(module, 'resources')) this.#follow(path, resource);
    for (const [name, call] of Object.entries(mapAt(module, 'module_calls'))) {
      if (isValueMap(call)) this.#visit([...path, name], mapAt(call, 'module'));
    }
  }

  #follow(path: readonly string[], expression: Value): void {
    const references = referencesIn(expression).filter((each) => typeof each === 'string');
    for (const reference of withoutPrefixes(references)) {
      const key = `${path.join('.')} ${reference}`;
      if (this.#followed.has(key)) continue;
      this.#followed.add(key);
      this.#resolve(path, reference);
    }
  }

  #resolve(path: readonly string[], reference: string): void {
    const [kind = '', name = '', ...rest] = withoutKeys(reference).split('.');
    if (kind === 'var') {
      const call = mapAt(this.#module(path.slice(0, -1)), 'module_calls', path.at(-1) ?? '');
      if (path.length > 0) this.#follow(path.slice(0, -1), mapAt(call, 'expressions', name));
    } else if (kind === 'module') {
      const outputs = mapAt(this.#module([...path, name]), 'outputs');
      const [wanted] = rest;
      const used = wanted === undefined ? Object.values(outputs) : [memberOf(outputs, wanted) ?? null];
      for (const output of used) this.#follow([...path, name], output);
    } else {
      const parts = kind === 'data' ? 4 : 3;
      const used = withoutKeys(reference).split('.').slice(0, parts);
      this.#names.add([...path.map((module) => `module.${module}`), ...used].join('.'));
    }
  }

  #module(path: readonly string[]): ValueMap {
    return path.reduce((found, name) => mapAt(found, 'module_calls', name, 'module'), this.#root);
  }
}

/** All references in an expression, which is a block where the variable is an object. */
export function referencesIn(expression: Value): readonly Value[] {
  if (isValueList(expression)) return expression.flatMap(referencesIn);
  if (!isValueMap(expression)) return [];
  const own = memberOf(expression, 'references');
  return isValueList(own) ? own : Object.values(expression).flatMap(referencesIn);
}

/** An expression that refers to `a.b.c` lists `a.b`, too. */
function withoutPrefixes(references: readonly string[]): readonly string[] {
  return references.filter(
    (each) => !references.some((other) => other.startsWith(`${each}.`) || other.startsWith(`${each}[`)),
  );
}

/** Instances are written alike. Their keys may hold dots and brackets. */
function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, '');
}
