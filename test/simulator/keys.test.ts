import { DescribeBackupVaultCommand, ListRecoveryPointsByBackupVaultCommand } from '@aws-sdk/client-backup';
import { CancelKeyDeletionCommand, DescribeKeyCommand, DisableKeyCommand, EnableKeyCommand } from '@aws-sdk/client-kms';
import { describe, expect, test } from 'vitest';
import { clients, DAY, NOW, simulated } from './simulated.ts';

const SCENARIO = `
accounts:
  "111122223333":
    regions:
      eu-west-1:
        keys:
          - { keyId: plain, aliases: [alias/plain] }
          - { keyId: off, keyState: Disabled }
          - { keyId: going, keyState: PendingDeletion, deletionDate: +9d }
          - { keyId: gone-in-a-month, keyState: PendingDeletion }
        vaults:
          - { backupVaultName: sealed, vaultType: LOGICALLY_AIR_GAPPED_BACKUP_VAULT, minRetentionDays: 7, maxRetentionDays: 90 }
          - { backupVaultName: sealed-by-us, vaultType: LOGICALLY_AIR_GAPPED_BACKUP_VAULT, encryptionKeyArn: alias/plain }
          - { backupVaultName: default-key }
          - { backupVaultName: own-key, encryptionKeyArn: alias/plain }
        tables: [{ tableName: ledger }]
        recoveryPoints: [{ backupVaultName: sealed, tableName: ledger }]
`;

describe('keys say how they are', () => {
  test.each([
    ['plain', 'Enabled', true, undefined],
    ['off', 'Disabled', false, undefined],
    ['going', 'PendingDeletion', false, new Date(NOW + 9 * DAY)],
    ['gone-in-a-month', 'PendingDeletion', false, new Date(NOW + 30 * DAY)],
  ])('%s: %s', async (KeyId, KeyState, Enabled, DeletionDate) => {
    await simulated(
      async (simulator) => {
        const { KeyMetadata } = await clients(simulator).kms.send(new DescribeKeyCommand({ KeyId }));
        expect([KeyMetadata?.KeyState, KeyMetadata?.Enabled, KeyMetadata?.DeletionDate]).toEqual([
          KeyState,
          Enabled,
          DeletionDate,
        ]);
      },
      { scenario: SCENARIO },
    );
  });

  test('a key whose deletion is cancelled is disabled until it is enabled', async () => {
    await simulated(
      async (simulator) => {
        const { kms } = clients(simulator);
        const state = async () => (await kms.send(new DescribeKeyCommand({ KeyId: 'going' }))).KeyMetadata?.KeyState;
        await expect(kms.send(new EnableKeyCommand({ KeyId: 'going' }))).rejects.toThrow('is pending deletion.');
        await kms.send(new CancelKeyDeletionCommand({ KeyId: 'going' }));
        expect(await state()).toBe('Disabled');
        await kms.send(new EnableKeyCommand({ KeyId: 'going' }));
        expect(await state()).toBe('Enabled');
        await kms.send(new DisableKeyCommand({ KeyId: 'going' }));
        expect(await state()).toBe('Disabled');
      },
      { scenario: SCENARIO },
    );
  });
});

describe('vaults say whose key they have', () => {
  test.each([
    ['sealed', 'AWS_OWNED_KMS_KEY', undefined],
    ['sealed-by-us', 'CUSTOMER_MANAGED_KMS_KEY', expect.stringContaining(':key/plain')],
    ['default-key', undefined, expect.stringContaining(':key/')],
    ['own-key', 'CUSTOMER_MANAGED_KMS_KEY', expect.stringContaining(':key/plain')],
  ])('%s: %s', async (BackupVaultName, type, arn) => {
    await simulated(
      async (simulator) => {
        const vault = await clients(simulator).backup.send(new DescribeBackupVaultCommand({ BackupVaultName }));
        expect([vault.EncryptionKeyType, vault.EncryptionKeyArn]).toEqual([type, arn]);
      },
      { scenario: SCENARIO },
    );
  });

  test('a point in a vault whose key AWS owns is encrypted and names no key', async () => {
    await simulated(
      async (simulator) => {
        const { backup } = clients(simulator);
        const listed = await backup.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: 'sealed' }));
        expect(listed.RecoveryPoints).toMatchObject([{ IsEncrypted: true, EncryptionKeyType: 'AWS_OWNED_KMS_KEY' }]);
        expect(listed.RecoveryPoints?.[0]).not.toHaveProperty('EncryptionKeyArn');
      },
      { scenario: SCENARIO },
    );
  });
});
