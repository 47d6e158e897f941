import type { ResultControl, ResultPolicy } from './result.ts';
import type { Severity } from './severity.ts';
import type { Subject } from './subject.ts';

/** Results that one thing explains: they share control, policy line and what decides them. */
export interface Cause {
  /** Stable over runs while control, policy line and what decides stay the same; unique in a report. */
  readonly id: string;
  readonly control: ResultControl;
  readonly status: 'fail' | 'unknown';
  /** The worst of its results, and of those that follow from them. */
  readonly severity: Severity;
  /** That of most of its results; `for example, …` where others say something else. */
  readonly message: string;
  /** What asked for it: of several policies that share the line, the first. */
  readonly policy?: ResultPolicy;
  /** What the verdicts stand on, the deciding things first; of many alike the first ones. */
  readonly subjects: readonly Subject[];
  /** How many tables it is about; a place whose tables could not be listed, a plan and a vault are none. */
  readonly tables: number;
  /** Of its results, in the order of the report. Results that follow from one of them are not among them. */
  readonly fingerprints: readonly string[];
}
