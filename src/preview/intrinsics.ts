import { isValueList, isValueMap, Later, laterIn, memberOf, type Value, type ValueMap } from './value.ts';

/** What the functions of a template look at. */
export interface Environment {
  readonly parameter: (name: string) => Value | undefined;
  readonly mappings: ValueMap;
  readonly condition: (name: string) => boolean | Later;
  /** `Ref` and `Fn::GetAtt` of a resource; undefined when there is none of that name. */
  readonly resource: (logicalId: string, attribute: string | undefined) => Value | undefined;
  /** Loop variables of `Fn::ForEach`. */
  readonly locals: ReadonlyMap<string, string>;
  /** Loops of loops may turn more often than anybody waits for: false once that many are too many. */
  readonly mayTurn: (times: number) => boolean;
}

/** Functions nest no deeper than templates do; conditions may run in rings. */
const DEEPEST = 250;

/** `AWS::NoValue`: what carries it is not there. */
const NOTHING: unique symbol = Symbol('nothing');
type Result = Value | typeof NOTHING;

/** A value of a template with all its functions worked out, as far as the template tells. */
export function evaluated(value: Value, environment: Environment): Value {
  const result = new Evaluation(environment).of(value, 0);
  return result === NOTHING ? null : result;
}

export function conditionValue(expression: Value, environment: Environment): boolean | Later {
  return asFlag(evaluated(expression, environment));
}

function asFlag(value: Value): boolean | Later {
  if (typeof value === 'boolean' || value instanceof Later) return value;
  return value === 'true' ? true : value === 'false' ? false : new Later('a condition that is neither true nor false');
}

class Evaluation {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  of(value: Value, depth: number): Result {
    if (depth > DEEPEST) return new Later('nested too deep');
    if (isValueList(value)) return value.map((item) => this.of(item, depth + 1)).filter((item) => item !== NOTHING);
    if (!isValueMap(value)) return value;
    const keys = Object.keys(value);
    const [name] = keys;
    if (keys.length === 1 && name !== undefined) {
      const made = this.#function(name, value[name] ?? null, depth);
      if (made !== undefined) return made;
    }
    return this.#map(value, depth);
  }

