import { FailureCount } from '../../report/summary.ts';
import { EXIT, type ExitCode, exitOf } from '../exit/exit-codes.ts';
import { Findings } from '../exit/verdict.ts';
import { policyFallback, streamsAll, tryReports, writeReports, writeStreamed } from '../files/write-report.ts';
import type { Host } from '../host/host.ts';
import { mergedParts, wholeOf } from '../judge/merged-report.ts';
import type { Options } from '../options/options.ts';

export async function merge(options: Options<'merge'>, host: Host): Promise<ExitCode> {
  tryReports(options.report, host);
  const { 'fail-on': failOn, 'allow-unknown': allowUnknown } = options;
  const findings = new Findings(failOn);
  const failures = new FailureCount();
  const merged = await mergedParts(options['reports-to-merge'], options['allow-empty'], host, (results) => {
    failures.take(results);
    for (const result of results) findings.take(result);
  });
  const exit = exitOf(findings.all(merged.frame.nothingJudged === true), allowUnknown);
  if (streamsAll(options.report)) {
    await writeStreamed(options.report, merged, failures.sentence(merged.frame, failOn), host);
    return exit;
  }
  const report = await wholeOf(merged);
  const settings = {
    failOn,
    fallback: policyFallback(report),
    waived: 'suppressed',
    passes: exit === EXIT.compliant,
    summary: options.summary,
  } as const;
  await writeReports(options.report, report, settings, host);
  return exit;
}
