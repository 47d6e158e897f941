import { lenientText } from '../../history/lenient-values.ts';
import { type Unknown, unknown } from '../../model/fact.ts';
import { isObject } from '../../model/json.ts';
import type { TrailReach } from '../../model/trail-event.ts';

/** A trail of nothing else would fill the memory. */
const KEPT_MAX = 1_000;

/** Records of wanted names that cannot be read as events: all are counted, the first are kept to be looked at. */
export class NotUnderstood {
  #count = 0;
  #firstReason = '';
  readonly #lines: string[] = [];

  add(where: string, record: unknown, reason: string): void {
    this.#count += 1;
    this.#firstReason ||= reason;
    this.#keep([`${where}: ${headOf(record)}: ${reason}`]);
  }

  /** Those of a part. */
  join(part: NotUnderstood): void {
    this.#count += part.#count;
    this.#firstReason ||= part.#firstReason;
    this.#keep(part.#lines);
  }

  #keep(lines: readonly string[]): void {
    this.#lines.push(...lines.slice(0, KEPT_MAX - this.#lines.length));
  }

  /** One sentence for all of them. */
  gaps(): readonly Unknown[] {
    if (this.#count === 0) return [];
    const noun = this.#count === 1 ? 'event' : 'events';
    const detail = `${this.#count} ${noun} could not be understood: ${this.#firstReason} (--debug names each)`;
    return [unknown('undocumented', detail)];
  }

  /** What a reach tells of them: where, which, why. */
  stated(): Pick<TrailReach, 'notUnderstood'> {
    return this.#count === 0 ? {} : { notUnderstood: this.#lines };
  }
}

function headOf(record: unknown): string {
  if (!isObject(record)) return 'a record';
  return `${lenientText(record['eventName']) ?? 'an event'} at ${lenientText(record['eventTime']) ?? 'no time'}`;
}
