import type { TakeRecord } from './record-finder.ts';

/** Beyond this a record is none of CloudTrail's, and memory is not to be had for it. */
const RECORD_BYTES_MAX = 16 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;

/** Levels of a log file: in the outer object, in its `Records`, in a record. */
const OUTER = 1;
const RECORDS = 2;

/**
 * Splits a log file into its records by the rules of JSON alone: any order of keys, any white space, any cut into chunks.
 * Slower than `RecordFinder`, and the judge of it. Whatever is wrong is said in `trouble`; what came before is kept.
 */
export class RecordSplitter {
  readonly #take: TakeRecord;
  #bytes: Buffer = Buffer.alloc(0);
  /** Where the record begins, or the text that may be a key of the outer object; -1: neither. */
  #start = -1;
  readonly #open: number[] = [];
  #inText = false;
  #escaped = false;
  #text = '';
  #isRecords = false;
  #sawRecords = false;
  #broken: string | undefined;
  #strays = 0;
  #inStray = false;

  constructor(take: TakeRecord) {
    this.#take = take;
  }

  push(chunk: Buffer): void {
    if (this.#broken !== undefined) return;
    const kept = this.#start < 0 ? this.#bytes.subarray(this.#bytes.length) : this.#bytes.subarray(this.#start);
    if (this.#start >= 0) this.#start = 0;
    this.#bytes = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    if (kept.length > RECORD_BYTES_MAX) this.#broken = `a record is longer than ${RECORD_BYTES_MAX} bytes`;
    else this.#scan(kept.length);
  }

  /** At the end of the file: one sentence on what was wrong with it, or nothing. */
  trouble(): string | undefined {
    if (this.#broken !== undefined) return this.#broken;
    if (!this.#sawRecords && this.#open.length === 0 && !this.#inText) return 'it holds no "Records" list';
    if (this.#open.length > 0 || this.#inText) return 'it ends in the middle';
    if (this.#strays > 0) return `${this.#strays} of its records cannot be read`;
    return undefined;
  }

  /** The state is in local names while the bytes are walked: this loop is where the time goes. */
  #scan(from: number): void {
    const bytes = this.#bytes;
    const { length } = bytes;
    let inText = this.#inText;
    let escaped = this.#escaped;
    for (let at = from; at < length && this.#broken === undefined; at++) {
      const byte = bytes[at] ?? 0;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inText = false;
          if (this.#open.length === OUTER) this.#endOfKey(at);
        }
      } else if (byte === QUOTE) {
        inText = true;
        if (this.#open.length < RECORDS + 1) this.#outside(byte, at);
      } else if (this.#open.length > RECORDS) {
        if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#open.push(byte);
        else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#closeInside(byte, at);
      } else if (!isSpace(byte)) this.#outside(byte, at);
    }
    this.#inText = inText;
    this.#escaped = escaped;
  }

  #endOfKey(at: number): void {
    this.#text = this.#bytes.toString('latin1', this.#start + 1, at);
    this.#start = -1;
  }

  #closeInside(byte: number, at: number): void {
    this.#close(byte);
    if (this.#open.length !== RECORDS || this.#start < 0) return;
    if (!this.#take(this.#bytes.subarray(this.#start, at + 1))) this.#strays++;
    this.#start = -1;
  }

  #outside(byte: number, at: number): void {
    const level = this.#open.length;
    const amongRecords = level === RECORDS && this.#isRecords;
    if (level === 0 && byte !== OPEN_BRACE) {
      this.#broken = this.#sawRecords ? 'something follows its end' : 'it is no JSON object';
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      this.#close(byte);
    } else if (byte === COMMA || byte === COLON) {
      this.#inStray = false;
    } else if (amongRecords && byte === OPEN_BRACE) {
      this.#start = at;
      this.#open.push(byte);
    } else {
      if (amongRecords && !this.#inStray) this.#strays++;
      this.#inStray = amongRecords;
      if (level === OUTER && byte === QUOTE) this.#start = at;
      if (byte !== OPEN_BRACE && byte !== OPEN_BRACKET) return;
      if (level === OUTER) this.#isRecords = this.#text === 'Records' && byte === OPEN_BRACKET;
      if (level === OUTER && this.#isRecords) this.#sawRecords = true;
      this.#open.push(byte);
    }
  }

  #close(byte: number): void {
    const opened = this.#open.pop();
    if (opened !== (byte === CLOSE_BRACE ? OPEN_BRACE : OPEN_BRACKET)) this.#broken = 'its brackets do not match';
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
