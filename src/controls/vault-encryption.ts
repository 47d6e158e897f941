import { keyFault, keyFits, keyManager } from '../estate/keys.ts';
import { full, part, supports } from '../frameworks/evidence.ts';
import { type Fact, known, mapFact, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { VaultRecord } from '../model/vault.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory, exampleKey, KEY } from './example.ts';
import { judgeVaults } from './shared/judge-vaults.ts';
import { keyNeeds } from './shared/key-needs.ts';

export const vaultEncryption = tableControl({
  id: 'vault-encryption',
  title: 'Vaults are encrypted with the asked key',
  severity: 'medium',
  description:
    'Passes when every vault of the table’s Region that holds its points is encrypted with a key that a customer manages, or with one whose ARN or alias fits the pattern. `any` is met by every key that can be used, because AWS encrypts all vaults. A key that is disabled, pending deletion or out of reach fails, whatever is asked, because nothing that it encrypts can be restored; where it could not be described, that is unknown. Backups without advanced features are encrypted with the table’s key instead; recovery-point-encryption looks at the points. Vaults of copies that the policy asks for decide nothing here; the evidence names those that would fail.',
  remediation:
    'Enable the key, or cancel its deletion before the date in the message. A vault’s key cannot be changed: to have another, make a vault with the key asked for and point the rules at it.',
  evidence: [
    ...full('the vaults’ keys are those asked for, and usable', { 'nist-800-53-r5': ['CP-9(8)'] }, { not: ['any'] }),
    ...part(
      'vaults are encrypted as asked; live tables, and who may read backups, are not judged',
      {
        'nist-800-53-r5': ['CP-9(d)', 'SC-28', 'SC-28(1)'],
        'iso-27001-2022': ['A.8.13'],
        hipaa: ['164.312(a)(2)(iv)'],
        nis2: ['9.2(a)'],
        'cis-controls-8.1': ['11.3', '3.11'],
        'aws-well-architected': ['REL09-BP02'],
        'nist-csf-2.0': ['PR.DS-01', 'PR.DS-11'],
      },
      { not: ['any'] },
    ),
    ...supports('the keys of the vaults are usable; how keys are managed is another document', {
      'iso-27001-2022': ['A.8.24', 'A.5.29'],
      'soc-2': ['CC6.1'],
      dora: ['9(2)', '9(4)(d)', 'RTS 7(2)'],
      'nist-800-53-r5': ['SC-12'],
    }),
  ],
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html'],
  needs: (asked) => [
    'vaults',
    'recovery-points',
    'plans',
    'tags',
    'region-settings',
    'description',
    ...keyNeeds(asked),
  ],
  evaluate: (subject, asked, policy) =>
    judgeVaults(subject, policy, {
      expected: { encryption: asked },
      asked: askedText(asked),
      fault: ({ vault, regionInventory }) => faultOf(vault, asked, regionInventory),
    }),
  examples: [
    {
      title: 'passes when the key is a customer’s',
      policy: 'backup: { vault: { encryption: customer-managed } }',
      inventory: () =>
        exampleInventory({
          vaults: [{ encryptionKeyArn: KEY }],
          points: [{}],
          keys: [exampleKey(known('CUSTOMER', 'kms:DescribeKey'))],
        }),
      expect: { status: 'pass', message: 'vault main: encrypted with a customer-managed key' },
    },
    {
      title: 'fails when AWS manages the key',
      policy: 'backup: { vault: { encryption: customer-managed } }',
      inventory: () =>
        exampleInventory({
          vaults: [{ encryptionKeyArn: KEY }],
          points: [{}],
          keys: [exampleKey(known('AWS', 'kms:DescribeKey'))],
        }),
      expect: {
        status: 'fail',
        message: `vault main is encrypted with ${KEY}, which AWS manages; policy asks for vaults encrypted with a customer-managed key`,
      },
    },
    {
      title: 'fails when AWS owns the key of an air-gapped vault',
      policy: 'backup: { vault: { encryption: customer-managed } }',
      inventory: () =>
        exampleInventory({
          vaults: [{ type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', encryptionKeyType: 'AWS_OWNED_KMS_KEY' }],
          points: [{}],
        }),
      expect: {
        status: 'fail',
        message:
          'vault main is encrypted with a key that AWS owns; policy asks for vaults encrypted with a customer-managed key',
      },
    },
    {
      title: 'fails when the key is about to be deleted, whatever encryption is asked',
      policy: 'backup: { vault: { encryption: any } }',
      inventory: () =>
        exampleInventory({
          vaults: [{ encryptionKeyArn: KEY }],
          points: [{}],
          keys: [
            {
              ...exampleKey(known('CUSTOMER', 'kms:DescribeKey')),
              state: known({ name: 'PendingDeletion', deletionDate: '2026-12-09T00:00:00.000Z' }, 'kms:DescribeKey'),
            },
          ],
        }),
      expect: {
        status: 'fail',
        message: `vault main is encrypted with ${KEY}, which is pending deletion (PendingDeletion) on 2026-12-09T00:00:00.000Z; policy asks for vaults encrypted with any key`,
      },
    },
    {
      title: 'is unknown when the key could not be looked up',
      policy: 'backup: { vault: { encryption: customer-managed } }',
      inventory: () =>
        exampleInventory({
          vaults: [{ encryptionKeyArn: KEY }],
          points: [{}],
          keys: [exampleKey(denied('kms:DescribeKey'))],
        }),
      expect: {
        status: 'unknown',
        message: 'cannot tell whether every vault is encrypted with a customer-managed key',
      },
    },
  ],
});

function askedText(asked: string): string {
  if (asked === 'any') return 'encrypted with any key';
  return asked === 'customer-managed' ? 'encrypted with a customer-managed key' : `encrypted with a key like ${asked}`;
}

const AWS_OWNED = 'AWS_OWNED_KMS_KEY';

function faultOf(vault: VaultRecord, asked: string, regionInventory: RegionInventory): Fact<string | undefined> {
  const key = vault.encryptionKeyArn;
  // Air-gapped vaults name no key that is AWS's own, and such a key is neither disabled nor deleted by anybody.
  if (key === undefined && vault.encryptionKeyType === AWS_OWNED)
    return known(asked === 'any' ? undefined : 'is encrypted with a key that AWS owns', 'backup:ListBackupVaults');
  if (key === undefined)
    return unknown(
      'undocumented',
      `AWS Backup does not name the key of vault ${vault.name}`,
      'backup:ListBackupVaults',
    );
  const fault = keyFault(regionInventory, key);
  const fits = keyDoes(regionInventory, key, asked);
  if (fault.known && fault.value !== undefined)
    return known(`is encrypted with ${key}, which ${fault.value}`, fault.from);
  // A key that is not the one asked for fails in whatever state it is.
  return fault.known || (fits.known && fits.value !== undefined) ? fits : fault;
}

/** Whether the key is such a one as was asked for. */
function keyDoes(regionInventory: RegionInventory, key: string, asked: string): Fact<string | undefined> {
  if (asked === 'any') return known(undefined, 'backup:ListBackupVaults');
  if (asked === 'customer-managed') {
    const manager = keyManager(regionInventory, key);
    if (!manager.known) return manager;
    return known(
      manager.value === 'CUSTOMER' ? undefined : `is encrypted with ${key}, which AWS manages`,
      manager.from,
    );
  }
  return mapFact(keyFits(regionInventory, key, asked), (fits) => (fits ? undefined : `is encrypted with ${key}`));
}
