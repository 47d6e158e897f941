import type { Evidence } from './framework.ts';
import type { Severity } from './severity.ts';

/** What a reader is told about a control, whatever the result. */
export interface ControlInfo {
  /** Kebab-case: `backup-frequency`. */
  readonly id: string;
  readonly title: string;
  /** One paragraph: what passes, what fails, what stays unknown. */
  readonly description: string;
  /** What to do about a failure. */
  readonly remediation: string;
  /** The default; a policy may set another for its own results. */
  readonly severity: Severity;
  /** An absolute https address, or empty when there is none. */
  readonly docsUrl: string;
  /** What its results are about; absent: not about one table or one restored table. */
  readonly judges?: 'table' | 'restored-table';
  /** Which requirements of compliance frameworks it gives evidence for; absent: none. */
  readonly evidence?: readonly Evidence[];
}
