import type { Severity } from './severity.ts';
import type { BillingMode } from './table.ts';

/** Where in a user's file something was asked for. Lines and columns count from 1; the file is relative to the working directory. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Patterns: `*` any characters, `?` one character, case sensitive. Keys are ANDed, the values of a key are ORed. */
export interface TableFilter {
  readonly names?: readonly string[];
  /** Tag key → patterns of its value; `*` alone also means that the tag is present. */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

/** `except` leaves a table out when any of its keys matches. */
export interface TableMatcher extends TableFilter {
  readonly except?: TableFilter;
}

/** All durations are minutes; a day is 24 h. */
export interface Objective {
  readonly frequencyMinutes: number;
  readonly rpoMinutes?: number;
  readonly retentionMinutes: number;
  readonly coldAfterMinutes?: number;
}

export interface CopyRequirement {
  readonly region: string;
  /** Absent: the table's own account. */
  readonly account?: string;
  readonly frequencyMinutes?: number;
  readonly rpoMinutes?: number;
  readonly retentionMinutes?: number;
}

export interface RecoveryPointRequirement {
  readonly newestWithinMinutes?: number;
  readonly observedOverMinutes?: number;
  readonly encrypted?: boolean;
}

export interface VaultRequirement {
  readonly lock?: 'none' | 'governance' | 'compliance';
  /** `any`, `customer-managed`, or a KMS key or alias ARN pattern. */
  readonly encryption?: string;
  readonly manualDeletion?: 'denied';
  readonly airGapped?: 'required';
}

export interface BackupRequirement {
  readonly objectives: readonly Objective[];
  readonly maximumRetentionMinutes?: number;
  readonly copies: readonly CopyRequirement[];
  readonly recoveryPoints?: RecoveryPointRequirement;
  readonly vault?: VaultRequirement;
  readonly pointInTimeRecovery?: { readonly windowMinutes?: number };
}

export const STATISTICS = ['mean', 'p50', 'p90', 'p95', 'p99', 'max', 'latest'] as const;
export type Statistic = (typeof STATISTICS)[number];

export interface RestoreMeasure {
  readonly clock: 'restored' | 'ready';
  readonly statistic: Statistic;
  readonly overMinutes: number;
  readonly samples: number;
}

export interface CapacityRange {
  readonly min?: number;
  readonly max?: number;
  /** Target utilisation in percent. */
  readonly target?: number;
}

/** Every setting may be `same-as-source`; the other forms are the setting's own. */
export type SameAsSource = 'same-as-source';

export interface RestoreSettings {
  readonly globalSecondaryIndexes?: SameAsSource;
  readonly localSecondaryIndexes?: SameAsSource;
  readonly billingMode?: SameAsSource | BillingMode;
  readonly provisionedThroughput?: SameAsSource | { readonly readAtLeast?: number; readonly writeAtLeast?: number };
  /** `same-as-source`, `aws-owned`, `aws-managed`, `customer-managed`, or a KMS key or alias ARN pattern. */
  readonly encryption?: string;
  readonly autoScaling?: SameAsSource | 'required' | { readonly read?: CapacityRange; readonly write?: CapacityRange };
  readonly iamPolicies?: SameAsSource;
  readonly alarms?: SameAsSource | 'required' | readonly { readonly metric: string }[];
  readonly tags?: SameAsSource | Readonly<Record<string, string>>;
  readonly stream?: SameAsSource | 'disabled' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY';
  readonly timeToLive?: SameAsSource | 'disabled' | { readonly attribute: string };
  readonly deletionProtection?: SameAsSource | 'enabled' | 'disabled';
  readonly pointInTimeRecovery?: SameAsSource | 'enabled' | 'disabled' | { readonly windowMinutes: number };
}

/** The thirteen settings, in the order in which they are reported. */
export const RESTORE_SETTINGS = [
  'globalSecondaryIndexes',
  'localSecondaryIndexes',
  'billingMode',
  'provisionedThroughput',
  'encryption',
  'autoScaling',
  'iamPolicies',
  'alarms',
  'tags',
  'stream',
  'timeToLive',
  'deletionProtection',
  'pointInTimeRecovery',
] as const satisfies readonly (keyof RestoreSettings)[];

export interface RestoreRequirement {
  readonly rtoMinutes?: number;
  readonly measure: RestoreMeasure;
  readonly testedEveryMinutes?: number;
  readonly settings: RestoreSettings;
}

export interface Waiver {
  readonly tables: TableMatcher;
  /** Control ids. */
  readonly controls: readonly string[];
  /** The last day (UTC) on which it counts, `2027-01-31`. */
  readonly until: string;
  readonly reason: string;
  readonly approvedBy: string;
  readonly position: Position;
}

/** One policy, inheritance resolved, durations in minutes. */
export interface Policy {
  readonly name: string;
  readonly description?: string;
  /** Where the policy's document starts. */
  readonly position: Position;
  readonly tables: TableMatcher;
  readonly backup?: BackupRequirement;
  readonly restore?: RestoreRequirement;
  /** Control id → severity. */
  readonly severity: Readonly<Record<string, Severity>>;
  readonly waivers: readonly Waiver[];
  /**
   * Path → where its key is written: `backup`, `backup.objectives[0].frequency`, `restore.settings.timeToLive`. A path
   * that the file does not hold (a default) is absent; its nearest parent stands in. Inherited parts point at the file
   * they were inherited from.
   */
  readonly positions: Readonly<Record<string, Position>>;
}
