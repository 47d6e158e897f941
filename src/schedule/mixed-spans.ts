import type { Cron } from './cron.ts';
import { type Mixture, mixtureOf, type Stretch } from './mixture.ts';
import { HORIZON_DAYS, type ScheduledRule } from './scan.ts';
import { longestWindow } from './settle.ts';

const DAY_MS = 86_400_000;

/** An end this far away is told, and decides nothing: there is time to see to it. */
export const NEAR_MS = 366 * DAY_MS;

/** So few runs within reach of each other are laid out for all years that the readings reach; of more, the years that differ. */
const FEW_RUNS = 8;

/** Holds a leap day, wherever it begins. */
const SPAN_DAYS = 4 * 366;

/** How long to look for the run that closes the last stretch. */
const CLOSING_DAYS = 366;

/** A schedule that runs only on leap days may pause for eight years. */
const CLOSING_OF_ALL_DAYS = 8 * 366;

/** What a mixture comes to over the years that the readings of `scan` reach. */
export interface MixtureOverYears extends Mixture {
  /** The last run that no choice drops, where it is near. */
  readonly endsMs?: number;
}

export function mixtureOverYears(rules: readonly ScheduledRule[], fromMs: number): MixtureOverYears {
  const all = () => overSpan(rules, fromMs, fromMs, HORIZON_DAYS, CLOSING_OF_ALL_DAYS);
  const runsADay = rules.reduce((runs, { cron }) => runs + cron.timesOfDay.length, 0);
  if (runsADay * Math.max(1, longestWindow(rules) / DAY_MS) <= FEW_RUNS) return all();
  const spans = spansOf(rules, fromMs).map((startMs) => overSpan(rules, fromMs, startMs, SPAN_DAYS, CLOSING_DAYS));
  return spans[0]?.worst && spans[0].endsMs === undefined ? spans.reduce(joined) : all();
}

/** Now, and a year before the years from which on a rule runs or no longer does, as far as no earlier span reaches there. */
function spansOf(rules: readonly ScheduledRule[], fromMs: number): readonly number[] {
  const starts = [fromMs];
  const thisYear = new Date(fromMs).getUTCFullYear();
  for (let year = thisYear + 1; year <= thisYear + HORIZON_DAYS / 366; year++) {
    const startMs = Date.UTC(year, 0, 1) - CLOSING_DAYS * DAY_MS;
    const isCovered = startMs + 2 * CLOSING_DAYS * DAY_MS <= (starts.at(-1) ?? fromMs) + SPAN_DAYS * DAY_MS;
    if (!isCovered && rules.some(({ cron }) => changesWith(cron, year))) starts.push(startMs);
  }
  return starts;
}

function changesWith({ years }: Cron, year: number): boolean {
  return years.has(year) !== years.has(year - 1);
}

/**
 * Where the runs that no choice drops end although the schedule does not, the time after them is a stretch, too: the last one
 * that is found is as long as what was looked at.
 */
function overSpan(
  rules: readonly ScheduledRule[],
  fromMs: number,
  startMs: number,
  days: number,
  closingDays: number,
): MixtureOverYears {
  const horizonMs = startMs + days * DAY_MS;
  const toMs = horizonMs + closingDays * DAY_MS;
  const found = mixtureOf(rules, startMs, horizonMs, toMs);
  const { worst, lastSureMs } = found;
  if (lastSureMs === undefined || lastSureMs >= horizonMs) return found;
  if (lastSureMs <= fromMs + NEAR_MS) return { ...found, endsMs: lastSureMs };
  if (!worst) return found;
  const rest: Stretch = { fromMs: lastSureMs, toMs, latestMs: toMs, rule: worst.late.rule };
  return { ...found, worst: { gap: longer(worst.gap, rest, gapMs), late: longer(worst.late, rest, lateMs) } };
}

/** The years of both; fewer than two runs in either is the worst. */
function joined({ worst, best, ...first }: MixtureOverYears, other: MixtureOverYears): MixtureOverYears {
  const worstOfBoth = worst &&
    other.worst && {
      gap: longer(worst.gap, other.worst.gap, gapMs),
      late: longer(worst.late, other.worst.late, lateMs),
    };
  const bestOfBoth = best && {
    gapMs: Math.max(best.gapMs, other.best?.gapMs ?? 0),
    lateMs: Math.max(best.lateMs, other.best?.lateMs ?? 0),
  };
  return { ...first, ...(worstOfBoth ? { worst: worstOfBoth } : {}), ...(bestOfBoth ? { best: bestOfBoth } : {}) };
}

const gapMs = ({ fromMs, toMs }: Stretch) => toMs - fromMs;
const lateMs = ({ fromMs, latestMs }: Stretch) => latestMs - fromMs;

function longer(one: Stretch, other: Stretch, measure: (stretch: Stretch) => number): Stretch {
  return measure(other) > measure(one) ? other : one;
}
