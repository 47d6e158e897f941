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

/** Every output of the Action, once: action.yml and the documentation come from here. */
export const OUTPUTS = {
  conclusion: {
    description: '`compliant`, `noncompliant` or `undetermined`; empty when nothing was judged.',
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
    description: 'Number of failing results of `baseline-report` that fail no more.',
    value: ({ delta }) => String(delta.fixed.length),
  },
  'report-json': { description: 'Path of the JSON report.', value: ({ files }) => files.get('json') ?? '' },
  'report-markdown': { description: 'Path of the Markdown report.', value: ({ files }) => files.get('markdown') ?? '' },
  'report-html': { description: 'Path of the HTML report.', value: ({ files }) => files.get('html') ?? '' },
  'sarif-file': {
    description: 'Path of the SARIF file, for github/codeql-action/upload-sarif.',
    value: ({ files }) => files.get('sarif') ?? '',
  },
  'junit-file': { description: 'Path of the JUnit file.', value: ({ files }) => files.get('junit') ?? '' },
  'comment-id': {
    description: 'Id of the comment on the pull request; empty when there is none.',
    value: ({ commentId }) => commentId?.toString() ?? '',
  },
  'issue-number': {
    description: 'Number of the issue that is kept up to date; empty when there is none.',
    value: ({ issueNumber }) => issueNumber?.toString() ?? '',
  },
} as const satisfies Readonly<Record<string, Output>>;
