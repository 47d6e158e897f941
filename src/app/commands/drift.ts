import { type Baseline, baselineOf, tableNames } from '../../drift/baseline.ts';
import { driftReport } from '../../drift/drift-report.ts';
import { readBaseline } from '../../drift/read-baseline.ts';
import { tableArn } from '../../model/arn.ts';
import { epochMs, type Instant, instant, plusMinutes } from '../../model/instant.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { TrailHistory } from '../../model/trail-event.ts';
import { UserError } from '../../model/user-error.ts';
import { readInventory } from '../../sources/inventory-file.ts';
import { baselineRequest } from '../baseline-request.ts';
import { collectLive } from '../collect-live.ts';
import type { ScopeOptions } from '../collection.ts';
import { configAt } from '../config-file.ts';
import type { ExitCode } from '../exit-codes.ts';
import { historyOf } from '../history.ts';
import type { Host } from '../host.ts';
import type { Options } from '../options.ts';
import { policiesAt } from '../policy-files.ts';
import { writeReport } from '../rendering.ts';
import { scopeOf } from '../scope.ts';
import { verdictOn } from '../verdict.ts';
import { VERSION } from '../version.ts';

export async function drift(options: Options<'drift'>, host: Host): Promise<ExitCode> {
  const file = options.baseline;
  const recorded = baselineAt(file, host);
  const { expectedActors } = configAt(options.config, host);
  const policies = policiesAt(options.policies, host);
  const scope = {
    ...scopeOf(options),
    regions: options.regions.length > 0 ? options.regions : regionsOf(recorded),
  };
  const also = tablesOf(recorded);
  const inventory =
    options.inventory === undefined
      ? await collectLive(baselineRequest(policies, scope, host.now(), also), host)
      : await readInventory(options.inventory);
  const lapsesSince = options.since === undefined ? recorded.takenAt : plusMinutes(inventory.takenAt, -options.since);
  const history = await historyFor(options, host, scope, inventory, earlier(recorded.takenAt, lapsesSince));
  const report = driftReport({
    baseline: { file, recorded },
    found: baselineOf(inventory, policies, also),
    inventory,
    history,
    lapsesSince,
    expectedActors,
    version: VERSION,
  });
  const failOn = options['fail-on'];
  const settings = { failOn, fallback: { file, line: 1, column: 1 }, waived: 'suppressed' } as const;
  for (const target of options['drift-report']) writeReport(target, report, settings, host);
  if (inventory.takenAt < recorded.takenAt) {
    host.stderr.write(`note: ${file} is younger than the facts that it was compared with\n`);
  }
  for (const { source, gaps, notes = [] } of history.reach) {
    for (const each of [...gaps, ...notes]) host.stderr.write(`note: history ${source}: ${each}\n`);
  }
  return verdictOn(report, { failOn, allowUnknown: options['allow-unknown'] }).exit;
}

function baselineAt(file: string, host: Host): Baseline {
  const bytes = host.look(file).kind === 'file' ? host.readFile(file) : undefined;
  if (bytes) return readBaseline(bytes, file);
  throw new UserError(`no baseline: ${file} is no file`, 'record one with holdfast baseline');
}

/** The Regions that were in scope; those that only copies go to are read because the policies ask for copies there. */
function regionsOf({ accounts }: Baseline): readonly string[] {
  const names = Object.values(accounts).flatMap(({ regions }) =>
    Object.entries(regions).flatMap(([name, { plans }]) => (plans === undefined ? [] : [name])),
  );
  return [...new Set(names)].toSorted();
}

function tablesOf({ accounts }: Baseline): ReadonlySet<string> {
  return new Set(
    Object.entries(accounts).flatMap(([account, { regions }]) =>
      Object.entries(regions).flatMap(([region, held]) =>
        tableNames(held).map((name) => tableArn(held.partition, region, account, name)),
      ),
    ),
  );
}

function historyFor(
  options: Options<'drift'>,
  host: Host,
  scope: ScopeOptions,
  inventory: Inventory,
  from: Instant,
): Promise<TrailHistory> {
  const byDefault = options.inventory === undefined ? ['lookup'] : ['none'];
  const sources = options['drift-history'].length > 0 ? options['drift-history'] : byDefault;
  // CloudTrail writes whole seconds, so an event of the baseline's own second may stand before it.
  const whole = instant(Math.floor(epochMs(from) / 1000) * 1000);
  return historyOf(sources, { from: whole, to: host.now() }, inventory, scope, host);
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}
