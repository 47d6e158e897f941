import type { Unknown } from '../model/fact.ts';
import { asFlag, equals, every, join, later, not, resolvedLater, select, split } from './template-functions.ts';
import { type LoopEnvironment, loopTurns } from './template-loops.ts';
import { BRINGS_MORE, isInclude } from './template-sections.ts';
import {
  isValueList,
  isValueMap,
  Later,
  laterIn,
  memberOf,
  type Value,
  type ValueMap,
  valueAt,
  WHAT_ELSE,
} from './value.ts';

/** What the functions of a template look at. */
export interface Environment extends LoopEnvironment {
  readonly parameter: (name: string) => Value | undefined;
  readonly mappings: ValueMap;
  /** Why a text is not what it seems, where it holds the name of a place that only stands for another one. */
  readonly standsFor: (text: string) => Unknown | undefined;
  readonly condition: (name: string) => boolean | Later;
  /** `Ref` and `Fn::GetAtt` of a resource; undefined when there is none of that name. */
  readonly resource: (logicalId: string, attribute: string | undefined) => Value | undefined;
  /** What another stack exports, where it is known. */
  readonly imported?: (name: string) => Value | undefined;
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

class Evaluation {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  of(value: Value, depth: number): Result {
    if (depth > DEEPEST) return new Later('nested too deep');
    if (isValueList(value)) return value.map((item) => this.of(item, depth + 1)).filter((item) => item !== NOTHING);
    if (!isValueMap(value)) return resolvedLater(value);
    const keys = Object.keys(value);
    const [name] = keys;
    if (keys.length === 1 && name !== undefined) {
      const made = this.#function(name, value[name] ?? null, depth);
      if (made !== undefined) return made === NOTHING ? made : resolvedLater(made);
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
      if (key === WHAT_ELSE) {
        if (!(item instanceof Later) && !isInclude(item)) return BRINGS_MORE;
        entries.push([key, BRINGS_MORE]);
        continue;
      }
      const made = this.of(item, depth + 1);
      if (made !== NOTHING) entries.push([key, made]);
    }
    return Object.fromEntries(entries);
  }

  #forEach(loop: Value, depth: number): ValueMap | Later {
    const turns = loopTurns(loop, this.#environment, evaluated);
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
        return this.#equals(inner(argument));
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
        const known = typeof export_ === 'string' ? this.#environment.imported?.(export_) : undefined;
        return known ?? later(`imported from another stack${typeof export_ === 'string' ? `: ${export_}` : ''}`);
      }
      case 'Fn::GetStackOutput':
        return later('an output of another stack');
      default:
        return name.startsWith('Fn::') && !name.startsWith('Fn::ForEach::') ? later(`${name} is not read`) : undefined;
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
    let head = '';
    let made = '';
    let at = 0;
    for (const match of text.matchAll(/\$\{([^!${}][^{}]*)\}|\$\{!([^{}]*)\}/g)) {
      const [whole, name, literal] = match;
      made += text.slice(at, match.index);
      at = match.index + whole.length;
      const value = name === undefined ? `\${${literal ?? ''}}` : this.#variable(name.trim(), given);
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
        made += String(value);
        continue;
      }
      if (open === undefined) head = made + (value instanceof Later ? (value.head ?? '') : '');
      open ??= laterIn(value) ?? later(`${name} is not a text`);
    }
    return open ? new Later(open.why, head) : made + text.slice(at);
  }

  #variable(key: string, given: ValueMap): Value {
    return memberOf(given, key) ?? (key.includes('.') ? this.#attribute(key) : this.#textOf(this.#reference(key)));
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
    return one === NOTHING || other === NOTHING ? holds : eitherOf(one, other, holds);
  }

  /** What stands for a place compares as nobody knows what. */
  #standIn(values: readonly (Value | undefined)[]): Later | undefined {
    const texts = values.filter((value) => typeof value === 'string');
    const why = texts.map((text) => this.#environment.standsFor(text)).find((each) => each !== undefined);
    return why && later(why.detail);
  }

  #equals(argument: Value): Value {
    return (isValueList(argument) ? this.#standIn(argument) : undefined) ?? equals(argument);
  }

  #findInMap(argument: Value): Value {
    if (!isValueList(argument)) return laterIn(argument) ?? later('Fn::FindInMap of no list');
    const [map, first, second, options] = argument;
    const keys = [map, first, second];
    const open = keys.map((each) => laterIn(each)).find((each) => each !== undefined) ?? this.#standIn(keys);
    if (open) return open;
    const cell = valueAt(this.#environment.mappings, [map, first, second].map(String));
    if (cell !== undefined) return cell;
    const fallback = isValueMap(options) ? memberOf(options, 'DefaultValue') : undefined;
    return fallback ?? later(`the mapping ${String(map)} has no ${String(first)} › ${String(second)}`);
  }
}

/** What holds of both values; the rest is open. */
function eitherOf(one: Value, other: Value, open: Later): Value {
  if (JSON.stringify(one) === JSON.stringify(other)) return one;
  if (!isValueMap(one) || !isValueMap(other)) return open;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    keys.map((key) => {
      const [mine, theirs] = [memberOf(one, key), memberOf(other, key)];
      return [key, mine === undefined || theirs === undefined ? open : eitherOf(mine, theirs, open)];
    }),
  );
}

function split2(text: string): readonly [string, string] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}
