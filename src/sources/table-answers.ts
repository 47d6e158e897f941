import type {
  AttributeDefinition,
  RestoreSummary as AwsRestoreSummary,
  TableDescription as AwsTable,
  ContinuousBackupsDescription,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  LocalSecondaryIndexDescription,
  OnDemandThroughput,
  ProvisionedThroughputDescription,
  ReplicaDescription,
  SSEDescription,
  TableWarmThroughputDescription,
  TimeToLiveDescription,
  VectorIndexDescription,
} from '@aws-sdk/client-dynamodb';
import { parseArn } from '../model/arn.ts';
import { present } from '../model/present.ts';
import type {
  KeyAttribute,
  PointInTimeRecovery,
  RestoreSummary,
  SecondaryIndex,
  TableDescription,
  TableEncryption,
  Throughput,
  TimeToLive,
} from '../model/table.ts';
import { instantOf, required, requiredInstant, sortedBy, sortedRecord, sortedTexts } from './answer.ts';
import { IncompleteAnswer } from './failure.ts';

/** `DescribeTable`'s answer. */
export function tableDescription(table: AwsTable): TableDescription {
  const billingMode = table.BillingModeSummary?.BillingMode ?? 'PROVISIONED';
  return present({
    status: required(table.TableStatus, 'TableStatus'),
    id: table.TableId,
    createdAt: instantOf(table.CreationDateTime),
    keys: keyAttributes(table.KeySchema),
    attributeTypes: table.AttributeDefinitions && attributeTypes(table.AttributeDefinitions),
    billingMode,
    throughput: throughputOf(table.ProvisionedThroughput) ?? { readUnits: 0, writeUnits: 0 },
    globalIndexes: byName(
      (table.GlobalSecondaryIndexes ?? []).map((index) => globalIndex(index, billingMode === 'PROVISIONED')),
    ),
    localIndexes: byName((table.LocalSecondaryIndexes ?? []).map(localIndex)),
    encryption: encryptionOf(table.SSEDescription),
    stream: table.StreamSpecification?.StreamEnabled
      ? required(table.StreamSpecification.StreamViewType, 'StreamViewType')
      : 'disabled',
    deletionProtection: table.DeletionProtectionEnabled ?? false,
    tableClass: table.TableClassSummary?.TableClass ?? 'STANDARD',
    onDemandThroughput: table.OnDemandThroughput && onDemandMaximum(table.OnDemandThroughput),
    warmThroughput: table.WarmThroughput && warmThroughput(table.WarmThroughput),
    sizeBytes: table.TableSizeBytes,
    itemCount: table.ItemCount,
    replicaRegions: sortedTexts(
      (table.Replicas ?? []).map((replica) => required(replica.RegionName, 'Replicas.RegionName')),
    ),
    replicaAccounts: sortedTexts((table.Replicas ?? []).flatMap((replica) => otherAccount(replica, table.TableArn))),
    witnessRegions: sortedTexts(
      (table.GlobalTableWitnesses ?? []).map(({ RegionName }) =>
        required(RegionName, 'GlobalTableWitnesses.RegionName'),
      ),
    ),
    multiRegionConsistency: table.MultiRegionConsistency ?? 'none',
    vectorIndexes: sortedTexts((table.VectorIndexes ?? []).map(vectorIndex)),
    restore: table.RestoreSummary && restoreSummary(table.RestoreSummary),
  });
}

function otherAccount({ ReplicaArn, RegionName }: ReplicaDescription, tableArn: string | undefined): string[] {
  const account = parseArn(ReplicaArn ?? '')?.account;
  return account === undefined || account === parseArn(tableArn ?? '')?.account ? [] : [`${RegionName} of ${account}`];
}

/** What somebody put; not how far it is. */
function vectorIndex(index: VectorIndexDescription): string {
  const { IndexName, SearchSchema, Projection, VectorAttribute, Dimensions, DistanceFunction } = index;
  const definition = { SearchSchema, Projection, VectorAttribute, Dimensions, DistanceFunction };
  return `${required(IndexName, 'VectorIndexes.IndexName')}: ${JSON.stringify(definition)}`;
}

function byName(indexes: readonly SecondaryIndex[]): SecondaryIndex[] {
  return sortedBy(indexes, (index) => index.name);
}

function globalIndex(index: GlobalSecondaryIndexDescription, provisioned: boolean): SecondaryIndex {
  return present({
    ...indexOf(index),
    throughput: provisioned ? throughputOf(index.ProvisionedThroughput) : undefined,
    onDemandThroughput: provisioned
      ? undefined
      : ((index.OnDemandThroughput && onDemandMaximum(index.OnDemandThroughput)) ?? {}),
    status: index.IndexStatus,
  });
}

