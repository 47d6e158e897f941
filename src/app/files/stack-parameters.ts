import { parseJson } from '../../model/json.ts';
import { UserError } from '../../model/user-error.ts';
import type { ParameterValues } from '../../preview/template-parameters.ts';
import type { Host } from '../host/host.ts';
import { isPair } from '../options/values.ts';
import { namedFile } from './named-file.ts';

const ADVICE =
  'write KEY=VALUE, or name a JSON file such as [{"ParameterKey": "Stage", "ParameterValue": "live"}] or {"Parameters": {"Stage": "live"}}';

type Pair = readonly [string, string | null];

/** Values of template parameters: `KEY=VALUE`, or files as `aws cloudformation` takes them. What stands last counts. */
export function stackParameters(words: readonly string[], host: Host): ParameterValues {
  return new Map(words.flatMap((word) => (isPair(word) ? [pairOf(word)] : pairsOfFile(word, host))));
}

function pairOf(word: string): readonly [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function pairsOfFile(path: string, host: Host): readonly Pair[] {
  const bytes = namedFile(path, host);
  if (!bytes) throw new UserError(`--parameters: ${path} is neither KEY=VALUE nor a file`, ADVICE);
  const document = parsed(path, new TextDecoder().decode(bytes));
  if (Array.isArray(document)) return document.flatMap((entry) => pairsOfEntry(path, entry));
  const map = mapOf(document)?.['Parameters'] ?? document;
  return Object.entries(mapOf(map) ?? notParameters(path)).map(([key, value]) => [key, textOf(path, value)]);
}

/** Null where `UsePreviousValue` keeps the value that the stack has. Source: CloudFormation API, Parameter. */
function pairsOfEntry(path: string, entry: unknown): readonly Pair[] {
  if (typeof entry === 'string' && entry.includes('=')) return [pairOf(entry)];
  const { ParameterKey: key, ParameterValue: value, UsePreviousValue: keeps } = mapOf(entry) ?? {};
  if (typeof key !== 'string') return notParameters(path);
  if (keeps === true) return [[key, null]];
  return value === undefined ? [] : [[key, textOf(path, value)]];
}

function textOf(path: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => textOf(path, item)).join(',');
  return typeof value === 'object' ? notParameters(path) : String(value);
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function parsed(path: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new UserError(`--parameters: ${path} is not JSON`, ADVICE, { cause });
  }
}

function notParameters(path: string): never {
  throw new UserError(`--parameters: ${path} holds something else than parameters`, ADVICE);
}
