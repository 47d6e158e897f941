import { baselineOf } from '../../drift/baseline.ts';
import { driftReport } from '../../drift/drift-report.ts';
import { plusMinutes } from '../../model/instant.ts';
import { baselineRequest } from '../collect/baseline-request.ts';
import { collectLive } from '../collect/collect-live.ts';
import { historyOf, noteLines, reachNotes, requireLogs } from '../collect/history.ts';
import { scopeOf } from '../collect/scope.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { verdictOn } from '../exit/verdict.ts';
import { baselineAt, regionsOf, tablesOf } from '../files/baseline-file.ts';
import { configAt } from '../files/config-file.ts';
import { savedInventory } from '../files/named-file.ts';
import { policiesAt } from '../files/policy-files.ts';
import { tryReports, writeReports } from '../files/write-report.ts';
import type { Host } from '../host/host.ts';
import { driftNotes, transientSince } from '../judge/baseline-comparison.ts';
import type { Options } from '../options/options.ts';
import { VERSION } from '../version.ts';

export async function drift(options: Options<'drift'>, host: Host): Promise<ExitCode> {
  tryReports(options.report, host);
  const baseline = baselineAt(options.baseline, host);
  const { file, recorded } = baseline;
  const { expectedActors } = configAt(options.config, host);
  const policies = policiesAt(options.policies, host);
  const scope = {
    ...scopeOf(options),
    regions: options.regions.length > 0 ? options.regions : regionsOf(recorded),
  };
  const sources = historySources(options);
  await requireLogs(sources, host);
  const also = tablesOf(recorded);
  const inventory =
    options.inventory === undefined
      ? await collectLive(baselineRequest(policies, scope, host.now(), also), host)
      : await savedInventory(options.inventory, host);
  const since =
    options.since === undefined
      ? transientSince(recorded.takenAt, sources, host.now())
      : plusMinutes(inventory.takenAt, -options.since);
  const from = since < recorded.takenAt ? since : recorded.takenAt;
  const history = await historyOf(sources, { from, to: host.now() }, inventory, scope, host);
  const report = driftReport({
    baseline,
    found: baselineOf(inventory, policies, also),
    inventory,
    history,
    transientSince: since,
    policies,
    now: inventory.takenAt,
    expectedActors,
    allowEmpty: options['allow-empty'],
    version: VERSION,
  });
  const failOn = options['fail-on'];
  const { exit } = verdictOn(report, { failOn, allowUnknown: options['allow-unknown'] });
  const passes = exit === EXIT.compliant;
  const settings = {
    failOn,
    fallback: { file, line: 1, column: 1 },
    waived: 'suppressed',
    passes,
    summary: options.summary,
  } as const;
  await writeReports(options.report, report, settings, host);
  host.stderr.write(noteLines([...driftNotes(report), ...reachNotes(history)]));
  return exit;
}

/** A saved inventory is compared without a call to AWS, unless the user asks for one. */
function historySources(options: Options<'drift'>): readonly string[] {
  if (options['drift-history'].length > 0) return options['drift-history'];
  return options.inventory === undefined ? ['lookup'] : ['none'];
}
