import { writeLedger } from './ledger.ts';
import { byEnd, type LedgerRecord } from './ledger-line.ts';
import { fuller } from './ledger-merge.ts';

export interface Appended {
  readonly text: string;
  readonly records: readonly LedgerRecord[];
  readonly added: number;
  /** Recorded before, and known better now: AWS takes the result of a validation after a restore is over. */
  readonly completed: number;
  /** Lines that were there and whose `prev` is another now, because a line before them is new. */
  readonly rechained: number;
}

/**
 * Puts restores into a ledger. What is recorded stays as it is, but for facts that it lacked. A restore that was over
 * before the last one recorded takes its place in the order, and the lines after it are chained again.
 */
export function appendRestores(recorded: readonly LedgerRecord[], found: readonly LedgerRecord[]): Appended {
  const records = new Map(recorded.map((record) => [record.id, record]));
  // AWS writes ids in either case.
  const idOf = new Map(recorded.map(({ id }) => [id.toLowerCase(), id]));
  let added = 0;
  let completed = 0;
  for (const record of found) {
    const id = idOf.get(record.id.toLowerCase()) ?? record.id;
    const before = records.get(id);
    if (!before) {
      records.set(id, record);
      idOf.set(id.toLowerCase(), id);
      added += 1;
      continue;
    }
    const both = fuller(before, { ...record, id });
    if (!both || Object.keys(both).length === Object.keys(before).length) continue;
    records.set(id, both);
    completed += 1;
  }
  const all = [...records.values()].toSorted(byEnd);
  return { text: writeLedger(all), records: all, added, completed, rechained: rechainedIn(all, recorded) };
}

function rechainedIn(all: readonly LedgerRecord[], recorded: readonly LedgerRecord[]): number {
  const kept = new Set(recorded);
  const firstNew = all.findIndex((record) => !kept.has(record));
  return firstNew < 0 ? 0 : all.slice(firstNew).filter((record) => kept.has(record)).length;
}
