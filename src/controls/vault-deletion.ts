import { POINT_ACTIONS, POLICY_ACTION } from '../exposure/deletion-policy.ts';
import { denialFault } from '../exposure/denial-fault.ts';
import { protectionOf } from '../exposure/explain-destroy.ts';
import { part, supports } from '../frameworks/evidence.ts';
import { known } from '../model/fact.ts';
import type { VaultRecord } from '../model/vault.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { judgeVaults } from './shared/judge-vaults.ts';

function denying(...actions: readonly string[]): Partial<VaultRecord> {
  const statement = { Effect: 'Deny', Principal: '*', Action: actions, Resource: '*' };
  return { accessPolicy: known(JSON.stringify({ Statement: [statement] }), 'backup:GetBackupVaultAccessPolicy') };
}

export const vaultDeletion = tableControl({
  id: 'vault-deletion',
  title: 'Nobody may delete recovery points by hand',
  severity: 'high',
  description:
    'Passes when the access policy of every vault of the table’s Region that holds its points denies backup:DeleteRecoveryPoint and backup:UpdateRecoveryPointLifecycle for every point of the table, and backup:PutBackupVaultAccessPolicy for the vault, to everybody of the account, whatever the circumstances: a point whose life may be shortened can be deleted, and so can one whose policy may be replaced. AWS Config’s rule backup-recovery-point-manual-deletion-disabled asks for the same three. Several statements may do so together. A denial for some principals, for some points, or under a condition leaves a way, and fails; the evidence says which. Whoever may delete the access policy (backup:DeleteBackupVaultAccessPolicy) can still lift the denial; a compliance lock cannot be lifted, and is the question of vault-lock. `holdfast explain TABLE --destroy` names who could. Vaults of copies that the policy asks for decide nothing here; the evidence names those that would fail.',
  remediation:
    'aws backup put-backup-vault-access-policy with a Deny of backup:DeleteRecoveryPoint, backup:UpdateRecoveryPointLifecycle and backup:PutBackupVaultAccessPolicy for Principal "*" and Resource "*".',
  evidence: [
    ...part('the access policy denies deletion; reading and restoring are not judged', {
      'nist-800-53-r5': ['CP-9(d)'],
      'iso-27001-2022': ['A.5.33'],
      'soc-2': ['A1.2', 'C1.1'],
      nis2: ['4.2.2(d)'],
      'cis-controls-8.1': ['11.3'],
      dora: ['12(3)'],
      'aws-well-architected': ['REL09-BP02'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
    ...supports('the policy keeps points from destruction', {
      'nist-800-53-r5': ['CP-6(b)'],
      'iso-27001-2022': ['A.5.29'],
      hipaa: ['164.312(c)(1)'],
      dora: ['9(2)'],
    }),
  ],
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/backup-recovery-point-manual-deletion-disabled.html',
  ],
  needs: () => ['vaults', 'vault-policies', 'recovery-points', 'plans', 'tags', 'region-settings', 'description'],
  evaluate: (subject, _, policy) =>
    judgeVaults(subject, policy, {
      expected: { manualDeletion: 'denied' },
      asked: 'protected against deletion of points',
      fault: (holding) => denialFault(holding, subject.table),
      also: (holding) => protectionOf(holding, subject.table, subject.estate.now),
    }),
  examples: [
    {
      title: 'passes when the policy denies it to everybody',
      policy: 'backup: { vault: { manualDeletion: denied } }',
      inventory: () =>
        exampleInventory({
          vaults: [denying(...POINT_ACTIONS, POLICY_ACTION)],
          points: [{}],
        }),
      expect: { status: 'pass', message: 'vault main: protected against deletion of points' },
    },
    {
      title: 'fails when lifecycles may be shortened',
      policy: 'backup: { vault: { manualDeletion: denied } }',
      inventory: () =>
        exampleInventory({ vaults: [denying('backup:DeleteRecoveryPoint', POLICY_ACTION)], points: [{}] }),
      expect: {
        status: 'fail',
        message:
          'vault main has an access policy that does not deny backup:UpdateRecoveryPointLifecycle; policy asks for vaults protected against deletion of points',
      },
    },
    {
      title: 'fails when the vault has no policy',
      policy: 'backup: { vault: { manualDeletion: denied } }',
      inventory: () => exampleInventory({ points: [{}] }),
      expect: {
        status: 'fail',
        message: 'vault main has no access policy; policy asks for vaults protected against deletion of points',
      },
    },
    {
      title: 'is unknown when the policy could not be read',
      policy: 'backup: { vault: { manualDeletion: denied } }',
      inventory: () =>
        exampleInventory({ vaults: [{ accessPolicy: denied('backup:GetBackupVaultAccessPolicy') }], points: [{}] }),
      expect: {
        status: 'unknown',
        message: 'cannot tell whether every vault is protected against deletion of points',
      },
    },
  ],
});
