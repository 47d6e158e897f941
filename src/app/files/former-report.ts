import { type FormerRun, trendPoint } from '../../evaluate/trend.ts';
import type { FormerFailure } from '../../report/delta.ts';
import type { Host } from '../host/host.ts';
import { reportAt, reportFile } from './report-file.ts';

/** What a trend needs of former reports, of which none is held. */
export async function formerRuns(paths: readonly string[], host: Host): Promise<readonly FormerRun[]> {
  const runs: FormerRun[] = [];
  for (const path of paths) {
    const file = reportFile(path, '--former-report', host);
    const failing = new Set<string>();
    for await (const batch of file.batches()) {
      for (const { status, fingerprint } of batch) if (status === 'fail') failing.add(fingerprint);
    }
    runs.push({ point: trendPoint(file.frame()), failing });
  }
  return runs;
}

/** The failing results of a JSON report. */
export async function formerFailures(path: string, host: Host): Promise<readonly FormerFailure[]> {
  const { results } = await reportAt(path, '--baseline-report', host);
  return results
    .filter(({ status }) => status === 'fail')
    .map(({ fingerprint, control, severity, resource }) => ({ fingerprint, control, severity, resource }));
}
