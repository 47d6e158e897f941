import { type LedgerProblem, readLedger } from '../../history/ledger.ts';
import type { LedgerRecord } from '../../history/ledger-line.ts';
import { readMerge } from '../../history/ledger-merge.ts';
import { count } from '../../model/count.ts';
import { UserError } from '../../model/user-error.ts';
import type { Host } from '../host/host.ts';
import { namedFile } from './named-file.ts';

/** The restores of a ledger whose chain is whole. A broken one proves nothing, so it ends the run. */
export function ledgerAt(path: string, host: Host): readonly LedgerRecord[] {
  const bytes = namedFile(path, host);
  if (!bytes) throw new UserError(`no such file: ${path}`, 'make a ledger with holdfast history update --ledger FILE');
  const text = ledgerText(bytes, path);
  const { records, problems } = readLedger(text);
  if (problems.length === 0) return records;
  throw readMerge(text).ok ? mergedLedger(path, problems) : brokenLedger(path, problems);
}

function ledgerText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`the ledger ${path} is not UTF-8 text`, 'restore the file from Git', { cause });
  }
}

const PROBLEMS_SHOWN = 5;

export function brokenLedger(path: string, problems: readonly LedgerProblem[]): UserError {
  const shown = problems
    .slice(0, PROBLEMS_SHOWN)
    .map(({ line, message }) => `${path}:${line}: line ${line} ${message}`);
  const more = problems.length - shown.length;
  const lines = more > 0 ? [...shown, `and ${count(more, 'more problem')}`] : shown;
  return new UserError(
    `the ledger is broken, so it proves nothing\n${lines.join('\n')}`,
    adviceFor(problems[0]?.message ?? '', path),
  );
}

function mergedLedger(path: string, problems: readonly LedgerProblem[]): UserError {
  const line = problems[0]?.line ?? 1;
  return new UserError(
    `${path}:${line}: two ledgers were merged here, each whole in itself`,
    `run holdfast history update --ledger ${path}, which puts them in order, and commit it`,
  );
}

function adviceFor(message: string, path: string): string {
  if (message.includes('conflict marker')) {
    return 'keep the lines of both sides, delete the markers and run holdfast history update; with the attribute merge=union Git does so itself';
  }
  if (message.includes('CR LF'))
    return 'write `*.jsonl text eol=lf merge=union` to .gitattributes and check the file out again';
  return `git log -p -- ${path} shows who changed the line; restore the file from the last commit in which it was whole`;
}
