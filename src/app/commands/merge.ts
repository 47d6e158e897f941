import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { verdictOn } from '../exit/verdict.ts';
import { policyFallback, tryReports, writeReports } from '../files/write-report.ts';
import type { Host } from '../host/host.ts';
import { mergedReport } from '../judge/merged-report.ts';
import type { Options } from '../options/options.ts';

export async function merge(options: Options<'merge'>, host: Host): Promise<ExitCode> {
  tryReports(options.report, host);
  const report = mergedReport(options['reports-to-merge'], options['allow-empty'], host);
  const { 'fail-on': failOn, 'allow-unknown': allowUnknown } = options;
  const { exit } = verdictOn(report, { failOn, allowUnknown });
  const passes = exit === EXIT.compliant;
  const settings = {
    failOn,
    fallback: policyFallback(report),
    waived: 'suppressed',
    passes,
    summary: options.summary,
  } as const;
  await writeReports(options.report, report, settings, host);
  return exit;
}