  #map(map: ValueMap, depth: number): Result {
    const entries: [string, Value][] = [];
    for (const [key, item] of Object.entries(map)) {
      if (key.startsWith('Fn::ForEach::')) {
        const inner = this.#forEach(item, depth);
        if (inner instanceof Later) return inner;
        entries.push(...Object.entries(inner));
        continue;
      }
      if (key === 'Fn::Transform') return later('Fn::Transform is worked out by CloudFormation');
      const made = this.of(item, depth + 1);
      if (made !== NOTHING) entries.push([key, made]);
    }
    return Object.fromEntries(entries);
  }

  #forEach(loop: Value, depth: number): ValueMap | Later {
    const turns = loopTurns(loop, this.#environment);
    if (turns instanceof Later) return turns;
    const entries: [string, Value][] = [];
    for (const { body, locals } of turns) {
      const inner = new Evaluation({ ...this.#environment, locals }).of(body, depth + 1);
      if (isValueMap(inner === NOTHING ? null : inner)) entries.push(...Object.entries(inner as ValueMap));
    }
    return Object.fromEntries(entries);
  }

  #function(name: string, argument: Value, depth: number): Result | undefined {
    const inner = (value: Value): Value => {
      const made = this.of(value, depth + 1);
      return made === NOTHING ? null : made;
    };
    switch (name) {
      case 'Ref':
        return typeof argument === 'string' ? this.#reference(argument) : later('Ref of no name');
      case 'Condition':
        return typeof argument === 'string' ? this.#environment.condition(argument) : undefined;
      case 'Fn::GetAtt':
        return this.#attribute(inner(argument));
      case 'Fn::Sub':
        return this.#substitute(argument, inner);
      case 'Fn::Join':
        return join(inner(argument));
      case 'Fn::Split':
        return split(inner(argument));
      case 'Fn::Select':
        return select(inner(argument));
      case 'Fn::FindInMap':
        return this.#findInMap(inner(argument));
      case 'Fn::If':
        return this.#if(argument, depth);
      case 'Fn::Equals':
        return equals(inner(argument));
      case 'Fn::Not':
        return not(inner(argument));
      case 'Fn::And':
        return every(inner(argument), true);
      case 'Fn::Or':
        return every(inner(argument), false);
      case 'Fn::Length': {
        const list = inner(argument);
        return isValueList(list) ? list.length : (laterIn(list) ?? later('Fn::Length of no list'));
      }
      case 'Fn::ToJsonString': {
        const document = inner(argument);
        return laterIn(document) ?? JSON.stringify(document);
      }
      case 'Fn::Base64':
      case 'Fn::Cidr':
      case 'Fn::GetAZs':
      case 'Fn::Transform':
        return later(`${name} is worked out by CloudFormation`);
      case 'Fn::ImportValue': {
        const export_ = inner(argument);
        return later(`imported from another stack${typeof export_ === 'string' ? `: ${export_}` : ''}`);
      }
      case 'Fn::GetStackOutput':
        return later('an output of another stack');
      default:
        return undefined;
    }
  }

  #reference(name: string): Result {
    if (name === 'AWS::NoValue') return NOTHING;
    const local = this.#environment.locals.get(name);
    return (
      local ??
      this.#environment.parameter(name) ??
      this.#environment.resource(name, undefined) ??
      later(`${name} is neither a parameter nor a resource of the template`)
    );
  }

  #attribute(argument: Value): Value {
    const path = typeof argument === 'string' ? [...split2(argument)] : argument;
    if (!isValueList(path)) return laterIn(path) ?? later('Fn::GetAtt of no attribute');
    const [logicalId, ...attribute] = path;
    const open = path.map((part) => laterIn(part)).find((part) => part !== undefined);
    if (open) return open;
    if (typeof logicalId !== 'string') return later('Fn::GetAtt of no resource');
    return (
      this.#environment.resource(logicalId, attribute.join('.')) ??
      later(`${logicalId} is not a resource of the template`)
    );
  }

  #substitute(argument: Value, inner: (value: Value) => Value): Value {
    const [text, variables] = isValueList(argument) ? argument : [argument];
    if (typeof text !== 'string') return later('Fn::Sub of no text');
    const given = variables === undefined ? {} : inner(variables);
    if (!isValueMap(given)) return laterIn(given) ?? later('Fn::Sub with no map of variables');
    let open: Later | undefined;
    const made = text.replace(/\$\{([^!${}][^{}]*)\}|\$\{!([^{}]*)\}/g, (_, name?: string, literal?: string) => {
      if (name === undefined) return `\${${literal ?? ''}}`;
      const key = name.trim();
      const value =
        memberOf(given, key) ?? (key.includes('.') ? this.#attribute(key) : this.#textOf(this.#reference(key)));
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
      open ??= laterIn(value) ?? later(`${key} is not a text`);
      return '';
    });
    return open ?? made;
  }

  #textOf(result: Result): Value {
    if (result === NOTHING) return '';
    return isValueList(result) && !laterIn(result) ? result.join(',') : result;
  }

  #if(argument: Value, depth: number): Result {
    const [name, yes = null, no = null] = isValueList(argument) ? argument : [];
    const holds = typeof name === 'string' ? this.#environment.condition(name) : later('Fn::If of no condition');
    if (!(holds instanceof Later)) return this.of(holds ? yes : no, depth + 1);
    const one: Result = this.of(yes, depth + 1);
    const other: Result = this.of(no, depth + 1);
    return one !== NOTHING && other !== NOTHING && JSON.stringify(one) === JSON.stringify(other) ? one : holds;
  }

  #findInMap(argument: Value): Value {
    if (!isValueList(argument)) return laterIn(argument) ?? later('Fn::FindInMap of no list');
    const [map, first, second, options] = argument;
    const open = [map, first, second].map((each) => laterIn(each)).find((each) => each !== undefined);
    if (open) return open;
    const table = memberOf(this.#environment.mappings, String(map));
    const row = isValueMap(table) ? memberOf(table, String(first)) : undefined;
    const cell = isValueMap(row) ? memberOf(row, String(second)) : undefined;
    if (cell !== undefined) return cell;
    const fallback = isValueMap(options) ? memberOf(options, 'DefaultValue') : undefined;
    return fallback ?? later(`the mapping ${String(map)} has no ${String(first)} › ${String(second)}`);
  }
}

