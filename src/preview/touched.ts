import { tableArn } from '../model/arn.ts';
import { mapFact, type Unknown, unknown } from '../model/fact.ts';
import type { AccountInventory, RegionInventory } from '../model/inventory.ts';
import type { PerhapsAbsent, TableRecord } from '../model/table.ts';
import type { EditedBy } from './edited-by.ts';
import { placeholderName } from './placeholder-name.ts';

/** Facts that something may touch which is not read. `tables`: what stands of each, and new ones. */
export const TOUCHED = [
  'plans',
  'vaults',
  'keys',
  'region-settings',
  'global-settings',
  'restore-testing',
  'tables',
  'table-tags',
  'table-policies',
  'scaling',
  'alarms',
  'identity-policies',
  'backup-roles',
] as const;

export type Touched = (typeof TOUCHED)[number];

/** What a reader calls them. */
const WORDS: Readonly<Record<Touched, string>> = {
  plans: 'backup plans and selections',
  vaults: 'backup vaults',
  keys: 'KMS keys',
  'region-settings': 'the settings of AWS Backup',
  'global-settings': 'the settings of AWS Backup',
  'restore-testing': 'restore testing plans',
  tables: 'tables',
  'table-tags': 'tags of tables',
  'table-policies': 'resource policies of tables',
  scaling: 'auto scaling of tables',
  alarms: 'alarms',
  'identity-policies': 'IAM policies',
  'backup-roles': 'IAM roles',
};

/** Why facts are unknown that a resource may touch which is not read; results that need them name it among their subjects. */
export function unread(address: string, type: string, reason: string): Unknown {
  return {
    ...unknown('not-collected', `${address} (${type}) may touch it and is not read: ${reason}`),
    subject: { type: 'change', name: address, address },
  };
}

export function touchedText(touched: readonly Touched[]): string {
  if (touched.length === TOUCHED.length) return 'all that is judged';
  const words = [...new Set(touched.map((each) => WORDS[each]))];
  const last = words.at(-1) ?? 'nothing';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** The Region with the facts unknown that may be touched. A table may be made, too: it stands under the name of what may make it. */
export function withTouched(
  target: RegionInventory,
  touched: readonly Touched[],
  why: Unknown,
  { address, place }: Pick<EditedBy, 'address' | 'place'>,
): RegionInventory {
  const does = (what: Touched) => touched.includes(what);
  return {
    ...target,
    ...(does('plans') ? { plans: why } : {}),
    ...(does('vaults') ? { vaults: why } : {}),
    ...(does('region-settings') ? { settings: why } : {}),
    ...(does('restore-testing') ? { restoreTestingPlans: why } : {}),
    ...(does('scaling') ? { scalableTargets: why, scalingPolicies: why, scheduledActions: why } : {}),
    ...(does('alarms') ? { alarms: why } : {}),
    ...(does('keys') ? { keys: target.keys.map(({ arn }) => ({ arn, manager: why, aliases: why })) } : {}),
    tables: mapFact(target.tables, (tables) => [
      ...tables.map((table) => touchedTable(table, touched, why)),
      ...(does('tables')
        ? [tableThatMayCome(target, placeholderName(address), { why, ...(place ? { place } : {}) })]
        : []),
    ]),
  };
}

function touchedTable(table: TableRecord, touched: readonly Touched[], why: Unknown): TableRecord {
  if (touched.includes('tables')) {
    return { ...table, tags: why, description: why, timeToLive: why, pointInTimeRecovery: why, resourcePolicy: why };
  }
  return {
    ...table,
    ...(touched.includes('table-tags') ? { tags: why } : {}),
    ...(touched.includes('table-policies') ? { resourcePolicy: why } : {}),
  };
}

function tableThatMayCome(
  { partition, region, account }: RegionInventory,
  name: string,
  perhapsAbsent: PerhapsAbsent,
): TableRecord {
  const { why } = perhapsAbsent;
  const arn = tableArn(partition, region, account, name);
  const open = { tags: why, description: why, timeToLive: why, pointInTimeRecovery: why, resourcePolicy: why };
  return { arn, name, nameUnknown: why, perhapsAbsent, ...open };
}

/** Whether anything is known of it that can be touched: of facts that nobody asked for, nothing needs to be said. */
export function isKnownOf(
  touched: readonly Touched[],
  target: RegionInventory,
  account: AccountInventory | undefined,
): boolean {
  const facts: Readonly<Record<Touched, boolean>> = {
    plans: target.plans.known,
    vaults: target.vaults.known,
    keys: target.keys.length > 0,
    'region-settings': target.settings.known,
    'global-settings': account?.globalSettings.known ?? false,
    'restore-testing': target.restoreTestingPlans.known,
    tables: target.tables.known,
    'table-tags': target.tables.known,
    'table-policies': target.tables.known,
    scaling: target.scalableTargets.known || target.scalingPolicies.known,
    alarms: target.alarms.known,
    'identity-policies': account?.identityPolicies.known ?? false,
    'backup-roles': account?.backupRoles?.known ?? false,
  };
  return touched.some((each) => facts[each]);
}

/** The same for what an account has in whatever Region. */
export function withTouchedAccount(
  account: AccountInventory,
  touched: readonly Touched[],
  why: Unknown,
): AccountInventory {
  return {
    ...account,
    ...(touched.includes('global-settings') ? { globalSettings: why } : {}),
    ...(touched.includes('identity-policies') ? { identityPolicies: why } : {}),
    ...(touched.includes('backup-roles') && account.backupRoles !== undefined ? { backupRoles: why } : {}),
  };
}
