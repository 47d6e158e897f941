import type { KeyRecord } from '../../../src/model/inventory.ts';
import type { VaultRecord } from '../../../src/model/vault.ts';
import { type Home, isUsable } from './estate.ts';
import { any } from './selection.ts';
import { stated, type Verdict } from './stated.ts';

const AIR_GAPPED = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT';

/** Each vault here that holds points of the table must do; while there is none, each that its rules name. */
function each(home: Home, isGood: (vault: VaultRecord) => boolean): Verdict {
  const named = (names: readonly string[]) => {
    const vaults = stated(home.region.vaults).filter(({ name }) => names.includes(name));
    return vaults;
  };
  const { points } = home;
  if (points.length > 0) {
    return named(points.map(({ vaultName }) => vaultName)).every(isGood) ? ['pass'] : ['fail'];
  }
  const sure = home.rules.filter(({ selected }) => selected === 'yes');
  const targets = named(sure.map(({ rule }) => rule.vaultName));
  if (!targets.every(isGood)) return ['fail'];
  if (any(home.rules.map(({ selected }) => (selected === 'open' ? 'open' : 'no'))) === 'open') return ['unknown'];
  if (targets.length === 0) return ['fail'];
  return sure.some(({ broken }) => broken) ? ['pass', 'fail', 'unknown'] : ['pass'];
}

/** An air-gapped vault is locked in compliance mode by its nature. */
export function vaultLock(home: Home, mode: 'governance' | 'compliance'): Verdict {
  return each(home, ({ type, locked, lockDate }) => {
    if (type === AIR_GAPPED) return true;
    if (mode === 'governance') return locked;
    return locked && lockDate !== undefined && Date.parse(lockDate) <= home.now;
  });
}

export function vaultEncryption(home: Home): Verdict {
  return each(home, ({ encryptionKeyArn }) => {
    const key = home.region.keys.find(({ arn }) => arn === encryptionKeyArn);
    return key !== undefined && stated(key.manager) === 'CUSTOMER' && isEnabled(key);
  });
}

function isEnabled({ state }: KeyRecord): boolean {
  return state !== undefined && stated(state).name === 'Enabled';
}

/** AWS Config, backup-recovery-point-manual-deletion-disabled: three actions, denied to everyone. */
const ACTIONS = [
  'backup:DeleteRecoveryPoint',
  'backup:UpdateRecoveryPointLifecycle',
  'backup:PutBackupVaultAccessPolicy',
];

export function vaultDeletion(home: Home): Verdict {
  return each(home, ({ accessPolicy }) => {
    const text = stated(accessPolicy);
    if (text === null) return false;
    const statements: {
      Effect: string;
      Principal: string | { AWS: string };
      Action: string[];
      Condition?: object;
    }[] = JSON.parse(text).Statement;
    return ACTIONS.every((action) =>
      statements.some(({ Effect, Principal, Action, Condition }) => {
        const everyone = Principal === '*' || (typeof Principal === 'object' && Principal.AWS === '*');
        return Effect === 'Deny' && everyone && Action.includes(action) && Condition === undefined;
      }),
    );
  });
}

export function vaultAirGap(home: Home): Verdict {
  const lies = home.inventory.regions.some((region) =>
    home
      .ownIn(region)
      .filter(isUsable)
      .some(({ vaultName }) =>
        stated(region.vaults).some(({ name, type }) => name === vaultName && type === AIR_GAPPED),
      ),
  );
  return lies ? ['pass'] : ['fail'];
}

/** Without a period of its own recovery reaches back 35 days. */
export function pointInTimeRecovery({ table }: Home, days: number): Verdict {
  const { enabled, recoveryPeriodDays = 35 } = stated(table.pointInTimeRecovery);
  return enabled && recoveryPeriodDays >= days ? ['pass'] : ['fail'];
}
