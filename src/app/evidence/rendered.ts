import { inAllFrameworks } from '../../evaluate/spoken-frameworks.ts';
import type { Policy } from '../../model/policy.ts';
import type { Report } from '../../model/report.ts';
import type { FailOn } from '../../model/severity.ts';
import { renderFrameworksCsv } from '../../report/frameworks-csv.ts';
import { renderHtml } from '../../report/html.ts';
import { jsonDocument } from '../../report/json.ts';
import { renderOscal } from '../../report/oscal.ts';
import { piecesOf } from '../../report/streamed.ts';
import { CONTROL_INFO } from '../catalogue/control-info.ts';

/** What a pack holds that follows from what was judged: made when it is written, and made again when it is verified. */
export async function renderedFiles(
  report: Report,
  policies: readonly Policy[],
  failOn: FailOn,
): Promise<ReadonlyMap<string, string>> {
  const json: string[] = [];
  for await (const piece of piecesOf(jsonDocument, report)) json.push(piece);
  const counted = inAllFrameworks(report, policies, CONTROL_INFO);
  return new Map([
    ['report.json', json.join('')],
    ['report.html', renderHtml(report, { failOn, controls: CONTROL_INFO })],
    ['oscal-assessment-results.json', renderOscal(report, CONTROL_INFO)],
    ['frameworks.csv', renderFrameworksCsv(counted)],
  ]);
}
