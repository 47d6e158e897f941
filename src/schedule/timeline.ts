import type { SureRun, Tally } from './settle.ts';
import { type Gap, isWorse, type StretchSummary, type WorstCase } from './stretch-summary.ts';

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
  #lastTally: Tally | undefined;
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
    if (!counted && summary.tally === this.#lastTally) return;
    this.#lastTally = summary.tally;
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
    if (this.#last !== undefined) this.#openGap(this.#last, baseMs + first.atMs);
    if (!open) {
      this.#gapClosed = true;
      return;
    }
    if (gap) this.#openGap(baseMs + gap.fromMs, baseMs + gap.toMs);
    this.#first ??= baseMs + first.atMs;
    this.#last = baseMs + last.atMs;
    this.#count += count;
  }

  /** Called for every day of decades: makes an object only for a new record. */
  #openGap(fromMs: number, toMs: number): void {
    if (this.#gap && toMs - fromMs <= this.#gap.toMs - this.#gap.fromMs) return;
    this.#gap = { fromMs, toMs };
  }

  #addBounds(baseMs: number, { firstBound, lastBound, worst }: StretchSummary, open: boolean): void {
    if (!firstBound || !lastBound || this.#worstClosed) return;
    if (this.#lastBound !== undefined) this.#openWorst(this.#lastBound, baseMs, firstBound);
    if (!open) {
      this.#worstClosed = true;
      return;
    }
    if (worst) this.#openWorst(baseMs + worst.fromMs, baseMs, worst.next);
    this.#firstBound ??= { ...firstBound, atMs: baseMs + firstBound.atMs };
    this.#lastBound = baseMs + lastBound.atMs;
  }

  #openWorst(fromMs: number, baseMs: number, next: SureRun): void {
    const atMs = baseMs + next.atMs;
    if (this.#worst && !isWorse(fromMs, atMs, next.startWindowMs, this.#worst)) return;
    this.#worst = { fromMs, next: { ...next, atMs } };
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
