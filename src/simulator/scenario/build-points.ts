import { parseArn, tableNameOf } from '../../model/arn.ts';
import { DEFAULT_START_WINDOW_MINUTES } from '../../schedule/defaults.ts';
import { JOB_HISTORY_MS } from '../services/backup/backup-jobs.ts';
import { copyOf } from '../services/backup/copy-jobs.ts';
import { vaultByArn } from '../services/backup/lookup.ts';
import { addPoint, isAdvanced, newPointArn } from '../services/backup/points.ts';
import { snapshotOf } from '../services/dynamodb/snapshot.ts';
import type { RecoveryPoint, Region, Rule, TableSnapshot, Vault } from '../state.ts';
import { type Builder, backupRole, creatorOf, dangling, instantsOf, resourcesOf } from './builder.ts';
import type { RecoveryPointEntry } from './format.ts';
import { pascal } from './pascal.ts';

const MINUTE_MS = 60_000;
/** How long a backup or copy took when the scenario does not say. */
const TAKES_MS = 10 * MINUTE_MS;
interface Copying {
  readonly vault: Vault;
  readonly region: Region;
  readonly lifecycle: RecoveryPoint['Lifecycle'];
  readonly afterMs: number;
  readonly takesMs: number;
  /** Undefined: as AWS does. */
  readonly namesSource: boolean | undefined;
}

export function buildRecoveryPoints(builder: Builder, entries: readonly RecoveryPointEntry[]): void {
  const snapshots = new Map<string, TableSnapshot>();
  for (const entry of entries) buildSeries(builder, entry, snapshots);
}

function buildSeries(builder: Builder, entry: RecoveryPointEntry, snapshots: Map<string, TableSnapshot>): void {
  const { region, world, now } = builder;
  const vault = region.vaults.get(entry.backupVaultName.text);
  if (!vault) {
    dangling(builder, entry.backupVaultName, `${region.name} has no vault ${entry.backupVaultName.text}`);
    return;
  }
  const by = creatorOf(builder, entry.createdBy);
  const lifecycle = entry.lifecycle ? pascal(entry.lifecycle) : by?.rule.Lifecycle;
  const copies = copiesOf(builder, entry, lifecycle);
  const isCopy = entry.sourceBackupVaultArn !== undefined;
  const advanced = isAdvanced(region) || isCopy;
  const status = entry.status ?? 'COMPLETED';
  const takes = entry.takes ?? TAKES_MS;
  const iamRole = entry.iamRoleArn ?? backupRole(builder);
  const instants = instantsOf(builder, entry);
  for (const resource of resourcesOf(builder, entry)) {
    const snapshot = snapshots.get(resource) ?? findSnapshot(builder, resource);
    snapshots.set(resource, snapshot);
    for (const created of instants) {
      const point: RecoveryPoint = {
        RecoveryPointArn: entry.recoveryPointArn ?? newPointArn(world, region, resource, created, advanced),
        ResourceArn: resource,
        ResourceType: 'DynamoDB',
        ResourceName: tableNameOf(resource),
        SourceBackupVaultArn: entry.sourceBackupVaultArn,
        CreatedBy: by?.creator,
        IamRoleArn: iamRole,
        Status: status,
        StatusMessage: entry.statusMessage,
        CreationDate: created,
        InitiationDate: created,
        CompletionDate: status === 'CREATING' ? undefined : new Date(created.getTime() + takes),
        BackupSizeInBytes: entry.backupSizeInBytes ?? snapshot.sizeBytes,
        Lifecycle: lifecycle,
        EncryptionKeyArn:
          entry.encryptionKeyArn ?? (advanced ? vault.EncryptionKeyArn : snapshot.encryption?.KMSMasterKeyArn),
        IsEncrypted: entry.isEncrypted ?? true,
        snapshot,
      };
      addPoint(vault, point);
      const withJobs = entry.jobs ?? !isCopy;
      const listed = withJobs && now.getTime() - created.getTime() < JOB_HISTORY_MS;
      if (listed) addBackupJob(builder, vault, point, by?.rule);
      for (const copy of copies) addCopy(builder, vault, point, copy, withJobs);
    }
  }
}

