import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { type Appended, appendRestores } from '../../history/append-restores.ts';
import { readLedger } from '../../history/ledger.ts';
import type { LedgerRecord } from '../../history/ledger-line.ts';
import { readMerge } from '../../history/ledger-merge.ts';
import { ledgerRecords, type Recordable, trailRecords } from '../../history/ledger-records.ts';
import { count } from '../../model/count.ts';
import { couldNotBeRead, type FactsOfInterest } from '../../model/unread-facts.ts';
import { changeLedgerFile, readLedgerFile } from '../../sources/ledger-file.ts';
import type { CollectionRequest } from '../../sources/request.ts';
import { collectLive } from '../collect/collect-live.ts';
import { historyAt, historyNotes, isHistoryUnread, noteLines, requireLogs } from '../collect/history.ts';
import { organizationOf, scopeOf } from '../collect/scope.ts';
import { type ExitCode, exitOf } from '../exit/exit-codes.ts';
import { unreadNotes } from '../exit/unread.ts';
import { refuseLinkAway } from '../files/allowed-folders.ts';
import { brokenLedger } from '../files/ledger.ts';
import { savedInventory } from '../files/named-file.ts';
import { policiesIfAny } from '../files/policy-files.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

/** AWS is read before the ledger is locked: a lock lasts as long as a file takes to read and write. */
export async function historyUpdate(options: Options<'history update'>, host: Host): Promise<ExitCode> {
  const path = options['ledger-to-update'];
  const saved = options['history-inventory'];
  host.tryPlace(path);
  refuseLinkAway(path, host);
  // A broken ledger is found before AWS is read; what stands in it when it is locked counts.
  updated(await readLedgerFile(path), [], path);
  await requireLogs(options.history, host);
  const inventory =
    saved === undefined ? await collectLive(restoresRequest(options), host) : await savedInventory(saved, host);
  const found = ledgerRecords(inventory);
  // How far back the history is read is for the policies to say.
  const reads = options.history.some((source) => source !== 'none');
  const policies = (reads ? policiesIfAny(options.policies, host) : undefined) ?? [];
  const history = await historyAt(
    { sources: options.history, policies, inventory, scope: scopeOf(options), aim: 'restores' },
    host,
  );
  const listed = history ? trailRecords(history.events, inventory, found) : [];
  host.makeFolder(dirname(path));
  let done: Updated | undefined;
  const owner = { pid: process.pid, host: hostname(), started: host.now() };
  await changeLedgerFile(path, owner, (text) => {
    done = updated(text, [...found.records, ...listed], path);
    return done.text === text ? undefined : done.text;
  });
  if (done) host.stdout.write(`${sentence(done)}\n`);
  const unread = unreadNotes(inventory, saved === undefined ? undefined : NEEDED);
  host.stderr.write(
    noteLines([...notes(found), ...unread, ...historyNotes(history, { inventory, ledger: done?.records })]),
  );
  return exitOf({ unknown: unread.length > 0 || found.unread.length > 0 || isHistoryUnread(history) });
}

/** What a saved inventory must tell: it may have been collected for more than restores. */
const NEEDED: FactsOfInterest = { ofRegion: ['restoreJobs', 'recoveryPoints'], ofAccount: [] };

interface Updated extends Appended {
  /** The file held two ledgers, as Git leaves them. */
  readonly merged: boolean;
}

function updated(text: string | undefined, found: readonly LedgerRecord[], path: string): Updated {
  if (text === undefined) return { ...appendRestores([], found), merged: false };
  const ledger = readLedger(text);
  if (ledger.problems.length === 0) return { ...appendRestores(ledger.records, found), merged: false };
  const merge = readMerge(text);
  if (merge.ok) return { ...appendRestores(merge.records, found), merged: true };
  const listed = ledger.problems.some(({ line }) => line === merge.problem.line);
  throw brokenLedger(path, listed ? ledger.problems : [...ledger.problems, merge.problem]);
}

function sentence({ added, completed, rechained, merged, records }: Updated): string {
  return [
    `${count(added, 'restore')} added, ${records.length.toLocaleString('en-US')} in the ledger`,
    ...(completed > 0 ? [`${count(completed, 'restore')} completed with facts that AWS gave later`] : []),
    ...(merged ? ['two merged ledgers put in order'] : []),
    ...(rechained > 0 ? [`${count(rechained, 'line')} after the first new one chained again`] : []),
  ].join('; ');
}

function notes({ running, unresolved, contradictory, unread }: Recordable): readonly string[] {
  return [
    ...(running.length > 0
      ? [
          `not recorded yet: ${count(running.length, 'restore')} still running, or with a result that is still being validated`,
        ]
      : []),
    ...(unresolved.length > 0
      ? [
          `not recorded: ${count(unresolved.length, 'restore')}, ${unresolved[0]?.id} first, of which AWS does not tell the source table, or the end`,
        ]
      : []),
    ...(contradictory.length > 0
      ? [
          `not recorded: ${count(contradictory.length, 'restore')}, ${contradictory[0]?.id} first, of which AWS tells an end before the beginning`,
        ]
      : []),
    ...unread
      .filter(({ why }) => !couldNotBeRead(why))
      .map(
        ({ account, region, why }) =>
          `restore jobs of ${[account, region].filter(Boolean).join(' ')} are unknown: ${why.detail}`,
      ),
  ];
}

/** Recovery points tell which table was restored where the job does not, and whether the point was in cold storage. */
function restoresRequest(options: Options<'history update'>): CollectionRequest {
  return {
    regions: options.regions,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    roleArns: options['role-arn'],
    ...organizationOf(options),
    regionNeeds: new Set(['restore-jobs', 'recovery-points']),
    accountNeeds: new Set(),
    copyDestinations: [],
    describeEveryTable: false,
    tableNeeds: () => new Map(),
  };
}
