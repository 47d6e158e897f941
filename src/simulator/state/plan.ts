import type { Tags } from './tags.ts';

export interface Lifecycle {
  readonly MoveToColdStorageAfterDays?: number | undefined;
  readonly DeleteAfterDays?: number | undefined;
  readonly OptInToArchiveForSupportedResources?: boolean | undefined;
  readonly DeleteAfterEvent?: string | undefined;
}

export interface CopyAction {
  readonly DestinationBackupVaultArn: string;
  readonly Lifecycle?: Lifecycle | undefined;
}

export interface Rule {
  readonly RuleName: string;
  readonly RuleId: string;
  readonly TargetBackupVaultName: string;
  readonly TargetLogicallyAirGappedBackupVaultArn?: string | undefined;
  readonly ScheduleExpression?: string | undefined;
  readonly ScheduleExpressionTimezone?: string | undefined;
  readonly StartWindowMinutes?: number | undefined;
  readonly CompletionWindowMinutes?: number | undefined;
  readonly Lifecycle?: Lifecycle | undefined;
  readonly RecoveryPointTags?: Tags | undefined;
  readonly CopyActions?: readonly CopyAction[] | undefined;
  readonly EnableContinuousBackup?: boolean | undefined;
}

export interface AdvancedBackupSetting {
  readonly ResourceType: string;
  readonly BackupOptions: Tags;
}

export interface PlanVersion {
  readonly VersionId: string;
  readonly BackupPlanName: string;
  readonly Rules: readonly Rule[];
  readonly AdvancedBackupSettings?: readonly AdvancedBackupSetting[] | undefined;
  readonly CreationDate: Date;
}

export interface Plan {
  readonly BackupPlanId: string;
  readonly BackupPlanArn: string;
  readonly CreationDate: Date;
  readonly CreatorRequestId?: string | undefined;
  DeletionDate?: Date | undefined;
  LastExecutionDate?: Date | undefined;
  /** Oldest first; the last is the current one. */
  readonly versions: [PlanVersion, ...PlanVersion[]];
  readonly selections: Map<string, Selection>;
}

export interface Condition {
  readonly ConditionKey: string;
  readonly ConditionValue: string;
}

export interface Selection {
  readonly SelectionId: string;
  readonly CreationDate: Date;
  readonly CreatorRequestId?: string | undefined;
  readonly SelectionName: string;
  readonly IamRoleArn: string;
  readonly Resources: readonly string[];
  readonly NotResources: readonly string[];
  readonly ListOfTags: readonly (Condition & { readonly ConditionType: string })[];
  readonly Conditions: {
    readonly StringEquals: readonly Condition[];
    readonly StringNotEquals: readonly Condition[];
    readonly StringLike: readonly Condition[];
    readonly StringNotLike: readonly Condition[];
  };
}
