import type { HoldingVault } from '../estate/copy-vaults.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import { keyFault } from '../estate/keys.ts';
import { count } from '../model/count.ts';
import type { Fact, Unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import { isSamePlace } from '../model/inventory.ts';
import { type ExplainedNode, leaf, node, reasonOf } from '../selection/explain.ts';
import { denialFault } from './denial-fault.ts';
import type { KeyExposure } from './key-exposure.ts';
import { type Person, ROOT } from './people.ts';
import { exposureOf, openIn, type VaultExposure } from './vault-exposure.ts';
import { isFast, lockModeOf, lockText } from './vault-lock.ts';

/** So many people are named for one vault. */
const NAMED = 50;

export interface ExplainedExposure {
  readonly tree: ExplainedNode;
  /** Something that the answer needs could not be read. */
  readonly isOpen: boolean;
}

/** Who could delete the points of a table today, and its copies, as a page that can be checked by hand. */
export function explainDestroy(estate: Estate, table: EstateTable): ExplainedExposure {
  const { vaults, missing, unread } = exposureOf(estate, table);
  const isOpen = unread.length > 0 || vaults.some((vault) => openIn(vault, estate.now) !== undefined);
  const nodes = [
    ...vaults.map((vault) => vaultNode(estate, table, vault)),
    ...missing.map((name) => leaf(`vault ${name} does not exist`)),
    ...unread.map(unknownNode),
    ...(vaults.length === 0 && unread.length === 0 ? [leaf('no vault holds its points, and no rule makes any')] : []),
    node('not looked into', NOT_LOOKED_INTO.map(leaf)),
  ];
  return { tree: node(`table ${table.arn}: who could destroy its recovery points as of ${estate.now}`, nodes), isOpen };
}

const NOT_LOOKED_INTO = [
  'service control policies, resource control policies, permission boundaries and session policies: they may only take away',
  'who may take a role, join a group or change policies of identities, and so come to what these may do',
  'vaults in Regions and accounts that were not read and no rule copies to: name them with --regions and --role-arn',
];

function vaultNode(estate: Estate, table: EstateTable, exposure: VaultExposure): ExplainedNode {
  const { vault, regionInventory, points, isCopy, denial, keys } = exposure;
  const place = isSamePlace(regionInventory, table)
    ? ''
    : ` in ${regionInventory.region} of account ${regionInventory.account}`;
  const newest = points.at(-1);
  const what = isCopy ? 'copy' : 'recovery point';
  const held = newest
    ? `${count(points.length, what, isCopy ? 'copies' : undefined)}, newest of ${newest.createdAt}`
    : `none of the table’s ${isCopy ? 'copies' : 'recovery points'} yet`;
  return node(`vault ${vault.name}${place}: ${held}`, [
    leaf(verdictText(exposure, estate.now)),
    leaf(lockText(vault, estate.now)),
    denialNode(denial),
    ...(regionInventory.account === table.account
      ? []
      : [
          leaf(`nobody of account ${table.account} may delete in a vault of another account, whatever its policy says`),
        ]),
    ...keys.map(keyNode),
    ...peopleNodes(exposure, estate.now),
  ]);
}

/** The deciding line: by hand, or with the key. */
function verdictText(exposure: VaultExposure, now: Instant): string {
  return [byHand(exposure, now), ...exposure.keys.flatMap(byKey)].join('; ');
}

function byKey({ arn, fault, deleters }: KeyExposure): readonly string[] {
  const lost =
    fault.known && fault.value !== undefined ? [`key ${arn} ${fault.value}: without it no point is restored`] : [];
  const names = deleters.known ? deleters.value : [];
  return [...lost, ...(names.length > 0 ? [`can take their key away: ${named(names)}`] : [])];
}

function byHand({ vault, people }: VaultExposure, now: Instant): string {
  if (isFast(lockModeOf(vault, now))) return 'nobody can delete a point before its end, or make it end sooner';
  if (!people.known) return `unknown who can destroy points: ${reasonOf(people)}`;
  const names = (sureness: string) =>
    people.value.filter(({ destroys }) => destroys === sureness).map(({ name }) => name);
  const [sure, perhaps] = [names('sure'), names('perhaps')];
  if (sure.length === 0 && perhaps.length === 0) return 'nobody can destroy points by what they may do alone';
  return [
    ...(sure.length > 0 ? [`can destroy points: ${named(sure)}`] : []),
    ...(perhaps.length > 0 ? [`perhaps can: ${named(perhaps)}`] : []),
  ].join('; ');
}

function named(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return [...names.slice(0, NAMED), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}

function denialNode(denial: Fact<string | undefined>): ExplainedNode {
  return leaf(denial.known ? denialText(denial.value) : `access policy: unknown: ${reasonOf(denial)}`);
}

function denialText(fault: string | undefined): string {
  return fault === undefined
    ? 'access policy: denies everybody deleting points, shortening their lives and replacing the policy'
    : `access policy: the vault ${fault}`;
}

/** The same of one vault for the evidence of a verdict, as far as it was asked for: identities are not. */
export function protectionOf(holding: HoldingVault, table: EstateTable, now: Instant): string {
  const { vault, regionInventory } = holding;
  const denial = denialFault(holding, table);
  const keyArn = vault.encryptionKeyArn;
  const fault = keyArn === undefined ? undefined : keyFault(regionInventory, keyArn);
  return [
    `vault ${vault.name} is ${lockText(vault, now)}`,
    ...(denial.known ? [denialText(denial.value)] : []),
    ...(fault?.known && fault.value !== undefined ? [`key ${keyArn} ${fault.value}`] : []),
  ].join('; ');
}

function keyNode({ arn, manager, fault, deleters }: KeyExposure): ExplainedNode {
  const state = fault.known ? (fault.value ?? 'can be used') : `unknown: ${reasonOf(fault)}`;
  return node(`key ${arn}: ${state}`, [
    ...(manager.known ? [] : [unknownNode(manager)]),
    ...(manager.known && manager.value === 'AWS'
      ? [leaf('AWS manages it: nobody can delete it')]
      : [
          leaf(
            deleters.known
              ? `may schedule its deletion: ${deleters.value.length === 0 ? 'nobody' : named(deleters.value)}`
              : `unknown who may schedule its deletion: ${reasonOf(deleters)}`,
          ),
        ]),
  ]);
}

function peopleNodes({ vault, people }: VaultExposure, now: Instant): readonly ExplainedNode[] {
  if (!people.known) return [];
  const fast = isFast(lockModeOf(vault, now));
  const shown = people.value.slice(0, NAMED);
  const rest = people.value.length - shown.length;
  return [
    node(fast ? 'would be allowed to, were it not for the lock' : 'what they may do', [
      ...shown.map(personNode),
      ...(rest > 0 ? [leaf(`and ${rest} more`)] : []),
    ]),
  ];
}

function personNode({ name, powers }: Person): ExplainedNode {
  if (name === ROOT) return leaf(`${name}: everything that the access policy does not deny`);
  const byPolicy = new Map<string, string[]>();
  for (const { action, by, sureness } of powers) {
    const text = action.slice('backup:'.length) + (sureness === 'sure' ? '' : ' (perhaps)');
    byPolicy.set(by, [...(byPolicy.get(by) ?? []), text]);
  }
  return leaf(`${name}: ${[...byPolicy].map(([by, actions]) => `${actions.join(', ')} by ${by}`).join('; ')}`);
}

function unknownNode(why: Unknown): ExplainedNode {
  return leaf(`unknown: ${reasonOf(why)}`);
}
