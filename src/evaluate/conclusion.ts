import type { Conclusion, Summary } from '../model/report.ts';
import type { Result, Status } from '../model/result.ts';

/** Of the results alone, whatever the caller does with them: one failing result is noncompliance, at any severity. */
export function conclusionOf(results: readonly Result[]): Conclusion {
  if (results.some((result) => result.status === 'fail')) return 'noncompliant';
  if (results.some((result) => result.status === 'unknown')) return 'undetermined';
  return 'compliant';
}

/** `tables` counts those that were judged: matched by a policy, restored from one that is, or asked to have one. */
export function summaryOf(results: readonly Result[]): Summary {
  const count = (status: Status) => results.filter((result) => result.status === status).length;
  return {
    tables: new Set(results.filter((result) => result.resource.name !== '*').map((result) => result.resource.arn)).size,
    pass: count('pass'),
    fail: count('fail'),
    unknown: count('unknown'),
    notApplicable: count('not-applicable'),
    waived: count('waived'),
  };
}
