import { countedIds } from '../id.ts';
import { dynamoArn } from '../services/dynamodb/lookup.ts';
import { addReplica } from '../services/dynamodb/replicas.ts';
import { streamLabel } from '../services/dynamodb/tables.ts';
import { awsManagedKey, keyArn } from '../services/key.ts';
import type { Table, TableEncryption, Throughput } from '../state.ts';
import type { Builder } from './builder.ts';
import type { TableEntry } from './format.ts';
import { pascal } from './pascal.ts';

const NO_THROUGHPUT: Throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
const SOME_THROUGHPUT: Throughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };

export function buildTables(builder: Builder, entries: readonly TableEntry[], old: Date): void {
  for (const entry of entries) {
    for (const name of namesOf(entry)) builder.region.tables.set(name, buildTable(builder, entry, name, old));
  }
}

function namesOf({ tableName, count = 1 }: TableEntry): readonly string[] {
  return Array.from({ length: count }, (_, index) => tableName.replace('{n}', String(index + 1)));
}

/** After the tables of all Regions, so that a replica that the scenario says itself is not made again. */
export function buildReplicas({ world, region }: Builder, entries: readonly TableEntry[]): void {
  for (const entry of entries) {
    for (const table of namesOf(entry).map((name) => region.tables.get(name))) {
      for (const { regionName, replicaStatus = 'ACTIVE', replicaArn, kmsMasterKeyId } of entry.replicas ?? []) {
        const asked = { RegionName: regionName, ReplicaStatus: replicaStatus, ReplicaArn: replicaArn };
        if (table) addReplica(world, region, table, { ...asked, KMSMasterKeyId: kmsMasterKeyId });
      }
    }
  }
}

function buildTable(builder: Builder, entry: TableEntry, name: string, old: Date): Table {
  const { region } = builder;
  const created = entry.creationDateTime ?? old;
  const keys = pascal(entry.keySchema ?? [{ attributeName: 'id', keyType: 'HASH' as const }]);
  // With throughput given a table is provisioned, else on demand.
  const billingMode = entry.billingMode ?? (entry.provisionedThroughput ? 'PROVISIONED' : 'PAY_PER_REQUEST');
  const fallback = billingMode === 'PROVISIONED' ? SOME_THROUGHPUT : NO_THROUGHPUT;
  const globalIndexes = (entry.globalSecondaryIndexes ?? []).map((index) => ({
    IndexName: index.indexName,
    KeySchema: pascal(index.keySchema),
    Projection: pascal(index.projection ?? { projectionType: 'ALL' as const }),
    throughput: index.provisionedThroughput ? pascal(index.provisionedThroughput) : fallback,
    OnDemandThroughput: index.onDemandThroughput && pascal(index.onDemandThroughput),
    status: index.indexStatus ?? 'ACTIVE',
  }));
  const localIndexes = (entry.localSecondaryIndexes ?? []).map((index) => ({
    IndexName: index.indexName,
    KeySchema: pascal(index.keySchema),
    Projection: pascal(index.projection ?? { projectionType: 'ALL' as const }),
  }));
  const { streamSpecification: stream, timeToLive, pointInTimeRecovery: recovery } = entry;
  const streaming = stream !== undefined && stream.streamEnabled !== false;
  return {
    name,
    arn: dynamoArn(region, `table/${name}`),
    // The same in every run, whatever else the scenario holds: another id is another table.
    id: entry.tableId ?? countedIds(dynamoArn(region, `table/${name}`)).uuid('table'),
    created,
    status: entry.tableStatus ?? 'ACTIVE',
    attributes: attributesOf(entry, [keys, ...[...globalIndexes, ...localIndexes].map((index) => index.KeySchema)]),
    keys,
    billingMode,
    onDemandSince: billingMode === 'PAY_PER_REQUEST' ? created : undefined,
    throughput: entry.provisionedThroughput ? pascal(entry.provisionedThroughput) : fallback,
    onDemandThroughput: entry.onDemandThroughput && pascal(entry.onDemandThroughput),
    globalIndexes,
    localIndexes,
    encryption: encryptionOf(builder, entry),
    stream: streaming ? stream.streamViewType : undefined,
    streamLabel: streaming ? streamLabel(created) : undefined,
    deletionProtection: entry.deletionProtectionEnabled ?? false,
    tableClass: entry.tableClass ?? 'STANDARD',
    warmThroughput: entry.warmThroughput && pascal(entry.warmThroughput),
    kinesisStreams: entry.kinesisStreams ?? [],
    contributorInsights: entry.contributorInsights ?? false,
    itemCount: entry.itemCount ?? 0,
    sizeBytes: entry.tableSizeBytes ?? 0,
    replicas: [],
    multiRegionConsistency: entry.multiRegionConsistency,
    witnesses: entry.witnesses ?? [],
    vectorIndexes: (entry.vectorIndexes ?? []).map((index) => Object(pascal(index))),
    inaccessibleSince: entry.sseSpecification?.inaccessibleEncryptionDateTime,
    restore: entry.restoreSummary && { RestoreInProgress: false, ...pascal(entry.restoreSummary) },
    tags: Object.fromEntries(entry.tags ?? []),
    timeToLive: {
      status: timeToLive ? (timeToLive.timeToLiveStatus ?? 'ENABLED') : 'DISABLED',
      attribute: timeToLive?.attributeName,
    },
    pointInTimeRecovery: {
      enabled: recovery !== undefined && recovery.enabled !== false,
      days: recovery?.recoveryPeriodInDays ?? 35,
      since: recovery?.since ?? created,
    },
    resourcePolicy:
      entry.resourcePolicy === undefined
        ? undefined
        : { document: entry.resourcePolicy, revision: String(created.getTime()) },
  };
}

/** Key attributes that the scenario does not define are strings. */
function attributesOf(
  entry: TableEntry,
  keys: readonly (readonly { readonly AttributeName: string }[])[],
): Table['attributes'] {
  const defined = new Map(
    entry.attributeDefinitions?.map((attribute) => [attribute.attributeName, attribute.attributeType]),
  );
  const names = new Set([...defined.keys(), ...keys.flat().map((key) => key.AttributeName)]);
  return [...names].map((name) => ({ AttributeName: name, AttributeType: defined.get(name) ?? 'S' }));
}

function encryptionOf({ world, region }: Builder, entry: TableEntry): TableEncryption | undefined {
  const specification = entry.sseSpecification;
  if (!specification || specification.enabled === false) return undefined;
  const { kmsMasterKeyId: key } = specification;
  const arn = key === undefined ? awsManagedKey(world, region, 'dynamodb').Arn : keyArn(world, region, key);
  return { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: arn };
}
