import type { ControlId } from '../model/control-id.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import type { Subject } from './subject.ts';

/** Protection that was gone or another for a while, or copies that are gone for good, which the present state does not show. */
export interface TransientChange {
  readonly subject: Subject;
  readonly path: string;
  readonly message: string;
  readonly controls: readonly ControlId[];
  /** Newest first. */
  readonly events: readonly TrailEvent[];
  /** Why it cannot be told whether it was so: what the events set is not told. */
  readonly unresolved?: Unknown;
}

/** From an event that does not tell what it set until the next one: what held meanwhile, nothing shows. */
export interface Doubt {
  readonly event: TrailEvent;
  readonly until: Instant;
}

/** What is said of a thing that was perhaps not for a while what it should be. `what`: `the lock was off`. */
export function doubtful(
  what: string,
  doubts: readonly Doubt[],
): Pick<TransientChange, 'message' | 'events' | 'unresolved'> {
  const times = doubts.map(({ event, until }) => `from ${event.at} to ${until}`);
  const named = doubts.map(({ event }) => `${event.name} of ${event.at} (event ${event.id})`);
  return {
    message: `cannot tell whether ${what} ${times.join(', and ')}`,
    events: doubts.map(({ event }) => event).toReversed(),
    unresolved: unknown(
      'not-collected',
      `what was set is not reported by ${named.join(', ')}: its request was left out, or cannot be read; another source of the history may have it (--history)`,
    ),
  };
}
