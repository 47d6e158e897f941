import type { Instant } from './instant.ts';
import type { Lifecycle } from './plan.ts';

/** What made a job: the plan and rule, or nothing for one started by hand. */
export interface JobCreator {
  readonly planId?: string;
  readonly planName?: string;
  /** Version of the plan that started the job. */
  readonly planVersion?: string;
  readonly ruleId?: string;
  readonly ruleName?: string;
}

export interface BackupJob {
  readonly id: string;
  readonly resourceArn: string;
  readonly vaultName?: string;
  readonly vaultArn?: string;
  readonly state: string;
  readonly statusMessage?: string;
  readonly messageCategory?: string;
  readonly createdAt: Instant;
  readonly startBy?: Instant;
  readonly completedAt?: Instant;
  readonly expectedCompletionAt?: Instant;
  readonly recoveryPointArn?: string;
  readonly sizeBytes?: number;
  readonly createdBy?: JobCreator;
}

export interface CopyJob {
  readonly id: string;
  /** The source table. */
  readonly resourceArn: string;
  readonly sourceRecoveryPointArn?: string;
  readonly destinationVaultArn: string;
  readonly destinationRecoveryPointArn?: string;
  readonly destinationLifecycle?: Lifecycle;
  readonly state: string;
  readonly statusMessage?: string;
  readonly messageCategory?: string;
  readonly createdAt: Instant;
  readonly completedAt?: Instant;
  readonly createdBy?: JobCreator;
}

export interface RestoreJob {
  readonly id: string;
  readonly recoveryPointArn?: string;
  /** The table that the recovery point was made from. */
  readonly sourceArn?: string;
  /** The table made; absent until the job has made it. */
  readonly createdArn?: string;
  readonly vaultArn?: string;
  readonly status: string;
  readonly statusMessage?: string;
  readonly createdAt: Instant;
  readonly completedAt?: Instant;
  readonly recoveryPointCreatedAt?: Instant;
  readonly sizeBytes?: number;
  /** Set when a restore testing plan started the job. */
  readonly restoreTestingPlanArn?: string;
  readonly validationStatus?: string;
}

/** A restore testing selection that picks DynamoDB tables. */
export interface RestoreTestingSelection {
  readonly name: string;
  readonly resourceType: string;
  readonly resourceArns: readonly string[];
  readonly conditions: {
    readonly stringEquals: readonly { readonly key: string; readonly value: string }[];
    readonly stringNotEquals: readonly { readonly key: string; readonly value: string }[];
  };
  readonly validationWindowHours?: number;
}

export interface RestoreTestingPlan {
  readonly name: string;
  readonly arn: string;
  readonly scheduleExpression?: string;
  readonly scheduleTimezone?: string;
  readonly lastExecutedAt?: Instant;
  /** Vault ARNs, with wildcards. */
  readonly includeVaults: readonly string[];
  readonly excludeVaults: readonly string[];
  /** `SNAPSHOT`, `CONTINUOUS`; absent in files that older versions saved. */
  readonly pointTypes?: readonly string[];
  /** Points that are older are left alone. Absent: AWS's default of 30. */
  readonly selectionWindowDays?: number;
  readonly selections: readonly RestoreTestingSelection[];
}
