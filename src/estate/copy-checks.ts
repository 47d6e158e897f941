import { vaultNameOf } from '../model/arn.ts';
import { type Fact, known, mapFact, unknown } from '../model/fact.ts';
import type { CopyAction } from '../model/plan.ts';
import type { VaultRecord } from '../model/vault.ts';
import { advancedFeatures } from './advanced-features.ts';
import { copyAccess } from './copy-access.ts';
import { copyHistory } from './copy-history.ts';
import type { Estate, Place } from './estate.ts';
import { keyManager } from './keys.ts';
import { AIR_GAPPED, lockRangeObstacle, vaultOf } from './named-vault.ts';
import { placeOfVault } from './points.ts';
import { copyRetentionDays, type TableRule } from './rules.ts';
import { ruleFault } from './sure-rules.ts';
import { targetVaults } from './target-vaults.ts';

/** A copy action of a rule that selects the table. */
export interface PlannedCopy extends TableRule {
  /** Where the table is: what stops the copies of one table stops those of every table there. */
  readonly table: Place;
  readonly action: CopyAction;
  /** The roles of the selections that select the table. */
  readonly roleArns: readonly string[];
}

/** One thing that a copy needs: the obstacle that was found, `undefined` for none, or what could not be read. */
export interface CopyCheck {
  readonly found: Fact<string | undefined>;
  /** A copy that completed settles it where it is open: AWS, the vault or the organization decides, and has. */
  readonly copiesTell: boolean;
}

export function checksOf(estate: Estate, copy: PlannedCopy): readonly CopyCheck[] {
  const { table, action } = copy;
  const destination = vaultOf(estate, action.destinationVaultArn);
  const vault = destination.known ? destination.value : undefined;
  const crossAccount = placeOfVault(action.destinationVaultArn)?.account !== table.account;
  return [
    needed(partitionCheck(table, action)),
    needed(advancedFeatures(table.regionInventory)),
    needed(sourceVault(estate, copy)),
    needed(destinationVault(copy, destination)),
    reported(destinationKind(copy, vault)),
    ...(crossAccount
      ? [
          needed(crossAccountSwitch(estate, table)),
          needed(defaultVault(action)),
          ...(vault ? [reported(sharedKey(estate, vault)), reported(foreignPolicy(copy, vault))] : []),
          needed(lastRefusal(estate, copy)),
        ]
      : [needed(ownPolicy(copy, vault))]),
  ];
}

function needed(found: Fact<string | undefined>): CopyCheck {
  return { found, copiesTell: false };
}

function reported(found: Fact<string | undefined>): CopyCheck {
  return { found, copiesTell: true };
}

/**
 * Copies never leave their partition, and the European Sovereign Cloud makes none across Regions or accounts. Source: AWS
 * Backup Developer Guide, cross-region-backup and backup-feature-availability.
 */
function partitionCheck(table: Place, action: CopyAction): Fact<string | undefined> {
  const place = placeOfVault(action.destinationVaultArn);
  if (place?.partition !== table.partition) {
    return decided(
      `the destination vault is in partition ${place?.partition}, the table in ${table.partition}: copies never cross partitions`,
    );
  }
  const leaves = place.region !== table.region || place.account !== table.account;
  return decided(
    table.partition === 'aws-eusc' && leaves
      ? 'the European Sovereign Cloud (partition aws-eusc) has no copies to another Region or account'
      : undefined,
  );
}

/** Without the backup there is no copy. */
function sourceVault(estate: Estate, { table, rule }: PlannedCopy): Fact<string | undefined> {
  return mapFact(ruleFault(estate, table, rule), (fault) =>
    fault === undefined ? undefined : `there is nothing to copy, because the backup fails: ${fault}`,
  );
}

function destinationVault(
  { rule, action }: PlannedCopy,
  destination: Fact<VaultRecord | undefined>,
): Fact<string | undefined> {
  if (!destination.known) return destination;
  const { value: vault } = destination;
  if (!vault) return decided(`the destination vault ${action.destinationVaultArn} does not exist`);
  return decided(lockRangeObstacle(vault, copyRetentionDays(rule, action), 'the copy'));
}

