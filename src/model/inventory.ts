import type { Fact, Unknown } from './fact.ts';
import type { Instant } from './instant.ts';
import type { BackupJob, CopyJob, RestoreJob, RestoreTestingPlan } from './job.ts';
import type { NativeBackupRecord } from './native-backup.ts';
import type { OrganizationInventory } from './organization.ts';
import type { PlanRecord } from './plan.ts';
import type { RecoveryPoint } from './recovery-point.ts';
import type { BackupRole } from './role.ts';
import type { StackRecord } from './stack.ts';
import type { Alarm, IdentityPolicy, ScalableTarget, ScalingPolicy, ScheduledAction, TableRecord } from './table.ts';
import type { VaultRecord } from './vault.ts';

export const INVENTORY_SCHEMA = 'holdfast/inventory/v1';

export interface Scope {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

export function isSamePlace(one: Scope, other: Scope): boolean {
  return one.account === other.account && one.region === other.region;
}

/** Service name → switched on. Absent name: AWS did not say. Source: backup `DescribeRegionSettings`. */
export interface RegionSettings {
  readonly optIn: Readonly<Record<string, boolean>>;
  readonly management: Readonly<Record<string, boolean>>;
}

/** Recovery points of one vault, of one resource type. */
export interface VaultPoints {
  readonly vaultName: string;
  readonly points: Fact<readonly RecoveryPoint[]>;
}

/** What Holdfast learned about one account in one Region. */
export interface RegionInventory extends Scope {
  /** False for a Region that was read only because a policy asks for copies in it. */
  readonly inScope: boolean;
  readonly settings: Fact<RegionSettings>;
  /** Those of the organization's management account, which decide for plans of backup policies; absent: it was not read. */
  readonly managementSettings?: Fact<RegionSettings>;
  readonly plans: Fact<readonly PlanRecord[]>;
  readonly vaults: Fact<readonly VaultRecord[]>;
  /** Given: the account may have vaults that the list lacks, as where a change is judged without an inventory. */
  readonly moreVaults?: Unknown;
  /** One entry a vault; unknown when the vaults themselves could not be listed. */
  readonly recoveryPoints: Fact<readonly VaultPoints[]>;
  /** Points older than this were not asked for; absent: all were. */
  readonly recoveryPointsSince?: Instant;
  readonly backupJobs: Fact<readonly BackupJob[]>;
  readonly copyJobs: Fact<readonly CopyJob[]>;
  readonly restoreJobs: Fact<readonly RestoreJob[]>;
  readonly restoreTestingPlans: Fact<readonly RestoreTestingPlan[]>;
  readonly tables: Fact<readonly TableRecord[]>;
  readonly scalableTargets: Fact<readonly ScalableTarget[]>;
  readonly scalingPolicies: Fact<readonly ScalingPolicy[]>;
  /** Absent in files that older versions saved. */
  readonly scheduledActions?: Fact<readonly ScheduledAction[]>;
  readonly alarms: Fact<readonly Alarm[]>;
  /** Native backups that tables in scope were restored from, as far as policies ask for what they keep; absent: none. */
  readonly nativeBackups?: readonly NativeBackupRecord[];
  /** Stacks that previews asked for; absent: none. */
  readonly stacks?: readonly StackRecord[];
  /** The keys of vaults, and those of tables where a policy asks. */
  readonly keys: readonly KeyRecord[];
}

/** Who manages a KMS key, whether it can be used, and what it is called. Source: kms `DescribeKey`, `ListAliases`. */
export interface KeyRecord {
  readonly arn: string;
  readonly manager: Fact<'AWS' | 'CUSTOMER'>;
  /** Absent in files that older versions saved. */
  readonly state?: Fact<KeyState>;
  /** Alias ARNs, sorted. Unknown for a key of another account: AWS lists the caller's own aliases only. */
  readonly aliases: Fact<readonly string[]>;
  /** The key policy's JSON text; absent: not asked for. */
  readonly policy?: Fact<string>;
}

/** Source: KMS Developer Guide, key-state. */
export interface KeyState {
  /** KMS's own word, `Enabled`; `NotFound` where KMS knows no such key. */
  readonly name: string;
  /** When a key that is pending deletion will be gone. */
  readonly deletionDate?: Instant;
}

/** What Holdfast learned about one account, in whatever Region. */
export interface AccountInventory {
  readonly partition: string;
  readonly account: string;
  /** `isCrossAccountBackupEnabled` and its kin. Source: backup `DescribeGlobalSettings`. */
  /** The ARN that AWS says it was read as; absent in files that older versions saved. */
  readonly readBy?: string;
  readonly globalSettings: Fact<Readonly<Record<string, string>>>;
  readonly identityPolicies: Fact<readonly IdentityPolicy[]>;
  /** The roles of this account that selections of its plans name, by ARN; absent in files that older versions saved. */
  readonly backupRoles?: Fact<readonly BackupRole[]>;
  /** The effective backup policy as AWS tells it, JSON text; null: it has none. Absent where no organization was read. */
  readonly effectiveBackupPolicy?: Fact<string | null>;
}

/** A place that was asked for and could not be read at all (no identity, so not even the account id). */
export interface UnreadScope {
  /** Empty where a change names a place of which nothing tells the Region. */
  readonly region: string;
  /** Where it is known without its identity: a change names it. */
  readonly account?: string;
  readonly roleArn?: string;
  readonly why: Unknown;
}

export interface ApiCalls {
  readonly total: number;
  readonly byOperation: Readonly<Record<string, number>>;
}

/** Every fact of one run, with the instant it was taken. Plain JSON: it is saved and read back as it is. */
export interface Inventory {
  readonly schema: typeof INVENTORY_SCHEMA;
  readonly takenAt: Instant;
  readonly accounts: readonly AccountInventory[];
  readonly regions: readonly RegionInventory[];
  readonly unread: readonly UnreadScope[];
  /** Absent where no organization was read. */
  readonly organization?: OrganizationInventory;
  readonly apiCalls: ApiCalls;
}
