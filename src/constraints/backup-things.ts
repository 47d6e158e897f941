import type { Requested, RequestedList } from './requested.ts';

/*
 * What AWS Backup is asked to make, by the names of its API in camelCase. A member that is left out is not sent.
 */

export interface NewLifecycle {
  readonly moveToColdStorageAfterDays?: Requested<number>;
  readonly deleteAfterDays?: Requested<number>;
  readonly deleteAfterEvent?: Requested<string>;
}

export interface NewCopyAction {
  readonly destinationBackupVaultArn?: Requested<string>;
  readonly lifecycle?: Requested<NewLifecycle>;
}

export interface NewBackupRule {
  readonly ruleName?: Requested<string>;
  readonly targetBackupVaultName?: Requested<string>;
  readonly targetLogicallyAirGappedBackupVaultArn?: Requested<string>;
  readonly scheduleExpression?: Requested<string>;
  readonly scheduleExpressionTimezone?: Requested<string>;
  readonly startWindowMinutes?: Requested<number>;
  readonly completionWindowMinutes?: Requested<number>;
  readonly lifecycle?: Requested<NewLifecycle>;
  readonly recoveryPointTags?: Requested<Readonly<Record<string, unknown>>>;
  readonly copyActions?: RequestedList<NewCopyAction>;
  readonly enableContinuousBackup?: Requested<boolean>;
}

export interface NewBackupPlan {
  readonly backupPlanName?: Requested<string>;
  readonly rules?: RequestedList<NewBackupRule>;
  readonly advancedBackupSettings?: RequestedList<{ readonly resourceType?: Requested<string> }>;
}

export interface NewCondition {
  readonly conditionKey?: Requested<string>;
  readonly conditionValue?: Requested<string>;
}

export interface NewBackupSelection {
  readonly selectionName?: Requested<string>;
  readonly iamRoleArn?: Requested<string>;
  readonly resources?: RequestedList<string>;
  readonly notResources?: RequestedList<string>;
  readonly listOfTags?: RequestedList<NewCondition & { readonly conditionType?: Requested<string> }>;
  readonly conditions?: Requested<NewConditions>;
}

export interface NewConditions {
  readonly stringEquals?: RequestedList<NewCondition>;
  readonly stringNotEquals?: RequestedList<NewCondition>;
  readonly stringLike?: RequestedList<NewCondition>;
  readonly stringNotLike?: RequestedList<NewCondition>;
}

export interface NewVault {
  readonly backupVaultName?: Requested<string>;
  readonly encryptionKeyArn?: Requested<string>;
}

export interface NewVaultLock {
  readonly minRetentionDays?: Requested<number>;
  readonly maxRetentionDays?: Requested<number>;
  readonly changeableForDays?: Requested<number>;
  /** The lock that the vault has already; absent: none. */
  readonly before?: Requested<{ readonly lockDateMs?: Requested<number>; readonly nowMs: number }>;
}

export interface NewAirGappedVault extends NewVault {
  readonly minRetentionDays?: Requested<number>;
  readonly maxRetentionDays?: Requested<number>;
}

export interface NewRestoreTestingPlan {
  readonly restoreTestingPlanName?: Requested<string>;
  readonly scheduleExpression?: Requested<string>;
  readonly scheduleExpressionTimezone?: Requested<string>;
  readonly startWindowHours?: Requested<number>;
  readonly recoveryPointSelection?: Requested<{
    readonly algorithm?: Requested<string>;
    readonly includeVaults?: RequestedList<string>;
    readonly recoveryPointTypes?: RequestedList<string>;
    readonly selectionWindowDays?: Requested<number>;
  }>;
}

export interface NewRestoreTestingSelection {
  readonly restoreTestingSelectionName?: Requested<string>;
  readonly iamRoleArn?: Requested<string>;
  readonly protectedResourceType?: Requested<string>;
  readonly protectedResourceArns?: RequestedList<string>;
  /** All conditions, of both operators. */
  readonly protectedResourceConditions?: RequestedList<unknown>;
  readonly validationWindowHours?: Requested<number>;
}

/** Which types of resource AWS Backup protects, and fully manages; what is left out stays as it is. */
export interface NewRegionSettings {
  readonly resourceTypeOptInPreference?: Requested<Readonly<Record<string, unknown>>>;
  readonly resourceTypeManagementPreference?: Requested<Readonly<Record<string, unknown>>>;
}
