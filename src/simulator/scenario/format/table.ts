import {
  days,
  flag,
  instant,
  list,
  number,
  type Out,
  oneOf,
  policyDocument,
  record,
  reference,
  text,
} from '../reader.ts';
import { tags } from './lifecycle.ts';

const keySchema = list(record({ attributeName: text(), keyType: oneOf('HASH', 'RANGE') }, {}));

const projection = record({ projectionType: oneOf('ALL', 'KEYS_ONLY', 'INCLUDE') }, { nonKeyAttributes: list(text()) });

const throughput = record({ readCapacityUnits: number(0), writeCapacityUnits: number(0) }, {});

const onDemandThroughput = record({}, { maxReadRequestUnits: number(-1), maxWriteRequestUnits: number(-1) });

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
    sseSpecification: record({}, { enabled: flag(), kmsMasterKeyId: text() }),
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
    replicas: list(text()),
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
