import { sizeOf } from './collected.ts';
import { IncompleteAnswer } from './failure.ts';

/** How far a list is followed. */
export interface ListBounds {
  readonly pages: number;
  /** Pages without an item, one after the other. */
  readonly emptyPages: number;
  /** Of all its pages. */
  readonly bytes: number;
  /** For all its answers; the wait for their turn does not count. */
  readonly answeringMs: number;
  /** For one answer, on the average of `SLOW_PAGES` and more. */
  readonly slowPageMs: number;
}

/** What one answer took. */
export interface Cost {
  readonly bytes: number;
  /** On the way and in the service, refused attempts included; without the wait for its turn. */
  readonly answerMs: number;
}

/** Who sent the questions knows what the answers cost. */
interface Metered {
  readonly bounds: { readonly list: ListBounds };
  costOf(output: object): Cost;
}

/** One page of a list, and the token of the next. An empty token ends a list as an absent one does. */
export interface Page<Item> {
  readonly items: readonly Item[] | null | undefined;
  readonly next: string | null | undefined;
}

const SLOW_PAGES = 10;

/**
 * The pages of a list, to its end: the one place where a token is followed. Throws `IncompleteAnswer` where the list goes
 * in a cycle, or beyond any list of AWS.
 */
export async function* pagesOf<Output extends object, Item>(
  wire: Metered,
  send: (token: string | undefined) => Promise<Output>,
  page: (output: Output) => Page<Item>,
): AsyncGenerator<readonly Item[]> {
  const meter = new Meter(wire.bounds.list);
  let token: string | undefined;
  do {
    const output = await send(token);
    const { items, next } = page(output);
    yield items ?? [];
    token = next || undefined;
    if (token === undefined) return;
    const { bytes, answerMs } = wire.costOf(output);
    meter.goOn(token, items?.length ?? 0, bytes, answerMs);
  } while (token !== undefined);
}

class Meter {
  readonly #bounds: ListBounds;
  readonly #tokens = new Set<string>();
  #pages = 0;
  #emptyPages = 0;
  #bytes = 0;
  #answeringMs = 0;

  constructor(bounds: ListBounds) {
    this.#bounds = bounds;
  }

  /** Told of each page but the last; throws where no more are to be asked for. */
  goOn(token: string, items: number, bytes: number, answerMs: number): void {
    this.#pages++;
    this.#emptyPages = items === 0 ? this.#emptyPages + 1 : 0;
    this.#bytes += bytes;
    this.#answeringMs += answerMs;
    const why = this.#tokens.has(token) ? 'its pages repeat and never end' : this.#tooMuch();
    if (why !== undefined) throw new IncompleteAnswer(why);
    this.#tokens.add(token);
  }

  #tooMuch(): string | undefined {
    const { pages, emptyPages, bytes, answeringMs, slowPageMs } = this.#bounds;
    if (this.#pages >= pages) return `its list does not end after ${pages.toLocaleString('en-US')} pages`;
    if (this.#emptyPages >= emptyPages) {
      return `its list goes on, and ${emptyPages.toLocaleString('en-US')} pages in a row held nothing`;
    }
    if (this.#bytes > bytes) return `its list does not end after ${sizeOf(bytes)}`;
    if (this.#answeringMs > answeringMs) return `its list does not end after ${answeringMs / 60_000} min of answering`;
    if (this.#pages >= SLOW_PAGES && this.#answeringMs / this.#pages > slowPageMs) {
      return `its list goes on, and a page takes more than ${slowPageMs / 1_000} s`;
    }
    return undefined;
  }
}
