import { boundingRuns, type ScanRule, type SureRun, settle, type Tally } from './settle.ts';

export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From one run to the end of the start window of the next that must have started. */
export interface WorstCase {
  readonly fromMs: number;
  readonly next: SureRun;
}

/** All that must be kept of a stretch of time to find the longest gap of many. */
export interface StretchSummary {
  readonly count: number;
  readonly first: SureRun | undefined;
  readonly last: SureRun | undefined;
  readonly gap: Gap | undefined;
  readonly firstBound: SureRun | undefined;
  readonly lastBound: SureRun | undefined;
  readonly worst: WorstCase | undefined;
  readonly tally: Tally;
}

export function summarise(
  rules: readonly ScanRule[],
  rivals: readonly (readonly number[])[],
  runs: readonly (readonly number[])[],
  loMs: number,
  hiMs: number,
  countToMs = hiMs,
): StretchSummary {
  const settled = settle(rules, rivals, runs, loMs, hiMs, countToMs);
  const inside = settled.runs.filter((run) => run.atMs < hiMs);
  const bounds = boundingRuns(settled.runs).filter((run) => run.atMs < hiMs);
  let gap: Gap | undefined;
  pairs(inside, (run, next) => {
    if (!gap || next.atMs - run.atMs > gap.toMs - gap.fromMs) gap = { fromMs: run.atMs, toMs: next.atMs };
  });
  let worst: WorstCase | undefined;
  pairs(bounds, (run, next) => {
    if (!worst || isWorse(run.atMs, next.atMs, next.startWindowMs, worst)) worst = { fromMs: run.atMs, next };
  });
  return {
    count: inside.length,
    tally: settled.tally,
    first: inside[0],
    last: inside.at(-1),
    gap,
    firstBound: bounds[0],
    lastBound: bounds.at(-1),
    worst,
  };
}

/** Of two that are as bad, the one with the longer gap is told, and of those the earlier. */
export function isWorse(fromMs: number, atMs: number, startWindowMs: number, than: WorstCase): boolean {
  const difference = atMs + startWindowMs - fromMs - worstCaseMs(than);
  return difference === 0 ? atMs - fromMs > than.next.atMs - than.fromMs : difference > 0;
}

export function worstCaseMs({ fromMs, next }: WorstCase): number {
  return next.atMs + next.startWindowMs - fromMs;
}

function pairs(runs: readonly SureRun[], visit: (run: SureRun, next: SureRun) => void): void {
  runs.forEach((run, index) => {
    const next = runs[index + 1];
    if (next) visit(run, next);
  });
}
