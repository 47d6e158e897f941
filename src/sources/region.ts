import { tableArn } from '../model/arn.ts';
import { type Fact, known, mapFact, NOT_COLLECTED } from '../model/fact.ts';
import type { RegionInventory, Scope } from '../model/inventory.ts';
import type { RegionNeed } from '../model/need.ts';
import type { TableRecord, Tags } from '../model/table.ts';
import { uncollectedRegion } from '../model/uncollected-region.ts';
import { collectAlarms } from './alarms.ts';
import { sortedBy } from './answer.ts';
import type { Connection } from './connection.ts';
import { collectBackupJobs, collectCopyJobs, collectRestoreJobs } from './jobs.ts';
import { Keys } from './keys.ts';
import { collectPlans } from './plans.ts';
import type { CollectionRequest } from './request.ts';
import { collectRestoreTesting } from './restore-testing.ts';
import { collectScalableTargets, collectScalingPolicies, collectScheduledActions } from './scaling.ts';
import { collectRegionSettings } from './settings.ts';
import { collectStacks } from './stacks.ts';
import { listTables, TableFacts } from './tables.ts';
import { collectTags } from './tags.ts';
import { collectVaults, type Vaults } from './vaults.ts';

const NO_VAULTS: Vaults = { vaults: NOT_COLLECTED, recoveryPoints: NOT_COLLECTED };

/** Everything that the policies need of one account in one Region; every list is started at once. */
export async function collectRegion(
  connection: Connection,
  scope: Scope,
  request: CollectionRequest,
): Promise<RegionInventory> {
  const ofTables = (['keys', 'key-aliases', 'key-policies'] as const).some((need) => request.regionNeeds.has(need));
  const keys = new Keys(connection, scope, request.regionNeeds);
  const tableKeySeen = (arn: string): void => {
    if (ofTables) keys.want(arn);
  };
  const when = <T>(need: RegionNeed, collect: (connection: Connection) => Promise<Fact<T>>): Promise<Fact<T>> =>
    request.regionNeeds.has(need) ? collect(connection) : Promise.resolve(NOT_COLLECTED);

  const restoreJobs = when('restore-jobs', collectRestoreJobs);
  const stacks = collectStacks(connection, request.stacks ?? []);
  const [
    settings,
    plans,
    vaults,
    backupJobs,
    copyJobs,
    restores,
    testingPlans,
    tables,
    targets,
    policies,
    actions,
    alarms,
  ] = await Promise.all([
    when('region-settings', collectRegionSettings),
    when('plans', collectPlans),
    vaultsOf(connection, request, keys),
    when('backup-jobs', collectBackupJobs),
    when('copy-jobs', collectCopyJobs),
    restoreJobs,
    when('restore-testing', collectRestoreTesting),
    collectTables(connection, scope, request, restoreJobs, tableKeySeen),
    when('auto-scaling', collectScalableTargets),
    when('auto-scaling', collectScalingPolicies),
    when('auto-scaling', collectScheduledActions),
    when('alarms', collectAlarms),
  ]);
  return {
    ...bareRegion(scope, request),
    inScope: true,
    settings,
    plans,
    ...vaults,
    backupJobs,
    copyJobs,
    restoreJobs: restores,
    restoreTestingPlans: testingPlans,
    tables,
    scalableTargets: targets,
    scalingPolicies: policies,
    scheduledActions: actions,
    alarms,
    ...(request.stacks === undefined ? {} : { stacks: await stacks }),
    keys: await keys.records(),
  };
}

/** A Region in which copies are kept: its vaults, their keys and points only. */
export async function collectCopyDestination(
  connection: Connection,
  scope: Scope,
  request: CollectionRequest,
): Promise<RegionInventory> {
  const keys = new Keys(connection, scope, request.regionNeeds);
  const vaults = await vaultsOf(connection, request, keys);
  return { ...bareRegion(scope, request), ...vaults, keys: await keys.records() };
}

export function needsVaults(request: CollectionRequest): boolean {
  return (
    request.regionNeeds.has('vaults') ||
    request.regionNeeds.has('vault-policies') ||
    request.regionNeeds.has('recovery-points')
  );
}

function vaultsOf(connection: Connection, request: CollectionRequest, keys: Keys): Promise<Vaults> {
  if (!needsVaults(request)) return Promise.resolve(NO_VAULTS);
  return collectVaults(connection, {
    policies: request.regionNeeds.has('vault-policies'),
    points: request.regionNeeds.has('recovery-points'),
    pointsSince: request.recoveryPointsSince,
    keySeen: (arn) => {
      if (request.regionNeeds.has('vaults')) keys.want(arn);
    },
  });
}

function bareRegion(scope: Scope, request: CollectionRequest): RegionInventory {
  const asksSince = request.recoveryPointsSince !== undefined && request.regionNeeds.has('recovery-points');
  return {
    ...uncollectedRegion(scope),
    ...(asksSince ? { recoveryPointsSince: request.recoveryPointsSince } : {}),
  };
}

/**
 * Tables, their tags, and what the policies need of each. They say so twice: when names, tags and restore jobs are there,
 * and again when the tables are described.
 */
async function collectTables(
  connection: Connection,
  scope: Scope,
  request: CollectionRequest,
  restoreJobs: Promise<RegionInventory['restoreJobs']>,
  keySeen: (arn: string) => void,
): Promise<Fact<readonly TableRecord[]>> {
  const facts = new Map<string, TableFacts>();
  const arrived = (names: readonly string[]): void => {
    for (const name of names) {
      const arn = tableArn(scope.partition, scope.region, scope.account, name);
      if (facts.has(arn)) continue;
      const table = new TableFacts(connection, arn, name, request.carryOver);
      facts.set(arn, table);
      if (request.describeEveryTable) table.want(new Set(['description']));
    }
  };
  const [names, tags, restores] = await Promise.all([
    listTables(connection, arrived),
    request.regionNeeds.has('tags') ? collectTags(connection) : NOT_COLLECTED,
    restoreJobs,
  ]);
  if (!names.known) return names;

  const tables = sortedBy([...facts.values()], (table) => table.arn);
  const tagsOf = (table: TableFacts): Fact<Tags> => mapFact(tags, (all) => all.get(table.arn) ?? {});
  const soFar = { ...bareRegion(scope, request), inScope: true, restoreJobs: restores };
  const wantMore = (records: readonly TableRecord[]): void => {
    for (const [arn, needs] of request.tableNeeds({ ...soFar, tables: known(records, names.from) })) {
      facts.get(arn)?.want(needs);
    }
  };

  wantMore(tables.map((table) => table.named(tagsOf(table))));
  const described = await Promise.all(
    tables.map(async (table) => withKeySeen(await table.described(tagsOf(table)), keySeen)),
  );
  wantMore(described.filter((record) => record !== undefined));
  const complete = await Promise.all(
    tables.map(async (table) => withKeySeen(await table.complete(tagsOf(table)), keySeen)),
  );
  return known(
    complete.filter((record) => record !== undefined),
    names.from,
  );
}

function withKeySeen(table: TableRecord | undefined, keySeen: (arn: string) => void): TableRecord | undefined {
  const encryption = table?.description.known ? table.description.value.encryption : undefined;
  if (encryption?.kind === 'kms') keySeen(encryption.keyArn);
  return table;
}
