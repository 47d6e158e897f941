import type { Report } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import { isAtLeast, type Severity } from '../model/severity.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

export interface VerdictOptions {
  readonly failOn: Severity;
  readonly allowUnknown: boolean;
  /** Fingerprints of what failed in a former report; absent: there is none, and every failure is new. */
  readonly baseline?: ReadonlySet<string>;
}

/** What a report means for whoever waits for the exit code. */
export interface Verdict {
  readonly exit: ExitCode;
  /** Failing results that the former report has not. */
  readonly newFailures: readonly Result[];
  /** How many failures of the former report fail no more. */
  readonly fixed: number;
}

export function verdictOn(report: Report, { failOn, allowUnknown, baseline }: VerdictOptions): Verdict {
  const failing = report.results.filter((result) => result.status === 'fail');
  const newFailures = failing.filter((result) => !baseline?.has(result.fingerprint));
  const stillFailing = new Set(failing.map((result) => result.fingerprint));
  const fixed = [...(baseline ?? [])].filter((fingerprint) => !stillFailing.has(fingerprint)).length;
  return { exit: exitOf(report, newFailures, failOn, allowUnknown), newFailures, fixed };
}

function exitOf(report: Report, failing: readonly Result[], failOn: Severity, allowUnknown: boolean): ExitCode {
  const counts = (result: Result) => isAtLeast(result.severity, failOn);
  if (failing.some(counts)) return EXIT.noncompliant;
  const unknown = report.results.filter((result) => result.status === 'unknown');
  return !allowUnknown && unknown.some(counts) ? EXIT.undetermined : EXIT.compliant;
}
