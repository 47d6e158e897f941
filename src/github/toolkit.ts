import type { Annotation } from './annotations.ts';
import type { Rest } from './rest.ts';

/** What the Action does to its runner. GitHub's toolkit does it; tests see what would be done. */
export interface Toolkit {
  /** Lines of an input, trimmed, none empty. */
  readonly inputLines: (name: string) => readonly string[];
  readonly annotate: (annotation: Annotation) => void;
  readonly warn: (message: string) => void;
  readonly log: (text: string) => void;
  /** Runs with the runner deaf for workflow commands, so that no name or message of AWS can give it one. */
  readonly quoted: (print: () => void) => void;
  readonly setOutput: (name: string, value: string) => void;
  readonly writeSummary: (markdown: string) => Promise<void>;
  readonly fail: (message: string) => void;
  /** The log shows stars in place of the secret. */
  readonly hide: (secret: string) => void;
  readonly rest: (apiUrl: string, token: string) => Rest;
}
