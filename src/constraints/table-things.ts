import type { Told, ToldList } from './told.ts';

/*
 * What DynamoDB is asked to make, by the names of its API in camelCase. `timeToLive`, `pointInTimeRecovery` and
 * `kinesisStreamArns` are set by calls of their own; templates say them with the table.
 */

export interface NewThroughput {
  readonly readCapacityUnits?: Told<number>;
  readonly writeCapacityUnits?: Told<number>;
}

export interface NewKeyElement {
  readonly attributeName?: Told<string>;
  readonly keyType?: Told<string>;
}

export interface NewProjection {
  readonly projectionType?: Told<string>;
  readonly nonKeyAttributes?: ToldList<string>;
}

export interface NewLocalIndex {
  readonly indexName?: Told<string>;
  readonly keySchema?: ToldList<NewKeyElement>;
  readonly projection?: Told<NewProjection>;
}

export interface NewOnDemandThroughput {
  readonly maxReadRequestUnits?: Told<number>;
  readonly maxWriteRequestUnits?: Told<number>;
}

export interface NewGlobalIndex extends NewLocalIndex {
  readonly provisionedThroughput?: Told<NewThroughput>;
  readonly onDemandThroughput?: Told<NewOnDemandThroughput>;
}

export interface NewTimeToLive {
  readonly enabled?: Told<boolean>;
  readonly attributeName?: Told<string>;
}

export interface NewPointInTimeRecovery {
  readonly pointInTimeRecoveryEnabled?: Told<boolean>;
  readonly recoveryPeriodInDays?: Told<number>;
}

export interface NewStream {
  readonly streamEnabled?: Told<boolean>;
  readonly streamViewType?: Told<string>;
}

export interface NewTable {
  readonly tableName?: Told<string>;
  /** Left out: PROVISIONED. */
  readonly billingMode?: Told<string>;
  readonly provisionedThroughput?: Told<NewThroughput>;
  readonly onDemandThroughput?: Told<NewOnDemandThroughput>;
  /** Left out, it is not judged: `UpdateTable` need not repeat it. */
  readonly attributeDefinitions?: ToldList<{
    readonly attributeName?: Told<string>;
    readonly attributeType?: Told<string>;
  }>;
  readonly keySchema?: ToldList<NewKeyElement>;
  readonly globalSecondaryIndexes?: ToldList<NewGlobalIndex>;
  readonly localSecondaryIndexes?: ToldList<NewLocalIndex>;
  readonly streamSpecification?: Told<NewStream>;
  readonly sseSpecification?: Told<{
    readonly enabled?: Told<boolean>;
    readonly sseType?: Told<string>;
    readonly kmsMasterKeyId?: Told<string>;
  }>;
  readonly tableClass?: Told<string>;
  readonly warmThroughput?: Told<{
    readonly readUnitsPerSecond?: Told<number>;
    readonly writeUnitsPerSecond?: Told<number>;
  }>;
  readonly timeToLive?: Told<NewTimeToLive>;
  readonly pointInTimeRecovery?: Told<NewPointInTimeRecovery>;
  readonly kinesisStreamArns?: ToldList<string>;
  /** JSON text. */
  readonly resourcePolicy?: Told<string>;
}

/** What one side of a change shows of a table. */
export interface TableSide {
  /** Left out: off. */
  readonly streamViewType?: Told<string>;
  /** Left out: off. */
  readonly timeToLiveAttribute?: Told<string>;
  readonly globalSecondaryIndexNames?: ToldList<string>;
}

/** A change of a table that stays the same table, in one step. */
export interface TableChange {
  readonly before: TableSide;
  readonly after: TableSide;
}

export interface TableDeletion {
  readonly deletionProtectionEnabled?: Told<boolean>;
}

export interface NewReplica {
  readonly regionName?: Told<string>;
  readonly kmsMasterKeyId?: Told<string>;
  readonly kinesisStreamArn?: Told<string>;
  readonly globalSecondaryIndexNames?: ToldList<string>;
}

/** A global table: all of its replicas, the one of its own Region too. */
export interface NewGlobalTable {
  readonly replicas?: ToldList<NewReplica>;
  readonly witnessRegions?: ToldList<string>;
  /** EVENTUAL where it is left out. */
  readonly multiRegionConsistency?: Told<string>;
  readonly streamSpecification?: Told<NewStream>;
  readonly timeToLive?: Told<NewTimeToLive>;
  readonly localSecondaryIndexes?: ToldList<NewLocalIndex>;
  readonly globalSecondaryIndexNames?: ToldList<string>;
}
