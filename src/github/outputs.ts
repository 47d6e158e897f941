import type { Report } from '../model/report.ts';
import type { Delta } from '../report/delta.ts';

/** What the outputs of the Action are made from. */
export interface Finished {
  readonly report: Report;
  readonly delta: Delta;
  /** Format → the file that was written. */
  readonly files: ReadonlyMap<string, string>;
  readonly commentId?: number | undefined;
  readonly issueNumber?: number | undefined;
}

interface Output {
  readonly description: string;
  readonly value: (finished: Finished) => string;
}

/** Empty where the format is not asked for. */
function fileOf(format: string, description: string): Output {
  return { description, value: ({ files }) => files.get(format) ?? '' };
}

/** Every output of the Action, once: action.yml and the documentation come from here. */
export const OUTPUTS = {
  conclusion: {
    description:
      '`compliant`, `noncompliant` or `undetermined`; empty when the step ended before anything could be judged.',
    value: ({ report }) => report.conclusion,
  },
  failed: { description: 'Number of failing results.', value: ({ report }) => String(report.summary.fail) },
  unknown: { description: 'Number of unknown results.', value: ({ report }) => String(report.summary.unknown) },
  waived: { description: 'Number of waived results.', value: ({ report }) => String(report.summary.waived) },
  new: {
    description: 'Number of failing results that `baseline-report` has not; without one, all.',
    value: ({ delta }) => String(delta.added.length),
  },
  fixed: {
    description: 'Number of failing results of `baseline-report` that no longer fail.',
    value: ({ delta }) => String(delta.fixed.length),
  },
  'report-json': fileOf('json', 'Path of the JSON report.'),
  'report-jsonl': fileOf('jsonl', 'Path of the JSON report as lines.'),
  'report-markdown': fileOf('markdown', 'Path of the Markdown report.'),
  'report-html': fileOf('html', 'Path of the HTML report.'),
  'report-text': fileOf('text', 'Path of the report as plain text.'),
  'report-csv': fileOf('csv', 'Path of the CSV report.'),
  'report-ocsf': fileOf('ocsf', 'Path of the OCSF report.'),
  'report-asff': fileOf('asff', 'Path of the ASFF report.'),
  'report-openmetrics': fileOf('openmetrics', 'Path of the OpenMetrics report.'),
  'sarif-file': fileOf('sarif', 'Path of the SARIF file, for github/codeql-action/upload-sarif.'),
  'junit-file': fileOf('junit', 'Path of the JUnit file.'),
  'comment-id': {
    description: 'Id of the comment on the pull request; empty when there is none.',
    value: ({ commentId }) => commentId?.toString() ?? '',
  },
  'issue-number': {
    description: 'Number of the issue that is kept up to date; empty when there is none.',
    value: ({ issueNumber }) => issueNumber?.toString() ?? '',
  },
} as const satisfies Readonly<Record<string, Output>>;
