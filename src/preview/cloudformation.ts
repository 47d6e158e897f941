import { unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import type { Position } from '../model/policy.ts';
import { Attributes, settled } from './attributes.ts';
import type { Change, Edit, ResourceChange } from './change.ts';
import { attributeOf } from './cloudformation-attributes.ts';
import { CLOUDFORMATION_RESOURCES } from './cloudformation-resources.ts';
import { DeployedStack, type DeployedTable, type OpenTable, type TemplateTable } from './deployed-tables.ts';
import { conditionValue, type Environment, evaluated, loopTurns } from './intrinsics.ts';
import { placeAt } from './place.ts';
import { standInName } from './stand-in.ts';
import { NO_STACK_NAME, parameterValue, pseudoParameter } from './template-parameters.ts';
import { readTemplateText, type TemplateText } from './template-text.ts';
import { undecidedEdit } from './undecided-edit.ts';
import { isValueList, isValueMap, Later, memberOf, type Value, type ValueMap } from './value.ts';

export interface TemplateSettings {
  /** Where the stack is, or will be. */
  readonly home: Scope;
  /** Values of parameters, of `AWS::StackName` too; absent ones have their defaults. */
  readonly parameters?: ReadonlyMap<string, string>;
  /** The live tables that stacks made there. */
  readonly deployed?: readonly DeployedTable[];
}

/**
 * What a template says of the resources that Holdfast judges. It is taken as the whole of what it describes: a setting that
 * it leaves out has CloudFormation's default. Throws `UserError` when the text is no template.
 */
export function readTemplate(file: string, text: string, settings: TemplateSettings): Change {
  const reader = new TemplateReader(file, readTemplateText(file, text), settings);
  return { sources: [file], resources: reader.changes(), notes: [...new Set(reader.notes)] };
}

interface TemplateResource {
  readonly logicalId: string;
  readonly type: string;
  readonly body: ValueMap;
  readonly locals: ReadonlyMap<string, string>;
  readonly at: Position;
  /** Given: the loop that it stands in may turn any number of times. */
  readonly open?: Later;
}

const TABLES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

/** All loops of a file together. */
const MOST_TURNS = 2_000;

class TemplateReader {
  readonly notes: string[] = [];
  readonly #file: string;
  readonly #text: TemplateText;
  readonly #settings: TemplateSettings;
  readonly #resources: ReadonlyMap<string, TemplateResource>;
  readonly #tables: readonly TemplateTable[];
  /** None while names are worked out that the template gives. */
  #deployed = new DeployedStack([], [], undefined);
  readonly #open = new Set<string>();
  #turns = 0;

  constructor(file: string, text: TemplateText, settings: TemplateSettings) {
    this.#file = file;
    this.#text = text;
    this.#settings = settings;
    const found = this.#resourcesOf(this.#section('Resources'), new Map());
    this.#resources = new Map(found.map((resource) => [resource.logicalId, resource]));
    this.#tables = found
      .filter((each) => TABLES.includes(each.type) && this.#exists(each) !== false)
      .map((each) => {
        const name = this.#properties(each)['TableName'];
        return { logicalId: each.logicalId, name: typeof name === 'string' && name !== '' ? name : undefined };
      });
    const stackName = settings.parameters?.get('AWS::StackName');
    this.#deployed = new DeployedStack(settings.deployed ?? [], this.#tables, stackName);
  }

  changes(): readonly ResourceChange[] {
    this.notes.push(...this.#unseen());
    const changes = [
      ...[...this.#resources.values()].flatMap((resource) => this.#changesOf(resource)),
      ...this.#deployed.openAfter(this.#tables, this.#file).map((table) => this.#openTable(table)),
    ];
    const names = new Map(
      changes.flatMap(({ address, edits }) =>
        edits.flatMap((edit) => (edit.kind === 'plan' && !edit.isNew ? [[address, edit.name] as const] : [])),
      ),
    );
    for (const { address, edits } of changes) {
      const isNameless = (edit: Edit) => edit.kind === 'table' && edit.table.name === standInName(address);
      if (edits.some(isNameless)) {
        this.notes.push(`the name of ${address} is known after deployment: it is taken for a table that is made new`);
      }
    }
    return changes.map((change) => ({ ...change, edits: change.edits.map((edit) => withPlanName(edit, names)) }));
  }

  /** One change a Region: a global table stands in several. */
  #changesOf(resource: TemplateResource): readonly ResourceChange[] {
    const { logicalId, type, at } = resource;
    const read = Object.hasOwn(CLOUDFORMATION_RESOURCES, type) ? CLOUDFORMATION_RESOURCES[type] : undefined;
    const exists = read ? this.#exists(resource) : false;
    if (!read || exists === false) return [];
    const { home } = this.#settings;
    const properties = new Attributes(this.#properties(resource), logicalId);
    const context = {
      logicalId,
      home,
      name: (key: string) => this.#nameOf(resource, properties, key),
      note: (text: string) => this.notes.push(text),
    };
    const edits = settled('the template', () => read(properties, context));
    if (!edits.known) {
      this.notes.push(`${logicalId} could not be read and is left out: ${edits.detail}`);
      return [];
    }
    const made = edits.value.map(({ edit, region = home.region }) => ({
      region,
      edit: exists === true ? edit : undecidedEdit(edit, unknown('not-collected', `${logicalId}: ${exists.why}`)),
    }));
    return [...new Set(made.map(({ region }) => region))].map((region) => ({
      address: logicalId,
      type,
      action: 'update',
      at,
      place: placeAt({ ...home, region }),
      edits: made.filter((each) => each.region === region).map(({ edit }) => edit),
    }));
  }

  /** What the template alone does not tell of its deployment. */
  #unseen(): readonly string[] {
    const transform = memberOf(this.#text.root, 'Transform') ?? [];
    const macros = (isValueList(transform) ? transform : [transform]).map((each) =>
      typeof each === 'string' ? each : 'a macro with parameters',
    );
    const nested = [...this.#resources.values()].filter(
      (each) => each.type === 'AWS::CloudFormation::Stack' && this.#exists(each) !== false,
    );
    const defaults = Object.keys(this.#section('Parameters')).filter(
      (name) => !this.#settings.parameters?.has(name) && !(this.#parameter(name) instanceof Later),
    );
    return [
      ...(this.#deployed.exists && defaults.length > 0
        ? [
            `stack ${this.#deployed.stackName} exists, and a deployment may keep its own values of ${defaults.join(', ')}: here they have their defaults, until --parameters gives others`,
          ]
        : []),
      ...macros
        .filter((name) => name !== 'AWS::LanguageExtensions')
        .map((name) => `${name} transforms the template when it is deployed, and what comes of it is not seen`),
      ...nested.map(({ logicalId }) => `${logicalId} is a nested stack, and what it makes is not seen`),
    ];
  }

  #openTable({ live: { name, logicalId }, why }: OpenTable): ResourceChange {
    this.notes.push(`table ${name}: ${why}`);
    const open = unknown('not-collected', why);
    const facts = { tags: open, description: open, timeToLive: open, pointInTimeRecovery: open };
    const edit = undecidedEdit({ kind: 'table', table: { name, keys: [], ...facts } }, open);
    const place = placeAt(this.#settings.home);
    return { address: logicalId, type: 'AWS::DynamoDB::Table', action: 'update', place, edits: [edit] };
  }

  #nameOf(resource: TemplateResource, properties: Attributes, key: string): string | Later {
    const given = properties.raw(key);
    if (typeof given === 'string' && given !== '') return given;
    const { logicalId } = resource;
    const deployed = this.#deployed.nameOf(logicalId);
    if (given instanceof Later && deployed !== undefined) {
      this.notes.push(
        `the name of ${logicalId} is open, and it is taken for ${deployed}, which has its logical id: ${given.why}`,
      );
    }
    return deployed ?? (given instanceof Later ? given : new Later(`CloudFormation makes up the name of ${logicalId}`));
  }

  #section(name: string): ValueMap {
    const section = memberOf(this.#text.root, name);
    return isValueMap(section) ? section : {};
  }

  #resourcesOf(map: ValueMap, locals: ReadonlyMap<string, string>, key?: string): readonly TemplateResource[] {
    return Object.entries(map).flatMap(([logicalId, body]) => {
      if (logicalId.startsWith('Fn::ForEach::')) return this.#loop(logicalId, body, locals, key ?? logicalId);
      const type = isValueMap(body) ? memberOf(body, 'Type') : undefined;
      if (!isValueMap(body) || typeof type !== 'string') return [];
      return [{ logicalId, type, body, locals, at: this.#text.positionOf(key ?? logicalId) }];
    });
  }

  #loop(name: string, loop: Value, locals: ReadonlyMap<string, string>, key: string): readonly TemplateResource[] {
    const turns = loopTurns(loop, this.#environment(locals));
    if (turns instanceof Later) {
      const body = isValueList(loop) ? loop[2] : undefined;
      this.notes.push(`how often ${name} turns is open: ${turns.why}`);
      return this.#resourcesOf(isValueMap(body) ? body : {}, locals, key).map((each) => ({ ...each, open: turns }));
    }
    return turns.flatMap((turn) => this.#resourcesOf(turn.body, turn.locals, key));
  }

  #environment(locals: ReadonlyMap<string, string>): Environment {
    return {
      parameter: (name) => this.#parameter(name),
      mappings: this.#section('Mappings'),
      condition: (name) => this.#condition(name),
      resource: (logicalId, attribute) => this.#attribute(logicalId, attribute),
      locals,
      mayTurn: (times) => {
        this.#turns += times;
        return this.#turns <= MOST_TURNS;
      },
    };
  }

  #properties({ body, locals }: TemplateResource): ValueMap {
    const properties = evaluated(memberOf(body, 'Properties') ?? {}, this.#environment(locals));
    return isValueMap(properties) ? properties : {};
  }

  #exists({ body, locals, open }: TemplateResource): boolean | Later {
    if (open) return open;
    const condition = memberOf(body, 'Condition');
    if (typeof condition !== 'string') return true;
    return this.#condition(condition, locals);
  }

  #condition(name: string, locals: ReadonlyMap<string, string> = new Map()): boolean | Later {
    const expression = memberOf(this.#section('Conditions'), name);
    if (expression === undefined) return new Later(`the template has no condition ${name}`);
    const holds = this.#guarded(`condition ${name}`, () => conditionValue(expression, this.#environment(locals)));
    return holds instanceof Later ? new Later(`condition ${name} is open: ${holds.why}`) : holds;
  }

  #parameter(name: string): Value | undefined {
    const { home, parameters } = this.#settings;
    if (name === 'AWS::StackName') return parameters?.get(name) ?? this.#deployed.stackName ?? NO_STACK_NAME;
    return pseudoParameter(name, home) ?? parameterValue(name, this.#section('Parameters'), parameters?.get(name));
  }

  #attribute(logicalId: string, attribute: string | undefined): Value | undefined {
    const resource = this.#resources.get(logicalId);
    if (!resource) return undefined;
    return this.#guarded(`${logicalId}.${attribute ?? 'Ref'}`, () => {
      const environment = this.#environment(resource.locals);
      const property = (key: string): Value | undefined => {
        const properties = memberOf(resource.body, 'Properties');
        const written = isValueMap(properties) ? memberOf(properties, key) : undefined;
        return written === undefined ? undefined : evaluated(written, environment);
      };
      const name = (key: string): Value =>
        this.#nameOf(resource, new Attributes({ [key]: property(key) ?? null }, logicalId), key);
      return attributeOf({ logicalId, type: resource.type, home: this.#settings.home, property, name }, attribute);
    });
  }

  /** What is asked for while it is being worked out refers to itself. */
  #guarded<T>(what: string, make: () => T): T | Later {
    if (this.#open.has(what)) return new Later(`${what} refers to itself`);
    this.#open.add(what);
    try {
      return make();
    } finally {
      this.#open.delete(what);
    }
  }
}

/** A plan that stands already is known by its name; so is what belongs to it. */
function withPlanName(edit: Edit, names: ReadonlyMap<string, string>): Edit {
  if (edit.kind !== 'selection' || edit.plan.kind !== 'planned') return edit;
  const name = names.get(edit.plan.address);
  return name === undefined ? edit : { ...edit, plan: { ...edit.plan, name } };
}
