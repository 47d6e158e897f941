import type { Deferred } from './deferred.ts';
import type { Ids } from './id.ts';

/*
 * What the simulated accounts hold. Names and shapes are AWS's own where a structure goes over the wire as it is kept
 * (PascalCase members); what AWS does not show is camelCase.
 */

export type Tags = Record<string, string>;

export interface World {
  readonly clock: () => number;
  readonly ids: Ids;
  readonly deferred: Deferred;
  readonly accounts: Map<string, Account>;
  /** The account of access keys that name none. */
  readonly defaultAccount: string;
  readonly defaultRegion: string;
  /** Access key id → who signs with it. */
  readonly credentials: Map<string, Actor>;
  organization: Organization | undefined;
  /** Caps every page, so that paging is exercised with few resources. */
  pageSize: number | undefined;
  /** How long jobs take on the simulator's clock. */
  jobDurationsMs: { backup: number; copy: number; restore: number };
}

export interface Organization {
  readonly id: string;
  readonly managementAccount: string;
}

/** Who makes calls, as CloudTrail tells it. */
export interface Actor {
  readonly name: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly type: 'IAMUser' | 'AssumedRole' | 'Root';
  /** Of an assumed role: its name and path, and the session's name. SSO roles are `AWSReservedSSO_…`. */
  readonly roleName?: string | undefined;
  readonly rolePath?: string | undefined;
  readonly sourceIpAddress?: string | undefined;
  readonly userAgent?: string | undefined;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly partition: string;
  readonly regions: Map<string, Region>;
  enabledRegions: readonly string[];
  globalSettings: Record<string, string> | undefined;
  globalSettingsUpdated: Date | undefined;
  readonly actors: Map<string, Actor>;
  readonly roles: Map<string, Role>;
  readonly users: Map<string, User>;
  /** By ARN. */
  readonly policies: Map<string, ManagedPolicy>;
}

export interface Role {
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate: Date;
  AssumeRolePolicyDocument: string;
  Description?: string | undefined;
  MaxSessionDuration: number;
  tags: Tags;
  readonly inline: Map<string, string>;
  readonly attached: Set<string>;
}

export interface User {
  readonly UserName: string;
  readonly UserId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate: Date;
  readonly inline: Map<string, string>;
  readonly attached: Set<string>;
}

export interface ManagedPolicy {
  readonly PolicyName: string;
  readonly PolicyId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate: Date;
  UpdateDate: Date;
  Description?: string | undefined;
  tags: Tags;
  defaultVersion: string;
  readonly versions: Map<string, { document: string; created: Date }>;
}

export interface Region {
  readonly account: string;
  readonly partition: string;
  readonly name: string;
  optIn: Record<string, boolean>;
  management: Record<string, boolean>;
  readonly plans: Map<string, Plan>;
  readonly vaults: Map<string, Vault>;
  readonly backupJobs: BackupJob[];
  readonly copyJobs: CopyJob[];
  readonly restoreJobs: RestoreJob[];
  readonly restoreTestingPlans: Map<string, RestoreTestingPlan>;
  readonly tables: Map<string, Table>;
  /** By backup ARN. */
  readonly nativeBackups: Map<string, NativeBackup>;
  /** By `resourceId dimension`. */
  readonly scalableTargets: Map<string, ScalableTarget>;
  /** By `resourceId dimension name`. */
  readonly scalingPolicies: Map<string, ScalingPolicy>;
  readonly metricAlarms: Map<string, MetricAlarm>;
  readonly compositeAlarms: Map<string, CompositeAlarm>;
  readonly keys: Map<string, Key>;
  /** Alias name → key id. */
  readonly aliases: Map<string, string>;
  /** Tags of what has none of its own: plans, vaults, recovery points, alarms, scalable targets. By ARN. */
  readonly tags: Map<string, Tags>;
  /** Oldest first. */
  readonly trail: TrailEvent[];
}

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
  readonly ListOfTags: readonly (Condition & { readonly ConditionType: 'STRINGEQUALS' })[];
  readonly Conditions: {
    readonly StringEquals: readonly Condition[];
    readonly StringNotEquals: readonly Condition[];
    readonly StringLike: readonly Condition[];
    readonly StringNotLike: readonly Condition[];
  };
}

export type VaultType = 'BACKUP_VAULT' | 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT';

export interface Vault {
  readonly BackupVaultName: string;
  readonly BackupVaultArn: string;
  readonly VaultType: VaultType;
  readonly EncryptionKeyArn: string;
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

export interface RestoreTestingPlan {
  readonly RestoreTestingPlanName: string;
  readonly RestoreTestingPlanArn: string;
  readonly CreationTime: Date;
  readonly CreatorRequestId?: string | undefined;
  LastExecutionTime?: Date | undefined;
  LastUpdateTime?: Date | undefined;
  ScheduleExpression: string;
  ScheduleExpressionTimezone: string;
  StartWindowHours: number;
  RecoveryPointSelection: {
    readonly Algorithm: string;
    readonly IncludeVaults: readonly string[];
    readonly ExcludeVaults: readonly string[];
    readonly RecoveryPointTypes: readonly string[];
    readonly SelectionWindowDays: number;
  };
  readonly selections: Map<string, RestoreTestingSelection>;
}

export interface KeyValue {
  readonly Key: string;
  readonly Value: string;
}

export interface RestoreTestingSelection {
  readonly RestoreTestingSelectionName: string;
  readonly RestoreTestingPlanName: string;
  readonly CreationTime: Date;
  readonly CreatorRequestId?: string | undefined;
  readonly IamRoleArn: string;
  readonly ProtectedResourceType: string;
  readonly ProtectedResourceArns: readonly string[];
  readonly ProtectedResourceConditions: {
    readonly StringEquals: readonly KeyValue[];
    readonly StringNotEquals: readonly KeyValue[];
  };
  readonly RestoreMetadataOverrides: Tags;
  readonly ValidationWindowHours: number;
}

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

export interface Projection {
  readonly ProjectionType: string;
  readonly NonKeyAttributes?: readonly string[] | undefined;
}

export interface OnDemandThroughput {
  readonly MaxReadRequestUnits?: number | undefined;
  readonly MaxWriteRequestUnits?: number | undefined;
}

export interface GlobalIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: Projection;
  readonly throughput: Throughput;
  readonly status: string;
  readonly OnDemandThroughput?: OnDemandThroughput | undefined;
}

