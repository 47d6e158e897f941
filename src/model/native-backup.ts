import type { Fact } from './fact.ts';
import type { Instant } from './instant.ts';
import type { TableDescription, Throughput, TimeToLive } from './table.ts';

/** A backup of DynamoDB's own kind, with what it keeps of its table. Source: dynamodb `DescribeBackup`. */
export interface NativeBackup {
  readonly createdAt: Instant;
  readonly tableArn: string;
  readonly table: Pick<
    TableDescription,
    'keys' | 'billingMode' | 'throughput' | 'globalIndexes' | 'localIndexes' | 'encryption' | 'stream'
  > & {
    /** Most request units on demand, none where it is empty; absent in files that older versions saved. */
    readonly onDemandThroughput?: Partial<Throughput>;
  };
  readonly timeToLive: TimeToLive;
}

export interface NativeBackupRecord {
  readonly arn: string;
  readonly body: Fact<NativeBackup>;
}

/** Of AWS Backup's recovery points only those without advanced features are such backups too. */
export function isNativeBackup(arn: string): boolean {
  return /:table\/[^/]+\/backup\//.test(arn);
}
