import type { Unknown } from '../model/fact.ts';

/** The values of Kleene's three-valued logic, each with the clause that decided. */
export type Truth = Yes | No | Maybe;

export interface Yes {
  readonly holds: 'yes';
  /** A sentence fragment: `Resources[0] * matches`. */
  readonly clause: string;
  readonly notes: readonly string[];
}

export interface No {
  readonly holds: 'no';
  readonly clause: string;
  readonly notes: readonly string[];
}

export interface Maybe {
  readonly holds: 'maybe';
  readonly clause: string;
  readonly notes: readonly string[];
  /** What would settle it. */
  readonly why: Unknown;
}

const NO_NOTES: readonly string[] = [];

export function yes(clause: string, notes = NO_NOTES): Yes {
  return { holds: 'yes', clause, notes };
}

export function no(clause: string, notes = NO_NOTES): No {
  return { holds: 'no', clause, notes };
}

export function maybe(clause: string, why: Unknown, notes = NO_NOTES): Maybe {
  return { holds: 'maybe', clause, notes, why };
}

/** The one that holds; else the undecided one that is easier to settle; else the first. */
export function either(one: Truth, other: Truth): Truth {
  if (one.holds === 'yes' || other.holds === 'no') return one;
  if (other.holds === 'yes' || one.holds === 'no') return other;
  return easierToSettle(one, other);
}

/** The one that does not hold; else the undecided one that is easier to settle; else the first. */
export function both(one: Truth, other: Truth): Truth {
  if (one.holds === 'no' || other.holds === 'yes') return one;
  if (other.holds === 'no' || one.holds === 'yes') return other;
  return easierToSettle(one, other);
}

/** A missing permission can be granted; a gap in AWS's documentation cannot. */
export function easierToSettle(first: Maybe, second: Maybe): Maybe {
  return first.why.reason === 'undocumented' && second.why.reason !== 'undocumented' ? second : first;
}