export interface LocalIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: Projection;
}

export type TableEncryption = { readonly Status: string; readonly SSEType: 'KMS'; readonly KMSMasterKeyArn: string };

/** What a backup holds of a table. */
export interface TableSnapshot {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly created: Date;
  readonly attributes: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly keys: readonly KeyElement[];
  readonly billingMode: 'PROVISIONED' | 'PAY_PER_REQUEST';
  readonly throughput: Throughput;
  readonly onDemandThroughput: OnDemandThroughput | undefined;
  readonly globalIndexes: readonly GlobalIndex[];
  readonly localIndexes: readonly LocalIndex[];
  readonly encryption: TableEncryption | undefined;
  readonly stream: string | undefined;
  readonly timeToLive: string | undefined;
  readonly tags: Tags;
  readonly itemCount: number;
  readonly sizeBytes: number;
}

export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly created: Date;
  status: string;
  attributes: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly keys: readonly KeyElement[];
  billingMode: 'PROVISIONED' | 'PAY_PER_REQUEST';
  onDemandSince: Date | undefined;
  throughput: Throughput;
  onDemandThroughput: OnDemandThroughput | undefined;
  globalIndexes: readonly GlobalIndex[];
  readonly localIndexes: readonly LocalIndex[];
  encryption: TableEncryption | undefined;
  /** The view type; undefined when the stream is off. */
  stream: string | undefined;
  /** Stays after a stream is switched off. */
  streamLabel: string | undefined;
  deletionProtection: boolean;
  tableClass: string;
  itemCount: number;
  sizeBytes: number;
  replicas: readonly string[];
  restore: RestoreSummary | undefined;
  tags: Tags;
  timeToLive: { status: 'ENABLED' | 'DISABLED' | 'ENABLING' | 'DISABLING'; attribute: string | undefined };
  pointInTimeRecovery: { enabled: boolean; days: number; since: Date };
  resourcePolicy: { document: string; revision: string } | undefined;
}

export interface RestoreSummary {
  readonly SourceBackupArn?: string | undefined;
  readonly SourceTableArn?: string | undefined;
  readonly RestoreDateTime: Date;
  readonly RestoreInProgress: boolean;
}

export interface NativeBackup {
  readonly BackupArn: string;
  readonly BackupName: string;
  readonly BackupType: 'USER' | 'SYSTEM' | 'AWS_BACKUP';
  BackupStatus: string;
  readonly BackupCreationDateTime: Date;
  readonly BackupExpiryDateTime?: Date | undefined;
  readonly snapshot: TableSnapshot;
}

export interface ScalableTarget {
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
  readonly ScalableTargetARN: string;
  readonly RoleARN: string;
  readonly CreationTime: Date;
  MinCapacity: number;
  MaxCapacity: number;
  SuspendedState: {
    readonly DynamicScalingInSuspended: boolean;
    readonly DynamicScalingOutSuspended: boolean;
    readonly ScheduledScalingSuspended: boolean;
  };
}

export interface ScalingPolicy {
  readonly PolicyARN: string;
  readonly PolicyName: string;
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
  readonly PolicyType: string;
  readonly TargetTrackingScalingPolicyConfiguration?: Readonly<Record<string, unknown>> | undefined;
  readonly StepScalingPolicyConfiguration?: Readonly<Record<string, unknown>> | undefined;
  readonly Alarms: readonly { readonly AlarmName: string; readonly AlarmARN: string }[];
  readonly CreationTime: Date;
}

/** Kept as it was put, plus what CloudWatch adds. */
export interface MetricAlarm {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly StateValue: string;
  readonly [member: string]: unknown;
}

export interface CompositeAlarm {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly StateValue: string;
  readonly [member: string]: unknown;
}

export interface Key {
  readonly KeyId: string;
  readonly Arn: string;
  readonly KeyManager: 'AWS' | 'CUSTOMER';
  readonly CreationDate: Date;
  readonly MultiRegion: boolean;
  Description: string;
  KeyState: 'Enabled' | 'Disabled' | 'PendingDeletion';
  DeletionDate?: Date | undefined;
  rotation: boolean;
  policy: string;
  tags: Tags;
}

export interface TrailEvent {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly at: Date;
  readonly readOnly: boolean;
  readonly username: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly resources: readonly { readonly ResourceType: string; readonly ResourceName: string }[];
  /** The record as CloudTrail writes it. */
  readonly record: Readonly<Record<string, unknown>>;
}
