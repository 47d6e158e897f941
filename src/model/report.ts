import type { DriftSource } from './drift.ts';
import type { Instant } from './instant.ts';
import type { ApiCalls, Scope } from './inventory.ts';
import type { Result } from './result.ts';

export const REPORT_SCHEMA = 'holdfast/report/v1';

export type Conclusion = 'compliant' | 'noncompliant' | 'undetermined';

export interface Summary {
  readonly tables: number;
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly notApplicable: number;
  readonly waived: number;
}

export type SampleSource = 'restore-job' | 'restore-test' | 'cloudtrail' | 'ledger';

/** Restore times of one table; minutes with at most two decimals. Quantiles interpolate linearly (R type 7). */
export interface RestoreTimes {
  readonly table: string;
  readonly samples: number;
  readonly meanMinutes: number;
  readonly p50Minutes: number;
  readonly p95Minutes: number;
  readonly maxMinutes: number;
  readonly latestMinutes: number;
  /** The strictest RTO of the policies that match the table. */
  readonly rtoMinutes?: number;
  readonly samplesFrom: readonly SampleSource[];
}

/** Something in a backup plan that is legal, breaks no policy by itself, and is seldom meant. */
export interface Warning {
  /** Kebab-case: `plan-without-selection`, `missing-vault` … */
  readonly kind: string;
  readonly account: string;
  readonly region: string;
  readonly plan: string;
  readonly rule?: string;
  readonly selection?: string;
  readonly detail: string;
}

/** One of several parts of a run, each on a runner of its own; `number` counts from 1. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

/** The JSON report, contract §5; `warnings` is an addition to it. */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly tool: { readonly name: 'holdfast'; readonly version: string };
  readonly takenAt: Instant;
  readonly conclusion: Conclusion;
  readonly scopes: readonly Scope[];
  readonly summary: Summary;
  readonly results: readonly Result[];
  /** ARNs of tables that no policy matches. */
  readonly unmatchedTables: readonly string[];
  readonly restores: readonly RestoreTimes[];
  readonly apiCalls: ApiCalls;
  readonly warnings: readonly Warning[];
  /** Only the places of this shard were judged; absent: all were. */
  readonly shard?: Shard;
  /** On reports of `holdfast drift`. */
  readonly drift?: DriftSource;
}
