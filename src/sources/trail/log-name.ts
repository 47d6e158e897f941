import { type Unknown, unknown } from '../../model/fact.ts';
import { DAY_MINUTES, type Instant, plusMinutes } from '../../model/instant.ts';
import type { TrailReach } from '../../model/trail-event.ts';
import type { HistoryWindow, Place } from './window.ts';

/** `111122223333_CloudTrail_eu-west-1_20261122T0805Z_Mu0KsOhtH1ar15ZZ.json.gz`. Source: CloudTrail User Guide, log file examples. */
const NAME = /(?:^|\/)(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_[^/]*$/;

/**
 * How long after its last file a folder still tells: files come some five minutes after a call, and not by the clock. A later
 * change may be in the file that comes next. Source: CloudTrail User Guide, "How CloudTrail works".
 */
const TAIL_MINUTES = 60;

export interface LogName extends Place {
  readonly deliveredAt: Instant;
}

export function logName(name: string): LogName | undefined {
  const [, account, region, year, month, day, hour, minute] = NAME.exec(name) ?? [];
  if (account === undefined || region === undefined) return undefined;
  return { account, region, deliveredAt: `${year}-${month}-${day}T${hour}:${minute}:00.000Z` };
}

/**
 * What the names of log files tell of places and times. A folder may begin later, or end earlier, than is asked, and lack whole
 * Regions; nothing else shows that. CloudTrail writes a file within minutes of an event, so a day without one may be a quiet
 * day; before the first and after the last nothing is known. Files of other names tell nothing.
 */
export class LogNames {
  readonly #places = new Set<string>();
  #first: Instant | undefined;
  #last: Instant | undefined;
  #files = 0;
  #strange = 0;

  see(name: string): void {
    this.#files += 1;
    const stated = logName(name);
    if (!stated) {
      this.#strange += 1;
      return;
    }
    this.#places.add(placeKey(stated));
    if (this.#first === undefined || stated.deliveredAt < this.#first) this.#first = stated.deliveredAt;
    if (this.#last === undefined || stated.deliveredAt > this.#last) this.#last = stated.deliveredAt;
  }

  /** The reach of the files, and of the places that have none. */
  reach(
    { from, to, places = [] }: HistoryWindow,
    files: Omit<TrailReach, 'from' | 'to' | 'places'>,
  ): readonly TrailReach[] {
    const { source, gaps } = files;
    if (this.#files === 0) return [{ source, from, to, gaps: [...gaps, notFound('no log file was found')] }];
    if (this.#strange > 0 || this.#first === undefined || this.#last === undefined) return [{ ...files, from, to }];
    const missing = places.filter((place) => !this.#places.has(placeKey(place)));
    const [first, last] = [plusMinutes(this.#first, -DAY_MINUTES), plusMinutes(this.#last, TAIL_MINUTES)];
    const isShort = from < first || to > last;
    const there: TrailReach = {
      ...files,
      ...(missing.length === 0 ? {} : { places: places.filter((place) => !missing.includes(place)) }),
      from: from < first ? first : from,
      to: to > last ? last : to,
      ...(isShort ? { notes: [`its log files were delivered from ${this.#first} to ${this.#last}`] } : {}),
    };
    if (missing.length === 0) return [there];
    const none = missing.map(({ account, region }) => notFound(`no log file of ${account} in ${region} was found`));
    return [there, { source, places: missing, from, to, gaps: none }];
  }
}

function placeKey({ account, region }: Place): string {
  return `${account} ${region}`;
}

function notFound(detail: string): Unknown {
  return unknown('not-collected', detail);
}
