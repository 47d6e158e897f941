import { tableNameOf } from '../../../model/arn.ts';
import { ServiceError } from '../../error.ts';
import { date, flag, type Input, inners, integer, needText, oneOf, text } from '../../input.ts';
import { type Call, type Operation, reads, writes } from '../../operation.ts';
import { refuse } from '../../refuse.ts';
import type { NativeBackup, Table, TableSnapshot } from '../../state.ts';
import { restoredTableOf } from './asked.ts';
import { describeTable } from './description.ts';
import { invalid, notFound, tableName, tableOf } from './lookup.ts';
import { restoredTable, snapshotOf } from './snapshot.ts';
import {
  checkBackupName,
  readBillingMode,
  readEncryption,
  readGlobalIndex,
  readLocalIndex,
  readOnDemand,
  readThroughput,
} from './specification.ts';

export const NATIVE_BACKUP_OPERATIONS = {
  CreateBackup: writes(createBackup),
  DescribeBackup: reads((call) => ({ BackupDescription: describe(backupOf(call)) })),
  DeleteBackup: writes(deleteBackup),
  ListBackups: reads(listBackups),
  RestoreTableFromBackup: writes(restoreFromBackup),
  RestoreTableToPointInTime: writes(restoreToPointInTime),
} satisfies Record<string, Operation>;

function createBackup(call: Call): object {
  const table = tableOf(call, 'TableName', 'TableNotFoundException');
  const arn = `${table.arn}/backup/${call.now.getTime()}-${call.world.ids.hex('native-backup', 8)}`;
  const backup: NativeBackup = {
    BackupArn: arn,
    BackupName: checkBackupName(needText(call.input, 'BackupName')),
    BackupType: 'USER',
    BackupStatus: 'AVAILABLE',
    BackupCreationDateTime: call.now,
    snapshot: snapshotOf(table),
  };
  call.region.nativeBackups.set(arn, backup);
  return { BackupDetails: details(backup) };
}

function deleteBackup(call: Call): object {
  const backup = backupOf(call);
  if (backup.BackupType === 'AWS_BACKUP') throw invalid('Backups made by AWS Backup are deleted with AWS Backup');
  call.region.nativeBackups.delete(backup.BackupArn);
  return { BackupDescription: describe({ ...backup, BackupStatus: 'DELETED' }) };
}

/** `ALL` means USER and SYSTEM. Source: DynamoDB API reference, ListBackups. */
function listBackups(call: Call): object {
  const { input } = call;
  const table = input['TableName'] === undefined ? undefined : tableName(call);
  const type = oneOf(input, 'BackupType', ['USER', 'SYSTEM', 'AWS_BACKUP', 'ALL']) ?? 'USER';
  const from = date(input, 'TimeRangeLowerBound');
  const to = date(input, 'TimeRangeUpperBound');
  const start = text(input, 'ExclusiveStartBackupArn');
  const limit = Math.min(integer(input, 'Limit') ?? 100, call.world.pageSize ?? 100);
  const found = [...call.region.nativeBackups.values()].filter(
    (backup) =>
      (table ?? backup.snapshot.name) === backup.snapshot.name &&
      (type === 'ALL' ? backup.BackupType !== 'AWS_BACKUP' : backup.BackupType === type) &&
      (from === undefined || backup.BackupCreationDateTime >= from) &&
      (to === undefined || backup.BackupCreationDateTime < to),
  );
  const first = start === undefined ? 0 : found.findIndex((backup) => backup.BackupArn === start) + 1;
  const page = found.slice(first, first + limit);
  return {
    BackupSummaries: page.map((backup) => ({
      ...details(backup),
      TableName: backup.snapshot.name,
      TableId: backup.snapshot.id,
      TableArn: backup.snapshot.arn,
    })),
    LastEvaluatedBackupArn: first + limit < found.length ? page.at(-1)?.BackupArn : undefined,
  };
}

function restoreFromBackup(call: Call): object {
  const backup = backupOf(call);
  return restore(call, backup.snapshot, backup.snapshot.encryption, {
    SourceBackupArn: backup.BackupArn,
    SourceTableArn: backup.snapshot.arn,
    RestoreDateTime: backup.BackupCreationDateTime,
  });
}

function restoreToPointInTime(call: Call): object {
  const { input } = call;
  const arn = text(input, 'SourceTableArn');
  const source = arn === undefined ? tableOf(call, 'SourceTableName') : tableFromArn(call, arn);
  if (!source.pointInTimeRecovery.enabled) {
    const message = `Point in time recovery is not enabled for table ${source.name}`;
    throw new ServiceError('PointInTimeRecoveryUnavailableException', message);
  }
  const latest = new Date(call.now.getTime() - 5 * 60_000);
  const asked = date(input, 'RestoreDateTime');
  if (asked === undefined && flag(input, 'UseLatestRestorableTime') !== true) {
    throw invalid('Either RestoreDateTime or UseLatestRestorableTime is needed');
  }
  if (asked !== undefined && (asked > latest || asked < source.pointInTimeRecovery.since)) {
    throw new ServiceError('InvalidRestoreTimeException', `${asked.toISOString()} is outside the recovery window`);
  }
  return restore(call, snapshotOf(source), source.encryption, {
    SourceTableArn: source.arn,
    RestoreDateTime: asked ?? latest,
  });
}

