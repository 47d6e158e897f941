import type { Instant } from './instant.ts';
import type { Subject } from './subject.ts';

/** Why something could not be learned. The words are public: they are `unknown.reason` in the JSON report. */
export type UnknownReason =
  | 'denied'
  | 'throttled'
  | 'not-collected'
  | 'undocumented'
  | 'too-few-samples'
  | 'unreachable';

/** Something that could not be learned, and what would settle it. */
export interface Unknown {
  readonly known: false;
  readonly reason: UnknownReason;
  /** One sentence without a full stop: what is missing, and what would settle it. */
  readonly detail: string;
  /** The IAM action that would have brought the fact, e.g. `backup:GetBackupPlan`. */
  readonly permission?: string;
  /** What stands in the way, where it is a thing: in a preview a resource of the change that is not read. */
  readonly subject?: Subject;
}

/** Something learned, and where from. */
export interface Known<T> {
  readonly known: true;
  readonly value: T;
  /** The source, e.g. `backup:GetBackupPlan`. */
  readonly from: string;
  /** Carried over from a former inventory: nothing changed it until then. Absent: read when the inventory was taken. */
  readonly asOf?: Instant;
}

/**
 * One thing that Holdfast asked for. `.value` cannot be read before `known` was checked, and there is deliberately no
 * helper that turns a fact into a boolean: negating such a helper is how a false pass is born.
 */
export type Fact<T> = Known<T> | Unknown;

export function known<T>(value: T, from: string): Known<T> {
  return { known: true, value, from };
}

export function unknown(reason: UnknownReason, detail: string, permission?: string): Unknown {
  return permission === undefined ? { known: false, reason, detail } : { known: false, reason, detail, permission };
}

/** A fact about a fact: unknown stays unknown. */
export function mapFact<T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> {
  return fact.known ? { ...fact, value: change(fact.value) } : fact;
}

/** Whether a value has a part that could not be learned, however deep. */
export function holdsUnknown(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('known' in value && value.known === false) return true;
  return Object.values(value).some(holdsUnknown);
}

/** The placeholder of every fact that no policy in use needs, so that nothing was asked. */
export const NOT_COLLECTED: Unknown = unknown(
  'not-collected',
  'no policy in use asked for it when the inventory was taken',
);
