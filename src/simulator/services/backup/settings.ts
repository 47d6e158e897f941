import { flagMap, textMap } from '../../input.ts';
import { type Call, type Operation, reads, route, writes } from '../../operation.ts';
import { refuse } from '../../refuse.ts';
import { globalSettingsOf } from './global-settings.ts';
import { refused } from './lookup.ts';

export const SETTINGS_OPERATIONS = {
  DescribeRegionSettings: { ...reads(describeRegion), http: route('GET /account-settings') },
  UpdateRegionSettings: { ...writes(updateRegion), http: route('PUT /account-settings') },
  DescribeGlobalSettings: { ...reads(describeGlobal), http: route('GET /global-settings') },
  UpdateGlobalSettings: { ...writes(updateGlobal), http: route('PUT /global-settings') },
  GetSupportedResourceTypes: {
    ...reads((call) => ({ ResourceTypes: Object.keys(call.region.optIn).sort() })),
    http: route('GET /supported-resource-types'),
  },
} satisfies Record<string, Operation>;

function describeRegion({ region }: Call): object {
  return { ResourceTypeOptInPreference: region.optIn, ResourceTypeManagementPreference: region.management };
}

function updateRegion(call: Call): object {
  const { region, input } = call;
  const resourceTypeOptInPreference = flagMap(input, 'ResourceTypeOptInPreference');
  const resourceTypeManagementPreference = flagMap(input, 'ResourceTypeManagementPreference');
  refuse(call, 'region-settings', { resourceTypeOptInPreference, resourceTypeManagementPreference });
  region.optIn = { ...region.optIn, ...resourceTypeOptInPreference };
  region.management = { ...region.management, ...resourceTypeManagementPreference };
  return {};
}

/** "Returns an error if the account is not a member of an Organizations organization." Source: API reference. */
function describeGlobal({ world, account }: Call): object {
  if (!world.organization && !account.globalSettings) {
    throw refused('The account is not a member of an organization in AWS Organizations');
  }
  return { GlobalSettings: globalSettingsOf(world, account), LastUpdateTime: account.globalSettingsUpdated };
}

function updateGlobal({ world, account, input, now }: Call): object {
  if (world.organization?.managementAccount !== account.id) {
    throw refused('Global settings can be updated by the management account of an organization only');
  }
  account.globalSettings = { ...account.globalSettings, ...textMap(input, 'GlobalSettings') };
  account.globalSettingsUpdated = now;
  return {};
}