/** The overrides that a native restore takes. Indexes can only be left out, not added. */
function restore(
  call: Call,
  snapshot: TableSnapshot,
  encryption: Table['encryption'],
  summary: { SourceBackupArn?: string; SourceTableArn: string; RestoreDateTime: Date },
): object {
  const { input, world, region, now } = call;
  const name = needText(input, 'TargetTableName');
  if (region.tables.has(name)) throw new ServiceError('TableAlreadyExistsException', `Table already exists: ${name}`);
  const billingMode = readBillingMode(input, 'BillingModeOverride') ?? snapshot.billingMode;
  const override = readEncryption(world, region, input, 'SSESpecificationOverride');
  const done = world.jobDurationsMs.restore === 0;
  const changed: TableSnapshot = {
    ...snapshot,
    billingMode,
    throughput: throughput(input, billingMode, snapshot),
    onDemandThroughput: readOnDemand(input, 'OnDemandThroughputOverride') ?? snapshot.onDemandThroughput,
    globalIndexes:
      inners(input, 'GlobalSecondaryIndexOverride')?.map((index) => readGlobalIndex(index, billingMode)) ??
      snapshot.globalIndexes,
    localIndexes: inners(input, 'LocalSecondaryIndexOverride')?.map(readLocalIndex) ?? snapshot.localIndexes,
  };
  refuse(call, 'table', restoredTableOf(name, changed));
  const table = restoredTable(world, region, changed, {
    name,
    created: now,
    encryption: override === undefined ? encryption : override === 'off' ? undefined : override,
    summary: { ...summary, RestoreInProgress: !done },
  });
  region.tables.set(name, table);
  if (!done) {
    world.deferred.add(now.getTime() + world.jobDurationsMs.restore, () => {
      table.status = 'ACTIVE';
      table.restore = { ...summary, RestoreInProgress: false };
    });
  }
  return { TableDescription: describeTable(table) };
}

function throughput(input: Input, billingMode: Table['billingMode'], snapshot: TableSnapshot): Table['throughput'] {
  if (input['ProvisionedThroughputOverride'] === undefined && billingMode === snapshot.billingMode)
    return snapshot.throughput;
  return readThroughput(input, billingMode, 'ProvisionedThroughputOverride');
}

function tableFromArn(call: Call, arn: string): Table {
  const table = call.region.tables.get(tableNameOf(arn) ?? '');
  if (table?.arn !== arn) throw notFound(`Requested resource not found: ${arn}`);
  return table;
}

function backupOf(call: Call): NativeBackup {
  const arn = needText(call.input, 'BackupArn');
  const backup = call.region.nativeBackups.get(arn);
  if (!backup) throw new ServiceError('BackupNotFoundException', `Backup not found: ${arn}`);
  return backup;
}

function details(backup: NativeBackup): object {
  const { snapshot, ...shown } = backup;
  return { ...shown, BackupSizeBytes: snapshot.sizeBytes };
}

function describe(backup: NativeBackup): object {
  const { snapshot } = backup;
  return {
    BackupDetails: details(backup),
    SourceTableDetails: {
      TableName: snapshot.name,
      TableId: snapshot.id,
      TableArn: snapshot.arn,
      TableSizeBytes: snapshot.sizeBytes,
      KeySchema: snapshot.keys,
      TableCreationDateTime: snapshot.created,
      ProvisionedThroughput: snapshot.throughput,
      OnDemandThroughput: snapshot.onDemandThroughput,
      ItemCount: snapshot.itemCount,
      BillingMode: snapshot.billingMode,
    },
    SourceTableFeatureDetails: {
      LocalSecondaryIndexes: snapshot.localIndexes,
      GlobalSecondaryIndexes: snapshot.globalIndexes.map((index) => ({
        IndexName: index.IndexName,
        KeySchema: index.KeySchema,
        Projection: index.Projection,
        ProvisionedThroughput: index.throughput,
        OnDemandThroughput: index.OnDemandThroughput,
      })),
      StreamDescription: snapshot.stream && { StreamEnabled: true, StreamViewType: snapshot.stream },
      TimeToLiveDescription: snapshot.timeToLive && { TimeToLiveStatus: 'ENABLED', AttributeName: snapshot.timeToLive },
      SSEDescription: snapshot.encryption,
    },
  };
}
