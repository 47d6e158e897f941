import type { Position } from '../model/policy.ts';
import { Attributes, settled } from './attributes.ts';
import { attributeOf } from './cloudformation-attributes.ts';
import type { TemplateEdit } from './cloudformation-resource.ts';
import { CLOUDFORMATION_RESOURCES } from './cloudformation-resources.ts';
import { cloudFormationRow } from './cloudformation-types.ts';
import { conditionValue, type Environment, evaluated } from './intrinsics.ts';
import { NESTED_STACK, type NestedSide, nestedValues } from './nested-sides.ts';
import { standsFor } from './place.ts';
import { placeholderName } from './placeholder-name.ts';
import type { SideSettings } from './side-settings.ts';
import { NO_STACK_NAME, parameterValue, pseudoParameter } from './template-parameters.ts';
import { resourcesOf, type WrittenResource } from './template-resources.ts';
import { TemplateSections } from './template-sections.ts';
import { readTemplateText, type TemplateText } from './template-text.ts';
import { unread } from './touched.ts';
import { EVERYTHING, type TypeRow } from './type-rows.ts';
import { isValueMap, Later, laterIn, memberOf, type Value, type ValueMap, valueAt, WHAT_ELSE } from './value.ts';

/** A resource of a template, and what it makes of the inventory where it is deployed. */
export interface TemplateResource {
  readonly logicalId: string;
  /** The logical id, and what tells it from those of other stacks. */
  readonly address: string;
  readonly type: string;
  readonly at: Position;
  /** `Later`: whether it is there depends on what is known at deployment. */
  readonly exists: true | Later;
  /** The id that it has in the deployed stack. */
  readonly physicalId?: string;
  readonly edits: readonly TemplateEdit[];
  /** Where what is not read may touch something. */
  readonly where: TypeRow['where'];
  /** Its properties, functions worked out. */
  readonly properties: ValueMap;
  readonly deletionPolicy: Value | undefined;
  readonly replacePolicy: Value | undefined;
  /** What it is made of; absent where a value is open. */
  readonly likeness?: Likeness;
}

/** A resource told so that it can be compared with itself in another template of its stack. */
export interface Likeness {
  readonly text: string;
  /** Resources that the stack has whose open attributes it uses: those are the same as long as these are. */
  readonly restsOn: ReadonlySet<string>;
}

/** All loops of a file together. */
const MOST_TURNS = 2_000;

/** One template with the values that it is deployed with. */
export class TemplateSide {
  readonly notes: string[] = [];
  readonly #sections: TemplateSections;
  readonly #settings: SideSettings;
  readonly #written: ReadonlyMap<string, WrittenResource>;
  readonly #open = new Set<string>();
  readonly #nested = new Map<string, NestedSide<TemplateSide> | undefined>();
  #turns = 0;

  constructor(text: TemplateText, settings: SideSettings) {
    this.#sections = new TemplateSections(text.root);
    this.#settings = settings;
    const found = resourcesOf(
      isValueMap(text.root['Resources']) ? text.root['Resources'] : {},
      (locals) => this.#environment(locals),
      (key) => text.positionOf(key),
      (note) => this.notes.push(note),
    );
    this.#written = new Map(found.map((resource) => [resource.logicalId, resource]));
  }

  /** Those that the template makes, or may make. */
  resources(): readonly TemplateResource[] {
    return [...this.#written.values()].flatMap((written) => {
      const exists = this.#exists(written);
      return exists === false ? [] : [this.#read(written, exists)];
    });
  }

  /** The nested stack of that name, where its template is known. */
  nested(logicalId: string): NestedSide<TemplateSide> | undefined {
    if (!this.#nested.has(logicalId)) {
      const made = this.#guarded(`nested ${logicalId}`, () => this.#nestedSide(logicalId));
      this.#nested.set(logicalId, made instanceof Later ? undefined : made);
    }
    return this.#nested.get(logicalId);
  }

