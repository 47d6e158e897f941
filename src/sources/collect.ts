import type { AwsCredentialIdentityProvider } from '@smithy/types';
import PQueue from 'p-queue';
import { mapFact, NOT_COLLECTED, type Unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import {
  type AccountInventory,
  INVENTORY_SCHEMA,
  type Inventory,
  type RegionInventory,
  type Scope,
  type UnreadScope,
} from '../model/inventory.ts';
import type { OrganizationInventory } from '../model/organization.ts';
import type { ProxyEnvironment } from '../network/proxy-for.ts';
import { sortedBy } from './answer.ts';
import { collectAuthorization } from './authorization.ts';
import { backupRoles } from './backup-roles.ts';
import { Connection, type Run } from './connection.ts';
import { frozen } from './frozen.ts';
import { callerCredentials, type Identity, identify, regionInventory, regionsOf } from './identity.ts';
import { withLateFacts } from './late-facts.ts';
import { accountsOf } from './organization.ts';
import { collectOrganization, effectivePolicyOf } from './organization-tree.ts';
import { Progress, type ProgressEvent } from './progress.ts';
import { collectCopyDestination, collectRegion, needsVaults } from './region.ts';
import type { CollectionRequest, KeptPlaces, PlacePart } from './request.ts';
import { roleIn } from './role-in.ts';
import { collectGlobalSettings } from './settings.ts';
import { isInShard } from './shard.ts';
import { Wire } from './wire.ts';

/** Accounts × Regions read at once: above it the gain is small and the memory is not. */
const REGIONS_AT_ONCE = 40;

export interface CollectionHost {
  /** The instant that the inventory is taken at. */
  readonly now: Instant;
  /** Where proxies are looked for (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`). The SDK reads the process's own settings. */
  readonly environment?: ProxyEnvironment;
  readonly progress: (event: ProgressEvent) => void;
  /** Throws for a Region of AWS's own settings that does not exist. */
  readonly requireRegion?: (name: string) => void;
  readonly signal?: AbortSignal;
  /** Absent: everything is read. */
  readonly places?: KeptPlaces;
}

/**
 * Reads what the policies need from AWS, and nothing else. Never half a list: what could not be read to its end is unknown.
 * Throws `UserError` without a Region or credentials, and the signal's reason when it is aborted.
 */
export async function collect(request: CollectionRequest, host: CollectionHost): Promise<Inventory> {
  const wire = new Wire(host.environment ?? {}, host.signal);
  const run = { wire, progress: new Progress(host.progress), signal: host.signal, profile: request.profile };
  try {
    const home = await regionInventory(run, request);
    host.requireRegion?.(home);
    const { parts, organization } = await readAccounts({ ...run, places: host.places }, home, request);
    const regions = withManagementSettings(await withLate(parts, request), organization);
    return frozen({
      schema: INVENTORY_SCHEMA,
      takenAt: host.now,
      accounts: sortedBy(
        parts.flatMap((part) => part.account ?? []),
        (account) => account.account,
      ),
      regions: sortedBy(regions, (region) => `${region.account} ${region.region}`),
      unread: sortedBy(
        parts.flatMap((part) => part.unread),
        (scope) => `${scope.roleArn ?? ''} ${scope.region}`,
      ),
      ...(organization ? { organization } : {}),
      apiCalls: wire.apiCalls(),
    });
  } finally {
    wire.close();
  }
}

interface Part {
  readonly account?: AccountInventory;
  /** Absent where nothing was read. */
  readonly connect?: (region: string) => Connection;
  readonly regions: readonly RegionInventory[];
  readonly unread: readonly UnreadScope[];
}

async function withLate(parts: readonly Part[], { lateNeeds }: CollectionRequest): Promise<RegionInventory[]> {
  const needs = lateNeeds?.(
    parts.flatMap(({ regions }) => regions),
    parts.flatMap(({ account }) => account ?? []),
  );
  const read = parts.map(({ regions, connect }) =>
    needs && connect ? Promise.all(regions.map((region) => withLateFacts(region, needs, connect))) : regions,
  );
  return (await Promise.all(read)).flat();
}

/** Of what is read place by place. */
interface PlacesRun extends Run {
  readonly places: KeptPlaces | undefined;
}

interface ReadAccounts {
  readonly parts: readonly Part[];
  readonly organization: OrganizationInventory | undefined;
}

async function readAccounts(run: PlacesRun, home: string, request: CollectionRequest): Promise<ReadAccounts> {
  const caller = await callerCredentials(run);
  const { roles, unlisted, own } = await rolesOf(run, home, caller, request);
  const ofOrganization = own && readsPlansOf(request) ? collectOrganization(own) : undefined;
  ofOrganization?.catch(() => undefined);
  const found = await Promise.all(
    roles.map(async (roleArn) => ({ roleArn, identity: await identify(run, home, caller, roleArn) })),
  );
  const queue = new PQueue({ concurrency: REGIONS_AT_ONCE });
  const seen = new Set<string>();
  const parts = await Promise.all(
    found.map(({ roleArn, identity }) => {
      if (!identity.known) return unreadPart(request, home, roleArn, identity);
      // Two roles of one account: the first one named reads it.
      if (seen.has(identity.value.account)) return { regions: [], unread: [] };
      seen.add(identity.value.account);
      return readAccount(run, home, request, roleArn, identity.value, queue);
    }),
  );
  return {
    parts: unlisted ? [...parts, unreadPart(request, home, undefined, unlisted)] : parts,
    organization: await ofOrganization,
  };
}

interface Roles {
  /** Undefined: the caller's own credentials. */
  readonly roles: readonly (string | undefined)[];
  /** Why the accounts of the organization are not known. */
  readonly unlisted?: Unknown;
  /** The caller's own account, where an organization is read. */
  readonly own?: Connection;
}

async function rolesOf(
  run: Run,
  home: string,
  caller: AwsCredentialIdentityProvider,
  { roleArns, organization }: CollectionRequest,
): Promise<Roles> {
  const named = [...new Set(roleArns)];
  if (organization === undefined) return { roles: named.length === 0 ? [undefined] : named };
  const own = await identify(run, home, caller, undefined);
  if (!own.known) return { roles: named, unlisted: own };
  const { account, partition } = own.value;
  const connection = new Connection(run, home, caller, account);
  const accounts = await accountsOf(connection, organization);
  if (!accounts.known) return { roles: named, unlisted: accounts, own: connection };
  const roles = accounts.value.map((id) => (id === account ? undefined : roleIn(id, partition, organization.roleName)));
  return { roles: [...new Set([...named, ...roles])], own: connection };
}

function unreadPart(request: CollectionRequest, home: string, roleArn: string | undefined, why: Unknown): Part {
  const asked =
    request.regions === 'all' ? ['all'] : request.regions.length === 0 ? [home] : [...new Set(request.regions)];
  return {
    regions: [],
    unread: asked.map((region) => ({ region, ...(roleArn === undefined ? {} : { roleArn }), why })),
  };
}

async function readAccount(
  run: PlacesRun,
  home: string,
  request: CollectionRequest,
  roleArn: string | undefined,
  { arn, partition, account, credentials }: Identity,
  queue: PQueue,
): Promise<Part> {
  const connect = (region: string): Connection => new Connection(run, region, credentials, account);
  const scopeOf = (region: string) => ({ partition, account, region });
  const ownConnection = connect(home);
  const ofAccount = readAccountFacts(ownConnection, request);
  ofAccount.catch(() => undefined);

  const regions = await regionsOf(ownConnection, request);
  const inScope = regions.known ? regions.value.filter((region) => isInShard(account, region, request.shard)) : [];
  const destinations = needsVaults(request)
    ? request.copyDestinations
        .filter((copy) => (copy.account === undefined ? inScope.length > 0 : copy.account === account))
        .map((copy) => copy.region)
        .filter((region) => regions.known && !inScope.includes(region))
    : [];
  const reading = (region: string, part: PlacePart, read: () => Promise<RegionInventory>) =>
    queue.add(() => keptOr(run.places, scopeOf(region), part, read));
  const read = await Promise.all([
    ...inScope.map((region) => reading(region, 'all', () => collectRegion(connect(region), scopeOf(region), request))),
    ...[...new Set(destinations)].map((region) =>
      reading(region, 'copies', () => collectCopyDestination(connect(region), scopeOf(region), request)),
    ),
  ]);
  const { globalSettings, identityPolicies, roles, effectiveBackupPolicy } = await ofAccount;
  return {
    account: {
      partition,
      account,
      readBy: arn,
      globalSettings,
      identityPolicies,
      backupRoles: mapFact(roles, (all) => backupRoles(account, read, all)),
      ...(effectiveBackupPolicy ? { effectiveBackupPolicy } : {}),
    },
    connect,
    regions: read,
    unread: regions.known ? [] : unreadPart(request, home, roleArn, regions).unread,
  };
}

/** What plans of an organization come from is asked where plans are. */
function readsPlansOf({ organization, regionNeeds }: CollectionRequest): boolean {
  return organization !== undefined && regionNeeds.has('plans');
}

/** The opt-in of the management account decides for the plans of its backup policies, in each Region that was read there. */
function withManagementSettings(
  regions: readonly RegionInventory[],
  organization: OrganizationInventory | undefined,
): readonly RegionInventory[] {
  if (!organization?.tree.known) return regions;
  const { managementAccount } = organization.tree.value;
  const managing = new Map(
    regions.filter(({ account }) => account === managementAccount).map(({ region, settings }) => [region, settings]),
  );
  return regions.map((region) => {
    const managementSettings = managing.get(region.region);
    return managementSettings ? { ...region, managementSettings } : region;
  });
}

/** What was kept of a place; else it is read, and kept. */
async function keptOr(
  places: KeptPlaces | undefined,
  scope: Scope,
  part: PlacePart,
  read: () => Promise<RegionInventory>,
): Promise<RegionInventory> {
  const kept = await places?.kept(scope, part);
  if (kept) return kept;
  const region = await read();
  await places?.keep(region, part);
  return region;
}

async function readAccountFacts(connection: Connection, request: CollectionRequest) {
  const [globalSettings, authorization, effectiveBackupPolicy] = await Promise.all([
    request.accountNeeds.has('global-settings') ? collectGlobalSettings(connection) : NOT_COLLECTED,
    collectAuthorization(connection, request.accountNeeds),
    readsPlansOf(request) ? effectivePolicyOf(connection) : undefined,
  ]);
  return { globalSettings, ...authorization, effectiveBackupPolicy };
}
