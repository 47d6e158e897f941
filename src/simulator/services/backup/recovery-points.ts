import { date, flag, needText, text } from '../../input.ts';
import { type Call, type Operation, reads, route, writes } from '../../operation.ts';
import { paginate } from '../../page.ts';
import type { RecoveryPoint, Region, Vault } from '../../state.ts';
import { pointOf, refused, vaultOf } from './lookup.ts';
import { calculatedLifecycle, isCold, lockConflict, removePoint } from './points.ts';
import { readLifecycle } from './rule.ts';
import { encryptionKeyType } from './vaults.ts';

const POINTS = '/backup-vaults/{BackupVaultName}/recovery-points';
const POINT = `${POINTS}/{RecoveryPointArn}`;
const PAGE = { nextToken: 'NextToken', maxResults: 'MaxResults' };

export const RECOVERY_POINT_OPERATIONS = {
  ListRecoveryPointsByBackupVault: {
    ...reads(listByVault),
    http: route(`GET ${POINTS}`, {
      ...PAGE,
      backupVaultAccountId: 'BackupVaultAccountId',
      resourceArn: 'ByResourceArn',
      resourceType: 'ByResourceType',
      backupPlanId: 'ByBackupPlanId',
      createdBefore: 'ByCreatedBefore',
      createdAfter: 'ByCreatedAfter',
      parentRecoveryPointArn: 'ByParentRecoveryPointArn',
    }),
  },
  ListRecoveryPointsByResource: {
    ...reads(listByResource),
    http: route('GET /resources/{ResourceArn}/recovery-points', {
      ...PAGE,
      managedByAWSBackupOnly: 'ManagedByAWSBackupOnly',
    }),
  },
  DescribeRecoveryPoint: {
    ...reads(describePoint),
    http: route(`GET ${POINT}`, { backupVaultAccountId: 'BackupVaultAccountId' }),
  },
  GetRecoveryPointRestoreMetadata: { ...reads(getMetadata), http: route(`GET ${POINT}/restore-metadata`) },
  UpdateRecoveryPointLifecycle: { ...writes(updateLifecycle), http: route(`POST ${POINT}`) },
  DeleteRecoveryPoint: { ...writes(deletePoint), http: route(`DELETE ${POINT}`) },
} satisfies Record<string, Operation>;

function listByVault(call: Call): object {
  const vault = vaultOf(call);
  const resource = text(call.input, 'ByResourceArn');
  const type = text(call.input, 'ByResourceType');
  const plan = text(call.input, 'ByBackupPlanId');
  const before = date(call.input, 'ByCreatedBefore');
  const after = date(call.input, 'ByCreatedAfter');
  const parent = text(call.input, 'ByParentRecoveryPointArn');
  const candidates = resource === undefined ? vault.points.all : (vault.points.byResource.get(resource) ?? []);
  const { items, next } = paginate(call, candidates, {
    matches: (point) =>
      parent === undefined &&
      (type ?? point.ResourceType) === point.ResourceType &&
      (plan === undefined || point.CreatedBy?.BackupPlanId === plan) &&
      (before === undefined || point.CreationDate < before) &&
      (after === undefined || point.CreationDate > after),
  });
  return { RecoveryPoints: items.map((point) => members(call.region, vault, point)), NextToken: next };
}

function listByResource(call: Call): object {
  const resource = needText(call.input, 'ResourceArn');
  const found = [...call.region.vaults.values()].flatMap((vault) =>
    (vault.points.byResource.get(resource) ?? []).map((point) => ({ vault, point })),
  );
  // Backups made with DynamoDB itself are not kept in a vault, so all that is found here is AWS Backup's.
  flag(call.input, 'ManagedByAWSBackupOnly');
  const { items, next } = paginate(call, found);
  return {
    RecoveryPoints: items.map(({ vault, point }) => ({
      RecoveryPointArn: point.RecoveryPointArn,
      CreationDate: point.CreationDate,
      Status: point.Status,
      StatusMessage: point.StatusMessage,
      EncryptionKeyArn: point.EncryptionKeyArn,
      BackupSizeBytes: point.BackupSizeInBytes,
      BackupVaultName: vault.BackupVaultName,
      IsParent: false,
      ResourceName: point.ResourceName,
      VaultType: vault.VaultType,
    })),
    NextToken: next,
  };
}

function describePoint(call: Call): object {
  const vault = vaultOf(call);
  const point = pointOf(call, vault);
  return { ...members(call.region, vault, point), StorageClass: isCold(point, call.now) ? 'COLD' : 'WARM' };
}

/** Source: Backup developer guide, "Restore an Amazon DynamoDB database". */
function getMetadata(call: Call): object {
  const vault = vaultOf(call);
  const point = pointOf(call, vault);
  return {
    BackupVaultArn: vault.BackupVaultArn,
    RecoveryPointArn: point.RecoveryPointArn,
    RestoreMetadata: { targetTableName: '', originalTableName: point.ResourceName ?? '' },
    ResourceType: point.ResourceType,
  };
}

function updateLifecycle(call: Call): object {
  const vault = vaultOf(call);
  const point = pointOf(call, vault);
  const lifecycle = readLifecycle(call, call.input);
  if (lockConflict(vault, lifecycle)) throw refused("The retention is outside the range of the vault's lock");
  point.Lifecycle = lifecycle;
  return {
    BackupVaultArn: vault.BackupVaultArn,
    RecoveryPointArn: point.RecoveryPointArn,
    Lifecycle: lifecycle,
    CalculatedLifecycle: calculatedLifecycle(point.CreationDate, lifecycle),
  };
}

function deletePoint(call: Call): object {
  const vault = vaultOf(call);
  const point = pointOf(call, vault);
  if (vault.Locked) throw refused('Recovery points of a locked vault cannot be deleted before they expire');
  removePoint(vault, point);
  call.region.tags.delete(point.RecoveryPointArn);
  return {};
}

function members(region: Region, vault: Vault, point: RecoveryPoint): object {
  const { snapshot: _snapshot, ...shown } = point;
  return {
    ...shown,
    BackupVaultName: vault.BackupVaultName,
    BackupVaultArn: vault.BackupVaultArn,
    CalculatedLifecycle: calculatedLifecycle(point.CreationDate, point.Lifecycle),
    IsParent: false,
    VaultType: vault.VaultType,
    EncryptionKeyType: encryptionKeyType(region, vault),
  };
}