  /** The value of an output; undefined where there is none of that name. */
  output(name: string): Value | undefined {
    const value = valueAt(this.#sections.of('Outputs'), [name, 'Value']);
    return value === undefined ? undefined : evaluated(value, this.#environment(new Map()));
  }

  /** Outputs by the names under which other stacks import them. */
  exports(): ReadonlyMap<string, string> {
    const environment = this.#environment(new Map());
    const found = Object.entries(this.#sections.of('Outputs')).flatMap(([output, body]) => {
      const name = evaluated(valueAt(body, ['Export', 'Name']) ?? null, environment);
      const isSure = isValueMap(body) && memberOf(body, 'Condition') === undefined;
      return typeof name === 'string' && isSure ? [[name, output] as const] : [];
    });
    return new Map(found);
  }

  #nestedSide(logicalId: string): NestedSide<TemplateSide> | undefined {
    const written = this.#written.get(logicalId);
    const { nested, target, imported, stackTags } = this.#settings;
    if (!nested || written?.type !== NESTED_STACK) return undefined;
    const values = nestedValues(this.#properties(written), this.#address(logicalId), stackTags);
    const template = values && nested(written.body);
    if (!values || !template) return undefined;
    const text = readTemplateText(template.file, template.text);
    const label = this.#address(logicalId);
    const settings = { target, ...values, label, nested, ...(imported ? { imported } : {}) };
    return { template, root: text.root, side: new TemplateSide(text, settings) };
  }

  #read(written: WrittenResource, exists: true | Later): TemplateResource {
    const { logicalId, type, at, body, locals } = written;
    const values = this.#properties(written);
    const policy = (key: string) => {
      const value = memberOf(body, key);
      return value === undefined ? undefined : evaluated(value, this.#environment(locals));
    };
    const row = cloudFormationRow(type);
    const physicalId = this.#physicalId(written);
    const likeness = this.#likeness(written);
    return {
      logicalId,
      address: this.#address(logicalId),
      type,
      at,
      exists,
      ...(physicalId === undefined ? {} : { physicalId }),
      ...(likeness ? { likeness } : {}),
      edits: this.#editsOf(written, values, row),
      where: Object.hasOwn(CLOUDFORMATION_RESOURCES, type) ? 'place' : (row?.where ?? 'place'),
      properties: values,
      deletionPolicy: policy('DeletionPolicy'),
      replacePolicy: policy('UpdateReplacePolicy'),
    };
  }

  #physicalId({ logicalId, type }: WrittenResource): string | undefined {
    return this.#settings.physicalIds?.get(`${logicalId} ${type}`);
  }

