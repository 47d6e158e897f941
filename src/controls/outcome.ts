import type { ControlId } from '../model/control-id.ts';
import type { Unknown } from '../model/fact.ts';
import type { JsonObject, Outcome } from '../model/result.ts';
import { distinctSubjects, type Subject } from '../model/subject.ts';

/** What an outcome carries beside its status and message. */
export interface Evidence {
  readonly expected?: JsonObject;
  readonly actual?: JsonObject;
  readonly because?: readonly string[];
  /** What the outcome stands on, the deciding thing first; empty only where nothing but the table itself decides. */
  readonly subjects: readonly Subject[];
  readonly follows?: ControlId;
}

export function pass(message: string, evidence: Evidence): Outcome {
  return outcome('pass', message, evidence);
}

export function fail(message: string, evidence: Evidence): Outcome {
  return outcome('fail', message, evidence);
}

export function notApplicable(message: string, evidence: Evidence): Outcome {
  return outcome('not-applicable', message, evidence);
}

/** The facts that stand in the way decide the reason; the first one is named, the others are in `because`. */
export function undecided(message: string, why: Unknown, evidence: Evidence): Outcome {
  const subjects = why.subject ? [why.subject, ...evidence.subjects] : evidence.subjects;
  return { ...outcome('unknown', message, { ...evidence, subjects }), unknown: why };
}

function outcome(status: Outcome['status'], message: string, evidence: Evidence): Outcome {
  const { because = [], subjects } = evidence;
  return { status, message, ...evidence, because, subjects: distinctSubjects(subjects) };
}
