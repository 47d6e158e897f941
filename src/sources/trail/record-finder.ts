/** Every record of CloudTrail has it, once on its own level. */
const NEEDLE = Buffer.from('"eventName"');
/** What a log file begins with; the group is the beginning of its first record, and so of every other one. */
const HEAD = /^\s*\{\s*"Records"\s*:\s*\[\s*(\{\s*"[A-Za-z]+"\s*:)/;
const HEAD_BYTES = 512;
const TAIL = /\}\s*\]\s*\}\s*$/;
const TAIL_BYTES = 64;
/** A record is 256 KB at most. Source: CloudTrail User Guide, "CloudTrail record contents". */
const RECORD_BYTES_MAX = 4 * 1024 * 1024;

/** Told of each record that may be wanted; false when its bytes are no JSON object. */
export type TakeRecord = (bytes: Buffer) => boolean;

/**
 * Finds the records with a wanted event name in a log file as CloudTrail writes it, without looking at the others: no byte
 * of those is parsed. It relies on all records beginning with the same key. Wherever that may not hold it says so, by
 * returning false, and the file is to be read again with `RecordSplitter`, which relies on nothing.
 */
export class RecordFinder {
  readonly #wants: (eventName: string) => boolean;
  readonly #take: TakeRecord;
  #marker: Buffer | undefined;
  /** From the beginning of a record that has not ended yet. */
  #pending: Buffer = Buffer.alloc(0);

  constructor(wants: (eventName: string) => boolean, take: TakeRecord) {
    this.#wants = wants;
    this.#take = take;
  }

  push(chunk: Buffer): boolean {
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#marker ??= markerOf(bytes);
    const last = this.#marker === undefined ? -1 : bytes.lastIndexOf(this.#marker);
    if (this.#marker === undefined || last < 0) {
      this.#pending = bytes;
      return bytes.length < (this.#marker === undefined ? HEAD_BYTES : RECORD_BYTES_MAX);
    }
    this.#pending = bytes.subarray(last);
    return this.#search(bytes.subarray(0, last), this.#marker) && this.#pending.length < RECORD_BYTES_MAX;
  }

  /** At the end of the file. */
  end(): boolean {
    const bytes = this.#pending;
    const tail = TAIL.exec(bytes.toString('latin1', Math.max(0, bytes.length - TAIL_BYTES)));
    if (this.#marker === undefined || !tail) return false;
    const end = bytes.length - tail[0].length + 1;
    return this.#search(Buffer.concat([bytes.subarray(0, end), COMMA]), this.#marker);
  }

  /** `bytes` hold whole records, each with its comma. */
  #search(bytes: Buffer, marker: Buffer): boolean {
    for (let at = bytes.indexOf(NEEDLE); at >= 0; at = bytes.indexOf(NEEDLE, at + NEEDLE.length)) {
      if (!this.#isRelevant(bytes, at + NEEDLE.length)) continue;
      const start = bytes.lastIndexOf(marker, at);
      const next = bytes.indexOf(marker, at);
      const record = start < 0 ? undefined : withoutComma(bytes.subarray(start, next < 0 ? bytes.length : next));
      if (record === undefined || !this.#take(record)) return false;
      // Whatever else the record says of event names, it is taken.
      at = start + record.length;
    }
    return true;
  }

  /** The text after the key `eventName`; one that is written in an unusual way counts as wanted. */
  #isRelevant(bytes: Buffer, after: number): boolean {
    let start = skipSpace(bytes, after);
    if (bytes[start] !== COLON) return false;
    start = skipSpace(bytes, start + 1);
    if (bytes[start] !== QUOTE) return false;
    const end = bytes.indexOf(QUOTE, start + 1);
    const name = bytes.toString('latin1', start + 1, end < 0 ? bytes.length : end);
    return this.#wants(name) || name.includes('\\');
  }
}

const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = Buffer.from(',');

function markerOf(bytes: Buffer): Buffer | undefined {
  const marker = HEAD.exec(bytes.toString('latin1', 0, HEAD_BYTES))?.[1];
  return marker === undefined ? undefined : Buffer.from(marker, 'latin1');
}

function withoutComma(bytes: Buffer): Buffer | undefined {
  let end = bytes.length;
  while (end > 0 && isSpace(bytes[end - 1])) end--;
  return bytes[end - 1] === 0x2c ? bytes.subarray(0, end - 1) : undefined;
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at++;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
