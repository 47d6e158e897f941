import { parseArn } from '../model/arn.ts';
import type { NewAirGappedVault, NewVault, NewVaultLock } from './backup-things.ts';
import { lacks, unlike } from './breach.ts';
import type { Breach, Circumstances, Constraint } from './constraint.ts';
import { given, isAbsent, type Requested } from './requested.ts';

const INVALID = 'InvalidParameterValueException';
const MOST_DAYS = 36_500;

const NAME: Constraint<NewVault> = {
  id: 'VA1',
  grade: 'C',
  code: INVALID,
  newOnly: true,
  source: 'Backup API model, BackupVaultName',
  *breaches({ backupVaultName }) {
    const message = "BackupVaultName must have 2 to 50 characters: alphanumeric and '-_'";
    yield* lacks('backupVaultName', backupVaultName, 'BackupVaultName is missing');
    yield* unlike('backupVaultName', backupVaultName, /^(?:$|[a-zA-Z0-9\-_]{2,50}$)/, message);
  },
};

function* keyElsewhere(key: Requested<string>, { region }: Circumstances): Iterable<Breach> {
  const arn = parseArn(given(key) ?? '');
  const here = given(region);
  if (arn === undefined || here === undefined || arn.region === here) return;
  yield { path: 'encryptionKeyArn', message: `Invalid Key provided by the user. Invalid arn ${arn.region}` };
}

/** Not here: whether the key exists (VA3), and what a policy may share (VA4). */
export const BACKUP_VAULT_CONSTRAINTS: readonly Constraint<NewVault>[] = [
  NAME,
  {
    id: 'VA2',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 vault-encryption-key-region',
    breaches: ({ encryptionKeyArn }, circumstances) => keyElsewhere(encryptionKeyArn, circumstances),
  },
];

/** Whether some days are outside of `least` to 36,500, or the one above the other. */
function isWrongRange(min: Requested<number>, max: Requested<number>, least: number): boolean {
  const [low, high] = [given(min), given(max)];
  const outside = [low, high].some((days) => days !== undefined && (days < least || days > MOST_DAYS));
  return outside || (low !== undefined && high !== undefined && low > high);
}

function wrongEnd({ minRetentionDays }: { readonly minRetentionDays?: Requested<number> }, least: number): string {
  const min = given(minRetentionDays);
  return min !== undefined && (min < least || min > MOST_DAYS) ? 'minRetentionDays' : 'maxRetentionDays';
}

export const VAULT_LOCK_CONSTRAINTS: readonly Constraint<NewVaultLock>[] = [
  {
    id: 'VL1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 vault-lock-min-le-max-retention',
    *breaches(lock) {
      if (!isWrongRange(lock.minRetentionDays, lock.maxRetentionDays, 1)) return;
      const message =
        'Backup vault Lock configuration retention days must be between 1 and 36,500, and minimum must be less than or equal to maximum.';
      yield { path: wrongEnd(lock, 1), message };
    },
  },
  {
    id: 'VL2',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 vault-lock-changeable-for-days-min',
    *breaches({ changeableForDays }) {
      const days = given(changeableForDays);
      if (days === undefined || (days >= 3 && days <= MOST_DAYS)) return;
      const message = 'Backup vault Lock configuration changeable days must be between 3 and 36,500.';
      yield { path: 'changeableForDays', message };
    },
  },
  {
    id: 'VL3',
    grade: 'C',
    code: 'ValidationException',
    source: 'CloudFormation registry schema of AWS::Backup::BackupVault',
    *breaches({ minRetentionDays }, { through }) {
      if (through !== 'cloudformation' || !isAbsent(minRetentionDays)) return;
      yield { path: 'minRetentionDays', message: 'LockConfiguration: required key [MinRetentionDays] not found' };
    },
  },
  {
    id: 'VL4',
    grade: 'B',
    code: 'InvalidRequestException',
    source: 'Backup API reference, DeleteBackupVaultLockConfiguration',
    *breaches({ before }) {
      const lock = given(before);
      const lockDateMs = given(lock?.lockDateMs);
      if (lock === undefined || lockDateMs === undefined || lockDateMs > lock.nowMs) return;
      yield { path: '', message: 'Vault Lock configuration cannot be changed or removed after its lock date' };
    },
  },
];

export const AIR_GAPPED_VAULT_CONSTRAINTS: readonly Constraint<NewAirGappedVault>[] = [
  NAME,
  {
    id: 'LG1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 lag-vault-min-retention-days, @7a5d20e lag-vault-min-le-max-retention (LG2)',
    *breaches(vault) {
      if (!isWrongRange(vault.minRetentionDays, vault.maxRetentionDays, 7)) return;
      const message =
        'LogicallyAirGappedBackup vault Lock configuration retention days must be between 7 and 36,500, and minimum must be less than or equal to maximum.';
      yield { path: wrongEnd(vault, 7), message };
    },
  },
  {
    id: 'LG2',
    grade: 'C',
    code: 'MissingParameterValueException',
    source: 'Backup API model, CreateLogicallyAirGappedBackupVaultInput',
    *breaches({ minRetentionDays, maxRetentionDays }) {
      yield* lacks('minRetentionDays', minRetentionDays, 'MinRetentionDays is missing');
      yield* lacks('maxRetentionDays', maxRetentionDays, 'MaxRetentionDays is missing');
    },
  },
  {
    id: 'LG4',
    grade: 'U',
    code: INVALID,
    source: 'expected as for other vaults (VA2); not recorded',
    breaches: ({ encryptionKeyArn }, circumstances) => keyElsewhere(encryptionKeyArn, circumstances),
  },
];
