import { known, type Unknown, unknown } from '../model/fact.ts';
import { DAY_MINUTES, type Instant, plusMinutes } from '../model/instant.ts';
import type { RegionInventory } from '../model/inventory.ts';
import { present } from '../model/present.ts';
import type { VaultRecord } from '../model/vault.ts';
import type { Edit, VaultLock, VaultSettings } from './change.ts';
import { withKeys } from './edit-table.ts';
import type { EditedBy } from './edited-by.ts';
import { put, without } from './fact-list.ts';

/** What a change of a vault, or of its lock or policy alone, makes of the Region. */
export function putVault(
  regionInventory: RegionInventory,
  edit: Edit & { readonly kind: 'vault' },
  by: EditedBy,
): RegionInventory {
  const { name, settings, whole } = edit;
  if (!regionInventory.vaults.known) return regionInventory;
  if (!name.known) return { ...regionInventory, vaults: name };
  const before = regionInventory.vaults.value.find((vault) => vault.name === name.value);
  const { lock } = settings;
  if (!before && !whole) {
    // What is taken away from a vault that is gone is gone. What is set on one makes no vault, and leaves open what it is about.
    if (Object.values(settings).every((setting) => setting.known && setting.value === null)) return regionInventory;
    const detail = `${by.address} is about vault ${name.value}, which is not among those that were read`;
    return { ...regionInventory, vaults: unknown('not-collected', detail) };
  }
  // What the lock will demand of copies cannot be told, and a vault has no place for that.
  if (lock && !lock.known) return { ...regionInventory, vaults: lock };
  const record = vaultAfter(regionInventory, name.value, before, settings, by.takenAt);
  const points = regionInventory.recoveryPoints;
  const listed = points.known && points.value.some(({ vaultName }) => vaultName === name.value);
  const noPoints = { vaultName: name.value, points: known([], 'the change') };
  return {
    ...regionInventory,
    vaults: put(
      regionInventory.vaults,
      record,
      (other) => other.name === name.value,
      (vault) => vault.name,
    ),
    recoveryPoints:
      listed || before
        ? points
        : put(
            points,
            noPoints,
            () => false,
            (each) => each.vaultName,
          ),
    keys: withKeys(regionInventory.keys, settings.encryptionKey ? [settings.encryptionKey] : []),
  };
}

/** What the end of a vault makes of the Region. */
export function withoutVault(
  regionInventory: RegionInventory,
  { name, ifDeletable }: Extract<Edit, { readonly kind: 'vault-gone' }>,
): RegionInventory {
  const holds = ifDeletable ? holdsPoints(regionInventory, name) : false;
  if (holds === true) return regionInventory;
  if (holds !== false)
    return { ...regionInventory, vaults: regionInventory.vaults.known ? holds : regionInventory.vaults };
  return {
    ...regionInventory,
    vaults: without(regionInventory.vaults, (vault) => vault.name === name),
    recoveryPoints: without(regionInventory.recoveryPoints, (points) => points.vaultName === name),
  };
}

/** A vault with recovery points cannot be deleted. Source: AWS Backup API, DeleteBackupVault. */
export function holdsPoints({ recoveryPoints }: RegionInventory, vault: string): boolean | Unknown {
  if (!recoveryPoints.known) return recoveryPoints;
  const listed = recoveryPoints.value.filter(({ vaultName }) => vaultName === vault).map(({ points }) => points);
  return listed.some((points) => points.known && points.value.length > 0)
    ? true
    : (listed.find((points) => !points.known) ?? false);
}

function vaultAfter(
  regionInventory: RegionInventory,
  name: string,
  before: VaultRecord | undefined,
  settings: VaultSettings,
  takenAt: Instant,
): VaultRecord {
  const { type, encryptionKey, lock, accessPolicy } = settings;
  const record: VaultRecord = before ?? {
    name,
    arn: `arn:${regionInventory.partition}:backup:${regionInventory.region}:${regionInventory.account}:backup-vault:${name}`,
    type: type ?? 'BACKUP_VAULT',
    locked: false,
    accessPolicy: known(null, 'the change'),
  };
  const keyed = encryptionKey && !before ? { ...record, encryptionKeyArn: encryptionKey.arn } : record;
  const locked = lock?.known ? lockedVault(keyed, lock.value, takenAt) : keyed;
  return accessPolicy === undefined ? locked : { ...locked, accessPolicy };
}

function lockedVault(vault: VaultRecord, lock: VaultLock | null, takenAt: Instant): VaultRecord {
  const { minRetentionDays: _min, maxRetentionDays: _max, lockDate, locked: _locked, ...bare } = vault;
  if (lock === null) return { ...bare, locked: false };
  const { minRetentionDays, maxRetentionDays, changeableForDays } = lock;
  return present({
    ...bare,
    locked: true,
    minRetentionDays,
    maxRetentionDays,
    lockDate:
      changeableForDays === undefined ? undefined : (lockDate ?? plusMinutes(takenAt, changeableForDays * DAY_MINUTES)),
  });
}
