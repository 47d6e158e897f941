import type { Account, World } from '../../state.ts';

/** Source: Backup API reference, UpdateGlobalSettings. */
const DEFAULTS: Readonly<Record<string, string>> = {
  isCrossAccountBackupEnabled: 'false',
  isMpaEnabled: 'false',
  isDelegatedAdministratorEnabled: 'false',
};

/** The settings belong to the organization and are kept in its management account; an account may have its own here. */
export function globalSettingsOf(world: World, account: Account): Readonly<Record<string, string>> {
  const manager = world.accounts.get(world.organization?.managementAccount ?? '');
  return { ...DEFAULTS, ...(account.globalSettings ?? manager?.globalSettings) };
}
