import { vaultNameOf } from '../model/arn.ts';
import { type Fact, type Unknown, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { CopyAction } from '../model/plan.ts';
import type { CopyRequirement } from '../model/policy.ts';
import type { VaultRecord } from '../model/vault.ts';
import type { Estate, EstateTable } from './estate.ts';
import { placeOfVault } from './points.ts';
import { copyRetentionDays, rulesOf, type TableRule } from './rules.ts';

/** A copy action that goes where the policy asks, with what hinders it. */
export interface ConfiguredCopy extends TableRule {
  readonly action: CopyAction;
  readonly vaultName: string;
  /** Counted from the source's creation. */
  readonly retentionDays: number;
  /** What makes every copy job of it fail. */
  readonly obstacles: readonly string[];
  /** What could not be read and might be an obstacle. */
  readonly doubts: readonly Unknown[];
}

/** Copy actions of the rules that select the table, to the Region and account that the policy asks for. */
export function copiesTo(estate: Estate, table: EstateTable, asked: CopyRequirement): readonly ConfiguredCopy[] {
  const account = asked.account ?? table.account;
  return rulesOf(estate, table).rules.flatMap(({ plan, rule }) =>
    rule.copyActions
      .filter((action) => goesTo(action, asked.region, account))
      .map((action) => {
        const checks = checksOf(estate, table, action, copyRetentionDays(rule, action), account);
        return {
          plan,
          rule,
          action,
          vaultName: vaultNameOf(action.destinationVaultArn) ?? action.destinationVaultArn,
          retentionDays: copyRetentionDays(rule, action),
          obstacles: checks.flatMap((check) => (check.known && check.value !== undefined ? [check.value] : [])),
          doubts: checks.flatMap((check) => (check.known ? [] : [check])),
        };
      }),
  );
}

function goesTo(action: CopyAction, region: string, account: string): boolean {
  const place = placeOfVault(action.destinationVaultArn);
  return place?.region === region && place.account === account;
}

/** Each answers with the obstacle it found, with `undefined` for none, or with what it could not read. */
function checksOf(
  estate: Estate,
  table: EstateTable,
  action: CopyAction,
  retentionDays: number,
  account: string,
): readonly Fact<string | undefined>[] {
  const crossAccount = account !== table.account;
  return [
    partitionCheck(table, action),
    advancedFeatures(table.home),
    destinationVault(estate, action, retentionDays),
    ...(crossAccount ? [crossAccountSwitch(estate, table), sharedVault(action)] : []),
  ];
}

/** Source: AWS Backup Developer Guide, cross-region-backup: copies never leave their partition. */
function partitionCheck(table: EstateTable, action: CopyAction): Fact<string | undefined> {
  const place = placeOfVault(action.destinationVaultArn);
  return decided(
    place?.partition === table.partition
      ? undefined
      : `the destination vault lies in partition ${place?.partition}, the table in ${table.partition}: copies never cross partitions`,
  );
}

/**
 * Only backups with advanced DynamoDB features can be copied, and these are on when `DynamoDB` is true in the opt-in and
 * in the management preference. Source: AWS Backup Developer Guide, advanced-ddb-backup.
 */
export function advancedFeatures(home: RegionInventory): Fact<string | undefined> {
  if (!home.settings.known) return home.settings;
  const { optIn, management } = home.settings.value;
  const missing = [
    ...(optIn['DynamoDB'] === true ? [] : [['opt-in', optIn['DynamoDB']] as const]),
    ...(management['DynamoDB'] === true ? [] : [['management preference', management['DynamoDB']] as const]),
  ];
  if (missing.length === 0) return decided(undefined);
  if (missing.every(([, value]) => value === undefined)) {
    return unknown(
      'undocumented',
      `AWS Backup's settings of ${home.region} do not name DynamoDB in the ${missing.map(([name]) => name).join(' and the ')}`,
      'backup:DescribeRegionSettings',
    );
  }
  return decided(
    `advanced DynamoDB backup is off in ${home.region} (${missing.map(([name]) => name).join(' and ')} without DynamoDB)`,
  );
}

function destinationVault(estate: Estate, action: CopyAction, retentionDays: number): Fact<string | undefined> {
  const vault = vaultOf(estate, action.destinationVaultArn);
  if (!vault.known) return vault;
  if (!vault.value) return decided(`the destination vault ${action.destinationVaultArn} does not exist`);
  return decided(lockRangeObstacle(vault.value, retentionDays, 'the copy'));
}

/** A job whose retention lies outside the lock's range fails. Source: backup API, BackupVaultListMember. */
export function lockRangeObstacle(vault: VaultRecord, retentionDays: number, what: string): string | undefined {
  if (!vault.locked) return undefined;
  const { minRetentionDays, maxRetentionDays } = vault;
  if (minRetentionDays !== undefined && retentionDays < minRetentionDays) {
    return `the lock of vault ${vault.name} refuses less than ${minRetentionDays} d, ${what} would keep ${retentionDays} d`;
  }
  if (maxRetentionDays !== undefined && retentionDays > maxRetentionDays) {
    const kept = Number.isFinite(retentionDays) ? `${retentionDays} d` : 'forever';
    return `the lock of vault ${vault.name} refuses more than ${maxRetentionDays} d, ${what} would keep ${kept}`;
  }
  return undefined;
}

/** Source: AWS Backup Developer Guide, manage-cross-account. */
function crossAccountSwitch(estate: Estate, table: EstateTable): Fact<string | undefined> {
  const settings = estate.account(table.account)?.globalSettings;
  if (!settings)
    return unknown(
      'not-collected',
      `global settings of account ${table.account} were not read`,
      'backup:DescribeGlobalSettings',
    );
  if (!settings.known) return settings;
  const value = settings.value['isCrossAccountBackupEnabled'];
  if (value === undefined) {
    return unknown(
      'undocumented',
      'AWS Backup did not say whether cross-account backup is on',
      'backup:DescribeGlobalSettings',
    );
  }
  return decided(value === 'true' ? undefined : 'cross-account backup is switched off (isCrossAccountBackupEnabled)');
}

/** The key of the Default vault cannot be shared. Source: AWS Backup Developer Guide, create-cross-account-backup. */
function sharedVault(action: CopyAction): Fact<string | undefined> {
  return decided(
    vaultNameOf(action.destinationVaultArn) === 'Default'
      ? 'the Default vault cannot receive copies from another account'
      : undefined,
  );
}

/** The vault that an ARN names; known and undefined when its Region was read and has none of that name. */
function vaultOf(estate: Estate, arn: string): Fact<VaultRecord | undefined> {
  const place = placeOfVault(arn);
  const home = place && estate.region(place.account, place.region);
  if (!home) {
    return unknown(
      'not-collected',
      `the vaults of account ${place?.account} in ${place?.region} were not read, so ${arn} could not be checked`,
      'backup:ListBackupVaults',
    );
  }
  if (!home.vaults.known) return home.vaults;
  return { known: true, value: home.vaults.value.find((vault) => vault.arn === arn), from: home.vaults.from };
}

function decided(obstacle: string | undefined): Fact<string | undefined> {
  return { known: true, value: obstacle, from: 'derived' };
}