/** Destinations of which AWS's documents do not say that a plan can copy there. */
function destinationKind(
  { table, rule, action }: PlannedCopy,
  vault: VaultRecord | undefined,
): Fact<string | undefined> {
  if (targetVaults(table, rule).arns.includes(action.destinationVaultArn)) {
    return unknown(
      'undocumented',
      `the copy goes to the vault that the backup itself is in; AWS does not document such a copy, and a second vault would settle it`,
    );
  }
  if (vault?.type === 'RESTORE_ACCESS_BACKUP_VAULT') {
    return unknown(
      'undocumented',
      `vault ${vault.name} gives access to the points of another vault (RESTORE_ACCESS_BACKUP_VAULT); AWS does not document copies into such a vault`,
    );
  }
  if (vault?.type === AIR_GAPPED && rule.airGappedVaultArn !== undefined) {
    return unknown(
      'undocumented',
      `the backup is in an air-gapped vault, and so would the copy be; AWS documents such a copy on demand, and for a plan in one place yes, in another no`,
    );
  }
  return decided(undefined);
}

/** Source: AWS Backup Developer Guide, manage-cross-account. */
function crossAccountSwitch(estate: Estate, table: Place): Fact<string | undefined> {
  const settings = estate.account(table.account)?.globalSettings;
  if (!settings || (!settings.known && settings.reason === 'not-collected')) {
    return unknown(
      'not-collected',
      `whether cross-account backup is on in account ${table.account} was not read`,
      'backup:DescribeGlobalSettings',
    );
  }
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
function defaultVault(action: CopyAction): Fact<string | undefined> {
  return decided(
    vaultNameOf(action.destinationVaultArn) === 'Default'
      ? 'the Default vault cannot receive copies from another account'
      : undefined,
  );
}

/**
 * AWS's pages disagree on a vault whose key AWS manages: encryption allows it for what AWS Backup manages fully, as it does
 * advanced DynamoDB backups; create-cross-account-backup asks for a customer's key, and backup-dashboards lists a failure.
 */
function sharedKey(estate: Estate, vault: VaultRecord): Fact<string | undefined> {
  const place = placeOfVault(vault.arn);
  const regionInventory = place && estate.region(place.account, place.region);
  if (!regionInventory || vault.encryptionKeyArn === undefined || vault.type === AIR_GAPPED) return decided(undefined);
  const manager = keyManager(regionInventory, vault.encryptionKeyArn);
  if (!manager.known) return manager;
  if (manager.value === 'CUSTOMER') return decided(undefined);
  return unknown(
    'undocumented',
    `AWS manages the key of vault ${vault.name}; whether copies from another account may use it AWS documents both ways, and a customer managed key would settle it`,
  );
}

/** Without a policy that allows it, every copy from another account is refused. */
function foreignPolicy({ table, roleArns }: PlannedCopy, vault: VaultRecord): Fact<string | undefined> {
  const access = copyAccess(vault, { account: table.account, roleArns });
  if (access.answer === 'open') return access.why;
  return decided(access.answer === 'allowed' ? undefined : access.text);
}

/** What refused the last copy between the accounts refuses the next one. */
function lastRefusal(estate: Estate, { table, action }: PlannedCopy): Fact<string | undefined> {
  return mapFact(copyHistory(estate, table, action.destinationVaultArn), (history) =>
    history.last === 'refused' ? history.evidence : undefined,
  );
}

/** Within the account no policy is needed; one that denies the copy stops it, where it was read. */
function ownPolicy({ table, roleArns }: PlannedCopy, vault: VaultRecord | undefined): Fact<string | undefined> {
  const access = vault && copyAccess(vault, { account: table.account, roleArns });
  return decided(access?.answer === 'denied' ? access.text : undefined);
}

function decided(obstacle: string | undefined): Fact<string | undefined> {
  return known(obstacle, 'derived');
}
