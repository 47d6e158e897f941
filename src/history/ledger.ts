import { byEnd, type LedgerRecord, ledgerLine, lineHash, NO_LINE, readLine } from './ledger-line.ts';

/** Something wrong with a ledger, and on which line; lines count from 1. */
export interface LedgerProblem {
  readonly line: number;
  /** What follows “line 7”. */
  readonly message: string;
}

export interface ReadLedger {
  /** In order of their end; those of broken lines are missing. */
  readonly records: readonly LedgerRecord[];
  /** By line. A ledger with any proves nothing. */
  readonly problems: readonly LedgerProblem[];
}

/** A whole line of a ledger. */
export interface LedgerLine {
  readonly number: number;
  readonly record: LedgerRecord;
  readonly prev: string;
  readonly hash: string;
}

/**
 * Reads a ledger and verifies its chain: every line names the SHA-256 of the line before, so that a changed, lost,
 * inserted or moved line shows at its neighbour. The last line has none: that it was cut off or changed at a line's end
 * shows in Git only.
 */
export function readLedger(text: string): ReadLedger {
  const { lines, problems } = wholeLines(text);
  const all = [...problems, ...(problems.length > 0 ? [] : chainProblems(lines))];
  return { records: lines.map(({ record }) => record), problems: all.toSorted((a, b) => a.line - b.line) };
}

/** The text of a ledger that holds these records, chained again. */
export function writeLedger(records: readonly LedgerRecord[]): string {
  let prev = NO_LINE;
  const lines: string[] = [];
  for (const record of records.toSorted(byEnd)) {
    const line = ledgerLine(record, prev);
    lines.push(`${line}\n`);
    prev = lineHash(line);
  }
  return lines.join('');
}

const CONFLICT_MARKER = /^(?:<{7}|={7}|>{7}|\|{7})(?: |\r?$)/;

/** Lines one by one, the chain left aside. */
export function wholeLines(text: string): {
  readonly lines: readonly LedgerLine[];
  readonly problems: readonly LedgerProblem[];
} {
  if (text === '') return { lines: [], problems: [] };
  const texts = text.split('\n');
  const ended = texts.at(-1) === '';
  if (ended) texts.pop();
  const lines: LedgerLine[] = [];
  const problems: LedgerProblem[] = [];
  for (const [index, raw] of texts.entries()) {
    const number = index + 1;
    const read = readLine(raw);
    const isCut = !ended && number === texts.length;
    if (read.ok && !isCut) lines.push({ number, record: read.record, prev: read.prev, hash: lineHash(raw) });
    else problems.push({ line: number, message: isCut ? cut(read.ok) : explained(raw, read.ok ? '' : read.message) });
  }
  return { lines, problems };
}

function cut(whole: boolean): string {
  return whole ? 'is the last and has no line feed: the file was cut, or edited by hand' : 'is cut in the middle';
}

function explained(raw: string, message: string): string {
  if (CONFLICT_MARKER.test(raw)) return 'is a conflict marker of Git: two ledgers were merged and not put together';
  if (raw.endsWith('\r')) return 'ends with CR LF: Git, or an editor, changed the line ends';
  return raw.trim() === '' ? 'is empty' : message;
}

function chainProblems(lines: readonly LedgerLine[]): readonly LedgerProblem[] {
  const problems = new Map<number, string>();
  const note = (line: number, message: string) => {
    if (!problems.has(line)) problems.set(line, message);
  };
  let byHash: ReadonlyMap<string, number> | undefined;
  const ids = new Map<string, number>();
  let before: LedgerLine | undefined;
  for (const line of lines) {
    const same = ids.get(line.record.id);
    if (line.prev !== (before?.hash ?? NO_LINE)) {
      byHash ??= new Map(lines.map(({ hash, number }) => [hash, number]));
      const broken = brokenAt(line, before, byHash.get(line.prev));
      note(broken.line, broken.message);
    } else if (same !== undefined) note(line.number, `records restore ${line.record.id} again, as line ${same} does`);
    else if (before && byEnd(before.record, line.record) > 0) {
      note(line.number, `is of a restore that was over before that of line ${before.number}`);
    }
    if (same === undefined) ids.set(line.record.id, line.number);
    before = line;
  }
  return [...problems].map(([line, message]) => ({ line, message }));
}

function brokenAt({ number, prev }: LedgerLine, before: LedgerLine | undefined, parent: number | undefined) {
  const follows = parent === undefined ? undefined : `follows line ${parent} by its \`prev\``;
  if (!before) {
    const message =
      follows ?? 'is not the first line of a ledger: lines before it were removed, or its `prev` was changed';
    return { line: number, message: follows ? `${follows}, but is the first: lines were moved` : message };
  }
  if (follows) {
    return {
      line: number,
      message: `${follows}, not line ${before.number}: lines were moved or inserted, or two ledgers were merged`,
    };
  }
  if (prev === NO_LINE) return { line: number, message: 'begins a ledger of its own: two ledgers were joined' };
  return {
    line: before.number,
    message: `was changed, or lines after it were removed: line ${number} names another SHA-256 as that of the line before`,
  };
}
