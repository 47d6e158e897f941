import { resolve } from 'node:path';
import type { LedgerRecord } from '../../history/ledger-line.ts';
import { restoresOfTrail } from '../../history/trail-restores.ts';
import { count } from '../../model/count.ts';
import { DAY_MINUTES, epochMs, type Instant, instant, plusMinutes, secondsBetween } from '../../model/instant.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Policy } from '../../model/policy.ts';
import type { TrailHistory } from '../../model/trail-event.ts';
import { couldNotBeRead } from '../../model/unread-facts.ts';
import { UserError } from '../../model/user-error.ts';
import { historySources } from '../../sources/trail/history-source.ts';
import type { HistoryWindow } from '../../sources/trail/window.ts';
import { refuseLinkAway } from '../files/allowed-folders.ts';
import type { Host } from '../host/host.ts';
import { progressLine } from '../host/progress-line.ts';
import type { ScopeOptions } from './collection.ts';

/** Who changed what lately is asked for this long, and policies may ask for restores of longer ago. */
const LEAST_DAYS = 90;

export interface HistoryQuestion {
  readonly sources: readonly string[];
  readonly policies: readonly Policy[];
  /** Whose accounts and Regions are of interest. */
  readonly inventory: Inventory;
  readonly scope: ScopeOptions;
  /** At least as far back as this, whatever the policies ask. */
  readonly since?: Instant | undefined;
  /** Absent: now. */
  readonly until?: Instant | undefined;
  readonly aim?: HistoryWindow['aim'];
}

/** The CloudTrail history that policies need. `none`, or nothing, reads none. */
export async function historyAt(
  { sources, policies, inventory, scope, since, until, aim = 'everything' }: HistoryQuestion,
  host: Host,
): Promise<TrailHistory | undefined> {
  if (sources.every((source) => source === 'none')) return undefined;
  const to = until ?? host.now();
  const asked = plusMinutes(to, -minutesAsked(policies));
  const from = since === undefined || asked < since ? asked : since;
  return historyOf(sources, { from, to, aim }, inventory, scope, host);
}

/** Log files and folders that are named are there, before AWS is asked for anything. */
export async function requireLogs(words: readonly string[], host: Host): Promise<void> {
  const paths = historySources(words).flatMap((source) => (source.kind === 'path' ? [source.path] : []));
  if (paths.length === 0) return;
  const { logsAt } = await import('../../sources/trail/log-folder.ts');
  for (const path of paths) {
    refuseLinkAway(path, host);
    await logsAt(resolve(host.workingDirectory, path), path);
  }
}

/** The CloudTrail history of a time, of the accounts and Regions of an inventory. */
export async function historyOf(
  sources: readonly string[],
  time: Omit<HistoryWindow, 'places'>,
  inventory: Inventory,
  scope: ScopeOptions,
  host: Host,
): Promise<TrailHistory> {
  // A query goes on, and costs, when nobody waits for it any more; all other sources end with the process.
  const signal = sources.some((source) => source.startsWith('athena:')) ? host.interrupted() : undefined;
  const { readHistory } = await import('../../sources/trail/history.ts');
  const progress = progressLine(host);
  // CloudTrail writes whole seconds, so an event of the same second may stand before the instant that is asked for.
  const from = instant(Math.floor(epochMs(time.from) / 1_000) * 1_000);
  const places = inventory.regions.filter(({ inScope }) => inScope).map(({ account, region }) => ({ account, region }));
  const start = host.now();
  try {
    const history = await readHistory(
      sources,
      { ...time, from, places },
      {
        now: host.now(),
        workingDirectory: host.workingDirectory,
        environment: host.environment,
        progress: progress.show,
        ...(signal ? { signal } : {}),
        scope,
      },
    );
    const seconds = secondsBetween(start, host.now());
    host.debug?.(`the history was read in ${seconds} s: ${count(history.events.length, 'event')}`);
    for (const each of history.reach.flatMap(({ notUnderstood = [] }) => notUnderstood)) {
      host.debug?.(`not understood: ${each}`);
    }
    return history;
  } catch (error) {
    if (signal?.aborted)
      throw new UserError('interrupted while the history was read', 'nothing was judged', { cause: error });
    throw error;
  } finally {
    progress.clear();
  }
}

function minutesAsked(policies: readonly Policy[]): number {
  const asked = policies.flatMap(({ restore }) => [
    restore?.measure.overMinutes ?? 0,
    restore?.testedEveryMinutes ?? 0,
  ]);
  return Math.max(LEAST_DAYS * DAY_MINUTES, ...asked);
}

/** What tells of restores beside the events: the jobs that AWS lists, and the ledger. */
export interface ToldElsewhere {
  readonly inventory: Inventory;
  readonly ledger?: readonly LedgerRecord[] | undefined;
}

/** What was not read of the history, what it cost, and what of it could not be used: one line each. */
export function historyNotes(history: TrailHistory | undefined, elsewhere: ToldElsewhere): readonly string[] {
  if (!history) return [];
  const told = restoresTold(elsewhere);
  const unmeasured = restoresOfTrail(history.events).unmeasured.filter(({ id }) => !told.has(id.toLowerCase()));
  const [first] = unmeasured;
  return [
    ...reachNotes(history),
    ...(first
      ? [`history: ${count(unmeasured.length, 'restore')} not measured, the first at ${first.at}: ${first.detail}`]
      : []),
  ];
}

/** AWS writes ids in either case. */
function restoresTold({ inventory, ledger = [] }: ToldElsewhere): ReadonlySet<string> {
  const listed = inventory.regions.flatMap(({ restoreJobs }) => (restoreJobs.known ? restoreJobs.value : []));
  return new Set([...listed, ...ledger].map(({ id }) => id.toLowerCase()));
}

/** Whether part of it could not be read, which is more than that it does not reach as far back as asked. */
export function isHistoryUnread(history: TrailHistory | undefined): boolean {
  return (history?.reach ?? []).some(({ gaps }) => gaps.some(couldNotBeRead));
}

/** What was not read of it, and what it cost. */
export function reachNotes({ reach }: TrailHistory): readonly string[] {
  return reach.flatMap(({ source, gaps, notes = [] }) =>
    [...gaps.map(({ detail }) => detail), ...notes].map((each) => `history ${source}: ${each}`),
  );
}

export function noteLines(notes: readonly string[]): string {
  return notes.map((note) => `note: ${note}\n`).join('');
}
