import { append } from '../model/group-by.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { CopyRequirement } from '../model/policy.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import type { VaultRecord } from '../model/vault.ts';
import type { Estate, EstateTable } from './estate.ts';
import { copiesOf } from './points.ts';

/** A vault with the points of one table in it, oldest first. */
export interface HoldingVault {
  readonly vault: VaultRecord;
  readonly regionInventory: RegionInventory;
  readonly points: readonly RecoveryPoint[];
}

/** The vaults beyond the table's own place that hold its copies, in the places that the policy wants copies in and that were read. */
export function copyVaultsOf(
  estate: Estate,
  table: EstateTable,
  copies: readonly CopyRequirement[],
): readonly HoldingVault[] {
  const regionInventories = new Set(
    copies.map(({ region, account }) => estate.region(account ?? table.account, region)),
  );
  return [...regionInventories].flatMap((regionInventory) => {
    if (!regionInventory?.vaults.known || regionInventory === table.regionInventory) return [];
    const byVault = new Map<string, RecoveryPoint[]>();
    for (const point of copiesOf(estate, table, regionInventory.region, regionInventory.account).points)
      append(byVault, point.vaultName, point);
    return regionInventory.vaults.value.flatMap((vault) => {
      const points = byVault.get(vault.name);
      return points ? [{ vault, regionInventory, points }] : [];
    });
  });
}
