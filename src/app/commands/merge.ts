import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { mergedReport } from '../merged-report.ts';
import type { Options } from '../options.ts';
import { policyFallback, writeReport } from '../rendering.ts';
import { verdictOn } from '../verdict.ts';

export async function merge(options: Options<'merge'>, host: Host): Promise<ExitCode> {
  const report = mergedReport(options['reports-to-merge'], host);
  const { 'fail-on': failOn, 'allow-unknown': allowUnknown } = options;
  const settings = { failOn, fallback: policyFallback(report), waived: 'suppressed' } as const;
  for (const target of options.report) writeReport(target, report, settings, host);
  return verdictOn(report, { failOn, allowUnknown }).exit;
}