  #likeness(written: WrittenResource): Likeness | undefined {
    if (this.#physicalId(written) === undefined) return undefined;
    const restsOn = new Set<string>();
    const environment = this.#environment(written.locals);
    const properties = evaluated(memberOf(written.body, 'Properties') ?? {}, {
      ...environment,
      resource: (logicalId, attribute) => {
        const value = environment.resource(logicalId, attribute);
        const other = this.#written.get(logicalId);
        const isStandIn =
          other?.type === NESTED_STACK ||
          (typeof value === 'string' && value.includes(placeholderName(this.#address(logicalId))));
        if (!other || this.#physicalId(other) === undefined || !(laterIn(value) || isStandIn)) return value;
        restsOn.add(logicalId);
        return `(${logicalId}.${attribute ?? 'Ref'})`;
      },
    });
    return laterIn(properties) ? undefined : { text: JSON.stringify(properties), restsOn };
  }

  #editsOf({ logicalId, type }: WrittenResource, values: ValueMap, row: TypeRow | undefined): readonly TemplateEdit[] {
    const read = Object.hasOwn(CLOUDFORMATION_RESOURCES, type) ? CLOUDFORMATION_RESOURCES[type] : undefined;
    const address = this.#address(logicalId);
    const unreadEdit = (touched: TypeRow['touches'], why: string): TemplateEdit => ({
      edit: { kind: 'touch', touched, why: unread(address, type, why) },
    });
    if (!read) return row ? [unreadEdit(row.touches, row.why)] : [];
    const properties = new Attributes(values, address);
    const { target, stackTags, physicalIds } = this.#settings;
    const physicalId = physicalIds?.get(`${logicalId} ${type}`);
    const context = {
      logicalId: address,
      type,
      target,
      ...(physicalId === undefined ? {} : { physicalId }),
      ...(stackTags === undefined ? {} : { stackTags }),
      name: (key: string) => this.#nameOf(logicalId, type, properties, key),
      standsFor: (text: string) => standsFor(text, target),
      note: (text: string) => this.notes.push(text),
    };
    const edits = settled('the template', () => read(properties, context));
    return edits.known ? edits.value : [unreadEdit(row?.touches ?? EVERYTHING, edits.detail)];
  }

  #address(logicalId: string): string {
    const { label } = this.#settings;
    return label === undefined ? logicalId : `${label}/${logicalId}`;
  }

  /** What the template gives, or what CloudFormation made up when it made the resource. */
  #nameOf(logicalId: string, type: string, properties: Attributes, key: string): string | Later {
    const given = properties.raw(key);
    if (typeof given === 'string' && given !== '') {
      const why = standsFor(given, this.#settings.target);
      return why ? new Later(why.detail) : given;
    }
    if (given instanceof Later) return given;
    return (
      this.#settings.physicalIds?.get(`${logicalId} ${type}`) ??
      new Later(`CloudFormation makes up the name of ${logicalId}`)
    );
  }

  #environment(locals: ReadonlyMap<string, string>): Environment {
    return {
      parameter: (name) => this.#parameter(name),
      mappings: this.#sections.of('Mappings'),
      standsFor: (text) => standsFor(text, this.#settings.target),
      condition: (name) => this.#condition(name),
      resource: (logicalId, attribute) => this.#attribute(logicalId, attribute),
      locals,
      ...(this.#settings.imported ? { imported: this.#settings.imported } : {}),
      mayTurn: (times) => {
        this.#turns += times;
        return this.#turns <= MOST_TURNS;
      },
    };
  }

  /** Where all of them are open, each of them is. */
  #properties({ body, locals }: WrittenResource): ValueMap {
    const properties = evaluated(memberOf(body, 'Properties') ?? {}, this.#environment(locals));
    if (properties instanceof Later) return { [WHAT_ELSE]: properties };
    return isValueMap(properties) ? properties : {};
  }

  #exists({ body, locals, open }: WrittenResource): boolean | Later {
    if (open) return open;
    if (Object.hasOwn(body, WHAT_ELSE)) return new Later('Fn::Transform brings more of it when it is deployed');
    const condition = memberOf(body, 'Condition');
    return typeof condition === 'string' ? this.#condition(condition, locals) : true;
  }

  #condition(name: string, locals: ReadonlyMap<string, string> = new Map()): boolean | Later {
    const expression = memberOf(this.#sections.of('Conditions'), name);
    if (expression === undefined) return new Later(`the template has no condition ${name}`);
    if (expression instanceof Later) return expression;
    const holds = this.#guarded(`condition ${name}`, () => conditionValue(expression, this.#environment(locals)));
    return holds instanceof Later ? new Later(`condition ${name} is open: ${holds.why}`) : holds;
  }

  #parameter(name: string): Value | undefined {
    const { target, parameters, previous = {}, stackName, stackId } = this.#settings;
    const given = parameters.get(name);
    if (name === 'AWS::StackName') return stackName ?? given ?? NO_STACK_NAME;
    if (name === 'AWS::StackId' && stackId !== undefined) return stackId;
    const before = Object.hasOwn(previous, name) ? previous[name] : undefined;
    return pseudoParameter(name, target) ?? parameterValue(name, this.#sections.of('Parameters'), given, before);
  }

  #attribute(logicalId: string, attribute: string | undefined): Value | undefined {
    const resource = this.#written.get(logicalId);
    if (!resource) return undefined;
    if (this.#exists(resource) === false) return new Later(`${logicalId} is not made, as its condition does not hold`);
    const physicalId = this.#settings.physicalIds?.get(`${logicalId} ${resource.type}`);
    return this.#guarded(`${logicalId}.${attribute ?? 'Ref'}`, () => {
      if (attribute?.startsWith('Outputs.')) {
        const output = this.nested(logicalId)?.side.output(attribute.slice('Outputs.'.length));
        if (output !== undefined) return output;
      }
      const property = (key: string): Value | undefined => {
        const properties = memberOf(resource.body, 'Properties');
        if (!isValueMap(properties)) return undefined;
        if (Object.hasOwn(properties, 'Fn::If')) return memberOf(this.#properties(resource), key);
        const written = memberOf(properties, key);
        return written === undefined ? undefined : evaluated(written, this.#environment(resource.locals));
      };
      const name = (key: string): Value =>
        this.#nameOf(logicalId, resource.type, new Attributes({ [key]: property(key) ?? null }, logicalId), key);
      const { target } = this.#settings;
      const id = physicalId === undefined ? {} : { physicalId };
      return attributeOf(
        { logicalId: this.#address(logicalId), type: resource.type, target, ...id, property, name },
        attribute,
      );
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
