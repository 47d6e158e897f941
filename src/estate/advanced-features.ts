import { type Fact, known, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';

/**
 * What keeps advanced DynamoDB backup from being on: undefined when `DynamoDB` is true in the Region's opt-in and in its
 * management preference, which both must be. Only then can a backup be copied, go cold, or lie in an air-gapped vault.
 * Source: AWS Backup Developer Guide, advanced-ddb-backup.
 */
export function advancedFeatures(home: RegionInventory): Fact<string | undefined> {
  if (!home.settings.known) return home.settings;
  const { optIn, management } = home.settings.value;
  const missing = [
    ...(optIn['DynamoDB'] === true ? [] : [['opt-in', optIn['DynamoDB']] as const]),
    ...(management['DynamoDB'] === true ? [] : [['management preference', management['DynamoDB']] as const]),
  ];
  if (missing.length === 0) return known(undefined, home.settings.from);
  if (missing.every(([, value]) => value === undefined)) {
    return unknown(
      'undocumented',
      `AWS Backup's settings of ${home.region} do not name DynamoDB in the ${missing.map(([name]) => name).join(' and the ')}`,
      'backup:DescribeRegionSettings',
    );
  }
  return known(
    `advanced DynamoDB backup is off in ${home.region} (${missing.map(([name]) => name).join(' and ')} without DynamoDB)`,
    home.settings.from,
  );
}
