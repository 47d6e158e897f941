import { concluded } from '../../evaluate/conclusion.ts';
import type { ControlId } from '../../model/control-id.ts';
import { type Unknown, unknown } from '../../model/fact.ts';
import type { Report } from '../../model/report.ts';
import type { Result } from '../../model/result.ts';

/** Controls that judge what has happened, of which a change says nothing. */
const OF_HISTORY: ReadonlySet<string> = new Set<ControlId>([
  'recovery-point-age',
  'recovery-point-gap',
  'recovery-point-objective',
  'recovery-point-encryption',
  'copy-recovery-point-age',
  'backup-jobs',
  'restore-time',
  'restore-tested',
]);

const NO_HISTORY = unknown(
  'not-collected',
  'the change alone is judged, and what has happened in the account is not in it; an inventory settles it',
);

/** The report of a change that is judged alone. */
export function withoutHistory(report: Report): Report {
  return withUnknown(report, NO_HISTORY, 'cannot tell from the change alone', ({ control, status }) => {
    return OF_HISTORY.has(control) && status !== 'waived';
  });
}

/** A plan of a part of the configuration breaks what it breaks; that all is well, it cannot tell. */
export function withoutPasses(report: Report, why: Unknown): Report {
  return withUnknown(
    report,
    why,
    'passes as far as the change goes, which is not all of it',
    ({ status }) => status === 'pass',
  );
}

function withUnknown(
  report: Report,
  { reason, detail }: Unknown,
  message: string,
  isOpen: (result: Result) => boolean,
): Report {
  const results = report.results.map((result): Result => {
    if (!isOpen(result)) return result;
    const { actual: _actual, follows: _follows, ...rest } = result;
    return { ...rest, status: 'unknown', message, because: [detail], unknown: { reason, detail } };
  });
  return { ...report, ...concluded(results, report.nothingJudged) };
}
