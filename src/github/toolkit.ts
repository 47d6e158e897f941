import type { Annotation } from './annotations.ts';

/** What the Action does to its runner. GitHub's toolkit does it; tests see what would be done. */
export interface Toolkit {
  /** Lines of an input, trimmed, none empty. */
  readonly inputLines: (name: string) => readonly string[];
  readonly annotate: (annotation: Annotation) => void;
  readonly log: (text: string) => void;
  /** Runs with the runner deaf for workflow commands, so that no name or message of AWS can give it one. */
  readonly quoted: (print: () => void) => void;
  readonly setOutput: (name: string, value: string) => void;
  readonly writeSummary: (markdown: string) => Promise<void>;
  readonly fail: (message: string) => void;
}
