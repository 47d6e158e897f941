import type { Fact } from '../../../src/model/fact.ts';

/*
 * The second judge. It is written from what AWS documents and from the public contract, as plainly as possible and without
 * a look at how fast it is; of `src` it knows the shape of the inventory and nothing else. It judges inventories of which
 * every fact is known.
 */

export type Status = 'pass' | 'fail' | 'unknown' | 'not-applicable';

/** What a result may be: one status, or several where the documents leave it to the judge. */
export type Verdict = readonly Status[];

/** What may be true: AWS's documents leave the middle one open. */
export type Holds = 'yes' | 'open' | 'no';

export function stated<T>(fact: Fact<T>): T {
  if (!fact.known) throw new Error('the second judge judges what is known');
  return fact.value;
}

export const HOUR = 3_600_000;
export const MINUTE = 60_000;
export const DAY = 24 * HOUR;

/**
 * A verdict on something of which more is better, from its two ends: what is there for sure, and all that there may be.
 */
export function between(sure: boolean | undefined, possible: boolean | undefined): Verdict {
  if (sure === undefined || possible === undefined) return ['pass', 'fail', 'unknown'];
  return [sure ? 'pass' : possible ? 'unknown' : 'fail'];
}
