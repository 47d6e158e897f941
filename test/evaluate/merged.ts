import { wholeOf } from '../../src/app/judge/merged-report.ts';
import { mergeReports as mergeParts } from '../../src/evaluate/merge-reports.ts';
import { heldResults } from '../../src/evaluate/merged-results.ts';
import type { Report } from '../../src/model/report.ts';

/** Of reports that are held. */
export async function mergeReports(reports: readonly Report[], version: string, allowEmpty = false): Promise<Report> {
  const parts = reports.map((frame) => ({ frame, ...heldResults(frame.results) }));
  return wholeOf(await mergeParts(parts, version, allowEmpty));
}
