import type { Fact } from './fact.ts';
import type { Instant } from './instant.ts';

/** A backup vault as `backup:ListBackupVaults` returns it. */
export interface VaultRecord {
  readonly name: string;
  readonly arn: string;
  /** Absent in old answers: a plain vault. */
  readonly type: string;
  readonly encryptionKeyArn?: string;
  readonly encryptionKeyType?: string;
  readonly locked: boolean;
  readonly minRetentionDays?: number;
  readonly maxRetentionDays?: number;
  /** Instant from which a compliance lock can no longer be changed; absent on a governance lock. */
  readonly lockDate?: Instant;
  /** The access policy's JSON text; `null` when the vault has none. */
  readonly accessPolicy: Fact<string | null>;
}
