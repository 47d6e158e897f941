import type { Requested, RequestedList } from './requested.ts';

/*
 * What DynamoDB is asked to make, by the names of its API in camelCase. `timeToLive`, `pointInTimeRecovery` and
 * `kinesisStreamArns` are set by calls of their own; templates say them with the table.
 */

export interface NewThroughput {
  readonly readCapacityUnits?: Requested<number>;
  readonly writeCapacityUnits?: Requested<number>;
}

export interface NewKeyElement {
  readonly attributeName?: Requested<string>;
  readonly keyType?: Requested<string>;
}

export interface NewProjection {
  readonly projectionType?: Requested<string>;
  readonly nonKeyAttributes?: RequestedList<string>;
}

export interface NewLocalIndex {
  readonly indexName?: Requested<string>;
  readonly keySchema?: RequestedList<NewKeyElement>;
  readonly projection?: Requested<NewProjection>;
}

export interface NewOnDemandThroughput {
  readonly maxReadRequestUnits?: Requested<number>;
  readonly maxWriteRequestUnits?: Requested<number>;
}

export interface NewGlobalIndex extends NewLocalIndex {
  readonly provisionedThroughput?: Requested<NewThroughput>;
  readonly onDemandThroughput?: Requested<NewOnDemandThroughput>;
}

export interface NewTimeToLive {
  readonly enabled?: Requested<boolean>;
  readonly attributeName?: Requested<string>;
}

export interface NewPointInTimeRecovery {
  readonly pointInTimeRecoveryEnabled?: Requested<boolean>;
  readonly recoveryPeriodInDays?: Requested<number>;
}

export interface NewStream {
  readonly streamEnabled?: Requested<boolean>;
  readonly streamViewType?: Requested<string>;
}

export interface NewTable {
  readonly tableName?: Requested<string>;
  /** Left out: PROVISIONED. */
  readonly billingMode?: Requested<string>;
  readonly provisionedThroughput?: Requested<NewThroughput>;
  readonly onDemandThroughput?: Requested<NewOnDemandThroughput>;
  /** Left out, it is not judged: `UpdateTable` need not repeat it. */
  readonly attributeDefinitions?: RequestedList<{
    readonly attributeName?: Requested<string>;
    readonly attributeType?: Requested<string>;
  }>;
  readonly keySchema?: RequestedList<NewKeyElement>;
  readonly globalSecondaryIndexes?: RequestedList<NewGlobalIndex>;
  readonly localSecondaryIndexes?: RequestedList<NewLocalIndex>;
  readonly streamSpecification?: Requested<NewStream>;
  readonly sseSpecification?: Requested<{
    readonly enabled?: Requested<boolean>;
    readonly sseType?: Requested<string>;
    readonly kmsMasterKeyId?: Requested<string>;
  }>;
  readonly tableClass?: Requested<string>;
  readonly warmThroughput?: Requested<{
    readonly readUnitsPerSecond?: Requested<number>;
    readonly writeUnitsPerSecond?: Requested<number>;
  }>;
  readonly timeToLive?: Requested<NewTimeToLive>;
  readonly pointInTimeRecovery?: Requested<NewPointInTimeRecovery>;
  readonly kinesisStreamArns?: RequestedList<string>;
  /** JSON text. */
  readonly resourcePolicy?: Requested<string>;
}

/** What one side of a change shows of a table. */
export interface TableSide {
  /** Left out: off. */
  readonly streamViewType?: Requested<string>;
  /** Left out: off. */
  readonly timeToLiveAttribute?: Requested<string>;
  readonly globalSecondaryIndexNames?: RequestedList<string>;
}

/** A change of a table that stays the same table, in one step. */
export interface TableChange {
  readonly before: TableSide;
  readonly after: TableSide;
}

export interface TableDeletion {
  readonly deletionProtectionEnabled?: Requested<boolean>;
}

export interface NewReplica {
  readonly regionName?: Requested<string>;
  readonly kmsMasterKeyId?: Requested<string>;
  readonly kinesisStreamArn?: Requested<string>;
  readonly globalSecondaryIndexNames?: RequestedList<string>;
}

/** A global table: all of its replicas, the one of its own Region too. */
export interface NewGlobalTable {
  readonly replicas?: RequestedList<NewReplica>;
  readonly witnessRegions?: RequestedList<string>;
  /** EVENTUAL where it is left out. */
  readonly multiRegionConsistency?: Requested<string>;
  readonly streamSpecification?: Requested<NewStream>;
  readonly timeToLive?: Requested<NewTimeToLive>;
  readonly localSecondaryIndexes?: RequestedList<NewLocalIndex>;
  readonly globalSecondaryIndexNames?: RequestedList<string>;
}
