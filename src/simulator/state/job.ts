import type { Lifecycle } from './plan.ts';
import type { Tags } from './tags.ts';
import type { Creator } from './vault.ts';

export interface BackupJob {
  readonly BackupJobId: string;
  readonly BackupVaultName: string;
  readonly BackupVaultArn: string;
  readonly ResourceArn: string;
  readonly ResourceType: string;
  readonly ResourceName?: string | undefined;
  readonly IamRoleArn: string;
  readonly CreatedBy?: Creator | undefined;
  readonly CreationDate: Date;
  readonly InitiationDate?: Date | undefined;
  readonly StartBy?: Date | undefined;
  readonly ExpectedCompletionDate?: Date | undefined;
  readonly RecoveryPointLifecycle?: Lifecycle | undefined;
  CompletionDate?: Date | undefined;
  State: string;
  StatusMessage?: string | undefined;
  MessageCategory?: string | undefined;
  RecoveryPointArn?: string | undefined;
  readonly EncryptionKeyArn?: string | undefined;
  readonly IsEncrypted?: boolean | undefined;
  readonly BackupSizeInBytes: number;
}

export interface CopyJob {
  readonly CopyJobId: string;
  readonly SourceBackupVaultArn: string;
  readonly SourceRecoveryPointArn: string;
  readonly DestinationBackupVaultArn: string;
  DestinationRecoveryPointArn?: string | undefined;
  readonly DestinationRecoveryPointLifecycle?: Lifecycle | undefined;
  readonly ResourceArn: string;
  readonly ResourceType: string;
  readonly ResourceName?: string | undefined;
  readonly IamRoleArn: string;
  readonly CreatedBy?: Creator | undefined;
  readonly CreatedByBackupJobId?: string | undefined;
  readonly CreationDate: Date;
  CompletionDate?: Date | undefined;
  State: string;
  StatusMessage?: string | undefined;
  MessageCategory?: string | undefined;
  readonly BackupSizeInBytes: number;
}

export interface RestoreJob {
  readonly RestoreJobId: string;
  readonly RecoveryPointArn: string;
  readonly SourceResourceArn: string;
  readonly BackupVaultArn?: string | undefined;
  readonly IamRoleArn: string;
  readonly ResourceType: string;
  readonly CreationDate: Date;
  readonly RecoveryPointCreationDate?: Date | undefined;
  readonly BackupSizeInBytes: number;
  readonly ExpectedCompletionTimeMinutes?: number | undefined;
  readonly CreatedBy?: { readonly RestoreTestingPlanArn: string } | undefined;
  CompletionDate?: Date | undefined;
  Status: string;
  StatusMessage?: string | undefined;
  CreatedResourceArn?: string | undefined;
  ValidationStatus?: string | undefined;
  ValidationStatusMessage?: string | undefined;
  DeletionStatus?: string | undefined;
  readonly metadata: Tags;
}
