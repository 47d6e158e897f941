import { tableNameOf } from '../../model/arn.ts';
import { DEFAULT_START_WINDOW_MINUTES } from '../../schedule/defaults.ts';
import { backupArn } from '../services/backup/lookup.ts';
import { type Builder, backupRole, creatorOf, instantsOf, resourcesOf } from './builder.ts';
import type { BackupJobEntry, CopyJobEntry } from './format.ts';
import { pascal } from './pascal.ts';

const MINUTE_MS = 60_000;
const TAKES_MS = 10 * MINUTE_MS;
const UNFINISHED = new Set(['CREATED', 'PENDING', 'RUNNING', 'ABORTING']);

/** Backup jobs that are written out: those that failed, expired, or run. */
export function buildBackupJobs(builder: Builder, entries: readonly BackupJobEntry[]): void {
  const { world, region } = builder;
  for (const entry of entries) {
    const by = creatorOf(builder, entry.createdBy);
    const window = entry.startWindowMinutes ?? by?.rule.StartWindowMinutes ?? DEFAULT_START_WINDOW_MINUTES;
    const lifecycle = entry.lifecycle ? pascal(entry.lifecycle) : by?.rule.Lifecycle;
    for (const resource of resourcesOf(builder, entry)) {
      for (const created of instantsOf(builder, entry)) {
        region.backupJobs.push({
          BackupJobId: entry.backupJobId ?? world.ids.uuid('backup-job'),
          BackupVaultName: entry.backupVaultName,
          BackupVaultArn: backupArn(region, `backup-vault:${entry.backupVaultName}`),
          ResourceArn: resource,
          ResourceType: entry.resourceType ?? 'DynamoDB',
          ResourceName: tableNameOf(resource),
          IamRoleArn: entry.iamRoleArn ?? backupRole(builder),
          CreatedBy: by?.creator,
          CreationDate: created,
          StartBy: entry.startBy ?? new Date(created.getTime() + window * MINUTE_MS),
          RecoveryPointLifecycle: lifecycle,
          CompletionDate: completion(entry.state, created, entry.takes),
          State: entry.state,
          StatusMessage: entry.statusMessage,
          MessageCategory: entry.messageCategory ?? (entry.state === 'COMPLETED' ? 'SUCCESS' : undefined),
          RecoveryPointArn: entry.recoveryPointArn,
          IsEncrypted: false,
          BackupSizeInBytes: entry.backupSizeInBytes ?? 0,
        });
      }
    }
  }
}

export function buildCopyJobs(builder: Builder, entries: readonly CopyJobEntry[]): void {
  const { world, region } = builder;
  for (const entry of entries) {
    const by = creatorOf(builder, entry.createdBy);
    for (const resource of resourcesOf(builder, entry)) {
      for (const created of instantsOf(builder, entry)) {
        region.copyJobs.push({
          CopyJobId: entry.copyJobId ?? world.ids.uuid('copy-job'),
          SourceBackupVaultArn: backupArn(region, `backup-vault:${entry.sourceBackupVaultName ?? 'Default'}`),
          SourceRecoveryPointArn:
            entry.sourceRecoveryPointArn ?? backupArn(region, `recovery-point:${world.ids.uuid('point')}`),
          DestinationBackupVaultArn: entry.destinationBackupVaultArn,
          DestinationRecoveryPointArn: entry.destinationRecoveryPointArn,
          DestinationRecoveryPointLifecycle: entry.lifecycle && pascal(entry.lifecycle),
          ResourceArn: resource,
          ResourceType: 'DynamoDB',
          ResourceName: tableNameOf(resource),
          IamRoleArn: entry.iamRoleArn ?? backupRole(builder),
          CreatedBy: by?.creator,
          CreationDate: created,
          CompletionDate: completion(entry.state, created, entry.takes),
          State: entry.state,
          StatusMessage: entry.statusMessage,
          MessageCategory: entry.messageCategory ?? (entry.state === 'COMPLETED' ? 'SUCCESS' : undefined),
          BackupSizeInBytes: entry.backupSizeInBytes ?? 0,
        });
      }
    }
  }
}

function completion(state: string, created: Date, takes: number | undefined): Date | undefined {
  return UNFINISHED.has(state) ? undefined : new Date(created.getTime() + (takes ?? TAKES_MS));
}
