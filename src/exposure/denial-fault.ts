import { advancedFeatures } from '../estate/advanced-features.ts';
import type { HoldingVault } from '../estate/copy-vaults.ts';
import type { EstateTable } from '../estate/estate.ts';
import type { ArnFamily } from '../estate/pattern-cover.ts';
import { type Fact, known } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import { deletionVerdict } from './deletion-policy.ts';

/** How a vault's access policy fails to deny the three actions for the points of a table; known and undefined where it does not. */
export function denialFault(holding: HoldingVault, table: EstateTable): Fact<string | undefined> {
  const { vault, regionInventory } = holding;
  const { accessPolicy, arn } = vault;
  if (!accessPolicy.known) return accessPolicy;
  if (accessPolicy.value === null) return known('has no access policy', accessPolicy.from);
  const { value: policy, from } = accessPolicy;
  const verdict = (families: readonly ArnFamily[]) =>
    deletionVerdict(policy, { arn, account: regionInventory.account, points: families }, from);
  const { sure: families, either: all, advanced } = pointFamilies(holding, table);
  const sure = verdict(families);
  if (advanced.known || (sure.known && sure.value !== undefined)) return sure;
  const either = verdict(all);
  return either.known && either.value === undefined ? either : advanced;
}

interface PointFamilies {
  /** What the points are that exist, and those to come where that is known. */
  readonly sure: readonly ArnFamily[];
  readonly either: readonly ArnFamily[];
  /** Known and undefined where advanced features are on. */
  readonly advanced: Fact<string | undefined>;
}

/** The ARNs that points of a table in a vault have, and will have. */
export function pointFamilies({ regionInventory, points }: HoldingVault, table: EstateTable): PointFamilies {
  const { advanced: ofBackup, standard: ofDynamoDb } = familiesOf(regionInventory, table.name);
  const made = points.map((point) => (point.arn.includes(':recovery-point:') ? ofBackup : ofDynamoDb));
  // Only advanced backups are copied.
  const advanced =
    regionInventory === table.regionInventory ? advancedFeatures(regionInventory) : known(undefined, 'derived');
  const toCome = advanced.known ? [advanced.value === undefined ? ofBackup : ofDynamoDb] : [];
  return { sure: [...new Set([...made, ...toCome])], either: [ofBackup, ofDynamoDb], advanced };
}

/** A recovery point's ARN is AWS Backup's where advanced features are on, and DynamoDB's where they are off. */
function familiesOf({ partition, region, account }: Scope, tableName: string) {
  return {
    advanced: `arn:${partition}:backup:${region}:${account}:recovery-point:*`,
    standard: `arn:${partition}:dynamodb:${region}:${account}:table/${tableName}/backup/*`,
  };
}
