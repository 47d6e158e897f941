import type { FormerFailure } from '../../report/delta.ts';
import type { Host } from '../host/host.ts';
import { reportAt } from './report-file.ts';

/** The failing results of a JSON report. */
export function formerFailures(path: string, host: Host): readonly FormerFailure[] {
  return reportAt(path, '--baseline-report', host)
    .results.filter(({ status }) => status === 'fail')
    .map(({ fingerprint, control, severity, resource }) => ({ fingerprint, control, severity, resource }));
}
