import { YamlDocument } from '../../yaml/document.ts';
import type { Fault } from '../fault.ts';
import { settlePlans } from '../services/organization-plans.ts';
import type { World } from '../state.ts';
import { accountOf, createWorld, DEFAULT_ACCOUNT, DEFAULT_REGION, regionOf } from '../world.ts';
import { buildAccount } from './build-account.ts';
import { buildBackupJobs, buildCopyJobs } from './build-jobs.ts';
import { buildOrganization } from './build-organization.ts';
import { buildRecoveryPoints } from './build-points.ts';
import { buildRegion } from './build-region.ts';
import { buildRestoreJobs, buildRestoreTestingPlans } from './build-restores.ts';
import { buildReplicas } from './build-tables.ts';
import { buildEvents } from './build-trail.ts';
import type { Builder } from './builder.ts';
import { type RegionEntry, type Scenario, scenario } from './format.ts';
import { ScenarioError } from './problem.ts';
import type { Reading } from './reader.ts';

/** Reads a scenario and makes its world. Throws `ScenarioError` with every problem found. */
export function loadScenario(
  clock: () => number,
  text: string,
  file: string,
): { world: World; faults: readonly Fault[] } {
  const document = new YamlDocument(text);
  const problems = document.mistakes.map((mistake) => ({ file, ...mistake }));
  const reading: Reading = { file, document, now: clock(), problems };
  if (problems.length > 0) throw new ScenarioError(problems);
  const read = document.contents === undefined ? {} : scenario(document.contents, reading, '');
  if (read === undefined) throw new ScenarioError(reading.problems);
  const world = build(clock, read, reading);
  if (reading.problems.length > 0) throw new ScenarioError(reading.problems);
  return { world, faults: read.faults ?? [] };
}

function build(clock: () => number, read: Scenario, reading: Reading): World {
  const accounts = [...(read.accounts ?? [])];
  const firstAccount = read.defaultAccount ?? accounts[0]?.[0] ?? DEFAULT_ACCOUNT;
  const regionsOfFirst = read.accounts?.get(firstAccount)?.regions;
  const firstRegion = read.defaultRegion ?? [...(regionsOfFirst?.keys() ?? [])][0] ?? DEFAULT_REGION;
  const world = createWorld(clock, firstAccount, firstRegion);
  world.pageSize = read.pageSize;
  world.jobDurationsMs = { ...world.jobDurationsMs, ...read.jobDurations };

  const regions: { builder: Builder; entry: RegionEntry }[] = [];
  for (const [id, entry] of accounts) {
    const account = accountOf(world, id, {
      ...(entry.name !== undefined && { name: entry.name }),
      ...(entry.partition !== undefined && { partition: entry.partition }),
    });
    buildAccount(world, account, entry);
    for (const [name, regionEntry] of entry.regions ?? []) {
      const region = regionOf(world, id, name);
      regions.push({ builder: { world, account, region, reading, now: new Date(reading.now) }, entry: regionEntry });
    }
  }
  accountOf(world, firstAccount);
  if (read.organization) world.organization = buildOrganization(read.organization, reading);
  // All vaults and tables before what refers to them, which may be in another Region or account.
  for (const { builder, entry } of regions) buildRegion(builder, entry);
  settlePlans(world);
  for (const { builder, entry } of regions) buildReplicas(builder, entry.tables ?? []);
  for (const { builder, entry } of regions) {
    buildRecoveryPoints(builder, entry.recoveryPoints ?? []);
    buildBackupJobs(builder, entry.backupJobs ?? []);
    buildCopyJobs(builder, entry.copyJobs ?? []);
  }
  for (const { builder, entry } of regions) {
    buildRestoreTestingPlans(builder, entry.restoreTestingPlans ?? []);
    buildRestoreJobs(builder, entry.restoreJobs ?? []);
    buildEvents(builder, entry.events ?? []);
  }
  return world;
}
