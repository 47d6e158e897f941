import { withTrend } from '../../evaluate/trend.ts';
import { count } from '../../model/count.ts';
import type { Report } from '../../model/report.ts';
import { escapeTerminal } from '../../report/escape.ts';
import type { ArgumentsOf } from '../../report/next-steps.ts';
import { historyNotes, noteLines } from '../collect/history.ts';
import { recordingHost } from '../evidence/recorded-host.ts';
import { requirePackable, writePack } from '../evidence/write-pack.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { type Verdict, verdictOn } from '../exit/verdict.ts';
import { formerFailures, formerRuns } from '../files/former-report.ts';
import { fallbackLocation, tryReports, writeReports } from '../files/write-report.ts';
import type { Host } from '../host/host.ts';
import { driftNotes } from '../judge/baseline-comparison.ts';
import { judge } from '../judge/judge.ts';
import { judgeOptions } from '../judge/judge-options.ts';
import { unusedScope } from '../judge/unused-scope.ts';
import { argumentsFrom } from '../options/arguments-from.ts';
import type { Options } from '../options/options.ts';

/** `argumentsOf` makes other commands look at the same; those of the demo cannot, as its AWS is gone by then. */
export async function check(
  options: Options<'check'>,
  host: Host,
  argumentsOf: ArgumentsOf = argumentsFrom(options),
): Promise<ExitCode> {
  const from = host.now();
  const recording = recordingHost(host);
  const baselineFile = options['baseline-report'];
  const former = baselineFile === undefined ? undefined : await formerFailures(baselineFile, recording.host);
  const runs = await formerRuns(options['former-report'], host);
  tryReports(options.report, host);
  if (options.evidence !== undefined) requirePackable({ ...options, evidence: options.evidence }, host);
  const judged = await judge(judgeOptions(options), options.evidence === undefined ? host : recording.host);
  const { policies, history, estate } = judged;
  const report = withTrend(judged.report, runs);
  const verdict = verdictOn(report, {
    failOn: options['fail-on'],
    allowUnknown: options['allow-unknown'],
    ...(former ? { former } : {}),
  });
  const settings = {
    failOn: options['fail-on'],
    fallback: fallbackLocation(policies),
    waived: 'suppressed',
    passes: verdict.exit === EXIT.compliant,
    delta: former && verdict.delta,
    summary: options.summary,
    argumentsOf,
  } as const;
  await writeReports(options.report, report, settings, host);
  const said = [
    ...notes(options, report, verdict),
    ...frameworkNotes(report),
    ...driftNotes(report),
    ...historyNotes(history, estate),
  ];
  host.stderr.write(noteLines(said));
  if (options.evidence !== undefined) {
    const run = { folder: options.evidence, options, judged, read: recording.read(), from, exitCode: verdict.exit };
    await writePack(run, host);
    host.stderr.write(`wrote the evidence pack ${escapeTerminal(options.evidence)}\n`);
  }
  return verdict.exit;
}

/** A framework may ask for more than the policies do, and they alone are what the exit code is about. */
function frameworkNotes({ frameworks = [], conclusion }: Report): readonly string[] {
  if (conclusion !== 'compliant') return [];
  return frameworks
    .filter(({ counts }) => counts['not-met'] > 0)
    .map(
      ({ title, counts }) =>
        `${title}: ${count(counts['not-met'], 'requirement is', 'requirements are')} not met, although the policies are; exit code and conclusion are about the policies`,
    );
}

/** What the report does not say, and a reader of the exit code may wonder about. */
function notes(options: Options<'check'>, report: Report, { delta }: Verdict): readonly string[] {
  const { 'baseline-report': baseline } = options;
  const found: string[] = [...(report.preview?.notes ?? []), ...unusedScope(options, report)];
  if (baseline !== undefined) {
    const { added, standing, fixed, unasked } = delta;
    found.push(
      `against ${baseline}: ${count(added.length, 'new failure')}, ${standing.length} known before, ${fixed.length} fixed${unasked.length === 0 ? '' : `, ${unasked.length} no longer evaluated`}`,
    );
  }
  return found;
}
