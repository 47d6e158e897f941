import type { Fact, Unknown } from './fact.ts';
import type { Instant } from './instant.ts';

export type Tags = Readonly<Record<string, string>>;

export interface KeyAttribute {
  readonly name: string;
  readonly type: 'HASH' | 'RANGE';
}

export interface SecondaryIndex {
  readonly name: string;
  readonly keys: readonly KeyAttribute[];
  /** `ALL`, `KEYS_ONLY`, `INCLUDE`. */
  readonly projection: string;
  readonly nonKeyAttributes: readonly string[];
  /** Provisioned units; absent on local indexes and on demand. */
  readonly throughput?: Throughput;
  /** Most request units of a global index on demand, none where it is empty; absent in files that older versions saved. */
  readonly onDemandThroughput?: Partial<Throughput>;
  /** `ACTIVE`, `CREATING` …; absent on local indexes. */
  readonly status?: string;
}

export interface Throughput {
  readonly readUnits: number;
  readonly writeUnits: number;
}

export type BillingMode = 'PROVISIONED' | 'PAY_PER_REQUEST';

/** Absent or disabled `SSEDescription` is the key that DynamoDB owns. */
export type TableEncryption =
  | { readonly kind: 'aws-owned' }
  | { readonly kind: 'kms'; readonly keyArn: string; readonly status: string };

/** What a restore wrote about itself. Source: dynamodb `RestoreSummary`. */
export interface RestoreSummary {
  /** Absent after a point-in-time restore. */
  readonly sourceBackupArn?: string;
  readonly sourceTableArn?: string;
  /** The point in time that was restored, not the time of the restore. */
  readonly restoredTo: Instant;
  readonly inProgress: boolean;
}

/** `dynamodb:DescribeTable`, as far as policies ask. */
export interface TableDescription {
  readonly status: string;
  /** A table re-created under a name has another; absent in files that older versions saved. */
  readonly id?: string;
  readonly createdAt?: Instant;
  readonly keys: readonly KeyAttribute[];
  /** Key attribute → its type, indexes' keys included; absent in files that older versions saved. */
  readonly attributeTypes?: Readonly<Record<string, string>>;
  readonly billingMode: BillingMode;
  readonly throughput: Throughput;
  readonly globalIndexes: readonly SecondaryIndex[];
  readonly localIndexes: readonly SecondaryIndex[];
  readonly encryption: TableEncryption;
  /** The view type, or `disabled`. */
  readonly stream: string;
  /** Absent where only a native backup tells of the table: it does not keep this. */
  readonly deletionProtection?: boolean;
  readonly tableClass: string;
  /** Most request units; absent: no maximum is set. */
  readonly onDemandThroughput?: Partial<Throughput>;
  /** In what stands in for a table that is gone: why nobody knows whether it had a maximum. */
  readonly onDemandUnknown?: Unknown;
  /** Units that the table is ready to serve at once. */
  readonly warmThroughput?: Throughput;
  readonly sizeBytes?: number;
  readonly itemCount?: number;
  readonly replicaRegions: readonly string[];
  /** `eu-central-1 of 444455556666`: replicas in other accounts. This and the next three are absent in files that older versions saved. */
  readonly replicaAccounts?: readonly string[];
  readonly witnessRegions?: readonly string[];
  /** Of a global table: `EVENTUAL` or `STRONG`; `none` of any other. */
  readonly multiRegionConsistency?: string;
  /** `NAME: definition` */
  readonly vectorIndexes?: readonly string[];
  readonly restore?: RestoreSummary;
}

export interface TimeToLive {
  readonly status: 'ENABLED' | 'ENABLING' | 'DISABLED' | 'DISABLING';
  readonly attribute?: string;
}

export interface PointInTimeRecovery {
  readonly enabled: boolean;
  /** 1–35. Absent: AWS's default of 35. */
  readonly recoveryPeriodDays?: number;
  readonly earliestRestorableAt?: Instant;
  readonly latestRestorableAt?: Instant;
}

export interface PlaceUnknown {
  readonly account?: Unknown;
  readonly region?: Unknown;
}

/** In a preview: why nobody knows whether a table will be there. */
export interface PerhapsAbsent {
  readonly why: Unknown;
  /** Given: the table is new and in one place, which this leaves open; a record stands in each place that it may be in. */
  readonly place?: PlaceUnknown;
}

