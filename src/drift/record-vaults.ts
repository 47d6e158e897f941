import type { Fact } from '../model/fact.ts';
import type { Json, JsonObject } from '../model/result.ts';
import type { VaultRecord } from '../model/vault.ts';
import { recordPolicy } from './record-policy.ts';
import { keyed, recorded } from './recorded.ts';

export function recordVaults(vaults: Fact<readonly VaultRecord[]>): Json {
  return recorded(vaults, (all) => keyed(all.map((vault) => [vault.name, recordVault(vault)])));
}

/** The lock's date makes it compliance mode; without one it is governance mode. Source: AWS Backup Developer Guide, vault-lock. */
function recordVault(vault: VaultRecord): JsonObject {
  return {
    type: vault.type,
    encryptionKey: vault.encryptionKeyArn ?? null,
    lock: vault.locked
      ? {
          mode: vault.lockDate === undefined ? 'governance' : 'compliance',
          lockDate: vault.lockDate ?? null,
          minRetentionDays: vault.minRetentionDays ?? null,
          maxRetentionDays: vault.maxRetentionDays ?? null,
        }
      : null,
    accessPolicy: recorded(vault.accessPolicy, (text) => (text === null ? null : recordPolicy(text))),
  };
}
