import type { ApiCall } from '../history/setting-calls.ts';
import { VAULTS } from './affected.ts';
import type { Aspect } from './aspect.ts';
import {
  airGapStrengthens,
  complianceStrengthens,
  lostWhenGone,
  moreProtects,
  neutral,
  ownKeyStrengthens,
  protectsWhileOn,
} from './direction.ts';
import { policyDenials, statementDenials } from './policy-direction.ts';

const VAULT_MADE: readonly ApiCall[] = [
  ['CreateBackupVault'],
  ['CreateLogicallyAirGappedBackupVault'],
  ['DeleteBackupVault'],
];
const LOCK: readonly ApiCall[] = [
  ['PutBackupVaultLockConfiguration'],
  ['DeleteBackupVaultLockConfiguration'],
  ...VAULT_MADE,
];
const ACCESS: readonly ApiCall[] = [['PutBackupVaultAccessPolicy'], ['DeleteBackupVaultAccessPolicy'], ...VAULT_MADE];

export const VAULT_ASPECTS: readonly Aspect[] = [
  { path: '', controls: [...VAULTS, 'copy-coverage'], calls: VAULT_MADE, judge: lostWhenGone('the vault') },
  { path: 'type', controls: ['vault-air-gap'], calls: VAULT_MADE, judge: airGapStrengthens },
  { path: 'encryptionKey', controls: ['vault-encryption'], calls: VAULT_MADE, judge: ownKeyStrengthens },
  { path: 'lock', controls: ['vault-lock'], calls: LOCK, judge: protectsWhileOn('the lock') },
  { path: 'lock/mode', controls: ['vault-lock'], calls: LOCK, judge: complianceStrengthens },
  {
    path: 'lock/lockDate',
    controls: ['vault-lock'],
    calls: LOCK,
    judge: neutral('the lock becomes final at another time'),
  },
  {
    path: 'lock/minRetentionDays',
    controls: ['vault-lock', 'copy-coverage'],
    calls: LOCK,
    judge: moreProtects('the least retention that the lock demands'),
  },
  {
    path: 'lock/maxRetentionDays',
    controls: ['vault-lock', 'copy-coverage', 'backup-jobs'],
    calls: LOCK,
    judge: neutral('the longest retention that the lock allows is another'),
  },
  { path: 'accessPolicy', controls: ['vault-deletion', 'copy-coverage'], calls: ACCESS, judge: policyDenials },
  {
    path: 'accessPolicy/Statement',
    controls: ['vault-deletion', 'copy-coverage'],
    calls: ACCESS,
    judge: statementDenials,
  },
  { path: 'accessPolicy/Version', controls: ['vault-deletion'], calls: ACCESS, judge: neutral('no statement changes') },
];