export interface TableRecord {
  readonly arn: string;
  readonly name: string;
  /** In a preview: the table gets its name when it is made, and `name` only stands for it. */
  readonly nameUnknown?: Unknown;
  /** In a preview without an inventory: what stands for an account or a Region that nothing tells. */
  readonly placeUnknown?: PlaceUnknown;
  /** Given: nothing of the table is for sure, neither good nor bad. */
  readonly perhapsAbsent?: PerhapsAbsent;
  readonly tags: Fact<Tags>;
  readonly description: Fact<TableDescription>;
  readonly timeToLive: Fact<TimeToLive>;
  readonly pointInTimeRecovery: Fact<PointInTimeRecovery>;
  /** The resource policy's JSON text; `null` when there is none. */
  readonly resourcePolicy: Fact<string | null>;
  /** Absent: not asked for, as of all but restored tables and their sources. */
  readonly unlisted?: UnlistedSettings;
}

/** What no setting of a policy is about: AWS does not say what a restore makes of it. */
export interface UnlistedSettings {
  /** ARNs of the streams of Kinesis that changes go to. */
  readonly kinesisStreams: Fact<readonly string[]>;
  readonly contributorInsights: Fact<boolean>;
}

/** A target that Application Auto Scaling manages, with the policies on it. */
export interface ScalableTarget {
  /** `table/NAME` or `table/NAME/index/INDEX`. */
  readonly resourceId: string;
  /** `dynamodb:table:ReadCapacityUnits` … */
  readonly dimension: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly createdAt?: Instant;
  readonly suspended: boolean;
  /** Its scheduled actions do not run. Absent: they do. */
  readonly scheduledSuspended?: boolean;
}

/** What Application Auto Scaling sets the bounds of a target to, and when. */
export interface ScheduledAction {
  readonly name: string;
  readonly resourceId: string;
  readonly dimension: string;
  /** `at(…)`, `rate(…)` or `cron(…)`. */
  readonly schedule: string;
  /** UTC unless set. */
  readonly timezone?: string;
  readonly startAt?: Instant;
  readonly endAt?: Instant;
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
}

export interface ScalingPolicy {
  readonly name: string;
  readonly resourceId: string;
  readonly dimension: string;
  /** Target utilisation in percent; absent when it is no target tracking policy. */
  readonly targetValue?: number;
  readonly scaleInCooldownSeconds?: number;
  readonly scaleOutCooldownSeconds?: number;
  readonly disableScaleIn: boolean;
  /** The target tracking configuration as JSON, all of it: what `PutScalingPolicy` takes. */
  readonly configuration?: string;
  readonly alarmNames: readonly string[];
}

export interface Alarm {
  readonly name: string;
  readonly arn?: string;
  readonly kind: 'metric' | 'composite';
  /** Metrics of `AWS/DynamoDB` that the alarm watches, single, in math, or in Metrics Insights SQL. */
  readonly watches: readonly {
    readonly metric: string;
    readonly table?: string;
    readonly index?: string;
    readonly operation?: string;
  }[];
  readonly statistic?: string;
  readonly periodSeconds?: number;
  readonly evaluationPeriods?: number;
  readonly threshold?: number;
  readonly comparison?: string;
  /** At `ALARM`. */
  readonly actions: readonly string[];
  /** At `OK` and `INSUFFICIENT_DATA`; absent in files that older versions saved. */
  readonly okActions?: readonly string[];
  readonly insufficientDataActions?: readonly string[];
  /** How many of the periods must breach; all of them unless set. Absent as above, and of composite alarms. */
  readonly datapointsToAlarm?: number;
  /** `missing` unless set: `breaching`, `notBreaching`, `ignore`. */
  readonly treatMissingData?: string;
  readonly actionsEnabled: boolean;
  /** A metrics expression or a composite alarm's rule, as written. */
  readonly expression?: string;
  /** The alarm as JSON, all of it: what `PutMetricAlarm` or `PutCompositeAlarm` takes. */
  readonly definition?: string;
}

/** An identity policy statement source: one managed or inline policy document and who has it. */
export interface IdentityPolicy {
  /** `role/app/inline-name` or the managed policy's ARN. */
  readonly id: string;
  readonly attachedTo: readonly string[];
  readonly document: string;
}
