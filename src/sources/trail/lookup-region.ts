import { type LookupAttributeKey, LookupEventsCommand, type Event as TrailLine } from '@aws-sdk/client-cloudtrail';
import { lenientObject } from '../../history/lenient-values.ts';
import type { RelevantEvent } from '../../history/relevant-events.ts';
import { readTrailRecord } from '../../history/trail-record.ts';
import { type Unknown, unknown } from '../../model/fact.ts';
import { epochMs, type Instant, instant } from '../../model/instant.ts';
import type { TrailEvent } from '../../model/trail-event.ts';
import { ask } from '../ask.ts';
import type { Connection } from '../connection.ts';
import { NotUnderstood } from './not-understood.ts';

/** Source: CloudTrail User Guide, "Viewing recent management events with the AWS CLI". */
const PAGE = 50;

/** What one Region of one account was asked for. */
export interface RegionLookup {
  readonly wanted: readonly RelevantEvent[];
  readonly from: Instant;
  readonly to: Instant;
  /** At two a second this bounds the time, too. */
  readonly callsMax: number;
}

export interface RegionLookupResult {
  readonly events: readonly TrailEvent[];
  /** What was not reached, and why. */
  readonly gaps: readonly Unknown[];
  readonly notUnderstood: NotUnderstood;
}

/**
 * Reads the event history of one Region. A service whose events fill few pages is read whole; as soon as its own pages
 * promise to be more than one call for each name that is wanted, the names are asked for instead. Only the pages tell
 * which it is: AWS counts nothing beforehand.
 */
export async function lookupRegion(connection: Connection, request: RegionLookup): Promise<RegionLookupResult> {
  const lookup = new Lookup(connection, request);
  for (const [source, names] of bySource(request.wanted)) await lookup.service(source, names);
  return lookup.result();
}

function bySource(wanted: readonly RelevantEvent[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { source, name } of wanted) found.set(source, [...(found.get(source) ?? []), name]);
  return found;
}

class Lookup {
  readonly #connection: Connection;
  readonly #request: RegionLookup;
  readonly #events: TrailEvent[] = [];
  readonly #unreached: string[] = [];
  readonly #notUnderstood = new NotUnderstood();
  #failure: Unknown | undefined;
  #calls = 0;

  constructor(connection: Connection, request: RegionLookup) {
    this.#connection = connection;
    this.#request = request;
  }

  async service(source: string, names: readonly string[]): Promise<void> {
    const to = epochMs(this.#request.to);
    if (names.length === 1) return this.#named(source, names, to);
    const reached = await this.#pages(`events of ${source}`, 'EventSource', source, to, (oldest, pages) => {
      const perPage = (to - oldest) / pages;
      return (oldest - epochMs(this.#request.from)) / perPage > names.length;
    });
    if (reached !== undefined) await this.#named(source, names, reached);
  }

  async #named(source: string, names: readonly string[], to: number): Promise<void> {
    for (const name of names) await this.#pages(`${name} of ${source}`, 'EventName', name, to, () => false);
  }

  result(): RegionLookupResult {
    const gaps: Unknown[] = [];
    if (this.#failure !== undefined) gaps.push(this.#failure);
    else if (this.#unreached.length > 0) {
      const unreached = `stopped after ${this.#request.callsMax} calls; not reached: ${this.#unreached.join(', ')}`;
      gaps.push(unknown('not-collected', unreached));
    }
    gaps.push(...this.#notUnderstood.gaps());
    return { events: this.#events, gaps, notUnderstood: this.#notUnderstood };
  }

  /**
   * Newest first, page by page. Asks `giveUp` after each page that is not the last; when it says so the answer is the
   * time down to which events were read, otherwise undefined.
   */
  async #pages(
    what: string,
    key: LookupAttributeKey,
    value: string,
    to: number,
    giveUp: (oldest: number, pages: number) => boolean,
  ): Promise<number | undefined> {
    let token: string | undefined;
    let oldest = to;
    for (let pages = 1; ; pages++) {
      if (this.#failure !== undefined) return undefined;
      if (this.#calls >= this.#request.callsMax) {
        this.#unreached.push(pages === 1 ? what : `${what} before ${instant(oldest)}`);
        return undefined;
      }
      this.#calls++;
      const page = await this.#page(key, value, to, token);
      if (!page) return undefined;
      for (const line of page.lines) {
        this.#take(line);
        const at = line.EventTime?.getTime();
        if (at !== undefined && at < oldest) oldest = at;
      }
      if (page.next === undefined) return undefined;
      // AWS may answer with a page of nothing and a token; only a page of events says how dense they are.
      if (page.lines.length > 0 && giveUp(oldest, pages)) return oldest;
      token = page.next;
    }
  }

  async #page(
    AttributeKey: LookupAttributeKey,
    AttributeValue: string,
    to: number,
    NextToken: string | undefined,
  ): Promise<{ lines: readonly TrailLine[]; next: string | undefined } | undefined> {
    const found = await ask(
      this.#connection,
      'cloudtrail:LookupEvents',
      () =>
        this.#connection.cloudTrail.send(
          new LookupEventsCommand({
            LookupAttributes: [{ AttributeKey, AttributeValue }],
            StartTime: new Date(this.#request.from),
            EndTime: new Date(to),
            MaxResults: PAGE,
            NextToken,
          }),
        ),
      (output) => ({ lines: output.Events ?? [], next: output.NextToken || undefined }),
    );
    if (found.known) return found.value;
    this.#failure = found;
    return undefined;
  }

  #take(line: TrailLine): void {
    const name = line.EventName;
    if (name !== undefined && !this.#request.wanted.some((each) => each.name === name)) return;
    const reading = readTrailRecord(line.CloudTrailEvent);
    if (reading.ok) this.#events.push(reading.event);
    else
      this.#notUnderstood.add(`lookup ${this.#connection.region}`, lenientObject(line.CloudTrailEvent), reading.reason);
  }
}
