/** How far one operation is, over all accounts and Regions. `expected` grows while lists turn out to have more pages. */
export interface ProgressEvent {
  readonly operation: string;
  readonly done: number;
  readonly expected: number;
}

/** Counts of questions, not of attempts: a call that is retried stays one. */
export class Progress {
  readonly #counts = new Map<string, { done: number; expected: number }>();
  readonly #tell: (event: ProgressEvent) => void;

  constructor(tell: (event: ProgressEvent) => void) {
    this.#tell = tell;
  }

  begin(operation: string): void {
    const count = this.#counts.get(operation) ?? { done: 0, expected: 0 };
    count.expected++;
    this.#counts.set(operation, count);
    this.#tell({ operation, ...count });
  }

  end(operation: string): void {
    const count = this.#counts.get(operation);
    if (!count) return;
    count.done++;
    this.#tell({ operation, ...count });
  }
}
