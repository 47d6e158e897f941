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

/** The first that holds; else the undecided one that is easiest to settle; else the first that does not hold. */
export function anyOf(ways: readonly Truth[], otherwise: No): Truth {
  let open: Maybe | undefined;
  for (const way of ways) {
    if (way.holds === 'yes') return way;
    if (way.holds === 'maybe') open = open ? easierToSettle(open, way) : way;
  }
  return open ?? ways[0] ?? otherwise;
}

/** The first that does not hold; else the undecided one that is easiest to settle; else `holding`. */
export function allOf(parts: readonly Truth[], holding: Yes): Truth {
  let open: Maybe | undefined;
  for (const part of parts) {
    if (part.holds === 'no') return part;
    if (part.holds === 'maybe') open = open ? easierToSettle(open, part) : part;
  }
  return open ?? holding;
}

/** A missing permission can be granted; a gap in AWS's documentation cannot. */
export function easierToSettle(first: Maybe, second: Maybe): Maybe {
  return first.why.reason === 'undocumented' && second.why.reason !== 'undocumented' ? second : first;
}
