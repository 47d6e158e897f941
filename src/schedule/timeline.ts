import type { SureRun } from './settle.ts';
import { type Gap, longerGap, type StretchSummary, type WorstCase, worseCase } from './stretch-summary.ts';

export interface TimelineResult {
  /** Sure runs before the horizon, one an instant. */
  readonly count: number;
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** A run after the horizon was found, so that `lastMs` is not the end of the schedule. */
  readonly goesOn: boolean;
  readonly gap: Gap | undefined;
  readonly worst: WorstCase | undefined;
  /** The first sure run whose window bounds anything. */
  readonly firstBound: SureRun | undefined;
  /** Scheduled runs of each rule in the counted days. */
  readonly scheduled: Int32Array;
  /** `rule * rules + rival` → runs suppressed in the counted days; zero where it happens only later. */
  readonly suppressed: ReadonlyMap<number, number>;
  readonly anySuppressed: boolean;
}

/** Joins summaries of stretches that follow each other. */
export class Timeline {
  #count = 0;
  #first: number | undefined;
  #last: number | undefined;
  #firstBound: SureRun | undefined;
  #lastBound: number | undefined;
  #gap: Gap | undefined;
  #worst: WorstCase | undefined;
  #gapClosed = false;
  #worstClosed = false;
  readonly #scheduled: Int32Array;
  readonly #suppressed = new Map<number, number>();

  constructor(rules: number) {
    this.#scheduled = new Int32Array(rules);
  }

  /**
   * @param baseMs what the summary's instants are relative to
   * @param open whether gaps may open here; where they may not, the first run only closes the last one
   * @param counted whether the runs go into the counts
   */
  add(baseMs: number, summary: StretchSummary, open: boolean, counted = true): void {
    this.#addRuns(baseMs, summary, open);
    this.#addBounds(baseMs, summary, open);
    if (!open) return;
    for (const [key, runs] of summary.tally.suppressed) {
      this.#suppressed.set(key, (this.#suppressed.get(key) ?? 0) + (counted ? runs : 0));
    }
    if (!counted) return;
    summary.tally.scheduled.forEach((runs, rule) => {
      this.#scheduled[rule] = (this.#scheduled[rule] ?? 0) + runs;
    });
  }

  #addRuns(baseMs: number, { first, last, gap, count }: StretchSummary, open: boolean): void {
    if (!first || !last || this.#gapClosed) return;
    if (this.#last !== undefined) {
      this.#gap = longerGap(this.#gap, { fromMs: this.#last, toMs: baseMs + first.atMs });
    }
    if (!open) {
      this.#gapClosed = true;
      return;
    }
    if (gap) this.#gap = longerGap(this.#gap, { fromMs: baseMs + gap.fromMs, toMs: baseMs + gap.toMs });
    this.#first ??= baseMs + first.atMs;
    this.#last = baseMs + last.atMs;
    this.#count += count;
  }

  #addBounds(baseMs: number, { firstBound, lastBound, worst }: StretchSummary, open: boolean): void {
    if (!firstBound || !lastBound || this.#worstClosed) return;
    const moved = (run: SureRun): SureRun => ({ ...run, atMs: baseMs + run.atMs });
    if (this.#lastBound !== undefined) {
      this.#worst = worseCase(this.#worst, { fromMs: this.#lastBound, next: moved(firstBound) });
    }
    if (!open) {
      this.#worstClosed = true;
      return;
    }
    if (worst) this.#worst = worseCase(this.#worst, { fromMs: baseMs + worst.fromMs, next: moved(worst.next) });
    this.#firstBound ??= moved(firstBound);
    this.#lastBound = baseMs + lastBound.atMs;
  }

  /** Nothing can change any more once gaps may not open. */
  closed(): boolean {
    return this.#last === undefined || (this.#gapClosed && this.#worstClosed);
  }

  result(): TimelineResult {
    return {
      count: this.#count,
      firstMs: this.#first,
      lastMs: this.#last,
      goesOn: this.#gapClosed,
      gap: this.#gap,
      worst: this.#worst,
      firstBound: this.#firstBound,
      scheduled: this.#scheduled,
      suppressed: this.#suppressed,
      anySuppressed: this.#suppressed.size > 0,
    };
  }
}
