import { describe } from 'vitest';
import { OPEN, rows } from './rows.ts';

const KEY_HERE = 'arn:aws:kms:ap-southeast-2:555566667777:key/1';
const KEY_ELSEWHERE = 'arn:aws:kms:us-west-1:555566667777:key/1';

describe('a vault', () => {
  rows('backup-vault', [
    ['with a key of its Region', { backupVaultName: 'store', encryptionKeyArn: KEY_HERE }, []],
    ['with a key of another', { backupVaultName: 'store', encryptionKeyArn: KEY_ELSEWHERE }, ['VA2 encryptionKeyArn']],
    ['with an open key', { backupVaultName: 'store', encryptionKeyArn: OPEN }, []],
    ['in an open Region', { backupVaultName: 'store', encryptionKeyArn: KEY_ELSEWHERE }, [], { region: OPEN }],
    ['with a dot in its name', { backupVaultName: 'st.ore' }, ['VA1 backupVaultName']],
    ['of a service of AWS', { backupVaultName: 'aws/efs/automatic-backup-vault' }, [], { forNew: false }],
    ['without a name', {}, ['VA1 backupVaultName']],
  ]);
});

describe('a lock', () => {
  const lockDated = (lockDateMs: number | undefined) => ({ lockDateMs, nowMs: 1000 });
  rows('vault-lock', [
    ['of a day', { minRetentionDays: 1, maxRetentionDays: 1 }, []],
    ['of nothing', {}, []],
    ['of 0 days', { minRetentionDays: 0 }, ['VL1 minRetentionDays']],
    ['of 36,501 days', { minRetentionDays: 1, maxRetentionDays: 36_501 }, ['VL1 maxRetentionDays']],
    ['the wrong way round', { minRetentionDays: 9, maxRetentionDays: 8 }, ['VL1 maxRetentionDays']],
    ['half open', { minRetentionDays: 9, maxRetentionDays: OPEN }, []],
    ['changeable for 3 days', { minRetentionDays: 9, changeableForDays: 3 }, []],
    ['changeable for 2 days', { minRetentionDays: 9, changeableForDays: 2 }, ['VL2 changeableForDays']],
    ['without a minimum, by the API', { maxRetentionDays: 9 }, [], { through: 'api' }],
    ['without a minimum, by Terraform', { maxRetentionDays: 9 }, [], { through: 'terraform' }],
    [
      'without a minimum, in a template',
      { maxRetentionDays: 9 },
      ['VL3 minRetentionDays'],
      { through: 'cloudformation' },
    ],
    ['with an open minimum, in a template', { minRetentionDays: OPEN }, [], { through: 'cloudformation' }],
    ['in the place of a governance lock', { minRetentionDays: 9, before: lockDated(undefined) }, []],
    ['in the place of one that can still be changed', { minRetentionDays: 9, before: lockDated(1001) }, []],
    ['in the place of one that is final', { minRetentionDays: 9, before: lockDated(1000) }, ['VL4']],
    ['in the place of one that is not known', { minRetentionDays: 9, before: OPEN }, []],
  ]);
});

describe('an air-gapped vault', () => {
  const vault = { backupVaultName: 'sealed', minRetentionDays: 7, maxRetentionDays: 7 };
  rows('air-gapped-vault', [
    ['of a week', vault, []],
    ['of six days', { ...vault, minRetentionDays: 6 }, ['LG1 minRetentionDays']],
    ['the wrong way round', { ...vault, minRetentionDays: 8 }, ['LG1 maxRetentionDays']],
    ['without an end', { ...vault, maxRetentionDays: undefined }, ['LG2 maxRetentionDays']],
    ['with an open end', { ...vault, maxRetentionDays: OPEN }, []],
    ['with a key of another Region', { ...vault, encryptionKeyArn: KEY_ELSEWHERE }, ['LG4 encryptionKeyArn']],
  ]);
});
