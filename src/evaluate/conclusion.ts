import type { Conclusion, Summary } from '../model/report.ts';
import type { Result, Status } from '../model/result.ts';

/** Of the results alone, whatever the caller does with them: one failing result is noncompliance, at any severity. */
export function conclusionOf(results: readonly Result[]): Conclusion {
  if (results.some((result) => result.status === 'fail')) return 'noncompliant';
  if (results.some((result) => result.status === 'unknown')) return 'undetermined';
  return 'compliant';
}

/** `tables` counts those that were judged: matched by a policy, restored from one that is, asked to have one, or recorded. */
export function summaryOf(results: readonly Result[]): Summary {
  const counts: Record<Status, number> = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, waived: 0 };
  const tables = new Set<string>();
  for (const { status, resource } of results) {
    counts[status] += 1;
    if (resource.type === 'AWS::DynamoDB::Table' && resource.name !== '*') tables.add(resource.arn);
  }
  const { pass, fail, unknown, waived } = counts;
  return { tables: tables.size, pass, fail, unknown, notApplicable: counts['not-applicable'], waived };
}
