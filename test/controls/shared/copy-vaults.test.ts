import { describe, expect, test } from 'vitest';
import { denied, type ExampleParts, exampleInventory } from '../../../src/controls/example.ts';
import { known } from '../../../src/model/fact.ts';
import type { VaultRecord } from '../../../src/model/vault.ts';
import { judge, resultOf } from '../../aws-meaning/judge.ts';

const COPIES = 'copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }]';

function denying(account: string): VaultRecord['accessPolicy'] {
  const statement = {
    Effect: 'Deny',
    Principal: '*',
    Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle', 'backup:PutBackupVaultAccessPolicy'],
    Resource: [`arn:aws:backup:*:${account}:recovery-point:*`, `arn:aws:backup:*:${account}:backup-vault:*`],
  };
  return known(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }), 'backup:GetBackupVaultAccessPolicy');
}

const LOCKED = { locked: true, accessPolicy: denying('111122223333') };

function result(control: string, vault: string, parts: ExampleParts, copies = COPIES) {
  const inventory = exampleInventory({ vaults: [LOCKED], points: [{}], copies: [{}, {}], ...parts });
  const { status, because } = resultOf(judge(inventory, `backup: { vault: { ${vault} }, ${copies} }`), control);
  // What protects the vault that is judged is another matter.
  return { status, because: because.filter((line) => !line.startsWith('vault main ')) };
}

describe('a vault that holds copies', () => {
  test('decides nothing, and is named where it is not as its source’s vault must be', () => {
    expect(result('vault-lock', 'lock: governance', { copyVaults: [{}] })).toEqual({
      status: 'pass',
      because: ['not judged: vault copies in eu-central-1, with 2 copies of the table, is not locked'],
    });
    expect(result('vault-deletion', 'manualDeletion: denied', { copyVaults: [{}] }).because).toEqual([
      'not judged: vault copies in eu-central-1, with 2 copies of the table, has no access policy',
    ]);
  });

  test.each<[string, ExampleParts, string?]>([
    ['it is as it must be', { copyVaults: [LOCKED] }],
    ['it holds no copy of the table', { copyVaults: [{}], copies: [] }],
    ['it could not be read', { copyVaults: denied('backup:ListBackupVaults') }],
    ['the policy asks for no copy there', { copyVaults: [{}] }, 'copies: []'],
  ])('is not spoken of where %s', (_, parts, copies = COPIES) => {
    expect(result('vault-lock', 'lock: governance', parts, copies)).toEqual({ status: 'pass', because: [] });
    expect(result('vault-deletion', 'manualDeletion: denied', parts, copies)).toEqual({ status: 'pass', because: [] });
  });
});
