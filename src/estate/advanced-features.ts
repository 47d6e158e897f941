import { type Fact, known, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';

/**
 * What keeps advanced DynamoDB backup from being on: undefined when `DynamoDB` is true in the Region's opt-in and in its
 * management preference, which both must be. Only then can a backup be copied, go cold, or lie in an air-gapped vault.
 * Source: AWS Backup Developer Guide, advanced-ddb-backup.
 */
export function advancedFeatures(regionInventory: RegionInventory): Fact<string | undefined> {
  if (!regionInventory.settings.known) return regionInventory.settings;
  const { optIn, management } = regionInventory.settings.value;
  const missing = [
    ...(optIn['DynamoDB'] === true ? [] : [['opt-in', optIn['DynamoDB']] as const]),
    ...(management['DynamoDB'] === true ? [] : [['management preference', management['DynamoDB']] as const]),
  ];
  if (missing.length === 0) return known(undefined, regionInventory.settings.from);
  if (missing.every(([, value]) => value === undefined)) {
    return unknown(
      'undocumented',
      `AWS Backup's settings of ${regionInventory.region} do not name DynamoDB in the ${missing.map(([name]) => name).join(' and the ')}`,
      'backup:DescribeRegionSettings',
    );
  }
  return known(
    `advanced DynamoDB backup is off in ${regionInventory.region} (${missing.map(([name]) => name).join(' and ')} without DynamoDB)`,
    regionInventory.settings.from,
  );
}
