import type { Tags } from './tags.ts';

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
  warmThroughput: { readonly ReadUnitsPerSecond: number; readonly WriteUnitsPerSecond: number } | undefined;
  /** ARNs of the streams of Kinesis that changes go to. */
  kinesisStreams: readonly string[];
  contributorInsights: boolean;
  itemCount: number;
  sizeBytes: number;
  replicas: readonly Replica[];
  multiRegionConsistency: string | undefined;
  /** Regions that keep the log of a strongly consistent table, and no table. */
  readonly witnesses: readonly string[];
  /** Descriptions as DynamoDB gives them. */
  readonly vectorIndexes: readonly object[];
  /** Since when the key has been out of reach, of a table that is inaccessible for it. */
  readonly inaccessibleSince: Date | undefined;
  restore: RestoreSummary | undefined;
  tags: Tags;
  timeToLive: { status: 'ENABLED' | 'DISABLED' | 'ENABLING' | 'DISABLING'; attribute: string | undefined };
  pointInTimeRecovery: { enabled: boolean; days: number; since: Date };
  resourcePolicy: { document: string; revision: string } | undefined;
}

/** A table in another Region that holds the same items. */
export interface Replica {
  readonly RegionName: string;
  readonly ReplicaStatus: string;
  /** Of a replica in another account. */
  readonly ReplicaArn?: string | undefined;
  readonly KMSMasterKeyId?: string | undefined;
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
