import type { Readable } from 'node:stream';
import { RELEVANT_EVENTS } from '../../history/relevant-events.ts';
import { readTrailRecord } from '../../history/trail-record.ts';
import { type Unknown, unknown } from '../../model/fact.ts';
import { parseJson } from '../../model/json.ts';
import type { TrailEvent } from '../../model/trail-event.ts';
import { codeOf, failure, plainText } from '../failure.ts';
import { unzipped } from '../unzipped.ts';
import { NotUnderstood } from './not-understood.ts';
import { otherRecords } from './other-records.ts';
import { RecordFinder } from './record-finder.ts';
import { RecordSplitter } from './record-splitter.ts';

const WANTED_NAMES = new Set(RELEVANT_EVENTS.map(({ name }) => name));

/** One log file, wherever it lies. */
export interface LogFileSource {
  readonly name: string;
  /** Its bytes from the beginning. */
  readonly open: () => Promise<Readable>;
  /** The IAM action that opening it takes. */
  readonly permission?: string;
}

/** What one log file gave. */
export interface LogFile {
  readonly events: readonly TrailEvent[];
  /** Why the file, or the rest of it, was passed over; absent: it was read to its end. */
  readonly trouble?: Unknown;
  /** Why what it holds need not be all that happened, although it was read to its end. */
  readonly partial?: Unknown;
  readonly notUnderstood: NotUnderstood;
}

/**
 * Reads one log file, compressed or not, in bounded memory. One that is not laid out as CloudTrail does is opened once more.
 * `keep` says which events are of interest.
 */
export async function readLogFile(
  file: LogFileSource,
  keep: (event: TrailEvent) => boolean,
  signal?: AbortSignal,
): Promise<LogFile> {
  const quick = new Gathering(file, keep);
  let finder: RecordFinder | undefined;
  const way = { splitter: undefined as RecordSplitter | undefined };
  try {
    const isUsual = await each(await file.open(), (chunk, compressed) => {
      // An uncompressed file has no checksum, so its every byte is looked at.
      if (!finder && !way.splitter) {
        if (compressed) finder = new RecordFinder((eventName) => WANTED_NAMES.has(eventName), quick.take);
        else way.splitter = new RecordSplitter(quick.take);
      }
      way.splitter?.push(chunk);
      return finder?.push(chunk) ?? true;
    });
    if (way.splitter) return await orOther(quick.result(foreign(way.splitter.trouble())), file, keep, signal);
    if (finder && isUsual && finder.end()) return quick.result(undefined);
    if (!finder) return quick.result(foreign('it is empty'));
  } catch (error) {
    signal?.throwIfAborted();
    return quick.result(troubleOf(error, file));
  }
  return readCarefully(file, keep, signal);
}

async function readCarefully(
  file: LogFileSource,
  keep: (event: TrailEvent) => boolean,
  signal: AbortSignal | undefined,
): Promise<LogFile> {
  const found = new Gathering(file, keep);
  const splitter = new RecordSplitter(found.take);
  try {
    await each(await file.open(), (chunk) => {
      splitter.push(chunk);
      return true;
    });
    return await orOther(found.result(foreign(splitter.trouble())), file, keep, signal);
  } catch (error) {
    signal?.throwIfAborted();
    return found.result(troubleOf(error, file));
  }
}

/** Beyond this a file that is no log file is left alone: it is read as one text. */
const OTHER_BYTES_MAX = 256 * 1024 * 1024;

/** A file that gave no record may hold events in another form than CloudTrail's log files. */
async function orOther(
  read: LogFile,
  file: LogFileSource,
  keep: (event: TrailEvent) => boolean,
  signal: AbortSignal | undefined,
): Promise<LogFile> {
  if (!read.trouble || read.events.length > 0) return read;
  const chunks: Buffer[] = [];
  let size = 0;
  const isWhole = await each(await file.open(), (chunk) => {
    signal?.throwIfAborted();
    chunks.push(chunk);
    size += chunk.length;
    return size <= OTHER_BYTES_MAX;
  });
  const other = isWhole ? otherRecords(Buffer.concat(chunks).toString('utf8')) : undefined;
  if (!other) return read;
  const found = new Gathering(file, keep);
  for (const record of other.records) found.takeRecord(record);
  const detail = other.goesOn
    ? 'it was printed up to a NextToken, and more events come after it'
    : 'events that were printed or handed on do not tell of which time they are all';
  return { ...found.result(undefined), partial: unknown('not-collected', detail) };
}

class Gathering {
  readonly #file: LogFileSource;
  readonly #keep: (event: TrailEvent) => boolean;
  readonly #events: TrailEvent[] = [];
  readonly #notUnderstood = new NotUnderstood();

  constructor(file: LogFileSource, keep: (event: TrailEvent) => boolean) {
    this.#file = file;
    this.#keep = keep;
  }

  readonly take = (bytes: Buffer): boolean => {
    let record: unknown;
    try {
      record = parseJson(bytes.toString('utf8'));
    } catch {
      return false;
    }
    this.takeRecord(record);
    return true;
  };

  takeRecord(record: unknown): void {
    const name = typeof record === 'object' && record !== null ? Reflect.get(record, 'eventName') : undefined;
    if (typeof name === 'string' && !WANTED_NAMES.has(name)) return;
    const reading = readTrailRecord(record);
    if (!reading.ok) this.#notUnderstood.add(this.#file.name, record, reading.reason);
    else if (this.#keep(reading.event)) this.#events.push(reading.event);
  }

  result(trouble: Unknown | undefined): LogFile {
    return {
      events: this.#events,
      ...(trouble === undefined ? {} : { trouble }),
      notUnderstood: this.#notUnderstood,
    };
  }
}

/** Gives the chunks, decompressed, to `take` until it returns false; the answer is whether it never did. */
async function each(source: Readable, take: (chunk: Buffer, compressed: boolean) => boolean): Promise<boolean> {
  const { isZipped, chunks } = await unzipped(source);
  try {
    for await (const chunk of chunks) {
      if (!take(chunk, isZipped)) return false;
    }
    return true;
  } finally {
    source.destroy();
  }
}

const ZLIB_TROUBLE: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'its compressed data ends in the middle',
  Z_DATA_ERROR: 'its compressed data is damaged',
};

function troubleOf(error: unknown, { permission = '' }: LogFileSource): Unknown {
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  const known = typeof code === 'string' ? ZLIB_TROUBLE[code] : undefined;
  if (known !== undefined) return unknown('unreachable', known);
  const message = error instanceof Error ? plainText(error.message) : '';
  const said = `${typeof code === 'string' ? code : codeOf(error)}${message === '' ? '' : ` (${message})`}`;
  return { ...failure(error, permission), detail: `it cannot be read, ${said}` };
}

/** What was read, and is not a log file, or not a whole one. */
function foreign(trouble: string | undefined): Unknown | undefined {
  return trouble === undefined ? undefined : unknown('unreachable', trouble);
}
