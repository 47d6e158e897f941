import { isScalar } from 'yaml';
import {
  days,
  flag,
  instant,
  json,
  list,
  number,
  type Out,
  oneOf,
  policyDocument,
  type Reader,
  record,
  reference,
  text,
} from '../reader.ts';
import { tags } from './lifecycle.ts';

const keySchema = list(record({ attributeName: text(), keyType: oneOf('HASH', 'RANGE') }, {}));

const projection = record({ projectionType: oneOf('ALL', 'KEYS_ONLY', 'INCLUDE') }, { nonKeyAttributes: list(text()) });

const throughput = record({ readCapacityUnits: number(0), writeCapacityUnits: number(0) }, {});

const onDemandThroughput = record({}, { maxReadRequestUnits: number(-1), maxWriteRequestUnits: number(-1) });

const replicaEntry = record(
  { regionName: text() },
  {
    replicaStatus: oneOf(
      'CREATING',
      'CREATION_FAILED',
      'UPDATING',
      'DELETING',
      'ACTIVE',
      'REGION_DISABLED',
      'INACCESSIBLE_ENCRYPTION_CREDENTIALS',
      'ARCHIVING',
      'ARCHIVED',
      'REPLICATION_NOT_AUTHORIZED',
    ),
    /** Of a replica in another account. */
    replicaArn: text(),
    kmsMasterKeyId: text(),
  },
);

const replica: Reader<Out<typeof replicaEntry>> = (node, reading, path) => {
  if (!isScalar(node)) return replicaEntry(node, reading, path);
  const regionName = text()(node, reading, path);
  return regionName === undefined ? undefined : { regionName };
};

export const table = record(
  { tableName: text() },
  {
    /** Makes this many tables; `{n}` in the name is the number, from 1. */
    count: number(1, 1_000_000),
    tableId: text(),
    tableStatus: oneOf(
      'CREATING',
      'UPDATING',
      'DELETING',
      'ACTIVE',
      'INACCESSIBLE_ENCRYPTION_CREDENTIALS',
      'ARCHIVING',
      'ARCHIVED',
      'REPLICATION_NOT_AUTHORIZED',
    ),
    creationDateTime: instant(),
    attributeDefinitions: list(record({ attributeName: text(), attributeType: oneOf('S', 'N', 'B') }, {})),
    keySchema,
    billingMode: oneOf('PROVISIONED', 'PAY_PER_REQUEST'),
    provisionedThroughput: throughput,
    onDemandThroughput,
    globalSecondaryIndexes: list(
      record(
        { indexName: text(), keySchema },
        {
          projection,
          provisionedThroughput: throughput,
          onDemandThroughput,
          indexStatus: oneOf('CREATING', 'UPDATING', 'DELETING', 'ACTIVE'),
        },
      ),
    ),
    localSecondaryIndexes: list(record({ indexName: text(), keySchema }, { projection })),
    streamSpecification: record(
      { streamViewType: oneOf('NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY') },
      { streamEnabled: flag() },
    ),
    sseSpecification: record(
      {},
      { enabled: flag(), kmsMasterKeyId: text(), inaccessibleEncryptionDateTime: instant() },
    ),
    timeToLive: record(
      { attributeName: text() },
      { timeToLiveStatus: oneOf('ENABLED', 'DISABLED', 'ENABLING', 'DISABLING') },
    ),
    pointInTimeRecovery: record({}, { enabled: flag(), recoveryPeriodInDays: days(1), since: instant() }),
    deletionProtectionEnabled: flag(),
    tableClass: oneOf('STANDARD', 'STANDARD_INFREQUENT_ACCESS'),
    warmThroughput: record({ readUnitsPerSecond: number(0), writeUnitsPerSecond: number(0) }, {}),
    /** ARNs of the streams of Kinesis that changes go to. */
    kinesisStreams: list(text()),
    contributorInsights: flag(),
    itemCount: number(0),
    tableSizeBytes: number(0),
    /** Region names, or more of each; the tables there are made too, unless the scenario says them itself. */
    replicas: list(replica),
    multiRegionConsistency: oneOf('EVENTUAL', 'STRONG'),
    witnesses: list(text()),
    /** As `DescribeTable` gives them. */
    vectorIndexes: list(json()),
    tags,
    resourcePolicy: policyDocument(),
    restoreSummary: record(
      { restoreDateTime: instant() },
      { sourceBackupArn: text(), sourceTableArn: text(), restoreInProgress: flag() },
    ),
  },
);

export const nativeBackup = record(
  { tableName: reference(), backupName: text() },
  {
    backupType: oneOf('USER', 'SYSTEM', 'AWS_BACKUP'),
    backupStatus: oneOf('CREATING', 'AVAILABLE', 'DELETED'),
    backupCreationDateTime: instant(),
    backupExpiryDateTime: instant(),
  },
);

export type TableEntry = Out<typeof table>;
