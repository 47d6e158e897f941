import type { ApiCall } from '../history/setting-calls.ts';
import { affectedBy } from './affected.ts';
import {
  airGapStrengthens,
  complianceStrengthens,
  lostWhenGone,
  moreProtects,
  neutral,
  ownKeyStrengthens,
  protectsWhileOn,
} from './direction.ts';
import type { DriftRule } from './drift-rule.ts';
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

export const VAULT_DRIFT_RULES: readonly DriftRule[] = [
  { path: '', controls: affectedBy('vault'), calls: VAULT_MADE, judge: lostWhenGone('the vault') },
  { path: 'type', controls: affectedBy('vault-type'), calls: VAULT_MADE, judge: airGapStrengthens },
  { path: 'encryptionKey', controls: affectedBy('vault-key'), calls: VAULT_MADE, judge: ownKeyStrengthens },
  { path: 'lock', controls: affectedBy('vault-lock'), calls: LOCK, judge: protectsWhileOn('the lock') },
  { path: 'lock/mode', controls: affectedBy('vault-lock'), calls: LOCK, judge: complianceStrengthens },
  {
    path: 'lock/lockDate',
    controls: affectedBy('vault-lock'),
    calls: LOCK,
    judge: neutral('the lock becomes final at another time'),
  },
  {
    path: 'lock/minRetentionDays',
    controls: affectedBy('least-retention'),
    calls: LOCK,
    judge: moreProtects('the least retention that the lock demands'),
  },
  {
    path: 'lock/maxRetentionDays',
    controls: affectedBy('longest-retention'),
    calls: LOCK,
    judge: neutral('the longest retention that the lock allows is another'),
  },
  { path: 'accessPolicy', controls: affectedBy('access-policy'), calls: ACCESS, judge: policyDenials },
  {
    path: 'accessPolicy/Statement',
    controls: affectedBy('access-policy'),
    calls: ACCESS,
    judge: statementDenials,
  },
  { path: 'accessPolicy/Version', controls: ['vault-deletion'], calls: ACCESS, judge: neutral('no statement changes') },
];
