import type { Instant } from './instant.ts';
import type { Statistic } from './policy.ts';
import type { HistoryRead, SampleSource } from './report.ts';

export const RESTORES_SCHEMA = 'holdfast/restores/v1';

/** Minutes with at most two decimals. Quantiles interpolate linearly between the nearest ranks (R type 7). */
export interface TimeStatistics {
  readonly samples: number;
  readonly meanMinutes: number;
  readonly p50Minutes: number;
  readonly p90Minutes: number;
  readonly p95Minutes: number;
  readonly p99Minutes: number;
  readonly maxMinutes: number;
}

/** The measure that a policy asks for, of one table. */
export interface MeasuredObjective {
  readonly policy: string;
  readonly rtoMinutes: number;
  readonly statistic: Statistic;
  readonly clock: 'restored' | 'ready';
  readonly overMinutes: number;
  readonly samplesAsked: number;
  /** Within `overMinutes`. */
  readonly samples: number;
  /** By the policy's clock; where the clock is `ready`, what is proven: at most, or in a failure at least. */
  readonly measuredMinutes?: number;
  /** By the clock `restored`, whatever the policy's. */
  readonly restoredMinutes?: number;
  /** By the clock `ready`, where the policy measures by it: not less than this. */
  readonly readyAtLeastMinutes?: number;
  /** Absent where nothing proves when the tables were ready. */
  readonly readyAtMostMinutes?: number;
  /** RTO − measure; negative when it is missed. */
  readonly marginMinutes?: number;
  /** What the control `restore-time` says, waivers left aside; `unknown` with too few samples: RTO unproven. */
  readonly status: 'pass' | 'fail' | 'unknown' | 'not-applicable';
  readonly message: string;
}

/** The median of the later half of the restores beside that of the earlier half; of an odd number the middle one is in neither. */
export interface Trend {
  readonly earlierMedianMinutes: number;
  readonly laterMedianMinutes: number;
  /** Later against earlier; whole percent. */
  readonly changePercent: number;
}

export interface RunningRestoreTime {
  readonly id: string;
  readonly startedAt: Instant;
  readonly minutes: number;
  /** True when it has been running for longer than the strictest RTO of the table's policies. */
  readonly breach: boolean;
}

/** A restore that came to an end, as an exercise: when, how long, from what, where, and how it went. */
export interface Drill {
  readonly id: string;
  /** AWS's own word. */
  readonly status: string;
  readonly startedAt: Instant;
  readonly completedAt?: Instant;
  readonly minutes?: number;
  readonly statusMessage?: string;
  readonly validationStatus?: string;
  /** Completed, and no validation that failed or timed out. */
  readonly good: boolean;
  /** Of one that is not good: the first good one after it; absent: none followed. */
  readonly followedBy?: { readonly id: string; readonly startedAt: Instant };
  readonly recoveryPoint?: string;
  readonly recoveryPointCreatedAt?: Instant;
  /** The RPO really met: how old the recovery point was as the restore began. */
  readonly rpoMinutes?: number;
  /** ARN of the restore testing plan that started it; absent: somebody did, or nothing tells. */
  readonly testingPlan?: string;
  /** Where the restored table was made; absent where nothing tells. */
  readonly account?: string;
  readonly region?: string;
}

/** The next run of a restore testing plan that picks the table. */
export interface NextDrill {
  readonly testingPlan: string;
  readonly at: Instant;
}

/** Until when a policy wants the next restore of the table. */
export interface DrillDue {
  readonly policy: string;
  readonly everyMinutes: number;
  /** Absent: no restore is known that the policy counts, or not whether it was of this table. */
  readonly dueAt?: Instant;
  /** What the control `restore-tested` says, waivers left aside: in time, overdue, or not known. */
  readonly status: MeasuredObjective['status'];
  readonly message: string;
}

/** Restore times of one table, over everything that is known. */
export interface TableTimes {
  readonly table: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** False when the table is gone, or not in the inventory. */
  readonly listed: boolean;
  /** Absent without a completed restore. */
  readonly statistics?: TimeStatistics & { readonly latestMinutes: number; readonly latestAt: Instant };
  /** The last ones, in order of completion; twelve at most. */
  readonly recentMinutes: readonly number[];
  /** Absent with fewer than four restores. */
  readonly trend?: Trend;
  /** Restores that do not count, by AWS's status: `FAILED`, `ABORTED`. */
  readonly uncounted: Readonly<Record<string, number>>;
  /** Completed restores that no statistic counts: nobody knows whether they were of an earlier table of the name. */
  readonly doubtful: number;
  readonly running: readonly RunningRestoreTime[];
  /** Size of the backup of the latest restore. */
  readonly latestSizeBytes?: number;
  /** Whether it lay in cold storage. */
  readonly latestCold?: boolean;
  readonly samplesFrom: readonly SampleSource[];
  readonly objectives: readonly MeasuredObjective[];
  /** Restore testing plans that pick the table, or may; one sentence each. */
  readonly testingPlans: readonly string[];
  /** In order of their start. */
  readonly drills: readonly Drill[];
  /** The soonest first. */
  readonly nextDrills: readonly NextDrill[];
  readonly drillsDue: readonly DrillDue[];
}

/** Tables of one policy that has an RTO. */
export interface PolicyTimes {
  readonly policy: string;
  readonly rtoMinutes: number;
  readonly statistic: Statistic;
  readonly clock: 'restored' | 'ready';
  readonly overMinutes: number;
  readonly samplesAsked: number;
  readonly tables: number;
  readonly pass: number;
  readonly fail: number;
  /** RTO unproven, or not all restores known. */
  readonly unknown: number;
  /**
   * Restores of all tables of the policy together: what comparable tables took. No prediction for any of them, because
   * size does not tell how long a restore takes.
   */
  readonly spread?: TimeStatistics & {
    readonly tables: number;
    readonly fastestTableP50Minutes: number;
    readonly slowestTableP50Minutes: number;
  };
}

export interface RestoreReport {
  readonly schema: typeof RESTORES_SCHEMA;
  readonly tool: { readonly name: 'holdfast'; readonly version: string };
  readonly takenAt: Instant;
  readonly asOf: Instant;
  readonly tables: readonly TableTimes[];
  readonly policies: readonly PolicyTimes[];
  /** What hides restores, one sentence each: jobs that could not be read, or that name no table. */
  readonly hidden: readonly string[];
  /** Absent: none was asked for. */
  readonly history?: readonly HistoryRead[];
}
