import type { Conclusion, Report, Summary } from '../model/report.ts';
import { isAboutTable, type Result, type Status } from '../model/result.ts';
import { causesOf } from './causes.ts';

/** What results come to, and nothing else: how many they are, what explains them, and the conclusion. */
export type Concluded = Pick<Report, 'results' | 'summary' | 'conclusion' | 'causes'>;

/**
 * The one place that decides a conclusion, whatever the caller does with it: one failing result is noncompliance, at any
 * severity; where nothing was judged there is nothing to call compliant.
 */
export function concluded(results: readonly Result[], nothingJudged: true | undefined): Concluded {
  return {
    results,
    summary: summaryOf(results),
    conclusion: conclusionOf(results, nothingJudged),
    causes: causesOf(results),
  };
}

function conclusionOf(results: readonly Result[], nothingJudged: true | undefined): Conclusion {
  if (results.some((result) => result.status === 'fail')) return 'noncompliant';
  if (nothingJudged || results.some((result) => result.status === 'unknown')) return 'undetermined';
  return 'compliant';
}

/** `tables` counts those that were judged: matched by a policy, restored from one that is, asked to have one, or recorded. */
function summaryOf(results: readonly Result[]): Summary {
  const counts: Record<Status, number> = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, waived: 0 };
  const tables = new Set<string>();
  for (const { status, resource } of results) {
    counts[status] += 1;
    if (isAboutTable({ resource })) tables.add(resource.arn);
  }
  const { pass, fail, unknown, waived } = counts;
  return { tables: tables.size, pass, fail, unknown, notApplicable: counts['not-applicable'], waived };
}
