import { type BackupDescription, DescribeBackupCommand } from '@aws-sdk/client-dynamodb';
import { known } from '../model/fact.ts';
import type { NativeBackup, NativeBackupRecord } from '../model/native-backup.ts';
import { required, requiredInstant } from './answer.ts';
import { ask } from './ask.ts';
import type { Connection } from './connection.ts';
import { tableDescription, timeToLive } from './table-answers.ts';

const GONE = { codes: ['BackupNotFoundException'], value: undefined } as const;

/** What backups keep of their tables; those that are deleted are left out. */
export async function collectNativeBackups(
  connection: Connection,
  arns: Iterable<string>,
): Promise<readonly NativeBackupRecord[]> {
  const records = await Promise.all([...arns].toSorted().map((arn) => collectBackup(connection, arn)));
  return records.filter((record) => record !== undefined);
}

async function collectBackup(connection: Connection, arn: string): Promise<NativeBackupRecord | undefined> {
  const body = await ask(
    connection,
    'dynamodb:DescribeBackup',
    () => connection.dynamoDb.send(new DescribeBackupCommand({ BackupArn: arn })),
    (output) => nativeBackup(required(output.BackupDescription, 'BackupDescription')),
    GONE,
  );
  if (!body.known) return { arn, body };
  return body.value && { arn, body: known(body.value, body.from) };
}

/** A feature that is not told of was not enabled. Source: DynamoDB API, BackupDescription. */
function nativeBackup({ BackupDetails, ...source }: BackupDescription): NativeBackup {
  const table = required(source.SourceTableDetails, 'SourceTableDetails');
  const features = required(source.SourceTableFeatureDetails, 'SourceTableFeatureDetails');
  const { keys, billingMode, throughput, onDemandThroughput, globalIndexes, ...stated } = tableDescription({
    TableStatus: 'ACTIVE',
    KeySchema: table.KeySchema,
    BillingModeSummary: { BillingMode: table.BillingMode },
    ProvisionedThroughput: table.ProvisionedThroughput,
    OnDemandThroughput: table.OnDemandThroughput,
    GlobalSecondaryIndexes: features.GlobalSecondaryIndexes,
    LocalSecondaryIndexes: features.LocalSecondaryIndexes,
    SSEDescription: features.SSEDescription,
    StreamSpecification: features.StreamDescription,
  });
  const { localIndexes, encryption, stream } = stated;
  return {
    createdAt: requiredInstant(BackupDetails?.BackupCreationDateTime, 'BackupCreationDateTime'),
    tableArn: required(table.TableArn, 'TableArn'),
    table: {
      ...{ keys, billingMode, throughput, globalIndexes, localIndexes, encryption, stream },
      onDemandThroughput: onDemandThroughput ?? {},
    },
    timeToLive: timeToLive(features.TimeToLiveDescription ?? { TimeToLiveStatus: 'DISABLED' }),
  };
}
