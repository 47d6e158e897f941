import type { Tags } from '../model/table.ts';
import { UserError } from '../model/user-error.ts';
import type { ChangeText } from './change-set-text.ts';
import { isValueList, isValueMap, memberOf, type Value, type ValueMap } from './value.ts';

/** A folder that `cdk synth` wrote. */
export interface CdkFolder {
  /** As the user named it. */
  readonly name: string;
  /** The text of a file of it, by a path with slashes; undefined where there is none. */
  readonly read: (path: string) => string | undefined;
}

/** A stack of a CDK app, as the app itself says it is deployed. Source: AWS CDK, cloud assembly schema. */
export interface CdkStack extends ChangeText {
  readonly name: string;
  /** Absent: the app leaves it to whoever deploys it. */
  readonly account?: string;
  readonly region?: string;
  /** Given to the stack when it is deployed. */
  readonly tags: Tags;
  readonly parameters: Readonly<Record<string, string>>;
  /** The template of a nested stack that a resource of it makes, where the folder has it. */
  readonly nested: (resource: ValueMap) => ChangeText | undefined;
}

export interface CdkAssembly {
  /** What is exported comes before what imports it. */
  readonly stacks: readonly CdkStack[];
  /** Why the templates are not what will be deployed, or not all of it; absent: they are. */
  readonly provisional?: string;
}

/** More than any app has; an account has at most 2,000 stacks in a Region. Source: CloudFormation User Guide, cloudformation-limits. */
const MOST_STACKS = 2_000;
const MOST_ASSEMBLIES = 500;
/** Each is read twice: for what it makes, and for what it exports. */
const MOST_NESTED = 2_000;
const MOST_CHARACTERS = 200_000_000;

/** What the stacks of a CDK folder are, those of its stages too. Throws `UserError` where it is no such folder. */
export function cdkAssembly(folder: CdkFolder): CdkAssembly {
  return new Assembly(folder).read();
}

class Assembly {
  readonly #folder: CdkFolder;
  readonly #stacks: CdkStack[] = [];
  readonly #entered = new Set<string>();
  readonly #provisional: string[] = [];
  #characters = 0;
  #nestedRead = 0;

  constructor(folder: CdkFolder) {
    this.#folder = folder;
  }

  read(): CdkAssembly {
    this.#enter('');
    const [provisional] = this.#provisional;
    return { stacks: this.#stacks, ...(provisional === undefined ? {} : { provisional }) };
  }

  #enter(folder: string): void {
    if (this.#entered.has(folder)) return;
    this.#entered.add(folder);
    if (this.#entered.size > MOST_ASSEMBLIES) throw this.#odd(`more than ${MOST_ASSEMBLIES} assemblies`);
    const manifest = this.#json(this.#path(folder, 'manifest.json'));
    const artifacts = memberOf(manifest, 'artifacts') ?? {};
    if (typeof memberOf(manifest, 'version') !== 'string' || !isValueMap(artifacts)) {
      throw this.#odd('manifest.json is not a manifest of a cloud assembly');
    }
    const missing = memberOf(manifest, 'missing');
    if (missing !== undefined && !(isValueList(missing) && missing.length === 0)) {
      this.#provisional.push(
        `${this.#folder.name} misses what the app looks up in the account (missing), so its templates are provisional; synthesize it with access to the account`,
      );
    }
    const assets = this.#assets(folder, artifacts);
    for (const [id, artifact] of inOrder(artifacts)) this.#artifact(folder, id, artifact, assets);
  }

  #artifact(folder: string, id: string, artifact: ValueMap, assets: ReadonlyMap<string, string>): void {
    const properties = mapAt(artifact, 'properties');
    const type = memberOf(artifact, 'type');
    if (type === 'aws:cloudformation:stack') {
      this.#stack(folder, id, artifact, assets);
    } else if (type === 'cdk:cloud-assembly') {
      const directory = memberOf(properties, 'directoryName');
      if (typeof directory !== 'string') throw this.#odd(`${id} has no directoryName`);
      this.#enter(this.#path(folder, directory));
    } else if (typeof type !== 'string' || !DEPLOYS_NOTHING.has(type)) {
      this.#provisional.push(
        `${this.#folder.name} holds ${id}, whose type ${String(type)} is not known here: what it deploys is not seen`,
      );
    }
  }

  #stack(folder: string, id: string, artifact: ValueMap, assets: ReadonlyMap<string, string>): void {
    if (this.#stacks.length >= MOST_STACKS) throw this.#odd(`more than ${MOST_STACKS} stacks`);
    const properties = mapAt(artifact, 'properties');
    const template = memberOf(properties, 'templateFile');
    if (typeof template !== 'string') throw this.#odd(`stack ${id} has no templateFile`);
    const name = memberOf(properties, 'stackName') ?? id;
    if (typeof name !== 'string' || !STACK_NAME.test(name)) throw this.#odd(`the name of stack ${id} is none`);
    const [, account = '', region = ''] = ENVIRONMENT.exec(String(memberOf(artifact, 'environment') ?? '')) ?? [];
    const { file, text } = this.#text(this.#path(folder, template));
    this.#stacks.push({
      file,
      text: withResources(text),
      name,
      ...(ACCOUNT.test(account) ? { account } : {}),
      ...(REGION.test(region) ? { region } : {}),
      tags: textsOf(mapAt(properties, 'tags')),
      parameters: textsOf(mapAt(properties, 'parameters')),
      nested: (resource) => this.#nested(folder, resource, assets),
    });
  }

  /** By the file that the CDK notes, or by the hash that ends the address of the asset. */
  #nested(folder: string, resource: ValueMap, assets: ReadonlyMap<string, string>): ChangeText | undefined {
    const noted = memberOf(mapAt(resource, 'Metadata'), 'aws:asset:path');
    const address = JSON.stringify(memberOf(mapAt(resource, 'Properties'), 'TemplateURL') ?? '');
    const hash = /([0-9a-f]{64})\.json\b/.exec(address)?.[1];
    const file = typeof noted === 'string' ? noted : assets.get(hash ?? '');
    if (file === undefined) return undefined;
    this.#nestedRead += 1;
    if (this.#nestedRead > 2 * MOST_NESTED) throw this.#odd(`more than ${MOST_NESTED} nested stacks`);
    return this.#text(this.#path(folder, file));
  }

  /** Files by their hashes. */
  #assets(folder: string, artifacts: ValueMap): ReadonlyMap<string, string> {
    const found = Object.values(artifacts).flatMap((artifact) => {
      if (!isValueMap(artifact) || memberOf(artifact, 'type') !== 'cdk:asset-manifest') return [];
      const file = memberOf(mapAt(artifact, 'properties'), 'file');
      if (typeof file !== 'string') return [];
      const files = mapAt(this.#json(this.#path(folder, file)), 'files');
      return Object.entries(files).flatMap(([hash, asset]): readonly (readonly [string, string])[] => {
        const source = isValueMap(asset) ? mapAt(asset, 'source') : {};
        const path = memberOf(source, 'path');
        return typeof path === 'string' && memberOf(source, 'packaging') === 'file' ? [[hash, path]] : [];
      });
    });
    return new Map(found);
  }

  #json(path: string): ValueMap {
    const { text } = this.#text(path);
    try {
      const document = JSON.parse(text) as Value;
      if (isValueMap(document)) return document;
    } catch (cause) {
      throw new UserError(`${this.#folder.name}/${path} is not JSON`, ADVICE, { cause });
    }
    throw this.#odd(`${path} is not a map`);
  }

  #text(path: string): ChangeText {
    const text = this.#folder.read(path);
    if (text === undefined) throw this.#odd(`it has no ${path}`);
    this.#characters += text.length;
    if (this.#characters > MOST_CHARACTERS) throw this.#odd(`its files have more than ${MOST_CHARACTERS} characters`);
    return { file: `${this.#folder.name}/${path}`, text };
  }

  #path(folder: string, name: string): string {
    const path = pathIn(folder, name);
    if (path === undefined) throw this.#odd(`${name} leads out of it`);
    return path;
  }

  #odd(why: string): UserError {
    return new UserError(`${this.#folder.name} is not a folder that \`cdk synth\` wrote: ${why}`, ADVICE);
  }
}

