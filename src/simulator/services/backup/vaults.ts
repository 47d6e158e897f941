import type { Thing } from '../../../constraints/refusals.ts';
import { ServiceError } from '../../error.ts';
import { flag, integer, needText, text, textMap } from '../../input.ts';
import { type Call, type Operation, reads, route, writes } from '../../operation.ts';
import { paginate } from '../../page.ts';
import { refuse } from '../../refuse.ts';
import type { Points, Region, Vault, VaultType, World } from '../../state.ts';
import { awsManagedKey, findKey, keyArn } from '../key.ts';
import { backupArn, invalid, notFound, refused, vaultOf } from './lookup.ts';

const DAY_MS = 86_400_000;
const VAULT = '/backup-vaults/{BackupVaultName}';

export const VAULT_OPERATIONS = {
  CreateBackupVault: { ...writes(createVault), http: route(`PUT ${VAULT}`) },
  CreateLogicallyAirGappedBackupVault: {
    ...writes(createAirGappedVault),
    http: route('PUT /logically-air-gapped-backup-vaults/{BackupVaultName}'),
  },
  DeleteBackupVault: { ...writes(deleteVault), http: route(`DELETE ${VAULT}`) },
  DescribeBackupVault: {
    ...reads((call) => members(call.region, vaultOf(call))),
    http: route(`GET ${VAULT}`, { backupVaultAccountId: 'BackupVaultAccountId' }),
  },
  ListBackupVaults: {
    ...reads(listVaults),
    http: route('GET /backup-vaults', {
      vaultType: 'ByVaultType',
      shared: 'ByShared',
      nextToken: 'NextToken',
      maxResults: 'MaxResults',
    }),
  },
  PutBackupVaultAccessPolicy: { ...writes(putPolicy), http: route(`PUT ${VAULT}/access-policy`) },
  GetBackupVaultAccessPolicy: { ...reads(getPolicy), http: route(`GET ${VAULT}/access-policy`) },
  DeleteBackupVaultAccessPolicy: { ...writes(deletePolicy), http: route(`DELETE ${VAULT}/access-policy`) },
  PutBackupVaultLockConfiguration: { ...writes(putLock), http: route(`PUT ${VAULT}/vault-lock`) },
  DeleteBackupVaultLockConfiguration: { ...writes(deleteLock), http: route(`DELETE ${VAULT}/vault-lock`) },
} satisfies Record<string, Operation>;

function emptyPoints(): Points {
  return { all: [], byArn: new Map(), byResource: new Map() };
}

export interface VaultDetails {
  readonly name: string;
  readonly type?: VaultType | undefined;
  readonly key?: string | undefined;
  readonly created: Date;
  readonly requestId?: string | undefined;
}

export function addVault(world: World, region: Region, details: VaultDetails): Vault {
  const type = details.type ?? 'BACKUP_VAULT';
  const vault: Vault = {
    BackupVaultName: details.name,
    BackupVaultArn: backupArn(region, `backup-vault:${details.name}`),
    VaultType: type,
    EncryptionKeyArn: vaultKey(world, region, type, details.key),
    CreationDate: details.created,
    CreatorRequestId: details.requestId,
    Locked: type === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
    policy: undefined,
    points: emptyPoints(),
  };
  region.vaults.set(details.name, vault);
  return vault;
}

/**
 * Without a key of the customer's, a vault has the one that AWS manages in the account, an air-gapped vault one that AWS owns.
 * Source: Backup API reference, CreateBackupVault and CreateLogicallyAirGappedBackupVault.
 */
function vaultKey(world: World, region: Region, type: VaultType, name: string | undefined): string | undefined {
  if (name !== undefined) return keyArn(world, region, name);
  return type === 'BACKUP_VAULT' ? awsManagedKey(world, region, 'backup').Arn : undefined;
}

function createVault(call: Call): object {
  refuse(call, 'backup-vault', named(call));
  const vault = newVault(call, 'BACKUP_VAULT');
  return {
    BackupVaultName: vault.BackupVaultName,
    BackupVaultArn: vault.BackupVaultArn,
    CreationDate: vault.CreationDate,
  };
}

