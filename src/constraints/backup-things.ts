import type { Told, ToldList } from './told.ts';

/*
 * What AWS Backup is asked to make, by the names of its API in camelCase. A member that is left out is not sent.
 */

export interface NewLifecycle {
  readonly moveToColdStorageAfterDays?: Told<number>;
  readonly deleteAfterDays?: Told<number>;
  readonly deleteAfterEvent?: Told<string>;
}

export interface NewCopyAction {
  readonly destinationBackupVaultArn?: Told<string>;
  readonly lifecycle?: Told<NewLifecycle>;
}

export interface NewBackupRule {
  readonly ruleName?: Told<string>;
  readonly targetBackupVaultName?: Told<string>;
  readonly targetLogicallyAirGappedBackupVaultArn?: Told<string>;
  readonly scheduleExpression?: Told<string>;
  readonly scheduleExpressionTimezone?: Told<string>;
  readonly startWindowMinutes?: Told<number>;
  readonly completionWindowMinutes?: Told<number>;
  readonly lifecycle?: Told<NewLifecycle>;
  readonly recoveryPointTags?: Told<Readonly<Record<string, unknown>>>;
  readonly copyActions?: ToldList<NewCopyAction>;
  readonly enableContinuousBackup?: Told<boolean>;
}

export interface NewBackupPlan {
  readonly backupPlanName?: Told<string>;
  readonly rules?: ToldList<NewBackupRule>;
  readonly advancedBackupSettings?: ToldList<{ readonly resourceType?: Told<string> }>;
}

export interface NewCondition {
  readonly conditionKey?: Told<string>;
  readonly conditionValue?: Told<string>;
}

export interface NewBackupSelection {
  readonly selectionName?: Told<string>;
  readonly iamRoleArn?: Told<string>;
  readonly resources?: ToldList<string>;
  readonly notResources?: ToldList<string>;
  readonly listOfTags?: ToldList<NewCondition & { readonly conditionType?: Told<string> }>;
  readonly conditions?: Told<NewConditions>;
}

export interface NewConditions {
  readonly stringEquals?: ToldList<NewCondition>;
  readonly stringNotEquals?: ToldList<NewCondition>;
  readonly stringLike?: ToldList<NewCondition>;
  readonly stringNotLike?: ToldList<NewCondition>;
}

export interface NewVault {
  readonly backupVaultName?: Told<string>;
  readonly encryptionKeyArn?: Told<string>;
}

export interface NewVaultLock {
  readonly minRetentionDays?: Told<number>;
  readonly maxRetentionDays?: Told<number>;
  readonly changeableForDays?: Told<number>;
  /** The lock that the vault has already; absent: none. */
  readonly before?: Told<{ readonly lockDateMs?: Told<number>; readonly nowMs: number }>;
}

export interface NewAirGappedVault extends NewVault {
  readonly minRetentionDays?: Told<number>;
  readonly maxRetentionDays?: Told<number>;
}

export interface NewRestoreTestingPlan {
  readonly restoreTestingPlanName?: Told<string>;
  readonly scheduleExpression?: Told<string>;
  readonly scheduleExpressionTimezone?: Told<string>;
  readonly startWindowHours?: Told<number>;
  readonly recoveryPointSelection?: Told<{
    readonly algorithm?: Told<string>;
    readonly includeVaults?: ToldList<string>;
    readonly recoveryPointTypes?: ToldList<string>;
    readonly selectionWindowDays?: Told<number>;
  }>;
}

export interface NewRestoreTestingSelection {
  readonly restoreTestingSelectionName?: Told<string>;
  readonly iamRoleArn?: Told<string>;
  readonly protectedResourceType?: Told<string>;
  readonly protectedResourceArns?: ToldList<string>;
  /** All conditions, of both operators. */
  readonly protectedResourceConditions?: ToldList<unknown>;
  readonly validationWindowHours?: Told<number>;
}

/** Which types of resource AWS Backup protects, and fully manages; what is left out stays as it is. */
export interface NewRegionSettings {
  readonly resourceTypeOptInPreference?: Told<Readonly<Record<string, unknown>>>;
  readonly resourceTypeManagementPreference?: Told<Readonly<Record<string, unknown>>>;
}
