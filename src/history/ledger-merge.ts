import { type LedgerLine, type LedgerProblem, wholeLines } from './ledger.ts';
import { byEnd, type LedgerRecord, NO_LINE } from './ledger-line.ts';

/** What a merge of two ledgers comes to, or the line that shows that the text is no such merge. */
export type ReadMerge =
  | { readonly ok: true; readonly records: readonly LedgerRecord[] }
  | { readonly ok: false; readonly problem: LedgerProblem };

/**
 * Reads what Git leaves when two branches added to one ledger and the merge kept the lines of both sides
 * (`merge=union`, or a conflict resolved so): common lines, then one side's, then the other's. A merge differs from
 * tampering in this:
 *
 * 1. Every line is whole, to the byte.
 * 2. The chain steps back exactly once, to a line of this file, or to its beginning where both sides chained all lines again
 *    and still have a restore in common. So each line belongs to the first side or to the second,
 *    and both chains are intact from the first line to their ends: whoever changes, removes or moves a line within either
 *    breaks it a second time, or leaves a `prev` that no line has.
 * 3. Either side is a ledger in itself: sorted, no restore twice.
 * 4. The sides do not contradict each other. A restore that both recorded says the same twice, but for what one of them
 *    learned later (the result of a validation, cold or warm).
 *
 * What cannot be told apart, here as in a ledger without a merge: a line made up and added at an end, and an end cut off.
 * Nothing in the file is secret, so its witness is Git's history.
 */
export function readMerge(text: string): ReadMerge {
  const { lines, problems } = wholeLines(text);
  const [broken] = problems;
  if (broken) return refused(broken.line, broken.message);
  const numbers = new Map(lines.map(({ hash, number }) => [hash, number]));

  let prev = NO_LINE;
  let fork: { readonly parent: number; readonly second: number } | undefined;
  for (const line of lines) {
    if (line.prev !== prev) {
      const parent = line.prev === NO_LINE ? 0 : numbers.get(line.prev);
      if (parent === undefined) return refused(line.number - 1 || 1, 'was changed, or lines beside it were removed');
      if (fork) return refused(line.number, `breaks the chain a second time, after line ${fork.second}`);
      if (parent >= line.number - 1) return refused(line.number, `follows line ${parent}: lines were moved`);
      fork = { parent, second: line.number };
    }
    prev = line.hash;
  }
  if (!fork) return joined(lines, [], []);
  return joined(lines.slice(0, fork.parent), lines.slice(fork.parent, fork.second - 1), lines.slice(fork.second - 1));
}

function refused(line: number, message: string): ReadMerge {
  return { ok: false, problem: { line, message } };
}

function joined(common: readonly LedgerLine[], ours: readonly LedgerLine[], theirs: readonly LedgerLine[]): ReadMerge {
  const problem = disorderIn([...common, ...ours]) ?? disorderIn([...common, ...theirs]);
  if (problem) return { ok: false, problem };
  const records = new Map([...common, ...ours].map((line) => [keyOf(line.record), line]));
  const together = new Map([...records].map(([key, { record }]) => [key, record]));
  const [first] = theirs;
  if (first && common.length === 0 && !theirs.some(({ record }) => records.has(keyOf(record)))) {
    return refused(first.number, 'begins another ledger, with which this one has nothing in common');
  }
  for (const { number, record } of theirs) {
    const same = records.get(keyOf(record));
    const both = same ? fuller(same.record, { ...record, id: same.record.id }) : record;
    if (!both) return refused(number, `contradicts line ${same?.number} about restore ${record.id}`);
    together.set(keyOf(record), both);
  }
  return { ok: true, records: [...together.values()].toSorted(byEnd) };
}

/** AWS writes ids in either case. */
function keyOf({ id }: LedgerRecord): string {
  return id.toLowerCase();
}

function disorderIn(chain: readonly LedgerLine[]): LedgerProblem | undefined {
  const ids = new Map<string, number>();
  let before: LedgerLine | undefined;
  for (const line of chain) {
    const { number, record } = line;
    const same = ids.get(record.id);
    if (same !== undefined)
      return { line: number, message: `records restore ${record.id} again, as line ${same} does` };
    if (before && byEnd(before.record, record) > 0) {
      return { line: number, message: `is of a restore that was over before that of line ${before.number}` };
    }
    ids.set(record.id, number);
    before = line;
  }
  return undefined;
}

/** Two records of one restore as one; nothing when they contradict each other. */
export function fuller(a: LedgerRecord, b: LedgerRecord): LedgerRecord | undefined {
  const both = { ...a, ...b };
  const agree = (Object.keys(both) as (keyof LedgerRecord)[]).every(
    (key) => a[key] === undefined || b[key] === undefined || a[key] === b[key],
  );
  return agree ? both : undefined;
}
