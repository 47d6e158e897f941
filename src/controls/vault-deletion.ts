import { type Fact, known } from '../model/fact.ts';
import type { VaultRecord } from '../model/vault.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { deletionVerdict } from './shared/deletion-policy.ts';
import { judgeVaults } from './shared/judge-vaults.ts';

const DENY_ALL =
  '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"backup:DeleteRecoveryPoint","Resource":"*"}]}';

export const vaultDeletion = tableControl<true>({
  id: 'vault-deletion',
  title: 'Nobody may delete recovery points by hand',
  severity: 'high',
  policyPath: 'backup.vault.manualDeletion',
  description:
    'Passes when the access policy of every vault of the table’s Region that holds its points denies backup:DeleteRecoveryPoint to everybody, without a condition. A denial for some principals, for some points, or under a condition leaves a way, and fails; the evidence says which. A compliance lock also stops deletion, and is the question of vault-lock.',
  remediation:
    'aws backup put-backup-vault-access-policy with a Deny of backup:DeleteRecoveryPoint for Principal "*" and Resource "*".',
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html'],
  requirements: ({ backup }) =>
    backup?.vault?.manualDeletion === 'denied' ? [{ path: 'backup.vault.manualDeletion', asked: true }] : [],
  needs: () => ['vaults', 'vault-policies', 'recovery-points', 'plans', 'tags', 'region-settings'],
  evaluate: (subject) =>
    judgeVaults(subject, {
      expected: { manualDeletion: 'denied' },
      asked: 'with deletion of points denied to everybody',
      fault: faultOf,
    }),
  examples: [
    {
      title: 'passes when the policy denies it to everybody',
      policy: 'backup: { vault: { manualDeletion: denied } }',
      inventory: () =>
        exampleInventory({
          vaults: [{ accessPolicy: known(DENY_ALL, 'backup:GetBackupVaultAccessPolicy') }],
          points: [{}],
        }),
      expect: { status: 'pass', message: 'vault main: with deletion of points denied to everybody' },
    },
    {
      title: 'fails when the vault has no policy',
      policy: 'backup: { vault: { manualDeletion: denied } }',
      inventory: () => exampleInventory({ points: [{}] }),
      expect: {
        status: 'fail',
        message: 'vault main has no access policy; policy asks for vaults with deletion of points denied to everybody',
      },
    },
    {
      title: 'is unknown when the policy could not be read',
      policy: 'backup: { vault: { manualDeletion: denied } }',
      inventory: () =>
        exampleInventory({ vaults: [{ accessPolicy: denied('backup:GetBackupVaultAccessPolicy') }], points: [{}] }),
      expect: {
        status: 'unknown',
        message: 'cannot tell whether every vault is with deletion of points denied to everybody',
      },
    },
  ],
});

function faultOf({ accessPolicy, arn }: VaultRecord): Fact<string | undefined> {
  if (!accessPolicy.known) return accessPolicy;
  if (accessPolicy.value === null) return known('has no access policy', accessPolicy.from);
  return deletionVerdict(accessPolicy.value, arn, accessPolicy.from);
}
