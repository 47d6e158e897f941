import { describe, expect, test } from 'vitest';
import { denied, type ExampleParts, KEY } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import type { VaultRecord } from '../../src/model/vault.ts';
import { compared, lines, unknowns } from './compare.ts';

const PATH = 'plans.daily.rules.nightly.vault';
const GAP = 'arn:aws:backup:eu-west-1:111122223333:backup-vault:';

/** Two vaults, and a rule that writes to the first of them, or to the second. */
function moved(from: Partial<VaultRecord>, to: Partial<VaultRecord>) {
  const vaults = [
    { ...from, name: 'safe' },
    { ...to, name: 'cellar' },
  ];
  const into = (vaultName: string): ExampleParts => ({ vaults, rules: [{ vaultName }] });
  return compared(into('safe'), into('cellar'));
}

const guarded = (vault: string) =>
  known(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'backup:DeleteRecoveryPoint', Resource: `${GAP}${vault}` }],
    }),
    'test',
  );

describe('a rule that writes to another vault', () => {
  test.each<[string, Partial<VaultRecord>, Partial<VaultRecord>]>([
    ['without a lock', { locked: true, minRetentionDays: 20 }, {}],
    ['whose lock demands less', { locked: true, minRetentionDays: 20 }, { locked: true, minRetentionDays: 10 }],
    [
      'whose lock can be removed',
      { locked: true, lockDate: '2026-02-01T00:00:00.000Z' },
      { locked: true, minRetentionDays: 20 },
    ],
    ['with a key of AWS', { encryptionKeyArn: KEY }, {}],
    ['that denies nothing', { accessPolicy: guarded('safe') }, {}],
    ['that is not air-gapped', { type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' }, {}],
    ['that gives more in one way and less in another', { locked: true }, { encryptionKeyArn: KEY }],
  ])('%s weakens', (_, from, to) => {
    expect(lines(moved(from, to))).toEqual([`weakens ${PATH}: "safe" → "cellar"`]);
  });

  test('strengthens where the other vault gives more, and is neutral where it gives the same', () => {
    expect(lines(moved({}, { locked: true, minRetentionDays: 20 }))).toEqual([
      `strengthens ${PATH}: "safe" → "cellar"`,
    ]);
    // Each policy names its own vault.
    expect(lines(moved({ accessPolicy: guarded('safe') }, { accessPolicy: guarded('cellar') }))).toEqual([
      `neutral ${PATH}: "safe" → "cellar"`,
    ]);
  });

  test('weakens where that vault does not exist', () => {
    const { differences } = compared({}, { rules: [{ vaultName: 'nowhere' }] });
    expect(differences).toMatchObject([{ direction: 'weakens', why: 'there is no vault nowhere in the place' }]);
  });

  test('is a difference of unknown direction where what one of the vaults gives is unknown', () => {
    for (const [from, to] of [
      [{ accessPolicy: denied('backup:GetBackupVaultAccessPolicy') }, {}],
      [{}, { accessPolicy: denied('backup:GetBackupVaultAccessPolicy') }],
    ]) {
      const found = moved(from ?? {}, to ?? {});
      expect(lines(found)).toEqual([`neutral ${PATH}: "safe" → "cellar"`]);
      expect(unknowns(found)).toContain(`${PATH} (direction) (direction: denied)`);
    }
    // What is known to be less is less, whatever else is hidden.
    const less = moved({ locked: true, accessPolicy: denied('backup:GetBackupVaultAccessPolicy') }, {});
    expect(lines(less)).toEqual([`weakens ${PATH}: "safe" → "cellar"`]);
  });

  test('holds for the air-gapped vault of a rule too', () => {
    const vaults = [
      { name: 'gap-one', type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', encryptionKeyArn: KEY },
      { name: 'gap-two', type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' },
      {},
    ];
    const into = (name: string): ExampleParts => ({ vaults, rules: [{ airGappedVaultArn: `${GAP}${name}` }] });
    const path = 'plans.daily.rules.nightly.airGappedVault';
    const { differences } = compared(into('gap-one'), into('gap-two'));
    expect(differences).toMatchObject([{ direction: 'weakens', path }]);
    const foreign = 'arn:aws:backup:eu-west-1:444455556666:backup-vault:gap-three';
    expect(unknowns(compared(into('gap-one'), { vaults, rules: [{ airGappedVaultArn: foreign }] }))).toEqual([
      `${path} (direction) (direction: not-collected)`,
    ]);
  });
});
