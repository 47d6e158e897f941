import type { Place } from './tree.ts';

/** One thing that a source asks, as a key of a policy. */
export interface Ask {
  /** `backup.recoveryPoints.newestWithin`; a key that ends in `[]` takes one item more. */
  readonly path: string;
  /** As it stands in YAML. */
  readonly value: string;
  /** Of two different values of one key the stricter stands: the smaller, or the larger. */
  readonly stricter?: 'smaller' | 'larger';
  readonly amount?: number;
  /** An objective that another includes is left out. */
  readonly objective?: { readonly frequencyMinutes: number; readonly retentionDays: number };
  /** What the source asks otherwise, or less, or more: stands beside the line. */
  readonly note?: string;
}

/** What could not be carried over. */
export interface Loss extends Place {
  /** The rule, control or policy as its own file names it. */
  readonly what: string;
  readonly why: string;
}

/** Which tables: keys of `tables` of a policy. */
export interface Scope {
  readonly names?: readonly string[];
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  /** Tag keys that a table must not have. */
  readonly without?: readonly string[];
}

/** What one rule, control or policy of a source comes to. */
export interface Imported extends Place {
  readonly what: string;
  readonly scope: Scope;
  readonly asks: readonly Ask[];
  readonly losses: readonly string[];
}

/** A set of rules that belong together and become policies of one name. */
export interface Source {
  readonly name: string;
  readonly description: string;
  readonly rules: readonly Imported[];
  readonly losses: readonly Loss[];
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** `90m`, `36h`, `35d` */
export function duration(minutes: number): string {
  if (minutes % DAY === 0) return `${minutes / DAY}d`;
  return minutes % HOUR === 0 ? `${minutes / HOUR}h` : `${minutes}m`;
}

/** A whole number above zero, and no larger than a policy takes. */
export function wholeNumber(text: string | undefined, most = 36_500): number | undefined {
  const number = /^[1-9][0-9]{0,8}$/.test(text ?? '') ? Number(text) : undefined;
  return number !== undefined && number <= most ? number : undefined;
}

/** The least that a policy can ask where the source names no retention: whole days, and not below the frequency. */
export function objective(
  frequencyMinutes: number,
  retentionDays: number | undefined,
  note?: string,
): { readonly ask?: Ask; readonly loss?: string } {
  const least = Math.ceil(frequencyMinutes / DAY);
  const days = retentionDays ?? least;
  if (days < least) {
    return {
      loss: `a retention of ${days} d below a frequency of ${duration(frequencyMinutes)} leaves times without any backup`,
    };
  }
  const said =
    retentionDays === undefined
      ? [...(note === undefined ? [] : [note]), 'no retention is named: this is the least that a policy can ask'].join(
          '; ',
        )
      : note;
  return {
    ask: {
      path: 'backup.objectives[]',
      value: `{ frequency: ${duration(frequencyMinutes)}, retention: ${days}d }`,
      objective: { frequencyMinutes, retentionDays: days },
      ...(said === undefined ? {} : { note: said }),
    },
  };
}

/** Point-in-time recovery, with the window that the source names, if any. */
export function recovery(windowDays: number | undefined): Ask {
  const path = 'backup.pointInTimeRecovery';
  return windowDays === undefined
    ? { path, value: '{}', stricter: 'larger', amount: 0, note: 'the source names no window' }
    : { path, value: `{ window: ${windowDays}d }`, stricter: 'larger', amount: windowDays };
}
