import { randomUUID } from 'node:crypto';
import { isObject, parseJson } from '../model/json.ts';
import { MOST_VALUES, valuesIn } from './json-bounds.ts';

/**
 * Objects that stand on lines of their own. 175,000 recovery points, their copies and their jobs are half a million lines; more is
 * no estate that this process could judge, and a few compressed bytes may stand for millions of them.
 */
const MOST_OBJECTS = 4_000_000;
/** Characters that are kept to be parsed at the end, or until a line ends. */
const MOST_KEPT = 128 * 1024 * 1024;
/** Values of a whole document: as many as 1 GiB of an inventory holds. */
const MOST_VALUES_IN_ALL = 64_000_000;

/** More than can be held. */
export class TooLong extends Error {}

/** Characters that are handed on at once. */
const CHUNK = 1024 * 1024;

/**
 * JSON with a line for each item of a list, of lists within items too, and for nothing else. So a document that is longer
 * than a string may be (512 MiB) is written and read line by line, and two of them can be compared by line.
 */
export function* linedJson(value: unknown): Generator<string> {
  let text = '';
  for (const piece of pieces(value)) {
    text += piece;
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  yield `${text}\n`;
}

function* pieces(value: unknown): Generator<string> {
  if (Array.isArray(value) && value.length > 0) {
    let before = '[\n';
    for (const item of value) {
      yield before;
      yield* pieces(item);
      before = ',\n';
    }
    yield '\n]';
  } else if (holdsList(value)) {
    let before = '{';
    for (const [name, member] of Object.entries(value)) {
      yield `${before}${JSON.stringify(name)}:`;
      yield* pieces(member);
      before = ',';
    }
    yield '}';
  } else yield JSON.stringify(value);
}

/** A list among its members, or as the value of a fact among them. What else lies deeper stays in one line. */
function holdsList(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).some(
    (member: unknown) =>
      Array.isArray(member) ||
      (typeof member === 'object' && member !== null && 'value' in member && Array.isArray(member.value)),
  );
}

/**
 * Reads any JSON, by parts of its text. An object that stands on a line is parsed at once and its text forgotten; the rest
 * is parsed at the end, with a placeholder for each run of such lines. It is an object too, and so right where they are.
 */
export class LinedJsonReader {
  readonly #standIn = randomUUID();
  readonly #runs: unknown[][] = [];
  /** Objects of the lines before this one, where a comma goes on to the next. */
  #run: unknown[] = [];
  readonly #rest: string[] = [];
  /** What was read of a line that has not ended yet. */
  #begun: string[] = [];
  #begunLength = 0;
  #objects = 0;
  #kept = 0;
  #values = 0;
  #valuesInRest = 0;

  /** Throws `TooLong`. */
  take(text: string): void {
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.#begun.push(text.slice(from, end));
      this.#endLine();
      from = end + 1;
    }
    this.#begun.push(text.slice(from));
    this.#begunLength += text.length - from;
    this.#keep(text.length - from);
  }

  /** What the text says. Throws `SyntaxError` where it is no JSON; `left` tells the place. */
  end(): unknown {
    this.#endLine();
    if (this.#run.length > 0) this.#endRun(',');
    return this.#restored(parseJson(this.left));
  }

  /** The text but for the objects that were parsed: the same on every line that is left. */
  get left(): string {
    return this.#rest.join('\n');
  }

  #endLine(): void {
    this.#kept -= this.#begunLength;
    this.#begunLength = 0;
    const line = this.#begun.join('');
    this.#begun = [];
    this.#line(line);
  }

  #line(line: string): void {
    const values = this.#counted(line);
    const comma = line.endsWith(',') ? ',' : '';
    const object = objectOn(comma === '' ? line : line.slice(0, -1));
    if (object === undefined) {
      if (this.#run.length > 0) this.#endRun(',');
      this.#rest.push(line);
      this.#keep(line.length);
      this.#valuesInRest += values;
      if (this.#valuesInRest > MOST_VALUES) throw new TooLong();
    } else {
      this.#objects++;
      if (this.#objects > MOST_OBJECTS) throw new TooLong();
      this.#run.push(object);
      if (comma === '') this.#endRun('');
    }
  }

  /** At least as many values as the line holds. */
  #counted(line: string): number {
    const values = valuesIn(line);
    this.#values += values;
    if (values > MOST_VALUES || this.#values > MOST_VALUES_IN_ALL) throw new TooLong();
    return values;
  }

  #keep(characters: number): void {
    this.#kept += characters;
    if (this.#kept > MOST_KEPT) throw new TooLong();
  }

  #endRun(comma: string): void {
    const emptied = '\n'.repeat(this.#run.length - 1);
    this.#rest.push(`{"${this.#standIn}":${this.#runs.length}}${comma}${emptied}`);
    this.#runs.push(this.#run);
    this.#run = [];
  }

  /** The value with its runs put back, in place. */
  #restored(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const runs = value.map((item) => this.#runOf(item) ?? [this.#restored(item)]);
      return runs.length === 1 ? runs[0] : runs.flat();
    }
    const run = this.#runOf(value);
    // Several objects with commas between them, where one value must be.
    if (run && run.length !== 1) throw new SyntaxError('objects without a list');
    if (run) return run[0];
    for (const [name, member] of Object.entries(value)) {
      const restored = this.#restored(member);
      // Not by assignment: JSON may name a member `__proto__`.
      if (restored !== member) Object.defineProperty(value, name, { value: restored, enumerable: true });
    }
    return value;
  }

  #runOf(value: unknown): readonly unknown[] | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    const index: unknown = Reflect.get(value, this.#standIn);
    return typeof index === 'number' ? this.#runs[index] : undefined;
  }
}

function objectOn(line: string): object | undefined {
  if (!line.startsWith('{') || !line.endsWith('}')) return undefined;
  try {
    const value = parseJson(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