/** A stack without resources is deleted, or not made. Source: AWS CDK, `cdk deploy`. */
function withResources(text: string): string {
  try {
    const root = JSON.parse(text) as Value;
    return isValueMap(root) && memberOf(root, 'Resources') === undefined ? '{"Resources":{}}' : text;
  } catch {
    return text;
  }
}

const ADVICE = 'name the output folder of `cdk synth`, or the templates in it';

/** Source: AWS CDK, cloud-assembly-schema, ArtifactType. */
const DEPLOYS_NOTHING = new Set(['none', 'cdk:tree', 'cdk:asset-manifest', 'cdk:feature-flag-report']);

/** Source: CloudFormation API, CreateStack. */
const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;
const ENVIRONMENT = /^aws:\/\/([^/]+)\/([^/]+)$/;
const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d+$/;

/** A path below the folder as a whole; undefined where it leads out of it. */
function pathIn(folder: string, name: string): string | undefined {
  if (name.startsWith('/') || /[\\:\p{Cc}]/u.test(name)) return undefined;
  const parts: string[] = [];
  for (const part of [...folder.split('/'), ...name.split('/')]) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** Artifacts after those that they depend on. */
function inOrder(artifacts: ValueMap): readonly (readonly [string, ValueMap])[] {
  const ordered = new Map<string, ValueMap>();
  const entered = new Set<string>();
  for (const start of Object.keys(artifacts)) {
    const waiting = [start];
    while (waiting.length > 0) {
      const id = waiting.at(-1) ?? '';
      const artifact = Object.hasOwn(artifacts, id) ? artifacts[id] : undefined;
      const needs = isValueMap(artifact) && !entered.has(id) ? listAt(artifact, 'dependencies') : [];
      entered.add(id);
      const next = needs.filter((need) => typeof need === 'string' && !entered.has(need));
      if (next.length > 0) {
        waiting.push(...next.filter((need) => typeof need === 'string'));
        continue;
      }
      waiting.pop();
      if (isValueMap(artifact) && !ordered.has(id)) ordered.set(id, artifact);
    }
  }
  return [...ordered];
}

function textsOf(map: ValueMap): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}

function mapAt(map: ValueMap, key: string): ValueMap {
  const value = memberOf(map, key);
  return isValueMap(value) ? value : {};
}

function listAt(map: ValueMap, key: string): readonly Value[] {
  const value = memberOf(map, key);
  return isValueList(value) ? value : [];
}
