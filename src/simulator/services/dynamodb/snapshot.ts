import type { Region, RestoreSummary, Table, TableEncryption, TableSnapshot, World } from '../../state.ts';
import { dynamoArn } from './lookup.ts';

export function snapshotOf(table: Table): TableSnapshot {
  return {
    name: table.name,
    arn: table.arn,
    id: table.id,
    created: table.created,
    attributes: table.attributes,
    keys: table.keys,
    billingMode: table.billingMode,
    throughput: table.throughput,
    onDemandThroughput: table.onDemandThroughput,
    globalIndexes: table.globalIndexes,
    localIndexes: table.localIndexes,
    encryption: table.encryption,
    stream: table.stream,
    timeToLive: table.timeToLive.status === 'ENABLED' ? table.timeToLive.attribute : undefined,
    tags: { ...table.tags },
    itemCount: table.itemCount,
    sizeBytes: table.sizeBytes,
  };
}

export interface RestoreTarget {
  readonly name: string;
  readonly created: Date;
  readonly encryption: TableEncryption | undefined;
  readonly summary: RestoreSummary;
}

/**
 * A new table made from a backup. Restored: data, keys, indexes, billing mode and throughput. Lost, to be set by hand:
 * auto scaling, IAM policies, alarms, tags, stream, TTL, deletion protection, PITR. The class is always Standard, and a
 * replica becomes a table of its own.
 * Sources: DynamoDB developer guide, "Backing up and restoring DynamoDB tables", "Restoring a table from a backup".
 */
export function restoredTable(world: World, region: Region, snapshot: TableSnapshot, target: RestoreTarget): Table {
  return {
    name: target.name,
    arn: dynamoArn(region, `table/${target.name}`),
    id: world.ids.uuid('table'),
    created: target.created,
    status: target.summary.RestoreInProgress ? 'CREATING' : 'ACTIVE',
    attributes: snapshot.attributes,
    keys: snapshot.keys,
    billingMode: snapshot.billingMode,
    onDemandSince: snapshot.billingMode === 'PAY_PER_REQUEST' ? target.created : undefined,
    throughput: snapshot.throughput,
    onDemandThroughput: snapshot.onDemandThroughput,
    globalIndexes: snapshot.globalIndexes,
    localIndexes: snapshot.localIndexes,
    encryption: target.encryption,
    stream: undefined,
    streamLabel: undefined,
    deletionProtection: false,
    tableClass: 'STANDARD',
    warmThroughput: undefined,
    kinesisStreams: [],
    contributorInsights: false,
    itemCount: snapshot.itemCount,
    sizeBytes: snapshot.sizeBytes,
    replicas: [],
    multiRegionConsistency: undefined,
    witnesses: [],
    vectorIndexes: [],
    inaccessibleSince: undefined,
    restore: target.summary,
    tags: {},
    timeToLive: { status: 'DISABLED', attribute: undefined },
    pointInTimeRecovery: { enabled: false, days: 35, since: target.created },
    resourcePolicy: undefined,
  };
}
