import { InputError } from './error.ts';

/** The members of a request, by AWS's names. Query protocols send text only, so readers accept text for any scalar. */
export type Input = Readonly<Record<string, unknown>>;

export function text(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new InputError(`${name} is not a string`, false);
}

export function needText(input: Input, name: string): string {
  const value = text(input, name);
  if (value === undefined || value === '') throw new InputError(`${name} is missing`, true);
  return value;
}

export function number(input: Input, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  const parsed =
    typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
  if (!Number.isFinite(parsed)) throw new InputError(`${name} is not a number`, false);
  return parsed;
}

export function integer(input: Input, name: string): number | undefined {
  const value = number(input, name);
  if (value !== undefined && !Number.isInteger(value)) throw new InputError(`${name} is not a whole number`, false);
  return value;
}

export function flag(input: Input, name: string): boolean | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new InputError(`${name} is not true or false`, false);
}

/** Bodies hold epoch seconds, query strings hold ISO 8601. */
export function date(input: Input, name: string): Date | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  const at = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new InputError(`${name} is not a timestamp`, false);
  return new Date(at);
}

export function inner(input: Input, name: string): Input | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (!isInput(value)) throw new InputError(`${name} is not a structure`, false);
  return value;
}

export function needInner(input: Input, name: string): Input {
  const value = inner(input, name);
  if (value === undefined) throw new InputError(`${name} is missing`, true);
  return value;
}

export function inners(input: Input, name: string): readonly Input[] | undefined {
  return list(input, name)?.map((value) => {
    if (!isInput(value)) throw new InputError(`${name} holds something that is not a structure`, false);
    return value;
  });
}

export function texts(input: Input, name: string): readonly string[] | undefined {
  return list(input, name)?.map((value) => {
    if (typeof value !== 'string') throw new InputError(`${name} holds something that is not a string`, false);
    return value;
  });
}

export function textMap(input: Input, name: string): Record<string, string> | undefined {
  const value = inner(input, name);
  if (value === undefined) return undefined;
  const map: Record<string, string> = {};
  for (const key of Object.keys(value)) map[key] = text(value, key) ?? '';
  return map;
}

export function flagMap(input: Input, name: string): Record<string, boolean> | undefined {
  const value = inner(input, name);
  if (value === undefined) return undefined;
  const map: Record<string, boolean> = {};
  for (const key of Object.keys(value)) map[key] = flag(value, key) ?? false;
  return map;
}

export function oneOf<T extends string>(input: Input, name: string, allowed: readonly T[]): T | undefined {
  const value = text(input, name);
  if (value === undefined) return undefined;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    throw new InputError(`${name} is ${value}; allowed are ${allowed.join(', ')}`, false);
  }
  return found;
}

/** `Tags: [{Key, Value}]`, the form of every service but AWS Backup. */
export function tagList(input: Input, name: string): Record<string, string> | undefined {
  const tags = inners(input, name);
  if (tags === undefined) return undefined;
  const map: Record<string, string> = {};
  for (const tag of tags) map[needText(tag, 'Key')] = text(tag, 'Value') ?? '';
  return map;
}

/** The members of these names, as they came: for structures that the simulator keeps and gives back unread. */
export function pick(input: Input, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) if (input[name] !== undefined && input[name] !== null) picked[name] = input[name];
  return picked;
}

function list(input: Input, name: string): readonly unknown[] | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value;
  // An empty list in the query protocol is an empty member.
  if (value === '') return [];
  throw new InputError(`${name} is not a list`, false);
}

export function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
