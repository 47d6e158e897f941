/** Hands items from several makers to one reader. A maker waits while too many are unread. */
export class Channel<T> implements AsyncIterable<T> {
  readonly #unreadMax: number;
  readonly #unread: T[] = [];
  #wakeReader: (() => void) | undefined;
  #wakeMakers: (() => void)[] = [];
  #end: { readonly error?: unknown } | undefined;

  constructor(unreadMax: number) {
    this.#unreadMax = unreadMax;
  }

  async put(item: T): Promise<void> {
    while (this.#unread.length >= this.#unreadMax && !this.#end) {
      await new Promise<void>((resolve) => this.#wakeMakers.push(resolve));
    }
    this.#unread.push(item);
    this.#wakeReader?.();
  }

  /** Closes when the makers are done; a failure of theirs reaches the reader. */
  closeAfter(makers: Promise<unknown>): this {
    makers.then(
      () => this.#close({}),
      (error: unknown) => this.#close({ error }),
    );
    return this;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (;;) {
        const item = this.#unread.shift();
        if (item !== undefined) {
          if (this.#unread.length < this.#unreadMax) this.#release();
          yield item;
        } else if (this.#end) {
          if ('error' in this.#end) throw this.#end.error;
          return;
        } else {
          await new Promise<void>((resolve) => {
            this.#wakeReader = resolve;
          });
        }
      }
    } finally {
      // A reader that leaves early must not keep makers waiting.
      this.#close({});
    }
  }

  #close(end: { readonly error?: unknown }): void {
    this.#end ??= end;
    this.#wakeReader?.();
    this.#release();
  }

  #release(): void {
    for (const wake of this.#wakeMakers.splice(0)) wake();
  }
}
