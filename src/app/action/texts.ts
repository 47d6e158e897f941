import type { Report } from '../../model/report.ts';
import type { FailOn } from '../../model/severity.ts';
import type { Delta } from '../../report/delta.ts';
import { COMMENT_CHARS, renderMarkdown } from '../../report/markdown.ts';

/** GitHub drops a larger summary whole. Source: docs.github.com, "Adding a job summary". */
const SUMMARY_BYTES = 1_048_576;
/** The marker's line: a header has 60 characters at most. */
export const COMMENT_MARKER_BYTES = 100;
/** The marker's line, and that of the failures. */
export const ISSUE_HEAD_BYTES = 200;

/** The same report as GitHub shows it in several places. */
export interface ActionTexts {
  /** `reserved` bytes stay free; `resolved` tells readers of an older, failing text that it is over. */
  readonly comment: (reserved: number, resolved: boolean) => string;
  readonly summary: () => string;
}

export function actionTexts(
  report: Report,
  failOn: FailOn,
  delta: Delta | undefined,
  passes: boolean,
  runUrl: string | undefined,
): ActionTexts {
  const listed = {
    failOn,
    passes,
    ...(delta === undefined ? {} : { delta }),
    ...(runUrl === undefined ? {} : { runUrl }),
  };
  return {
    comment: (reserved, resolved) =>
      renderMarkdown(report, { ...listed, maxChars: COMMENT_CHARS - reserved, resolved }),
    summary: () => renderMarkdown(report, { ...listed, maxChars: SUMMARY_BYTES }),
  };
}
