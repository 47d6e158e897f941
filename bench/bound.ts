import { type Operation, RATES, SERVICE_RATES, type ServiceRate } from '../src/sources/rates.ts';
import type { BenchEstate } from './estate.ts';

/** Lists that go on by token: one page after the other. All else is asked side by side. */
const PAGED =
  /:(List|GetResources|GetAccountAuthorizationDetails|DescribeScalableTargets|DescribeScalingPolicies|DescribeScheduledActions|DescribeAlarms)/;

/** Answers that must be there before the operation can be asked at all, the caller's identity included. */
const DEPTH: Readonly<Partial<Record<Operation, number>>> = {
  'sts:GetCallerIdentity': 0,
  'dynamodb:DescribeTable': 2,
  'dynamodb:DescribeContinuousBackups': 2,
  'dynamodb:DescribeTimeToLive': 3,
  'dynamodb:GetResourcePolicy': 3,
  'dynamodb:DescribeContributorInsights': 3,
  'dynamodb:DescribeKinesisStreamingDestination': 3,
  'backup:GetBackupPlan': 2,
  'backup:ListBackupSelections': 2,
  'backup:GetBackupSelection': 3,
  'backup:GetBackupVaultAccessPolicy': 2,
  'backup:ListRecoveryPointsByBackupVault': 2,
  'backup:GetRestoreTestingPlan': 2,
  'backup:ListRestoreTestingSelections': 2,
  'backup:GetRestoreTestingSelection': 3,
  'kms:DescribeKey': 2,
};

export interface Bound {
  readonly ms: number;
  /** What sets it: operation and Region. */
  readonly by: string;
}

/**
 * No collection can be faster than the slowest of its operations in the slowest of its Regions:
 *
 *     depth × latency + the longest of
 *       calls ÷ rate − 1 s           AWS lets a full second's calls go at once, the others wait for it
 *       pages × latency              a page names the next
 *       latency
 *
 * and the same for all calls of one service together, where AWS limits these. The work of both processors, and what
 * travels, are not in it.
 */
export function boundOf({ least }: BenchEstate, latencyMs: number): Bound {
  let bound: Bound = { ms: 0, by: '' };
  const consider = (ms: number, by: string): void => {
    if (ms > bound.ms) bound = { ms, by };
  };
  for (const [region, operations] of least) {
    const byService = new Map<string, number>();
    for (const [operation, calls] of operations) {
      const service = operation.slice(0, operation.indexOf(':'));
      byService.set(service, (byService.get(service) ?? 0) + calls);
      const chainMs = PAGED.test(operation) ? pagesInARow(operation, calls) * latencyMs : latencyMs;
      const own = Math.max(chainMs, waitMs(calls, RATES[operation].perSecond) + latencyMs);
      consider((DEPTH[operation] ?? 1) * latencyMs + own, `${operation} in ${region}`);
    }
    for (const [service, calls] of byService) {
      const rate = new Map<string, ServiceRate>(Object.entries(SERVICE_RATES)).get(service);
      if (rate) consider(2 * latencyMs + waitMs(calls, rate.perSecond), `all of ${service} in ${region}`);
    }
  }
  return bound;
}

/** Selections are listed plan by plan, side by side: one page each. */
function pagesInARow(operation: Operation, calls: number): number {
  return operation === 'backup:ListBackupSelections' || operation === 'backup:ListRestoreTestingSelections' ? 1 : calls;
}

function waitMs(calls: number, perSecond: number): number {
  return Math.max(0, calls / perSecond - 1) * 1_000;
}