function later(why: string): Later {
  return new Later(why);
}

function split2(text: string): readonly [string, string] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}

function join(argument: Value): Value {
  const [delimiter, parts] = isValueList(argument) ? argument : [];
  if (!isValueList(parts)) return laterIn(argument) ?? later('Fn::Join of no list');
  const open = laterIn(parts) ?? laterIn(delimiter);
  return open ?? parts.map((part) => (isValueList(part) ? part.join(',') : String(part))).join(String(delimiter ?? ''));
}

function split(argument: Value): Value {
  const [delimiter, text] = isValueList(argument) ? argument : [];
  if (typeof text !== 'string' || typeof delimiter !== 'string')
    return laterIn(argument) ?? later('Fn::Split of no text');
  return text.split(delimiter);
}

function select(argument: Value): Value {
  const [index, list] = isValueList(argument) ? argument : [];
  const at = Number(index);
  if (!isValueList(list) || laterIn(index) || !Number.isInteger(at)) {
    return laterIn(argument) ?? later('Fn::Select of no list');
  }
  return list[at] ?? later(`Fn::Select of entry ${at} of ${list.length}`);
}

/** CloudFormation compares texts: a number and the same number as text are equal. */
function equals(argument: Value): Value {
  const [one, other] = isValueList(argument) ? argument : [];
  const open = laterIn(one) ?? laterIn(other);
  if (open) return open;
  return textForm(one) === textForm(other);
}

function textForm(value: Value | undefined): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}

function not(argument: Value): Value {
  const [only] = isValueList(argument) ? argument : [argument];
  const holds = asFlag(only ?? null);
  return holds instanceof Later ? holds : !holds;
}

/** `And` when `wanted` is true, else `Or`: one that is decided against the rest settles it, whatever is open. */
function every(argument: Value, wanted: boolean): Value {
  const parts = (isValueList(argument) ? argument : []).map(asFlag);
  if (parts.some((part) => part === !wanted)) return !wanted;
  return parts.find((part) => part instanceof Later) ?? wanted;
}

export interface Turn {
  readonly body: ValueMap;
  readonly locals: ReadonlyMap<string, string>;
}

/**
 * `Fn::ForEach` → its turns, loop variables put into the keys; in values they are bound where they are read.
 * Source: CloudFormation User Guide, intrinsic-function-reference-foreach.
 */
export function loopTurns(loop: Value, environment: Environment): readonly Turn[] | Later {
  const [name, collection, body] = isValueList(loop) ? loop : [];
  if (typeof name !== 'string' || collection === undefined || !isValueMap(body)) return later('Fn::ForEach of no loop');
  const items = evaluated(collection, environment);
  if (!isValueList(items)) return laterIn(items) ?? later('Fn::ForEach over no list');
  if (!environment.mayTurn(items.length)) return later(`Fn::ForEach over ${items.length} items`);
  const turns: Turn[] = [];
  for (const item of items) {
    if (typeof item !== 'string' && typeof item !== 'number')
      return laterIn(item) ?? later('Fn::ForEach over no texts');
    const locals = new Map([...environment.locals, [name, String(item)]]);
    turns.push({ body: namedKeys(body, name, String(item)), locals });
  }
  return turns;
}

/** `${Name}` in a key is the item, `&{Name}` the item without what a logical id cannot hold. */
function namedKeys(body: ValueMap, name: string, item: string): ValueMap {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key.replaceAll(`\${${name}}`, item).replaceAll(`&{${name}}`, item.replace(/[^A-Za-z0-9]/g, '')),
      value,
    ]),
  );
}
