import { policyCoverage } from '../../controls/policy-coverage.ts';
import { driftControl } from '../../drift/control.ts';
import { TRANSIENT } from '../../drift/unseen.ts';
import type { Report } from '../../model/report.ts';
import type { Result } from '../../model/result.ts';
import { type FailOn, isAtLeast } from '../../model/severity.ts';
import { type Delta, deltaOf, type FormerFailure, previewDelta } from '../../report/delta.ts';
import { EXIT, type ExitCode, exitOf, type Found } from './exit-codes.ts';

export interface VerdictOptions {
  /** `none`: the report is all that was asked for. */
  readonly failOn: FailOn;
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
  const exitBy = (failures: readonly Result[]) => exitOf(foundIn(report, failures, failOn), allowUnknown);
  const exit = exitBy(delta.added);
  const failing = exit !== EXIT.compliant || exitBy(delta.standing) !== EXIT.compliant;
  return { exit, failing, delta: former === undefined ? (previewDelta(report) ?? delta) : delta };
}

/** For a command that proposes by a report: failures are its work, what was not read is work that it cannot see. */
export function openIn(report: Report): Found {
  return foundIn({ ...report, results: report.results.filter(isUnread) }, [], 'low');
}

/** A fact is missing: more restores, or more documents of AWS, are not what would bring it. */
export function isUnread({ unknown }: Result): boolean {
  return unknown !== undefined && unknown.reason !== 'too-few-samples' && unknown.reason !== 'undocumented';
}

function foundIn({ results, nothingJudged, shard }: Report, failures: readonly Result[], failOn: FailOn): Found {
  const found = new Findings(failOn);
  for (const failure of failures) found.takeFailure(failure);
  for (const result of results) found.takeUnknown(result);
  // All shards together are as one run: an empty one alone leaves nothing open.
  return found.all(nothingJudged === true && shard === undefined);
}

/** What an exit code depends on, of results that come one after the other. */
export class Findings {
  readonly #failOn: FailOn;
  #fails = false;
  #unseen = false;
  #unknown = false;

  constructor(failOn: FailOn) {
    this.#failOn = failOn;
  }

  /** Any result, where each that fails counts. */
  take(result: Result): void {
    if (result.status === 'fail') this.takeFailure(result);
    else this.takeUnknown(result);
  }

  takeFailure({ severity }: Result): void {
    this.#fails ||= this.#counts(severity);
  }

  takeUnknown(result: Result): void {
    if (result.status !== 'unknown') return;
    this.#unknown ||= this.#counts(result.severity);
    // Whatever stands in a place that nobody saw may fail at any severity.
    this.#unseen ||= isAboutUnseen(result);
  }

  all(nothingJudged: boolean): Found {
    if (this.#failOn === 'none') return {};
    return { fails: this.#fails, unseen: this.#unseen, unknown: this.#unknown, nothingJudged };
  }

  #counts(severity: Result['severity']): boolean {
    return this.#failOn !== 'none' && isAtLeast(severity, this.#failOn);
  }
}

/**
 * About all tables of a place, none of which is known: an account, a Region or a shard that was not read, now or in a baseline,
 * or whose tables could not be listed. A hole in the history hides no table.
 */
function isAboutUnseen({ control, resource, drift }: Result): boolean {
  if (resource.type !== 'AWS::DynamoDB::Table' || resource.name !== '*') return false;
  return control === policyCoverage.id || (control === driftControl.id && drift?.path !== TRANSIENT);
}
