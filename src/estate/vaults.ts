import { vaultNameOf } from '../model/arn.ts';
import type { Unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import type { VaultRecord } from '../model/vault.ts';
import type { Estate, EstateTable } from './estate.ts';
import { ownPoints } from './points.ts';
import { rulesOf } from './rules.ts';
import { targetVaults } from './target-vaults.ts';

/** The vaults of the table's own Region that hold its points, or will. */
export interface TableVaults {
  readonly vaults: readonly VaultRecord[];
  /** Named by a rule, and gone. */
  readonly missing: readonly string[];
  /** True when the table has no point yet, so that the vaults are those that its rules name. */
  readonly planned: boolean;
  readonly points: readonly RecoveryPoint[];
  /** Any of the points may be those of another table that had its name, and lie in vaults that the table has nothing to do with. */
  readonly doubtful: Unknown | undefined;
  readonly unread: readonly Unknown[];
}

/**
 * A table that is known to have no point is judged by the vaults that the rules selecting it write to: that is where its
 * points will be. A vault that could not be listed, or whose points could not, leaves open which vaults these are.
 */
export function vaultsOf(estate: Estate, table: EstateTable): TableVaults {
  const { points, unread, born } = ownPoints(table);
  const { rules, hidden } = rulesOf(estate, table);
  const planned = points.length === 0 && unread.length === 0;
  const targets = planned ? rules.map(({ rule }) => targetVaults(table, rule)) : [];
  const names = planned
    ? targets.flatMap(({ arns, doubt }) => (doubt ? [] : arns.flatMap((arn) => vaultNameOf(arn) ?? [])))
    : points.map((point) => point.vaultName);
  const listed = recordsOf(table.regionInventory);
  const found = [...new Set(names)].toSorted().map((name) => [name, listed.get(name)] as const);
  const absent = found.flatMap(([name, vault]) => (vault ? [] : [name]));
  const { vaults: list, moreVaults } = table.regionInventory;
  return {
    vaults: found.flatMap(([, vault]) => vault ?? []),
    missing: list.known && !moreVaults ? absent : [],
    planned,
    points,
    doubtful: points.length > 0 && !born.known ? born : undefined,
    unread: [
      ...(list.known ? [] : [list]),
      ...(moreVaults && absent.length > 0 ? [moreVaults] : []),
      ...unread,
      ...(planned ? hidden : []),
      ...targets.flatMap(({ doubt }) => doubt ?? []),
    ],
  };
}

const indexes = new WeakMap<RegionInventory, ReadonlyMap<string, VaultRecord>>();

function recordsOf(regionInventory: RegionInventory): ReadonlyMap<string, VaultRecord> {
  const found = indexes.get(regionInventory);
  if (found) return found;
  const made = new Map(
    (regionInventory.vaults.known ? regionInventory.vaults.value : []).map((vault) => [vault.name, vault]),
  );
  indexes.set(regionInventory, made);
  return made;
}
