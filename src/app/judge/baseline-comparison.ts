import { baselineOf } from '../../drift/baseline.ts';
import { driftReport } from '../../drift/drift-report.ts';
import { concluded } from '../../evaluate/conclusion.ts';
import { DAY_MINUTES, type Instant, plusMinutes } from '../../model/instant.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Policy } from '../../model/policy.ts';
import type { Report } from '../../model/report.ts';
import type { TrailHistory } from '../../model/trail-event.ts';
import { UserError } from '../../model/user-error.ts';
import type { CollectionRequest } from '../../sources/request.ts';
import { EVENT_HISTORY_DAYS } from '../../sources/trail/window.ts';
import { type BaselineFile, tablesOf } from '../files/baseline-file.ts';
import { configAt } from '../files/config-file.ts';
import type { Host } from '../host/host.ts';
import type { ConfigFile } from '../options/values.ts';
import { VERSION } from '../version.ts';

/** A judgement and a comparison with a baseline stand on the same facts, so AWS is read once for both. */
export function both(a: CollectionRequest, b: CollectionRequest): CollectionRequest {
  return {
    ...a,
    regionNeeds: union(a.regionNeeds, b.regionNeeds),
    accountNeeds: union(a.accountNeeds, b.accountNeeds),
    describeEveryTable: a.describeEveryTable || b.describeEveryTable,
    tableNeeds: (soFar) => {
      const [needs, more] = [a.tableNeeds(soFar), b.tableNeeds(soFar)];
      return new Map([...needs.keys(), ...more.keys()].map((arn) => [arn, union(needs.get(arn), more.get(arn))]));
    },
  };
}

function union<T>(a: ReadonlySet<T> = new Set(), b: ReadonlySet<T> = new Set()): ReadonlySet<T> {
  return new Set([...a, ...b]);
}

/** A baseline is compared with whole accounts, as they are. */
export function notComparable(other: 'merge' | 'shard' | 'preview'): UserError {
  const what = { merge: 'reports to merge', shard: 'one shard', preview: 'a change that is not made yet' }[other];
  return new UserError(
    `a baseline is compared with whole accounts as they are, and ${what} is given beside it`,
    'leave one of the two out',
  );
}

/**
 * From when on transients are told: since the baseline. Where CloudTrail's own event history is all that is asked, no further back
 * than that is kept, or every older baseline would leave open what nobody can tell.
 */
export function transientSince(takenAt: Instant, sources: readonly string[], now: Instant): Instant {
  const kept = plusMinutes(now, -EVENT_HISTORY_DAYS * DAY_MINUTES);
  return takenAt < kept && sources.every((source) => source === 'lookup') ? kept : takenAt;
}

interface Compared {
  readonly policies: readonly Policy[];
  readonly inventory: Inventory;
  readonly history: TrailHistory | undefined;
  /** Where the history comes from. */
  readonly sources: readonly string[];
  readonly now: Instant;
  /** Settings of the repository. */
  readonly config: ConfigFile;
}

/** The report with each difference from the baseline among its results. */
export function withDrift(
  report: Report,
  { file, recorded }: BaselineFile,
  { policies, inventory, history, sources, now, config }: Compared,
  host: Host,
): Report {
  const { results: differences, drift } = driftReport({
    baseline: { file, recorded },
    found: baselineOf(inventory, policies, tablesOf(recorded)),
    inventory,
    history: history ?? { events: [], reach: [] },
    transientSince: transientSince(recorded.takenAt, sources, host.now()),
    policies,
    now,
    expectedActors: configAt(config, host).expectedActors,
    version: VERSION,
  });
  const results = [...report.results, ...differences];
  return {
    ...report,
    ...concluded(results, report.nothingJudged),
    ...(drift === undefined ? {} : { drift }),
  };
}

/** What the differences do not say, and a reader of them may wonder about. */
export function driftNotes({ takenAt, drift }: Report): readonly string[] {
  if (drift === undefined || takenAt >= drift.baseline.takenAt) return [];
  return [`${drift.baseline.file} is younger than the facts that it was compared with`];
}
