import { compareText } from './order.ts';
import type { Result, Status } from './result.ts';
import { SEVERITIES, type Severity } from './severity.ts';

const STATUS_RANK = { fail: 0, unknown: 1, waived: 2, pass: 3, 'not-applicable': 4 } as const satisfies Record<
  Status,
  number
>;

/** The first difference decides. */
export function firstDifference(...differences: readonly number[]): number {
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** 0 is critical. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.length - 1 - SEVERITIES.indexOf(severity);
}

/** Failing before unknown, critical before low; then by table, control and place in the policy. */
export function compareWorstFirst(a: Result, b: Result): number {
  return firstDifference(
    STATUS_RANK[a.status] - STATUS_RANK[b.status],
    severityRank(a.severity) - severityRank(b.severity),
    compareText(a.resource.name, b.resource.name),
    compareText(a.resource.arn, b.resource.arn),
    compareText(a.control, b.control),
    compareText(a.policy?.name ?? '', b.policy?.name ?? ''),
    compareText(a.policy?.path ?? '', b.policy?.path ?? ''),
    compareText(a.fingerprint, b.fingerprint),
  );
}
