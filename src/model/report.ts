import type { Cause } from './cause.ts';
import type { DriftSource } from './drift.ts';
import type { FrameworkReport } from './framework-report.ts';
import type { Instant } from './instant.ts';
import type { ApiCalls, Scope } from './inventory.ts';
import type { Position } from './policy.ts';
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
  /** Completed restores left out, because nobody knows whether they were of an earlier table of the name; absent: none. */
  readonly doubtful?: number;
}

/** Something that is legal, breaks no policy, and is seldom meant. */
export type Warning = EstateWarning | PolicyWarning;

/** A policy that matches no table, so that nothing was judged by it. */
export interface PolicyWarning {
  readonly kind: 'policy-matches-no-table';
  readonly policy: string;
  /** Where the policy says which tables it is for. */
  readonly at: Position;
  readonly detail: string;
}

/** Something in a backup plan, of a table or of a vault. */
export interface EstateWarning {
  /** Kebab-case: `plan-without-selection`, `missing-vault` … */
  readonly kind: string;
  readonly account: string;
  readonly region: string;
  /** Absent where it is about a table or a vault. */
  readonly plan?: string;
  /** The name of the table that it is about. */
  readonly table?: string;
  /** The name of the vault that it is about. */
  readonly vault?: string;
  /** The ARN of the KMS key that it is about. */
  readonly key?: string;
  readonly rule?: string;
  readonly selection?: string;
  readonly detail: string;
}

/** The policies that judged nothing, by their warnings. */
export function policyWarnings({ warnings }: Pick<Report, 'warnings'>): readonly PolicyWarning[] {
  return warnings.filter((warning) => 'policy' in warning);
}

/** One of several parts of a run, each on a runner of its own; `number` counts from 1. */
export interface Shard {
  readonly number: number;
  readonly of: number;
  /** The same in each shard of a run: a hash of policies and scope; absent in reports of older versions. */
  readonly question?: string;
}

/** One resource of a change that is previewed. */
export interface PreviewedChange {
  /** `module.backup.aws_backup_plan.daily`, or a logical id. */
  readonly address: string;
  readonly type: string;
  /** `given` where a template does not say what was there before. */
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'given';
  readonly at?: Position;
}

/** How the report of a preview, which shows the account after the change, differs from that of the account before it. */
export interface ReportPreview {
  /** The plan or the templates, as the user named them. */
  readonly sources: readonly string[];
  /** True when there was no inventory to lay the change over, so that the change alone is judged. */
  readonly alone: boolean;
  readonly changes: readonly PreviewedChange[];
  /** Fingerprints of results that fail and did not fail before. */
  readonly new: readonly string[];
  /** Fingerprints of results that are unknown and were not so before. */
  readonly newUnknown: readonly string[];
  /** Results that failed and no longer fail, as they were before the change. */
  readonly fixed: readonly Result[];
  /** Fingerprints of results that fail, and failed before. */
  readonly unchanged: readonly string[];
  /** What tables lose and gain, one sentence a cause. */
  readonly sentences: readonly string[];
  /** What a reader should know of how the change was read. */
  readonly notes: readonly string[];
}

/** Something that policies ask of tables now and did not before, or did and no longer do, or ask for in other terms. */
export interface RequirementChange {
  readonly change: 'gained' | 'lost' | 'changed';
  readonly control: string;
  /** What was asked, in words, with severity and waiver where they are not the usual; empty where there are no terms. */
  readonly before?: string;
  readonly after?: string;
  /** ARNs. */
  readonly tables: readonly string[];
  /** Those of the tables that fail what was asked before. */
  readonly failing: readonly string[];
}

/** What policies that take the place of former ones change. */
export interface PolicyChange {
  /** Files or folders of the former policies, as the user named them. */
  readonly base: readonly string[];
  readonly requirements: readonly RequirementChange[];
  /** Fingerprints of results that nobody asks for any more, or in other terms: that they no longer fail fixes nothing. */
  readonly fingerprints: readonly string[];
}

/** Where CloudTrail history was read, for which time, and what of it is missing. */
export interface HistoryRead {
  readonly source: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly gaps: readonly string[];
  readonly notes: readonly string[];
}

/** What one run came to; the last point of a trend is the report itself. */
export interface TrendPoint extends Summary {
  /** The instant that was judged. */
  readonly at: Instant;
}

/** By which tag tables are grouped, and how many tables have tags that could not be read. */
export interface OwnerTag {
  readonly key: string;
  readonly unread: number;
}

/** The JSON report. Fields are added within a version, never changed. */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly tool: { readonly name: 'holdfast'; readonly version: string };
  /** When the inventory was taken. */
  readonly takenAt: Instant;
  /** The instant that was judged; absent: when the inventory was taken. */
  readonly asOf?: Instant;
  readonly conclusion: Conclusion;
  /** Policies were given and no table was judged; absent, too, where the user allows that. */
  readonly nothingJudged?: true;
  readonly scopes: readonly Scope[];
  readonly summary: Summary;
  /** What explains the failing and the unknown results, worst first. */
  readonly causes: readonly Cause[];
  readonly results: readonly Result[];
  /** ARNs of tables that no policy matches. */
  readonly unmatchedTables: readonly string[];
  /** ARNs of tables that policies match, of which nothing is evidence for the frameworks that the report is narrowed to. */
  readonly narrowedTables?: readonly string[];
  readonly restores: readonly RestoreTimes[];
  readonly apiCalls: ApiCalls;
  readonly warnings: readonly Warning[];
  /** Only the places of this shard were judged; absent: all were. */
  readonly shard?: Shard;
  /** On previews of a change. */
  readonly preview?: ReportPreview;
  /** Where former policies were given. */
  readonly policyChange?: PolicyChange;
  /** On reports of `holdfast drift`, and where a baseline was compared beside a judgement. */
  readonly drift?: DriftSource;
  /** Where `--owner-tag` was given. */
  readonly ownerTag?: OwnerTag;
  /** Where former reports were given, oldest first. */
  readonly trend?: readonly TrendPoint[];
  /** Where each framework stands that a policy speaks for or the user names; absent: none. */
  readonly frameworks?: readonly FrameworkReport[];
  /** Absent: none was asked for. */
  readonly history?: readonly HistoryRead[];
}

/** All of a report but its results: there may be more of them than can be held at once. */
export type ReportFrame = Omit<Report, 'results'>;
