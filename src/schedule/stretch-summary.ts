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
  readonly first?: SureRun;
  readonly last?: SureRun;
  readonly gap?: Gap;
  readonly firstBound?: SureRun;
  readonly lastBound?: SureRun;
  readonly worst?: WorstCase;
  readonly tally: Tally;
}

export function summarise(
  rules: readonly ScanRule[],
  rivals: readonly (readonly number[])[],
  runs: readonly (readonly number[])[],
  loMs: number,
  hiMs: number,
): StretchSummary {
  const settled = settle(rules, rivals, runs, loMs, hiMs);
  const inside = settled.runs.filter((run) => run.atMs < hiMs);
  const bounds = boundingRuns(settled.runs).filter((run) => run.atMs < hiMs);
  let gap: Gap | undefined;
  pairs(inside, (run, next) => {
    gap = longerGap(gap, { fromMs: run.atMs, toMs: next.atMs });
  });
  let worst: WorstCase | undefined;
  pairs(bounds, (run, next) => {
    worst = worseCase(worst, { fromMs: run.atMs, next });
  });
  return {
    count: inside.length,
    tally: settled.tally,
    ...defined('first', inside[0]),
    ...defined('last', inside.at(-1)),
    ...defined('gap', gap),
    ...defined('firstBound', bounds[0]),
    ...defined('lastBound', bounds.at(-1)),
    ...defined('worst', worst),
  };
}

/** The earlier one when both are as long. */
export function longerGap(a: Gap | undefined, b: Gap | undefined): Gap | undefined {
  if (!a || !b) return a ?? b;
  return b.toMs - b.fromMs > a.toMs - a.fromMs ? b : a;
}

/** The earlier one when both are as bad. */
export function worseCase(a: WorstCase | undefined, b: WorstCase | undefined): WorstCase | undefined {
  if (!a || !b) return a ?? b;
  return worstCaseMs(b) > worstCaseMs(a) ? b : a;
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

/** Optional properties are absent, never undefined. */
function defined<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
}
