import type { Report, ReportFrame } from '../model/report.ts';
import type { Result } from '../model/result.ts';

/** A format whose text is written result by result, so that neither the results nor the text need be held at once. */
export interface Streamed {
  readonly before: (frame: ReportFrame) => string;
  readonly result: (result: Result, index: number) => string;
  readonly after: (frame: ReportFrame, results: number) => string;
}

/** The whole text, piece by piece. */
export function* piecesOf(format: Streamed, report: Report): Generator<string> {
  yield format.before(report);
  let written = 0;
  for (const result of report.results) {
    yield format.result(result, written);
    written += 1;
  }
  yield format.after(report, written);
}

/** The same of results that come in batches, and are let go. */
export async function* streamedPieces(
  format: Streamed,
  frame: ReportFrame,
  batches: AsyncIterable<readonly Result[]>,
): AsyncGenerator<string> {
  yield format.before(frame);
  let written = 0;
  for await (const batch of batches) {
    for (const result of batch) {
      yield format.result(result, written);
      written += 1;
    }
  }
  yield format.after(frame, written);
}
