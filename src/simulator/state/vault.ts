import type { Lifecycle } from './plan.ts';
import type { TableSnapshot } from './table.ts';

export type VaultType = 'BACKUP_VAULT' | 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT';

export interface Vault {
  readonly BackupVaultName: string;
  readonly BackupVaultArn: string;
  readonly VaultType: VaultType;
  /** None on an air-gapped vault whose key AWS owns. */
  readonly EncryptionKeyArn: string | undefined;
  readonly CreationDate: Date;
  readonly CreatorRequestId?: string | undefined;
  Locked: boolean;
  MinRetentionDays?: number | undefined;
  MaxRetentionDays?: number | undefined;
  LockDate?: Date | undefined;
  policy: string | undefined;
  readonly points: Points;
}

/** The recovery points of a vault, oldest first, with the two look-ups that calls need. */
export interface Points {
  readonly all: RecoveryPoint[];
  readonly byArn: Map<string, RecoveryPoint>;
  readonly byResource: Map<string, RecoveryPoint[]>;
}

export interface Creator {
  readonly BackupPlanId: string;
  readonly BackupPlanArn: string;
  readonly BackupPlanName?: string | undefined;
  readonly BackupPlanVersion: string;
  readonly BackupRuleId: string;
  readonly BackupRuleName?: string | undefined;
  readonly BackupRuleCron?: string | undefined;
  readonly BackupRuleTimezone?: string | undefined;
}

export interface RecoveryPoint {
  readonly RecoveryPointArn: string;
  readonly ResourceArn: string;
  readonly ResourceType: string;
  readonly ResourceName?: string | undefined;
  readonly SourceBackupVaultArn?: string | undefined;
  readonly CreatedBy?: Creator | undefined;
  readonly IamRoleArn: string;
  Status: string;
  StatusMessage?: string | undefined;
  readonly CreationDate: Date;
  readonly InitiationDate?: Date | undefined;
  CompletionDate?: Date | undefined;
  readonly BackupSizeInBytes: number;
  Lifecycle?: Lifecycle | undefined;
  readonly EncryptionKeyArn?: string | undefined;
  readonly IsEncrypted: boolean;
  LastRestoreTime?: Date | undefined;
  /** The table as it was when the backup was made. */
  readonly snapshot: TableSnapshot | undefined;
}
