import { baselineOf } from '../../drift/baseline.ts';
import { driftReport } from '../../drift/drift-report.ts';
import { type Instant, plusMinutes } from '../../model/instant.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { TrailHistory } from '../../model/trail-event.ts';
import { readInventory } from '../../sources/inventory-file.ts';
import { driftNotes } from '../baseline-comparison.ts';
import { baselineAt, regionsOf, tablesOf } from '../baseline-file.ts';
import { baselineRequest } from '../baseline-request.ts';
import { collectLive } from '../collect-live.ts';
import type { ScopeOptions } from '../collection.ts';
import { configAt } from '../config-file.ts';
import type { ExitCode } from '../exit-codes.ts';
import { historyOf, noteLines } from '../history.ts';
import type { Host } from '../host.ts';
import type { Options } from '../options.ts';
import { policiesAt } from '../policy-files.ts';
import { writeReport } from '../rendering.ts';
import { scopeOf } from '../scope.ts';
import { verdictOn } from '../verdict.ts';
import { VERSION } from '../version.ts';

export async function drift(options: Options<'drift'>, host: Host): Promise<ExitCode> {
  const baseline = baselineAt(options.baseline, host);
  const { file, recorded } = baseline;
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
    baseline,
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
  host.stderr.write(noteLines(driftNotes(report)));
  for (const { source, gaps, notes = [] } of history.reach) {
    for (const each of [...gaps.map(({ detail }) => detail), ...notes])
      host.stderr.write(`note: history ${source}: ${each}\n`);
  }
  return verdictOn(report, { failOn, allowUnknown: options['allow-unknown'] }).exit;
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
  return historyOf(sources, { from, to: host.now() }, inventory, scope, host);
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}
