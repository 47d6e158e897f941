import type { Report } from '../model/report.ts';
import type { Result } from '../model/result.ts';

/** What the outputs of the Action are made from. */
export interface Finished {
  readonly report: Report;
  readonly newFailures: readonly Result[];
  readonly fixed: number;
  /** Format → the file that was written. */
  readonly files: ReadonlyMap<string, string>;
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
    value: ({ newFailures }) => String(newFailures.length),
  },
  fixed: {
    description: 'Number of failing results of `baseline-report` that fail no more.',
    value: ({ fixed }) => String(fixed),
  },
  'report-json': { description: 'Path of the JSON report.', value: ({ files }) => files.get('json') ?? '' },
  'report-markdown': { description: 'Path of the Markdown report.', value: ({ files }) => files.get('markdown') ?? '' },
  'sarif-file': {
    description: 'Path of the SARIF file, for github/codeql-action/upload-sarif.',
    value: ({ files }) => files.get('sarif') ?? '',
  },
} as const satisfies Readonly<Record<string, Output>>;
