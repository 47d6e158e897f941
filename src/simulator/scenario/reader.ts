import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { YamlDocument } from '../../yaml/document.ts';
import type { Place, ScenarioProblem } from './problem.ts';
import { parseInstant, parseSpan } from './time.ts';

/** What readers share: where problems go, and the instant that times are relative to. */
export interface Reading {
  readonly file: string;
  readonly document: YamlDocument;
  readonly now: number;
  readonly problems: ScenarioProblem[];
}

/** Turns a YAML node into a value, or notes the problem and returns undefined. */
export type Reader<T> = (node: Node, reading: Reading, path: string) => T | undefined;
export type Out<R> = R extends Reader<infer T> ? T : never;
type Readers = Readonly<Record<string, Reader<unknown>>>;

/** Text that names something defined elsewhere, with its place, so that a dangling name can be reported. */
export interface Reference extends Place {
  readonly text: string;
}

export function text(): Reader<string> {
  return scalar('text', (value) =>
    typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined,
  );
}

export function reference(): Reader<Reference> {
  const read = text();
  return (node, reading, path) => {
    const value = read(node, reading, path);
    return value === undefined ? undefined : { text: value, ...placeOf(reading, node) };
  };
}

/** What no calendar and no counter can hold is refused here, so that nothing later can run over. */
export function number(least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  const from = least === Number.MIN_SAFE_INTEGER ? '' : ` of at least ${least}`;
  const to = most === Number.MAX_SAFE_INTEGER ? '' : `${from === '' ? ' of' : ' and'} at most ${most}`;
  return scalar(`a number${from}${to}`, (value) =>
    typeof value === 'number' && value >= least && value <= most ? value : undefined,
  );
}

/** A hundred years, the longest that AWS Backup keeps anything or waits for anything. */
export const MOST_DAYS = 36_500;

export const minutes = (least: number): Reader<number> => number(least, MOST_DAYS * 24 * 60);

export const days = (least: number): Reader<number> => number(least, MOST_DAYS);

export function flag(): Reader<boolean> {
  return scalar('true or false', (value) => (typeof value === 'boolean' ? value : undefined));
}

export function oneOf<const T extends string>(...allowed: readonly T[]): Reader<T> {
  return scalar(`one of ${allowed.join(', ')}`, (value) => allowed.find((candidate) => candidate === value));
}

/** `-3d`, `-1d12h`, `+2h`, `now`, or ISO 8601. */
export function instant(): Reader<Date> {
  return (node, reading, path) =>
    scalar('an instant (-3d, -26h, now, 2026-11-22T08:00:00Z)', (value) =>
      typeof value === 'string' ? parseInstant(value, reading.now) : undefined,
    )(node, reading, path);
}

/** `24h`, `90m`, `35d`, `30s`, `2w` → milliseconds. */
export function span(): Reader<number> {
  return scalar(`a duration (30s, 90m, 24h, 35d, 2w) of at most ${MOST_DAYS}d`, (value) =>
    typeof value === 'string' ? parseSpan(value) : value === 0 ? 0 : undefined,
  );
}

/** What a reader alone cannot tell: how members go together. `problem` says what is wrong, after the path. */
export function checked<T>(read: Reader<T>, problem: (value: T) => string | undefined): Reader<T> {
  return (node, reading, path) => {
    const value = read(node, reading, path);
    const found = value === undefined ? undefined : problem(value);
    return found === undefined ? value : report(reading, node, `${path} ${found}`);
  };
}

/** A policy document: JSON text as it is, or YAML that is turned into JSON. */
export function policyDocument(): Reader<string> {
  return (node, reading, path) => {
    const resolved = resolve(node, reading);
    if (isMap(resolved)) return JSON.stringify(reading.document.plain(resolved));
    return text()(node, reading, path);
  };
}

/** Anything that JSON can say. */
export function json(): Reader<NonNullable<unknown>> {
  return (node, reading) => reading.document.plain(node) ?? '';
}

export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (node, reading, path) => {
    const resolved = resolve(node, reading);
    if (!isSeq<Node>(resolved)) return report(reading, node, `${path} must be a list`);
    const items = resolved.items.map((entry, index) => item(entry, reading, `${path}[${index}]`));
    const good = items.filter((entry) => entry !== undefined);
    return good.length === items.length ? good : undefined;
  };
}

/** A map whose keys are the user's. */
export function mapOf<T>(value: Reader<T>): Reader<ReadonlyMap<string, T>> {
  return (node, reading, path) => {
    const resolved = resolve(node, reading);
    if (!isMap<Node, Node | null>(resolved)) return report(reading, node, `${path} must be a map`);
    const read = new Map<string, T>();
    let good = true;
    for (const { key, value: member } of resolved.items) {
      const name = reading.document.nameOf(key);
      const result = member === null ? undefined : value(member, reading, `${path}.${name}`);
      if (result === undefined) {
        if (member === null) report(reading, key, `${path}.${name} has no value`);
        good = false;
      } else read.set(name, result);
    }
    return good ? read : undefined;
  };
}

export type RecordOf<R extends Readers, O extends Readers> = { readonly [K in keyof R]: Out<R[K]> } & {
  readonly [K in keyof O]?: Out<O[K]>;
};

/** A structure: these members must be there, those may be, others are problems. */
export function record<R extends Readers, O extends Readers>(required: R, optional: O): Reader<RecordOf<R, O>> {
  const readers: Readers = { ...required, ...optional };
  return (node, reading, path) => {
    const resolved = resolve(node, reading);
    if (!isMap<Node, Node | null>(resolved)) return report(reading, node, `${path} must be a map`);
    const value: Record<string, unknown> = {};
    let good = true;
    for (const { key, value: member } of resolved.items) {
      const name = reading.document.nameOf(key);
      const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
      if (!reader) {
        report(
          reading,
          key,
          `${path === '' ? 'the scenario' : path} has no member ${name}; known are ${Object.keys(readers).join(', ')}`,
        );
        good = false;
        continue;
      }
      // `vaults:` with nothing after it is as good as absent; what has to be there has to say something.
      if (member === null || (isScalar(member) && member.value === null)) {
        if (!Object.hasOwn(required, name)) continue;
        report(reading, key, `${path === '' ? name : `${path}.${name}`} has no value`);
        good = false;
        continue;
      }
      const result = reader(member, reading, path === '' ? name : `${path}.${name}`);
      if (result === undefined) good = false;
      else value[name] = result;
    }
    for (const name of Object.keys(required)) {
      if (value[name] === undefined && !resolved.has(name)) {
        report(reading, node, `${path === '' ? 'the scenario' : path} lacks ${name}`);
        good = false;
      }
    }
    // The readers above are the proof of the type.
    return good ? (value as RecordOf<R, O>) : undefined;
  };
}

function scalar<T>(expected: string, read: (value: unknown) => T | undefined): Reader<T> {
  return (node, reading, path) => {
    const resolved = resolve(node, reading);
    const value = isScalar(resolved) ? read(resolved.value) : undefined;
    if (value !== undefined) return value;
    const found = isScalar(resolved) ? JSON.stringify(resolved.value) : isMap(resolved) ? 'a map' : 'a list';
    return report(reading, node, `${path} must be ${expected}; found ${found}`);
  };
}

function resolve(node: Node, { document }: Reading): Node {
  return document.resolved(node);
}

function report(reading: Reading, node: Node, message: string): undefined {
  reading.problems.push({ file: reading.file, ...placeOf(reading, node), message });
  return undefined;
}

function placeOf({ document }: Reading, node: Node): Place {
  return document.placeOf(node);
}
