import { advancedFeatures } from '../estate/advanced-features.ts';
import type { EstateTable } from '../estate/estate.ts';
import type { ArnFamily } from '../estate/pattern-cover.ts';
import { pointsOf } from '../estate/points.ts';
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
    'Passes when the access policy of every vault of the table’s Region that holds its points denies backup:DeleteRecoveryPoint to everybody of the account, for every point of the table, whatever the circumstances; several statements may do so together. A denial for some principals, for some points, or under a condition leaves a way, and fails; the evidence says which. Whoever may change the access policy can still lift the denial; a compliance lock cannot be lifted, and is the question of vault-lock.',
  remediation:
    'aws backup put-backup-vault-access-policy with a Deny of backup:DeleteRecoveryPoint for Principal "*" and Resource "*".',
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html'],
  requirements: ({ backup }) =>
    backup?.vault?.manualDeletion === 'denied' ? [{ path: 'backup.vault.manualDeletion', asked: true }] : [],
  needs: () => ['vaults', 'vault-policies', 'recovery-points', 'plans', 'tags', 'region-settings'],
  evaluate: (subject) =>
    judgeVaults(subject, {
      expected: { manualDeletion: 'denied' },
      asked: 'protected against deletion of points',
      fault: (vault) => faultOf(vault, subject.table),
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
      expect: { status: 'pass', message: 'vault main: protected against deletion of points' },
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

function faultOf(vault: VaultRecord, table: EstateTable): Fact<string | undefined> {
  const { accessPolicy, arn } = vault;
  if (!accessPolicy.known) return accessPolicy;
  if (accessPolicy.value === null) return known('has no access policy', accessPolicy.from);
  const { value: policy, from } = accessPolicy;
  const verdict = (points: readonly ArnFamily[]) =>
    deletionVerdict(policy, { arn, account: table.account, points }, from);
  const advanced = advancedFeatures(table.home);
  const { made, toCome } = pointFamilies(table, vault.name, advanced);
  const sure = verdict([...new Set([...made, ...toCome])]);
  if (advanced.known || (sure.known && sure.value !== undefined)) return sure;
  const either = verdict(Object.values(familiesOf(table)));
  return either.known && either.value === undefined ? either : advanced;
}

/** A recovery point's ARN is AWS Backup's where advanced features are on, and DynamoDB's where they are off. */
function familiesOf({ partition, region, account, name }: EstateTable) {
  return {
    advanced: `arn:${partition}:backup:${region}:${account}:recovery-point:*`,
    standard: `arn:${partition}:dynamodb:${region}:${account}:table/${name}/backup/*`,
  };
}

/** The forms of the points that the vault holds of the table, and of those that it will. */
function pointFamilies(table: EstateTable, vaultName: string, advanced: Fact<string | undefined>) {
  const { advanced: ofBackup, standard: ofDynamoDb } = familiesOf(table);
  const made = pointsOf(table)
    .points.filter((point) => point.vaultName === vaultName)
    .map(({ arn }) => (arn.includes(':recovery-point:') ? ofBackup : ofDynamoDb));
  return { made, toCome: advanced.known ? [advanced.value === undefined ? ofBackup : ofDynamoDb] : [] };
}
