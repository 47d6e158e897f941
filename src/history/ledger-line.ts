import { hash } from 'node:crypto';
import { type Instant, minutesBetween } from '../model/instant.ts';
import { parseJson } from '../model/json.ts';
import { byText } from '../model/order.ts';
import type { SampleSource } from '../model/report.ts';
import { roundMinutes } from './statistics.ts';

/** One restore that is over, as the ledger holds it. The order of the fields is the order on the line. */
export interface LedgerRecord {
  readonly id: string;
  /** ARN of the table that was restored from. */
  readonly source: string;
  /** ARN of the table made; `null` where none was. */
  readonly restored: string | null;
  readonly from: Exclude<SampleSource, 'ledger'>;
  readonly started: Instant;
  /** `null` where AWS gave a failed restore no end. */
  readonly completed: Instant | null;
  /** `completed` − `started`, two decimals at most; `null` unless the restore was completed. */
  readonly minutes: number | null;
  /** AWS's own word: `COMPLETED`, `FAILED`, `ABORTED`. */
  readonly status: string;
  readonly sizeBytes?: number;
  /** True when the recovery point was in cold storage as the restore began; absent where nothing told. */
  readonly cold?: boolean;
  readonly recoveryPointCreated?: Instant;
  /** Of a restore test: `SUCCESSFUL`, `FAILED`, `TIMED_OUT`. */
  readonly validation?: string;
  /** Where the restore ran. */
  readonly account: string;
  readonly region: string;
}

/** What the first line has for the hash of the line before. */
export const NO_LINE = '0'.repeat(64);

/** SHA-256 of a line's UTF-8 bytes, without its line feed, in hexadecimal digits. */
export function lineHash(line: string): string {
  return hash('sha256', line);
}

/** The one text that a record has after a given line. */
export function ledgerLine(record: LedgerRecord, prev: string): string {
  return JSON.stringify({
    v: 1,
    id: record.id,
    source: record.source,
    restored: record.restored,
    from: record.from,
    started: record.started,
    completed: record.completed,
    minutes: record.minutes,
    status: record.status,
    sizeBytes: record.sizeBytes,
    cold: record.cold,
    recoveryPointCreated: record.recoveryPointCreated,
    validation: record.validation,
    account: record.account,
    region: record.region,
    prev,
  });
}

/** When the restore ended; where AWS does not say, when it began. */
function endOf({ completed, started }: LedgerRecord): Instant {
  return completed ?? started;
}

/** By end, then by id: the order of the lines. */
export const byEnd = byText<LedgerRecord>(endOf, ({ id }) => id);

export type ReadLine =
  | { readonly ok: true; readonly record: LedgerRecord; readonly prev: string }
  | { readonly ok: false; readonly message: string };

/** A line is read only when it is, to the byte, what Holdfast would write for it. */
export function readLine(line: string): ReadLine {
  let value: unknown;
  try {
    value = parseJson(line);
  } catch {
    return wrong('is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('is not a JSON object');
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields['v'] !== 1) {
    const found = fields['v'] === undefined ? 'has no version' : `is of version ${JSON.stringify(fields['v'])}`;
    return wrong(`${found}; this Holdfast reads version 1`);
  }
  const odd = FIELDS.find(([name, isRight]) => !isRight(fields[name]));
  if (odd) return wrong(`has no valid \`${odd[0]}\``);
  // Each field was looked at just above.
  const read = fields as unknown as LedgerRecord & { readonly prev: string };
  const contradiction = contradictionIn(read);
  if (contradiction !== undefined) return wrong(contradiction);
  if (ledgerLine(read, read.prev) !== line) return wrong('is not written as Holdfast writes it');
  return { ok: true, record: recordIn(read), prev: read.prev };
}

/** Without the fields that belong to the line; field by field, because a ledger of years has many. */
function recordIn(read: LedgerRecord): LedgerRecord {
  const { id, source, restored, from, started, completed, minutes, status, account, region } = read;
  const record: Writable<LedgerRecord> = {
    id,
    source,
    restored,
    from,
    started,
    completed,
    minutes,
    status,
    account,
    region,
  };
  if (read.sizeBytes !== undefined) record.sizeBytes = read.sizeBytes;
  if (read.cold !== undefined) record.cold = read.cold;
  if (read.recoveryPointCreated !== undefined) record.recoveryPointCreated = read.recoveryPointCreated;
  if (read.validation !== undefined) record.validation = read.validation;
  return record;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function wrong(message: string): ReadLine {
  return { ok: false, message };
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const TABLE = /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/[^/]+$/;

type Test = (value: unknown) => boolean;

const isFilled: Test = (value) => typeof value === 'string' && value !== '';
const isTable: Test = (value) => typeof value === 'string' && TABLE.test(value);
const isInstant: Test = (value) => typeof value === 'string' && INSTANT.test(value);
const isAmount: Test = (value) => typeof value === 'number' && value >= 0;
const orNull =
  (isRight: Test): Test =>
  (value) =>
    value === null || isRight(value);
const orAbsent =
  (isRight: Test): Test =>
  (value) =>
    value === undefined || isRight(value);

const FIELDS: readonly (readonly [name: string, isRight: Test])[] = [
  ['id', isFilled],
  ['source', isTable],
  ['restored', orNull(isFilled)],
  ['from', (value) => value === 'restore-job' || value === 'restore-test' || value === 'cloudtrail'],
  ['started', isInstant],
  ['completed', orNull(isInstant)],
  ['minutes', orNull(isAmount)],
  ['status', isFilled],
  ['sizeBytes', orAbsent(isAmount)],
  ['cold', orAbsent((value) => typeof value === 'boolean')],
  ['recoveryPointCreated', orAbsent(isInstant)],
  ['validation', orAbsent(isFilled)],
  ['account', isFilled],
  ['region', isFilled],
  ['prev', isFilled],
];

function contradictionIn({ status, started, completed, minutes }: LedgerRecord): string | undefined {
  if (completed !== null && completed < started) return 'says that the restore was over before it began';
  const lasted = minutesBetween(started, completed ?? started);
  if (Number.isNaN(lasted)) return 'has an instant that does not exist in the calendar';
  if (status !== 'COMPLETED') return minutes === null ? undefined : `has minutes, although it is ${status}`;
  if (completed === null) return 'is COMPLETED, and says not when';
  return minutes === roundMinutes(lasted)
    ? undefined
    : 'has minutes that are not what lies between `started` and `completed`';
}
