import { type Fact, known, unknown } from '../../model/fact.ts';
import { isObject, parseJson } from '../../model/json.ts';
import { byText } from '../../model/order.ts';
import type { Json, JsonObject } from '../../model/result.ts';

/** A list that a statement applies to, or one that it applies to all but. */
export interface Scope {
  readonly except: boolean;
  readonly values: readonly string[];
}

/** One statement of an IAM policy, lists made lists. */
export interface Statement {
  /** Its `Sid`, or its place: `statement 2`. */
  readonly name: string;
  readonly effect: string;
  readonly actions: Scope;
  readonly resources: Scope;
  /** Absent in identity policies. */
  readonly principals?: Scope;
  /** Operators and keys in order, so that equal conditions are equal texts; empty when there are none. */
  readonly condition: string;
}

/** The statements of a policy document. Source: IAM User Guide, grammar of the IAM JSON policy language. */
export function statementsOf(document: string, owner: string): Fact<readonly Statement[]> {
  try {
    const parsed: unknown = parseJson(document);
    const { Statement: list } = isObject(parsed) ? parsed : {};
    const statements = list === undefined ? undefined : asList(list);
    if (statements?.every(isObject)) return known(statements.map(statementOf), owner);
  } catch {
    // Said below: AWS stores valid JSON only, so what is not came from a file.
  }
  return unknown(
    'undocumented',
    `${owner} is no policy document that can be read, so it cannot be proven what it allows`,
  );
}

/** Every action, resource and principal of a statement by itself: split or joined statements mean the same. */
export function partsOf(scope: Scope): readonly Scope[] {
  return scope.except ? [scope] : scope.values.map((value) => ({ except: false, values: [value] }));
}

export function scopeText({ except, values }: Scope): string {
  return `${except ? 'all but ' : ''}${values.join(', ')}`;
}

function statementOf(statement: JsonObject, index: number): Statement {
  const { Sid, Effect, Condition } = statement;
  const principals = scopeOf(statement, 'Principal', principalNames);
  return {
    name: typeof Sid === 'string' && Sid !== '' ? Sid : `statement ${index + 1}`,
    effect: String(Effect),
    // Actions are case-insensitive. Source: IAM User Guide, elements, Action.
    actions: scopeOf(statement, 'Action', (value) => strings(value).map((action) => action.toLowerCase())) ?? nothing,
    // A resource policy may leave the resource out: it is the table then.
    resources: scopeOf(statement, 'Resource', strings) ?? nothing,
    ...(principals ? { principals } : {}),
    condition: Condition === undefined ? '' : JSON.stringify(ordered(Condition)),
  };
}

const nothing: Scope = { except: false, values: [] };

function scopeOf(statement: JsonObject, key: string, read: (value: Json) => readonly string[]): Scope | undefined {
  for (const [name, except] of [
    [key, false],
    [`Not${key}`, true],
  ] as const) {
    const value = statement[name];
    if (value !== undefined) return { except, values: [...new Set(read(value))].toSorted() };
  }
  return undefined;
}

/** `"*"` and `{"AWS": "*"}` are the same, and so are an account and its root. Source: IAM User Guide, elements, Principal. */
function principalNames(value: Json): readonly string[] {
  if (!isObject(value)) return strings(value).map((name) => `AWS:${name}`);
  return Object.entries(value).flatMap(([kind, names]) =>
    strings(names).map((name) => `${kind}:${name.replace(/^arn:[^:]*:iam::(\d{12}):root$/, '$1')}`),
  );
}

/** Condition operators and keys are case-insensitive; the order of values does not count. */
function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(String).toSorted();
  if (!isObject(value)) return [String(value)];
  const entries = Object.entries(value).map(([key, each]) => [key.toLowerCase(), ordered(each)] as const);
  return Object.fromEntries(entries.toSorted(byText(([key]) => key)));
}

function strings(value: Json): readonly string[] {
  return asList(value).map(String);
}

function asList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value as Json];
}
