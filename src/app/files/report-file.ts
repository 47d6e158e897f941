import { Ajv2020 } from 'ajv/dist/2020.js';
import { causesOf } from '../../evaluate/causes.ts';
import { isObject, type JsonObject, parseJson } from '../../model/json.ts';
import { REPORT_SCHEMA, type Report, type ReportFrame } from '../../model/report.ts';
import type { Result } from '../../model/result.ts';
import { UserError } from '../../model/user-error.ts';
import { isTooLong } from '../../sources/json-bounds.ts';
import { JsonSplitter, NotAnObject, TooLarge } from '../../sources/json-splitter.ts';
import type { Host } from '../host/host.ts';
import { refuseLinkAway } from './allowed-folders.ts';
import { reportSchema } from './report-schema.ts';
import { result as resultSchema } from './result-schema.ts';

/** A JSON report, or the same as lines, packed or not, of a former run or of another runner. */
export async function reportAt(path: string, label: string, host: Host): Promise<Report> {
  const file = reportFile(path, label, host);
  const results: Result[] = [];
  for await (const batch of file.batches()) for (const result of batch) results.push(result);
  return { ...file.frame(), causes: causesOf(results), results };
}

/** A report that is read as often as it is asked for, and never held. */
export interface ReportFile {
  /** It may come from a stranger, so the shape of each result is checked. */
  readonly batches: () => AsyncGenerator<readonly Result[]>;
  /** All else of it, once it has been read to its end. */
  readonly frame: () => ReportFrame;
  /** What is said of a report that is not as `check` wrote it. */
  readonly wrong: (what: string, cause?: unknown) => UserError;
}

export function reportFile(path: string, label: string, host: Host): ReportFile {
  const advice = `give ${label} a report that \`holdfast check --report json=${path}\` wrote`;
  const { kind } = host.look(path);
  if (kind === 'absent' || kind === 'folder') throw new UserError(`no such file: ${path}`, advice);
  refuseLinkAway(path, host);
  const wrong = (what: string, cause?: unknown) => new UserError(`${path} ${what}`, advice, { cause });
  let frame: ReportFrame | undefined;
  return {
    wrong,
    frame: () => {
      if (frame === undefined) throw new Error('a report that was not read to its end has no frame');
      return frame;
    },
    batches: async function* () {
      const reader = new ReportReader(wrong);
      try {
        for await (const text of host.readPieces(path)) {
          const results = reader.take(text);
          if (results.length > 0) yield results;
        }
        frame = reader.end();
      } catch (cause) {
        throw cause instanceof UserError ? cause : wrong(whyUnreadable(cause), cause);
      }
    },
  };
}

/** What ends the reading of a file, and is no bug. */
function whyUnreadable(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  if (cause instanceof TooLarge) return 'holds a value that is too long';
  if (cause instanceof NotAnObject) return `is not a report of the schema ${REPORT_SCHEMA}`;
  if (cause instanceof SyntaxError) return 'is not JSON';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not JSON: it is no UTF-8 text';
  if (code === undefined) throw cause;
  return code.startsWith('Z_') ? 'is damaged: it cannot be unpacked' : `cannot be read (${code})`;
}

/** Reads the text of one report, by parts: its results come as they are read, the rest at its end. */
class ReportReader {
  readonly #splitter = new JsonSplitter('results');
  readonly #wrong: ReportFile['wrong'];
  #head: JsonObject | undefined;
  #foot: JsonObject | undefined;
  #results = 0;

  constructor(wrong: ReportFile['wrong']) {
    this.#wrong = wrong;
  }

  take(text: string): readonly Result[] {
    const { items, lines } = this.#splitter.take(text);
    const results = items.map((item) => this.#result(this.#parsed(item)));
    for (const line of lines) {
      const value = this.#parsed(line);
      if (!this.#isFoot(value)) results.push(this.#result(value));
    }
    return results;
  }

  end(): ReportFrame {
    try {
      this.#splitter.end();
    } catch (cause) {
      throw this.#wrong(`is cut off: it ends after ${this.#results} results, without what follows them`, cause);
    }
    this.#head ??= this.#members();
    const head = this.#head;
    const isDocument = Array.isArray(head['results']);
    if (!isDocument && this.#foot === undefined && 'takenAt' in head) {
      throw this.#wrong(`is cut off: it ends after ${this.#results} results, without the line that sums them up`);
    }
    // Additions to the schema, so a report of an older version lacks them. Causes are made from results in any case.
    const frame: unknown = {
      warnings: [],
      ...this.#foot,
      ...head,
      causes: [],
      ...(isDocument || this.#foot ? { results: [] } : {}),
      ...withSubjects({ ...this.#foot, ...head }),
    };
    const { report } = validators();
    if (report(frame)) return frame;
    const error = report.errors?.[0];
    throw this.#differs(error?.instancePath || '/', error?.message);
  }

  #members(): JsonObject {
    const members = [...this.#splitter.members].map(([name, text]) => [name, this.#parsed(text)] as const);
    const head = Object.fromEntries(members);
    if (head['schema'] !== REPORT_SCHEMA) throw this.#wrong(`is not a report of the schema ${REPORT_SCHEMA}`);
    return head;
  }

  #parsed(text: string): JsonObject[string] {
    if (isTooLong(text)) throw new TooLarge();
    return parseJson(text);
  }

  /** Of lines the last one, which is no result. */
  #isFoot(value: unknown): boolean {
    this.#head ??= this.#members();
    if ('results' in this.#head) throw this.#wrong('holds more than one report');
    if (this.#foot !== undefined) throw this.#wrong('goes on behind the line that sums it up');
    if (!isObject(value) || 'control' in value || !('summary' in value)) return false;
    this.#foot = value;
    return true;
  }

  #result(value: unknown): Result {
    const filled: unknown = isObject(value) ? { subjects: [], ...value } : value;
    const { result } = validators();
    this.#results += 1;
    if (result(filled)) return filled;
    const error = result.errors?.[0];
    throw this.#differs(`/results/${this.#results - 1}${error?.instancePath ?? ''}`, error?.message);
  }

  #differs(where: string, message = 'differs'): UserError {
    return this.#wrong(`is not a report of the schema ${REPORT_SCHEMA}: at ${where} it ${message}`);
  }
}

function withSubjects({ preview }: JsonObject): JsonObject {
  if (!isObject(preview)) return {};
  const fixed = preview['fixed'];
  if (!Array.isArray(fixed)) return {};
  return { preview: { ...preview, fixed: fixed.map((each) => (isObject(each) ? { subjects: [], ...each } : each)) } };
}

let compiled: ReturnType<typeof compile> | undefined;

function validators(): ReturnType<typeof compile> {
  compiled ??= compile();
  return compiled;
}

function compile() {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  return { report: ajv.compile<Report>(reportSchema), result: ajv.compile<Result>(resultSchema) };
}
