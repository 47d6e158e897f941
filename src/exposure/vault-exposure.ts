import { copiesTo, copyPlaces } from '../estate/copies.ts';
import { copyVaultsOf, type HoldingVault } from '../estate/copy-vaults.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import { copiesOf } from '../estate/points.ts';
import { vaultsOf } from '../estate/vaults.ts';
import { type Fact, type Unknown, unknown } from '../model/fact.ts';
import type { VaultRecord } from '../model/vault.ts';
import { denialFault, pointFamilies } from './denial-fault.ts';
import { type KeyExposure, keyExposure } from './key-exposure.ts';
import { type Person, peopleOf } from './people.ts';
import { isFast, lockModeOf } from './vault-lock.ts';

/** A vault that holds points or copies of a table, or will, and what keeps them from being destroyed. */
export interface VaultExposure extends HoldingVault {
  readonly isCopy: boolean;
  /** How the access policy fails to deny what destroys points; known and undefined where it does deny it. */
  readonly denial: Fact<string | undefined>;
  /** Those of the vault and of the points. */
  readonly keys: readonly KeyExposure[];
  readonly people: Fact<readonly Person[]>;
}

export interface TableExposure {
  readonly vaults: readonly VaultExposure[];
  /** Named by a rule or a point, and gone. */
  readonly missing: readonly string[];
  /** What hides vaults: whoever could destroy what lies there is not told. */
  readonly unread: readonly Unknown[];
}

/** Everything that holds what a table could be restored from, in its own Region and wherever copies of it were found or are made. */
export function exposureOf(estate: Estate, table: EstateTable): TableExposure {
  const own = vaultsOf(estate, table);
  const places = placesOfCopies(estate, table);
  const beyond = copyVaultsOf(estate, table, places);
  const planned = places.flatMap(({ region, account }) =>
    plannedCopyVaults(estate, table, { region, account }, beyond),
  );
  const exposed = (holding: HoldingVault, isCopy: boolean) => vaultExposure(estate, table, holding, isCopy);
  return {
    vaults: [
      ...own.vaults.map((vault) => {
        const points = own.points.filter(({ vaultName }) => vaultName === vault.name);
        return exposed({ vault, regionInventory: table.regionInventory, points }, false);
      }),
      ...[...beyond, ...planned].map((holding) => exposed(holding, true)),
    ],
    missing: own.missing,
    unread: [
      ...(own.doubtful ? [own.doubtful] : []),
      ...own.unread,
      ...places.flatMap(({ region, account }) => copiesOf(estate, table, region, account).unread),
    ],
  };
}

interface PlaceOfCopies {
  readonly region: string;
  readonly account: string;
}

/** Where rules copy to, and every other place that was read. */
function placesOfCopies(estate: Estate, table: EstateTable): readonly PlaceOfCopies[] {
  const named = copyPlaces(estate, table);
  const read = estate.inventory.regions.filter(({ recoveryPoints }) => recoveryPoints.known);
  const places = [...named, ...read].filter(
    ({ region, account }) => region !== table.region || account !== table.account,
  );
  return [...new Map(places.map(({ region, account }) => [`${account} ${region}`, { region, account }])).values()];
}

/** Vaults that copies are to go to and have not come to yet. */
function plannedCopyVaults(
  estate: Estate,
  table: EstateTable,
  place: PlaceOfCopies,
  holding: readonly HoldingVault[],
): readonly HoldingVault[] {
  const regionInventory = estate.region(place.account, place.region);
  if (!regionInventory?.vaults.known) return [];
  const names = new Set(copiesTo(estate, table, place).map(({ vaultName }) => vaultName));
  const isEmpty = (vault: VaultRecord) => names.has(vault.name) && !holding.some((each) => each.vault === vault);
  return regionInventory.vaults.value.filter(isEmpty).map((vault) => ({ vault, regionInventory, points: [] }));
}

function vaultExposure(estate: Estate, table: EstateTable, holding: HoldingVault, isCopy: boolean): VaultExposure {
  const { vault, regionInventory, points } = holding;
  const { account } = regionInventory;
  const policies = estate.account(account)?.identityPolicies ?? NOT_READ(account);
  const keys = new Set([vault.encryptionKeyArn, ...points.map(({ encryptionKeyArn }) => encryptionKeyArn)]);
  const families = pointFamilies(holding, table);
  const asked = {
    arn: vault.arn,
    account,
    accessPolicy: vault.accessPolicy,
    points: families.sure.length > 0 ? families.sure : families.either,
    mode: lockModeOf(vault, estate.now),
  };
  return {
    ...holding,
    isCopy,
    denial: denialFault(holding, table),
    keys: [...keys].flatMap((arn) => (arn === undefined ? [] : [keyExposure(regionInventory, arn, policies)])),
    people: peopleOf(asked, policies),
  };
}

const NOT_READ = (account: string) =>
  unknown(
    'not-collected',
    `identities of account ${account} were not read: name a role of it with --role-arn`,
    'iam:GetAccountAuthorizationDetails',
  );

/** Why it cannot be told who could destroy the points of a vault; undefined where it can. */
export function openIn({ vault, denial, people, keys }: VaultExposure, now: string): Unknown | undefined {
  const open = isFast(lockModeOf(vault, now)) ? [] : [denial, people];
  const ofKeys = keys.flatMap(({ manager, fault, deleters }) => [manager, fault, deleters]);
  for (const fact of [...open, ...ofKeys]) if (!fact.known) return fact;
  return undefined;
}
