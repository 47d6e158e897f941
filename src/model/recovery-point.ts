import type { Instant } from './instant.ts';
import type { Lifecycle } from './plan.ts';

/** A recovery point as `backup:ListRecoveryPointsByBackupVault` returns it. */
export interface RecoveryPoint {
  readonly arn: string;
  readonly vaultName: string;
  /** Set on copies: the vault that the point was copied from. */
  readonly sourceVaultArn?: string;
  /** The table backed up; on a copy, the source table. */
  readonly resourceArn: string;
  readonly resourceName?: string;
  readonly status: string;
  /** When the job started. Copies keep the source's. Retention counts from it. */
  readonly createdAt: Instant;
  readonly initiatedAt?: Instant;
  readonly completedAt?: Instant;
  readonly sizeBytes?: number;
  readonly lifecycle?: Lifecycle;
  readonly deleteAt?: Instant;
  readonly moveToColdStorageAt?: Instant;
  readonly encrypted?: boolean;
  readonly encryptionKeyArn?: string;
  readonly planId?: string;
  /** Version of the plan that was in force when the plan made the point. */
  readonly planVersion?: string;
  readonly ruleId?: string;
  readonly vaultType?: string;
}
