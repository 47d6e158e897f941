import { type Fact, known, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { VaultRecord } from '../model/vault.ts';
import type { Estate } from './estate.ts';
import { placeOfVault } from './points.ts';

export const AIR_GAPPED = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT';

/** The vault that an ARN names; known and undefined when its Region was read and has none of that name. */
export function vaultOf(estate: Estate, arn: string): Fact<VaultRecord | undefined> {
  const place = placeOfVault(arn);
  const regionInventory = place && estate.region(place.account, place.region);
  if (!regionInventory) {
    return unknown(
      'not-collected',
      `the vaults of account ${place?.account} in ${place?.region} were not read, so ${arn} could not be checked`,
      'backup:ListBackupVaults',
    );
  }
  if (!regionInventory.vaults.known) return regionInventory.vaults;
  const vault = vaultsByArn(regionInventory).get(arn);
  return vault === undefined && regionInventory.moreVaults
    ? regionInventory.moreVaults
    : known(vault, regionInventory.vaults.from);
}

const indexes = new WeakMap<RegionInventory, ReadonlyMap<string, VaultRecord>>();

function vaultsByArn(regionInventory: RegionInventory): ReadonlyMap<string, VaultRecord> {
  const found = indexes.get(regionInventory);
  if (found) return found;
  const made = new Map(
    (regionInventory.vaults.known ? regionInventory.vaults.value : []).map((vault) => [vault.arn, vault]),
  );
  indexes.set(regionInventory, made);
  return made;
}

/**
 * A job whose retention lies outside the lock's range fails; an air-gapped vault is always locked. Source: backup API,
 * BackupVaultListMember; AWS Backup Developer Guide, logicallyairgappedvault.
 */
export function lockRangeObstacle(vault: VaultRecord, retentionDays: number, what: string): string | undefined {
  if (!vault.locked && vault.type !== AIR_GAPPED) return undefined;
  const { minRetentionDays, maxRetentionDays } = vault;
  if (minRetentionDays !== undefined && retentionDays < minRetentionDays) {
    return `the lock of vault ${vault.name} refuses less than ${minRetentionDays} d, ${what} would keep ${retentionDays} d`;
  }
  if (maxRetentionDays !== undefined && retentionDays > maxRetentionDays) {
    const kept = Number.isFinite(retentionDays) ? `${retentionDays} d` : 'forever';
    return `the lock of vault ${vault.name} refuses more than ${maxRetentionDays} d, ${what} would keep ${kept}`;
  }
  return undefined;
}
