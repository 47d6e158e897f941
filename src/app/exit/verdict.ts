import type { Report } from '../../model/report.ts';
import type { Result } from '../../model/result.ts';
import { isAtLeast, type Severity } from '../../model/severity.ts';
import { type Delta, deltaOf, type FormerFailure, previewDelta } from '../../report/delta.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

export interface VerdictOptions {
  readonly failOn: Severity;
  readonly allowUnknown: boolean;
  /** What failed in a former report; absent: there is none, and every failure is new. */
  readonly former?: readonly FormerFailure[];
}

/** What a report means for whoever waits for the exit code. */
export interface Verdict {
  readonly exit: ExitCode;
  /** Whether anything fails or is unknown that counts, new or not. */
  readonly failing: boolean;
  /** Against the former report; without one, in a preview, against the account before the change. */
  readonly delta: Delta;
}

export function verdictOn(report: Report, { failOn, allowUnknown, former }: VerdictOptions): Verdict {
  const delta = deltaOf(report, former ?? []);
  const exit = exitOf(report, delta.added, failOn, allowUnknown);
  const standing = exitOf(report, delta.standing, failOn, allowUnknown);
  const failing = exit !== EXIT.compliant || standing !== EXIT.compliant;
  return { exit, failing, delta: former === undefined ? (previewDelta(report) ?? delta) : delta };
}

function exitOf(report: Report, failing: readonly Result[], failOn: Severity, allowUnknown: boolean): ExitCode {
  const counts = (result: Result) => isAtLeast(result.severity, failOn);
  if (failing.some(counts)) return EXIT.noncompliant;
  const unknown = report.results.filter((result) => result.status === 'unknown');
  return !allowUnknown && unknown.some(counts) ? EXIT.undetermined : EXIT.compliant;
}
