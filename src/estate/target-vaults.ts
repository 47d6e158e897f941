import type { Unknown } from '../model/fact.ts';
import type { BackupRule } from '../model/plan.ts';
import { advancedFeatures } from './advanced-features.ts';
import type { Place } from './estate.ts';

/** Where a rule puts its points; several where it is not known which. */
export interface TargetVaults {
  readonly arns: readonly string[];
  readonly doubt?: Unknown;
}

/**
 * An advanced backup goes straight into the air-gapped vault that the rule names, and leaves none in the other; a standard
 * one cannot lie there. Source: AWS Backup Developer Guide, lag-vault-primary-backup.
 */
export function targetVaults(place: Place, rule: BackupRule): TargetVaults {
  const { partition, region, account, regionInventory } = place;
  const plain = `arn:${partition}:backup:${region}:${account}:backup-vault:${rule.vaultName}`;
  if (rule.airGappedVaultArn === undefined) return { arns: [plain] };
  const advanced = advancedFeatures(regionInventory);
  if (!advanced.known) return { arns: [plain, rule.airGappedVaultArn], doubt: advanced };
  return { arns: [advanced.value === undefined ? rule.airGappedVaultArn : plain] };
}
