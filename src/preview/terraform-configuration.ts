import { hasHiddenUses, referencesIn } from './hidden-uses.ts';
import type { PlannedResource, TerraformPlan } from './terraform-plan.ts';
import { listAt, mapAt, textAt } from './terraform-plan.ts';
import { isValueMap, memberOf, type Value, type ValueMap } from './value.ts';

/** What a reference of the configuration leads to: an attribute of one resource of the plan. */
export interface Target {
  readonly resource: PlannedResource;
  readonly attribute: string;
}

/** A provider as it is written. */
export interface Provider {
  /** `aws.second`: as `provider_config` calls it. */
  readonly key: string;
  readonly expressions: ValueMap;
  /** OpenTofu makes several of one block by `for_each`, and a plan does not tell which of them a resource has. */
  readonly perInstance: boolean;
}

type Written = Pick<PlannedResource, 'module' | 'type' | 'name'> & { readonly mode?: 'data' };

/** Deeper than modules are nested anywhere. */
const MOST_STEPS = 32;

/** `module.a["x"].module.b[0]` → its modules. Keys of instances may hold dots and brackets. */
function moduleSteps(address: string): readonly RegExpExecArray[] {
  return [...address.matchAll(/module\.([\w-]+)(?:\[(?:"((?:[^"\\]|\\.)*)"|(\d+))\])?\.?/g)];
}

function moduleNames(address: string): readonly string[] {
  return moduleSteps(address).flatMap((match) => match[1] ?? []);
}

/** Where an expression stands: `each` and `count` there are those of a resource, or of the call of a module. */
type Site = Pick<PlannedResource, 'module' | 'index'>;

/** The call of the module that the site is in. */
function callOf({ module }: Site): Site {
  const last = moduleSteps(module).at(-1);
  const [, , key, number] = last ?? [];
  const index = key ?? (number === undefined ? undefined : Number(number));
  return { module: module.slice(0, last?.index ?? 0).replace(/\.$/, ''), ...(index === undefined ? {} : { index }) };
}

/** Instances of one module do not refer to each other. */
function isNear({ module }: Written, other: PlannedResource): boolean {
  const [own, others] = [moduleNames(module).join('.'), moduleNames(other.module).join('.')];
  return own !== others || module === other.module;
}

/** The `configuration` of a plan: how resources are written, and what their expressions refer to. */
export class Configuration {
  readonly #plan: TerraformPlan;
  readonly #byConfig = new Map<string, PlannedResource[]>();
  #hasHiddenUses: boolean | undefined;

  constructor(plan: TerraformPlan) {
    this.#plan = plan;
    for (const resource of plan.resources) {
      const key = `${resource.type}.${resource.name}`;
      this.#byConfig.set(key, [...(this.#byConfig.get(key) ?? []), resource]);
    }
  }

  /** How the resource is written; undefined where the configuration does not hold it. */
  expressionsOf(resource: Written): ValueMap | undefined {
    const written = this.#written(resource);
    return written && mapAt(written, 'expressions');
  }

  /** The provider that makes the resource; undefined where the configuration does not hold the resource any more. */
  providerOf(resource: Written): Provider | undefined {
    const written = this.#written(resource);
    return written && this.providerAt(textAt(written, 'provider_config_key') ?? 'aws');
  }

  /** A module without a provider block of its own has the one of the root, unless it is given another, which the plan names. */
  providerAt(key: string): Provider {
    const providers = mapAt(this.#plan.configuration, 'provider_config');
    const plain = key.slice(key.lastIndexOf(':') + 1);
    const name = Object.hasOwn(providers, key) || plain.includes('.') ? key : plain;
    const expressions = mapAt(providers, name, 'expressions');
    const perInstance = referencesIn(expressions).some((each) => typeof each === 'string' && /^each\b/.test(each));
    return { key: name, expressions, perInstance };
  }

  providers(): readonly Provider[] {
    return Object.keys(mapAt(this.#plan.configuration, 'provider_config')).map((key) => this.providerAt(key));
  }

  /** All that the resource refers to, or is told to wait for. */
  referencesOf(resource: Written): readonly string[] {
    const written = this.#written(resource) ?? {};
    return [...referencesIn(mapAt(written, 'expressions')), ...listAt(written, 'depends_on')].filter(
      (each) => typeof each === 'string',
    );
  }

  /** The resources that it refers to, in its own module, through variables and through outputs, or waits for. */
  resourcesNeeded(resource: Written): readonly PlannedResource[] {
    const found = new Set<PlannedResource>();
    const seen = new Set<string>();
    const module = moduleNames(resource.module);
    this.#collect(module, this.referencesOf(resource), found, seen);
    for (const [depth, name] of module.entries()) {
      const parent = module.slice(0, depth);
      const call = mapAt(this.#module(parent), 'module_calls', name);
      this.#collect(parent, listAt(call, 'depends_on'), found, seen);
    }
    return [...found].filter((other) => isNear(resource, other));
  }

  #collect(
    module: readonly string[],
    references: readonly Value[],
    found: Set<PlannedResource>,
    seen: Set<string>,
  ): void {
    for (const reference of references) {
      const key = `${module.join('.')} ${String(reference)}`;
      if (typeof reference !== 'string' || seen.has(key)) continue;
      seen.add(key);
      const [kind = '', name = ''] = reference.replaceAll('[', '.').split('.');
      if (kind === 'var') {
        const call = mapAt(this.#module(module.slice(0, -1)), 'module_calls', module.at(-1) ?? '');
        if (module.length > 0)
          this.#collect(module.slice(0, -1), referencesIn(mapAt(call, 'expressions', name)), found, seen);
      } else if (kind === 'module') {
        const inner = [...module, name];
        const outputs = mapAt(this.#module(inner), 'outputs');
        const used = reference.replaceAll(/\[[^\]]*\]/g, '').split('.')[2];
        const read = used === undefined ? Object.values(outputs) : [memberOf(outputs, used) ?? null];
        this.#collect(inner, read.flatMap(referencesIn), found, seen);
      } else {
        const path = module.join('.');
        for (const each of this.#byConfig.get(`${kind}.${name}`) ?? [])
          if (moduleNames(each.module).join('.') === path) found.add(each);
      }
    }
  }

  /** Whether a provisioner of the resource may run commands: each but the one that copies files, also those of vendors. */
  runsCommands(resource: Written): boolean {
    const provisioners = listAt(this.#written(resource) ?? {}, 'provisioners');
    return provisioners.some((each) => !isValueMap(each) || each['type'] !== 'file');
  }

  /** Whether a block that is open and not written may be of a `dynamic` block. */
  get hasHiddenUses(): boolean {
    this.#hasHiddenUses ??= hasHiddenUses(this.#plan);
    return this.#hasHiddenUses;
  }

  isWritten(resource: PlannedResource): boolean {
    return this.#written(resource) !== undefined;
  }

  /**
   * The attribute that the references of an expression name, when they name one and nothing else. What functions an
   * expression applies is not in the plan: a bare reference is by far the most common, and is what this takes it for.
   */
  target(resource: PlannedResource, references: readonly Value[]): Target | undefined {
    return this.#target(resource, moduleNames(resource.module), references, MOST_STEPS);
  }

  /**
   * May the value of an expression wait for a resource? It does not where all that it refers to is variables that the user
   * gave: then only the provider can have left it open. What locals are made of is not in the plan.
   */
  mayWait(resource: PlannedResource, references: readonly Value[]): boolean {
    return this.#mayWait(resource, moduleNames(resource.module), references, MOST_STEPS);
  }

  #mayWait(resource: PlannedResource, module: readonly string[], references: readonly Value[], steps: number): boolean {
    if (steps === 0) return true;
    return references.some((reference) => {
      if (typeof reference !== 'string') return true;
      const [kind = '', name = ''] = reference.split(/[.[]/);
      if (kind === 'each' || kind === 'count') {
        const written = this.#written(resource) ?? {};
        const loops = ['for_each_expression', 'count_expression'].map((key) => mapAt(written, key));
        return loops.some((loop) => this.#mayWait(resource, module, listAt(loop, 'references'), steps - 1));
      }
      if (kind === 'data')
        return this.#plan.reads.some((read) => reference.startsWith(`data.${read.type}.${read.name}`));
      if (kind !== 'var') return kind !== 'path' && kind !== 'terraform';
      if (module.length === 0) return false;
      const parent = module.slice(0, -1);
      const call = mapAt(this.#module(parent), 'module_calls', module.at(-1) ?? '');
      const given = mapAt(call, 'expressions', name);
      return this.#mayWait(resource, parent, referencesIn(given), steps - 1);
    });
  }

  #written({ module, type, name, mode }: Written): ValueMap | undefined {
    const isData = mode === 'data';
    const found = listAt(this.#module(moduleNames(module)), 'resources').find(
      (each) =>
        isValueMap(each) && each['type'] === type && each['name'] === name && (each['mode'] === 'data') === isData,
    );
    return isValueMap(found) ? found : undefined;
  }

  #module(names: readonly string[]): ValueMap {
    let found = mapAt(this.#plan.configuration, 'root_module');
    for (const name of names) found = mapAt(found, 'module_calls', name, 'module');
    return found;
  }

  #target(from: Site, module: readonly string[], references: readonly Value[], steps: number): Target | undefined {
    const texts = references.filter((each) => typeof each === 'string');
    const own = texts.filter((text) => !/^(each|count)\./.test(text));
    const longest = own.toSorted((a, b) => b.length - a.length)[0];
    if (longest === undefined || steps === 0 || !own.every((text) => longest.startsWith(text))) return undefined;
    const variable = /^var\.([\w-]+)$/.exec(longest)?.[1];
    if (variable !== undefined) return this.#variable(from, module, variable, steps);
    const output = /^(module\.([\w-]+)(?:\[[^\]]*\])?)\.([\w-]+)$/.exec(longest);
    if (output?.[2] !== undefined && output[3] !== undefined) {
      const inner = [...module, output[2]];
      const expression = mapAt(this.#module(inner), 'outputs', output[3], 'expression');
      return this.#target(
        { module: [from.module, output[1]].filter((each) => each !== '').join('.') },
        inner,
        listAt(expression, 'references'),
        steps - 1,
      );
    }
    const loop = texts.filter((text) => !own.includes(text));
    // The value of `each` is not in a plan, and one that is made of keys may be that of another instance.
    if (loop.some((text) => text !== 'each.key' && text !== 'count.index' && text !== 'each' && text !== 'count'))
      return this.#attribute(from, module, longest, 'any');
    return this.#attribute(from, module, longest, loop.length > 0 ? 'own' : 'any');
  }

  #variable(from: Site, module: readonly string[], name: string, steps: number): Target | undefined {
    if (module.length === 0) return undefined;
    const parent = module.slice(0, -1);
    const call = mapAt(this.#module(parent), 'module_calls', module.at(-1) ?? '');
    return this.#target(callOf(from), parent, listAt(mapAt(call, 'expressions', name), 'references'), steps - 1);
  }

  #attribute(from: Site, module: readonly string[], reference: string, instance: 'own' | 'any'): Target | undefined {
    const match = /^(\w+)\.([\w-]+)(?:\[(?:"((?:[^"\\]|\\.)*)"|(\d+))\])?\.(\w+)$/.exec(reference);
    if (!match) return this.#wholeResource(from, module, reference, instance);
    const [, type, name, key, index, attribute] = match;
    const wanted = key ?? (index === undefined ? undefined : Number(index));
    const resource = this.#only(from, module, `${type}.${name}`, (each) =>
      wanted === undefined ? instance === 'any' || each.index === from.index : each.index === wanted,
    );
    return resource && { resource, attribute: attribute ?? '' };
  }

  /** `aws_x.a[each.key].id` is written `aws_x.a`, without the attribute, which is then the one that goes by itself. */
  #wholeResource(
    from: Site,
    module: readonly string[],
    reference: string,
    instance: 'own' | 'any',
  ): Target | undefined {
    if (!/^\w+\.[\w-]+$/.test(reference)) return undefined;
    const resource = this.#only(from, module, reference, (each) => instance === 'any' || each.index === from.index);
    return resource && { resource, attribute: '' };
  }

  #only(
    from: Site,
    module: readonly string[],
    key: string,
    fits: (resource: PlannedResource) => boolean,
  ): PlannedResource | undefined {
    const path = module.join('.');
    const found = (this.#byConfig.get(key) ?? []).filter(
      (each) => moduleNames(each.module).join('.') === path && fits(each),
    );
    if (found.length === 1) return found[0];
    const near = found.filter((each) => each.module === from.module);
    return near.length === 1 ? near[0] : undefined;
  }
}
