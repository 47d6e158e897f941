import { DescribeGlobalSettingsCommand, DescribeRegionSettingsCommand } from '@aws-sdk/client-backup';
import type { Fact } from '../model/fact.ts';
import type { RegionSettings } from '../model/inventory.ts';
import { sortedRecord } from './answer.ts';
import { ask } from './ask.ts';
import type { Connection } from './connection.ts';
import { codeOf } from './failure.ts';

/** Which services AWS Backup backs up here, and for which it manages the points fully. */
export function collectRegionSettings(connection: Connection): Promise<Fact<RegionSettings>> {
  return ask(
    connection,
    'backup:DescribeRegionSettings',
    () => connection.backup.send(new DescribeRegionSettingsCommand({})),
    (output) => ({
      optIn: sortedRecord(output.ResourceTypeOptInPreference ?? {}),
      management: sortedRecord(output.ResourceTypeManagementPreference ?? {}),
    }),
  );
}

/** Settings of AWS Backup for the whole account, such as copies across accounts. */
export function collectGlobalSettings(connection: Connection): Promise<Fact<Readonly<Record<string, string>>>> {
  return ask(
    connection,
    'backup:DescribeGlobalSettings',
    () => connection.backup.send(new DescribeGlobalSettingsCommand({})).catch(noneOutsideOrganization),
    (output) => sortedRecord(output.GlobalSettings ?? {}),
  );
}

/** An account that is in no organization has no such settings; AWS says so with an error. Source: API reference. */
function noneOutsideOrganization(error: unknown): { readonly GlobalSettings?: undefined } {
  if (codeOf(error) === 'InvalidRequestException' && error instanceof Error && /organi[sz]ation/i.test(error.message)) {
    return {};
  }
  throw error;
}