function localIndex(index: LocalSecondaryIndexDescription): SecondaryIndex {
  return indexOf(index);
}

function indexOf(index: GlobalSecondaryIndexDescription | LocalSecondaryIndexDescription): SecondaryIndex {
  return {
    name: required(index.IndexName, 'IndexName'),
    keys: keyAttributes(index.KeySchema),
    projection: required(index.Projection?.ProjectionType, 'ProjectionType'),
    nonKeyAttributes: sortedTexts(index.Projection?.NonKeyAttributes),
  };
}

/** In the order of the key itself: since 2025 a key of an index may have several attributes of one type. */
function keyAttributes(keys: readonly KeySchemaElement[] | null | undefined): KeyAttribute[] {
  return required(keys, 'KeySchema').map((key) => ({
    name: required(key.AttributeName, 'AttributeName'),
    type: required(key.KeyType, 'KeyType'),
  }));
}

function attributeTypes(definitions: readonly AttributeDefinition[]): Readonly<Record<string, string>> {
  const types = definitions.map(({ AttributeName, AttributeType }): [string, string] => [
    required(AttributeName, 'AttributeName'),
    required(AttributeType, 'AttributeType'),
  ]);
  return sortedRecord(Object.fromEntries(types));
}

function throughputOf(throughput: ProvisionedThroughputDescription | null | undefined): Throughput | undefined {
  return (
    (throughput && {
      readUnits: required(throughput.ReadCapacityUnits, 'ReadCapacityUnits'),
      writeUnits: required(throughput.WriteCapacityUnits, 'WriteCapacityUnits'),
    }) ??
    undefined
  );
}

/** -1 takes a maximum away. Source: DynamoDB API, OnDemandThroughput. */
function onDemandMaximum({ MaxReadRequestUnits: read, MaxWriteRequestUnits: write }: OnDemandThroughput) {
  const set = (units: number | undefined) => (units === -1 ? undefined : units);
  const found = present({ readUnits: set(read), writeUnits: set(write) });
  return Object.keys(found).length === 0 ? undefined : found;
}

function warmThroughput({ ReadUnitsPerSecond, WriteUnitsPerSecond }: TableWarmThroughputDescription) {
  return {
    readUnits: required(ReadUnitsPerSecond, 'WarmThroughput.ReadUnitsPerSecond'),
    writeUnits: required(WriteUnitsPerSecond, 'WarmThroughput.WriteUnitsPerSecond'),
  };
}

/** No description, or a disabled one: the key that DynamoDB owns. */
function encryptionOf(description: SSEDescription | null | undefined): TableEncryption {
  if (!description || description.Status === 'DISABLED' || description.SSEType === 'AES256')
    return { kind: 'aws-owned' };
  return {
    kind: 'kms',
    keyArn: required(description.KMSMasterKeyArn, 'SSEDescription.KMSMasterKeyArn'),
    status: required(description.Status, 'SSEDescription.Status'),
  };
}

function restoreSummary(summary: AwsRestoreSummary): RestoreSummary {
  return present({
    sourceBackupArn: summary.SourceBackupArn,
    sourceTableArn: summary.SourceTableArn,
    restoredTo: requiredInstant(summary.RestoreDateTime, 'RestoreDateTime'),
    inProgress: required(summary.RestoreInProgress, 'RestoreInProgress'),
  });
}

/** `DescribeTimeToLive`'s answer. */
export function timeToLive(description: TimeToLiveDescription | null | undefined): TimeToLive {
  return present({
    status: required(description?.TimeToLiveStatus, 'TimeToLiveStatus'),
    attribute: description?.AttributeName,
  });
}

/** `DescribeContinuousBackups`' answer. `ContinuousBackupsStatus` is always ENABLED and says nothing. */
export function pointInTimeRecovery(description: ContinuousBackupsDescription | null | undefined): PointInTimeRecovery {
  const recovery = description?.PointInTimeRecoveryDescription;
  const status = required(recovery?.PointInTimeRecoveryStatus, 'PointInTimeRecoveryStatus');
  if (status !== 'ENABLED' && status !== 'DISABLED')
    throw new IncompleteAnswer('the answer holds a PointInTimeRecoveryStatus that is not documented');
  return present({
    enabled: status === 'ENABLED',
    recoveryPeriodDays: recovery?.RecoveryPeriodInDays,
    earliestRestorableAt: instantOf(recovery?.EarliestRestorableDateTime),
    latestRestorableAt: instantOf(recovery?.LatestRestorableDateTime),
  });
}