function createAirGappedVault(call: Call): object {
  const [min, max] = [integer(call.input, 'MinRetentionDays'), integer(call.input, 'MaxRetentionDays')];
  refuse(call, 'air-gapped-vault', { ...named(call), minRetentionDays: min, maxRetentionDays: max });
  const vault = newVault(call, 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT');
  vault.MinRetentionDays = min;
  vault.MaxRetentionDays = max;
  return {
    BackupVaultName: vault.BackupVaultName,
    BackupVaultArn: vault.BackupVaultArn,
    CreationDate: vault.CreationDate,
    VaultState: 'AVAILABLE',
  };
}

function named({ input }: Call): Thing<'backup-vault'> {
  return { backupVaultName: text(input, 'BackupVaultName'), encryptionKeyArn: text(input, 'EncryptionKeyArn') };
}

function newVault(call: Call, type: VaultType): Vault {
  const name = needText(call.input, 'BackupVaultName');
  const twin = call.region.vaults.get(name);
  if (twin) {
    throw new ServiceError('AlreadyExistsException', `Backup vault with the same name already exists: ${name}`, {
      fields: { CreatorRequestId: twin.CreatorRequestId, Arn: twin.BackupVaultArn, Type: 'Sender' },
    });
  }
  const vault = addVault(call.world, call.region, {
    name,
    type,
    key: text(call.input, 'EncryptionKeyArn'),
    created: call.now,
    requestId: text(call.input, 'CreatorRequestId'),
  });
  call.region.tags.set(vault.BackupVaultArn, textMap(call.input, 'BackupVaultTags') ?? {});
  return vault;
}

function deleteVault(call: Call): object {
  const vault = vaultOf(call);
  if (vault.points.all.length > 0) {
    throw refused(`Backup vault cannot be deleted because it contains ${vault.points.all.length} recovery points`);
  }
  if (isCompliant(vault, call.now)) throw refused('Backup vault is locked in compliance mode');
  call.region.vaults.delete(vault.BackupVaultName);
  call.region.tags.delete(vault.BackupVaultArn);
  return {};
}

function listVaults(call: Call): object {
  const type = text(call.input, 'ByVaultType');
  // Sharing across accounts (RAM) is not simulated, so no vault is shared.
  const shared = flag(call.input, 'ByShared') ?? false;
  const { items, next } = paginate(call, [...call.region.vaults.values()], {
    matches: (vault) => !shared && (type ?? vault.VaultType) === vault.VaultType,
  });
  return { BackupVaultList: items.map((vault) => members(call.region, vault)), NextToken: next };
}

function members(region: Region, vault: Vault): object {
  const { policy: _policy, points, ...shown } = vault;
  return {
    ...shown,
    VaultState: 'AVAILABLE',
    NumberOfRecoveryPoints: points.all.length,
    EncryptionKeyType: encryptionKeyType(region, vault),
  };
}

/** AWS has words for two of three: the key that AWS manages in the account is neither, and is left out. */
export function encryptionKeyType(region: Region, vault: Vault): string | undefined {
  if (vault.EncryptionKeyArn === undefined) return 'AWS_OWNED_KMS_KEY';
  const key = findKey(region, vault.EncryptionKeyArn);
  return key?.KeyManager === 'AWS' ? undefined : 'CUSTOMER_MANAGED_KMS_KEY';
}

function putPolicy(call: Call): object {
  const vault = vaultOf(call);
  const policy = needText(call.input, 'Policy');
  try {
    JSON.parse(policy);
  } catch {
    throw invalid('The policy is not a valid JSON document');
  }
  vault.policy = policy;
  return {};
}

function getPolicy(call: Call): object {
  const vault = vaultOf(call);
  if (vault.policy === undefined) {
    throw notFound(`Backup vault ${vault.BackupVaultName} has no associated policy`);
  }
  return { BackupVaultName: vault.BackupVaultName, BackupVaultArn: vault.BackupVaultArn, Policy: vault.policy };
}

function deletePolicy(call: Call): object {
  vaultOf(call).policy = undefined;
  return {};
}

/** With `ChangeableForDays` a compliance lock, final after that grace time; without it a governance lock. */
function putLock(call: Call): object {
  const vault = vaultOf(call);
  const lock = {
    minRetentionDays: integer(call.input, 'MinRetentionDays'),
    maxRetentionDays: integer(call.input, 'MaxRetentionDays'),
    changeableForDays: integer(call.input, 'ChangeableForDays'),
  };
  refuse(call, 'vault-lock', { ...lock, before: lockOf(vault, call.now) });
  vault.Locked = true;
  vault.MinRetentionDays = lock.minRetentionDays;
  vault.MaxRetentionDays = lock.maxRetentionDays;
  const days = lock.changeableForDays;
  vault.LockDate = days === undefined ? undefined : new Date(call.now.getTime() + days * DAY_MS);
  return {};
}

function deleteLock(call: Call): object {
  const vault = vaultOf(call);
  refuse(call, 'vault-lock', { before: lockOf(vault, call.now) });
  vault.Locked = false;
  vault.MinRetentionDays = undefined;
  vault.MaxRetentionDays = undefined;
  vault.LockDate = undefined;
  return {};
}

function lockOf(vault: Vault, now: Date): Thing<'vault-lock'>['before'] {
  return vault.Locked ? { lockDateMs: vault.LockDate?.getTime(), nowMs: now.getTime() } : undefined;
}

function isCompliant(vault: Vault, now: Date): boolean {
  return vault.Locked && vault.LockDate !== undefined && vault.LockDate <= now;
}
