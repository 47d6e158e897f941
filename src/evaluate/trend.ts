import type { Instant } from '../model/instant.ts';
import { byText } from '../model/order.ts';
import type { Report, TrendPoint } from '../model/report.ts';

/** A former run, as far as a trend needs it: what it came to, and the fingerprints of what failed. */
export interface FormerRun {
  readonly point: TrendPoint;
  readonly failing: ReadonlySet<string>;
}

export function trendPoint({ asOf, takenAt, summary }: Pick<Report, 'asOf' | 'takenAt' | 'summary'>): TrendPoint {
  return { at: asOf ?? takenAt, ...summary };
}

/** The report beside former ones, in the order of the instants that were judged, whatever the order in which they are given. */
export function withTrend(report: Report, former: readonly FormerRun[]): Report {
  if (former.length === 0) return report;
  const now = trendPoint(report);
  const runs = former.filter(({ point }) => point.at < now.at).toSorted(byText(({ point }) => point.at));
  const newestFirst = runs.toReversed();
  const results = report.results.map((result) =>
    result.status === 'fail' ? { ...result, failingSince: sinceIn(newestFirst, result.fingerprint, now.at) } : result,
  );
  return { ...report, results, trend: [...runs.map(({ point }) => point), now] };
}

/** A run in which it did not fail, was unknown or was not there ends the time for which it is known to have failed. */
function sinceIn(newestFirst: readonly FormerRun[], fingerprint: string, now: Instant): Instant {
  let since = now;
  for (const { point, failing } of newestFirst) {
    if (!failing.has(fingerprint)) break;
    since = point.at;
  }
  return since;
}
