import type { Fact, Unknown } from './fact.ts';
import type { Instant } from './instant.ts';
import type { SelectionRecord } from './selection.ts';

/** When a recovery point moves to cold storage and when it goes. Absent days: never. */
export interface Lifecycle {
  readonly moveToColdStorageAfterDays?: number;
  readonly deleteAfterDays?: number;
}

export interface CopyAction {
  readonly destinationVaultArn: string;
  /** Absent: the copy takes the source's lifecycle. */
  readonly lifecycle?: Lifecycle;
}

/** One rule of a backup plan, as AWS returned it: absent fields are AWS's defaults, which `schedule` and `estate` apply. */
export interface BackupRule {
  readonly name: string;
  readonly id?: string;
  readonly vaultName: string;
  readonly airGappedVaultArn?: string;
  readonly scheduleExpression?: string;
  readonly scheduleTimezone?: string;
  readonly startWindowMinutes?: number;
  readonly completionWindowMinutes?: number;
  readonly lifecycle?: Lifecycle;
  readonly copyActions: readonly CopyAction[];
  /** In a preview: the rule has, or may have, copies beside those listed, and this is why they are not known. */
  readonly openCopies?: Unknown;
}

/** One of AWS's own next runs (`MaxScheduledRunsPreview`). */
export interface PreviewedRun {
  readonly at: Instant;
  readonly ruleId?: string;
}

export interface PlanBody {
  readonly rules: readonly BackupRule[];
  readonly preview: readonly PreviewedRun[];
  /** The plan as JSON, all of it: what `UpdateBackupPlan` takes. */
  readonly document?: string;
  /** Changes with every update of the plan. */
  readonly versionId?: string;
}

/** What a plan was once, or is. Source: backup `ListBackupPlanVersions`, `GetBackupPlan`. */
export interface PlanVersion {
  readonly id: string;
  /** When the version was made, or its plan: AWS does not say which. */
  readonly createdAt?: Instant;
  readonly rules: Fact<readonly BackupRule[]>;
}

/** A live plan of one account and Region. */
export interface PlanRecord {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly createdAt?: Instant;
  readonly lastExecutedAt?: Instant;
  readonly body: Fact<PlanBody>;
  readonly selections: Fact<readonly SelectionRecord[]>;
  /** Newest first; absent where nothing hung on them. */
  readonly versions?: Fact<readonly PlanVersion[]>;
}
