import { measureRestores } from '../../evaluate/restore-report.ts';
import type { LedgerRecord } from '../../history/ledger-line.ts';
import type { Instant } from '../../model/instant.ts';
import type { RegionInventory } from '../../model/inventory.ts';
import type { Policy } from '../../model/policy.ts';
import type { RestoreReport } from '../../model/restore-report.ts';
import type { FactsOfInterest } from '../../model/unread-facts.ts';
import { renderRestoresJson } from '../../report/restores-json.ts';
import { renderRestoresMarkdown } from '../../report/restores-markdown.ts';
import { renderRestoresText } from '../../report/restores-text.ts';
import type { CollectionRequest } from '../../sources/request.ts';
import { collectLive } from '../collect/collect-live.ts';
import { collectionRequest } from '../collect/collection.ts';
import { historyAt, historyNotes, isHistoryUnread, noteLines, requireLogs } from '../collect/history.ts';
import { scopeOf } from '../collect/scope.ts';
import { type ExitCode, exitOf } from '../exit/exit-codes.ts';
import { unmatchedIn } from '../exit/unmatched.ts';
import { unreadNotes } from '../exit/unread.ts';
import { ledgerAt } from '../files/ledger.ts';
import { savedInventory } from '../files/named-file.ts';
import { policiesIfAny } from '../files/policy-files.ts';
import { tryReports } from '../files/write-report.ts';
import { columnsOf, type Host, wantsColour } from '../host/host.ts';
import type { Options } from '../options/options.ts';
import type { RestoreFormat } from '../options/values.ts';
import { VERSION } from '../version.ts';

/** Shows, and judges nothing: a restore that took too long is told, and does not change the exit code. */
export async function restores(options: Options<'restores'>, host: Host): Promise<ExitCode> {
  const found = policiesIfAny(options.policies, host);
  if (!found) host.stderr.write('note: no folder policies, so no RTO to hold the times to\n');
  const policies = found ?? [];
  const ledger = options.ledger === undefined ? undefined : ledgerAt(options.ledger, host);
  tryReports(options['restores-report'], host);
  await requireLogs(options.history, host);
  const untilReady = policies.filter(({ restore }) => restore?.measure.clock === 'ready');
  const inventory =
    options.inventory === undefined
      ? await collectLive(restoresRequest(policies, options, host.now(), ledger), host)
      : await savedInventory(options.inventory, host);
  const now = options.now ?? inventory.takenAt;
  const history = await historyAt(
    {
      sources: options.history,
      policies,
      inventory,
      scope: scopeOf(options),
      until: options.now,
      aim: untilReady.length > 0 ? 'everything' : 'restores',
    },
    host,
  );
  const report = measureRestores({ policies, inventory, ledger, history, now, version: VERSION });
  for (const { format, file } of options['restores-report']) {
    if (file === undefined) host.stdout.write(render(format, report, host, true));
    else host.writeFile(file, render(format, report, host, false));
  }
  const unread = unreadNotes(inventory, options.inventory === undefined ? undefined : NEEDED);
  const unmatched = unmatchedIn(policies, inventory, options['allow-empty']);
  host.stderr.write(noteLines([...unmatched.notes, ...unread, ...historyNotes(history, { inventory, ledger })]));
  return exitOf({ unknown: unread.length > 0 || isHistoryUnread(history), ...unmatched.found });
}

/** What a saved inventory must tell: it may have been collected for more than restores. */
const NEEDED: FactsOfInterest = { ofRegion: ['restoreJobs', 'restoreTestingPlans', 'recoveryPoints'], ofAccount: [] };

/** Files hold no colour, and are not as narrow as the terminal happens to be. */
const FILE_COLUMNS = 120;

function render(format: RestoreFormat, report: RestoreReport, host: Host, toStdout: boolean): string {
  switch (format) {
    case 'text':
      return renderRestoresText(report, {
        colour: toStdout && wantsColour(host.stdout, host.environment),
        width: toStdout ? columnsOf(host.stdout) : FILE_COLUMNS,
        unicode: !toStdout || showsUnicode(host.environment),
      });
    case 'json':
      return renderRestoresJson(report);
    case 'markdown':
      return renderRestoresMarkdown(report);
  }
}

/** A locale that is set and is not UTF-8 says no, and so does the Linux console, whose font lacks block elements. */
function showsUnicode({ LC_ALL, LC_CTYPE, LANG, TERM }: Host['environment']): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((each) => each !== undefined && each !== '');
  return TERM !== 'linux' && (locale === undefined || /utf-?8/i.test(locale));
}

/**
 * Tags for policies and restore testing plans that go by them; recovery points for what the jobs do not tell. The clock
 * `ready` needs the settings of the tables, and of those restored from them.
 */
function restoresRequest(
  policies: readonly Policy[],
  options: Options<'restores'>,
  now: Instant,
  ledger: readonly LedgerRecord[] | undefined,
): CollectionRequest {
  const request = collectionRequest(policies.map(restoresAlone), scopeOf(options), now, ledger);
  const needs = ['restore-jobs', 'restore-testing', 'recovery-points', 'tags'] as const;
  return {
    ...request,
    regionNeeds: new Set([...request.regionNeeds, ...needs]),
    tableNeeds: (soFar) => withAges(request.tableNeeds(soFar), soFar),
  };
}

function restoresAlone({ backup: _, settings: __, ...policy }: Policy): Policy {
  const { restore } = policy;
  return restore && restore.measure.clock !== 'ready' ? { ...policy, restore: { ...restore, settings: {} } } : policy;
}

/** Of which table of its name a restore was, the age of the table tells, also where no policy asks for an RTO. */
function withAges(
  wanted: ReturnType<CollectionRequest['tableNeeds']>,
  { tables, restoreJobs }: RegionInventory,
): ReturnType<CollectionRequest['tableNeeds']> {
  const restored = new Set(restoreJobs.known ? restoreJobs.value.map(({ sourceArn }) => sourceArn) : []);
  const aged = (tables.known ? tables.value : []).filter(({ arn }) => restored.has(arn));
  return new Map([
    ...wanted,
    ...aged.map(({ arn }) => [arn, new Set([...(wanted.get(arn) ?? []), 'description' as const])] as const),
  ]);
}
