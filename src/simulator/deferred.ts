/** What will happen at a later instant of the simulator's clock: jobs that finish. Run before each request is served. */
export interface Deferred {
  readonly pending: readonly { readonly at: number }[];
  add(at: number, finish: () => void): void;
  /** Runs all that is due, earliest first; a finisher may add more. */
  settle(now: number): void;
}

export function deferredQueue(): Deferred {
  const queue: { at: number; finish: () => void }[] = [];
  return {
    pending: queue,
    add(at, finish) {
      const index = queue.findIndex((entry) => entry.at > at);
      queue.splice(index === -1 ? queue.length : index, 0, { at, finish });
    },
    settle(now) {
      for (let next = queue[0]; next !== undefined && next.at <= now; next = queue[0]) {
        queue.shift();
        next.finish();
      }
    },
  };
}
