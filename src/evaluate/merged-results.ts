import type { Result, ResultResource, Status } from '../model/result.ts';
import { byPlaceAndName, byPlaceThenControl } from './order.ts';

/** Results that are merged with others, as often as they are asked for. */
export interface OrderedResults {
  /** The resource of the first result; undefined: there is none. */
  readonly first: ResultResource | undefined;
  /** In the order of account, Region and name. */
  readonly batches: () => AsyncIterable<readonly Result[]>;
}

/** Whether a result may follow another in what is merged. */
export function isInOrder(before: Result, after: Result): boolean {
  return byPlaceAndName(before.resource, after.resource) <= 0;
}

/** Of results that are held. */
export function heldResults(results: readonly Result[]): OrderedResults {
  const ordered = results.toSorted(byPlaceThenControl);
  return {
    first: ordered[0]?.resource,
    batches: async function* () {
      yield ordered;
    },
  };
}

/** Of two answers to the same question the more serious one counts: a merge hides no failure, and nothing that is unknown. */
const GRAVITY = { fail: 4, unknown: 3, waived: 2, pass: 1, 'not-applicable': 0 } as const satisfies Record<
  Status,
  number
>;

/** A part that is being read. Nothing of it is open before its first resource is reached, and after its last. */
class Reading {
  readonly index: number;
  /** The resource whose results come next. */
  next: ResultResource;
  readonly #part: OrderedResults;
  #batches: AsyncIterator<readonly Result[]> | undefined;
  #batch: readonly Result[] = [];
  #at = 0;

  constructor(part: OrderedResults, first: ResultResource, index: number) {
    this.#part = part;
    this.next = first;
    this.index = index;
  }

  /** Adds the results of the next resource; false after the last. */
  async take(into: Result[]): Promise<boolean> {
    const wanted = this.next;
    for (;;) {
      for (; this.#at < this.#batch.length; this.#at += 1) {
        const result = this.#batch[this.#at];
        if (result === undefined) continue;
        if (byPlaceAndName(result.resource, wanted) !== 0) {
          this.next = result.resource;
          return true;
        }
        into.push(result);
      }
      this.#batches ??= this.#part.batches()[Symbol.asyncIterator]();
      const { done, value } = await this.#batches.next();
      if (done === true) return false;
      this.#batch = value;
      this.#at = 0;
    }
  }

  /** Closes what is open. */
  async close(): Promise<void> {
    await this.#batches?.return?.();
  }
}

/** The results of all parts, one resource at a time, in the order that one run would have given. */
export async function* mergedResults(parts: readonly OrderedResults[]): AsyncGenerator<readonly Result[]> {
  const readings = parts.flatMap((part, index) => (part.first ? [new Reading(part, part.first, index)] : []));
  const queue = readings.toSorted(byTurn);
  try {
    for (let first = queue.shift(); first !== undefined; first = queue.shift()) {
      const taking = [first];
      for (let other = queue[0]; other && byPlaceAndName(other.next, first.next) === 0; other = queue[0]) {
        taking.push(other);
        queue.shift();
      }
      const results: Result[] = [];
      for (const reading of taking) if (await reading.take(results)) queue.splice(placeIn(queue, reading), 0, reading);
      yield answersOf(results);
    }
  } finally {
    for (const reading of readings) await reading.close();
  }
}

function byTurn(a: Reading, b: Reading): number {
  return byPlaceAndName(a.next, b.next) || a.index - b.index;
}

function placeIn(queue: readonly Reading[], reading: Reading): number {
  let [from, to] = [0, queue.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = queue[middle];
    if (other !== undefined && byTurn(other, reading) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Each answer once. The same question has the same resource, so that no other group holds another answer to it. */
function answersOf(results: readonly Result[]): readonly Result[] {
  const found = new Map<string, Result>();
  for (const result of results) {
    const present = found.get(result.fingerprint);
    if (present === undefined || isGraver(result, present)) found.set(result.fingerprint, result);
  }
  return [...found.values()].sort(byPlaceThenControl);
}

function isGraver(a: Result, b: Result): boolean {
  const difference = GRAVITY[a.status] - GRAVITY[b.status];
  return difference > 0 || (difference === 0 && a.change === 'new' && b.change !== 'new');
}