function copiesOf(
  builder: Builder,
  entry: RecoveryPointEntry,
  lifecycle: RecoveryPoint['Lifecycle'],
): readonly Copying[] {
  return (entry.copies ?? []).flatMap((copy) => {
    const found = vaultByArn(builder.world, copy.destinationBackupVaultArn.text);
    if (!found) {
      dangling(
        builder,
        copy.destinationBackupVaultArn,
        `the scenario has no vault ${copy.destinationBackupVaultArn.text}`,
      );
      return [];
    }
    return [
      {
        ...found,
        lifecycle: copy.lifecycle ? pascal(copy.lifecycle) : lifecycle,
        afterMs: copy.after ?? entry.takes ?? TAKES_MS,
        takesMs: copy.takes ?? TAKES_MS,
        namesSource: copy.namesSource,
      },
    ];
  });
}

function addBackupJob({ world, region }: Builder, vault: Vault, point: RecoveryPoint, rule: Rule | undefined): void {
  const window = rule?.StartWindowMinutes ?? DEFAULT_START_WINDOW_MINUTES;
  const done = point.Status !== 'CREATING';
  region.backupJobs.push({
    BackupJobId: world.ids.uuid('backup-job'),
    BackupVaultName: vault.BackupVaultName,
    BackupVaultArn: vault.BackupVaultArn,
    ResourceArn: point.ResourceArn,
    ResourceType: point.ResourceType,
    ResourceName: point.ResourceName,
    IamRoleArn: point.IamRoleArn,
    CreatedBy: point.CreatedBy,
    CreationDate: point.CreationDate,
    InitiationDate: point.InitiationDate,
    StartBy: new Date(point.CreationDate.getTime() + window * MINUTE_MS),
    RecoveryPointLifecycle: point.Lifecycle,
    CompletionDate: point.CompletionDate,
    State: done ? 'COMPLETED' : 'RUNNING',
    MessageCategory: done ? 'SUCCESS' : undefined,
    RecoveryPointArn: point.RecoveryPointArn,
    EncryptionKeyArn: point.EncryptionKeyArn,
    IsEncrypted: point.IsEncrypted,
    BackupSizeInBytes: point.BackupSizeInBytes,
  });
}

function addCopy(
  { world, region, now }: Builder,
  source: Vault,
  point: RecoveryPoint,
  copying: Copying,
  withJobs: boolean,
): void {
  const started = new Date(point.CreationDate.getTime() + copying.afterMs);
  const completed = new Date(started.getTime() + copying.takesMs);
  const id = world.ids.uuid('point');
  const made = copyOf(point, source, copying.vault, copying.region, id, copying.lifecycle, completed);
  const { namesSource } = copying;
  const copy =
    namesSource === undefined
      ? made
      : { ...made, SourceBackupVaultArn: namesSource ? source.BackupVaultArn : undefined };
  addPoint(copying.vault, copy);
  if (!withJobs || now.getTime() - completed.getTime() >= JOB_HISTORY_MS) return;
  region.copyJobs.push({
    CopyJobId: world.ids.uuid('copy-job'),
    SourceBackupVaultArn: source.BackupVaultArn,
    SourceRecoveryPointArn: point.RecoveryPointArn,
    DestinationBackupVaultArn: copying.vault.BackupVaultArn,
    DestinationRecoveryPointArn: copy.RecoveryPointArn,
    DestinationRecoveryPointLifecycle: copying.lifecycle,
    ResourceArn: point.ResourceArn,
    ResourceType: point.ResourceType,
    ResourceName: point.ResourceName,
    IamRoleArn: point.IamRoleArn,
    CreatedBy: point.CreatedBy,
    CreationDate: started,
    CompletionDate: completed,
    State: 'COMPLETED',
    MessageCategory: 'SUCCESS',
    BackupSizeInBytes: point.BackupSizeInBytes,
  });
}

/** The table as it is now stands for the table as it was; of a table that is gone only its name is known. */
function findSnapshot({ world }: Builder, arn: string): TableSnapshot {
  const parsed = parseArn(arn);
  const name = tableNameOf(arn) ?? 'unknown';
  const table = world.accounts
    .get(parsed?.account ?? '')
    ?.regions.get(parsed?.region ?? '')
    ?.tables.get(name);
  if (table) return snapshotOf(table);
  return {
    name,
    arn,
    id: world.ids.uuid('table'),
    created: new Date(0),
    attributes: [{ AttributeName: 'id', AttributeType: 'S' }],
    keys: [{ AttributeName: 'id', KeyType: 'HASH' }],
    billingMode: 'PAY_PER_REQUEST',
    throughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    onDemandThroughput: undefined,
    globalIndexes: [],
    localIndexes: [],
    encryption: undefined,
    stream: undefined,
    timeToLive: undefined,
    tags: {},
    itemCount: 0,
    sizeBytes: 0,
  };
}
