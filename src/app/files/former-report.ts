import type { FormerFailure } from '../../report/delta.ts';
import type { Host } from '../host/host.ts';
import { reportAt } from './report-file.ts';

/** The failing results of a JSON report. */
export async function formerFailures(path: string, host: Host): Promise<readonly FormerFailure[]> {
  const { results } = await reportAt(path, '--baseline-report', host);
  return results
    .filter(({ status }) => status === 'fail')
    .map(({ fingerprint, control, severity, resource }) => ({ fingerprint, control, severity, resource }));
}
