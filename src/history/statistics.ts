import type { Statistic } from '../model/policy.ts';

/**
 * The value of a statistic over samples in order of completion. Quantiles interpolate linearly between the two nearest
 * ranks (Hyndman and Fan's type 7, what spreadsheets call PERCENTILE.INC).
 */
export function statisticOf(statistic: Statistic, samples: readonly number[]): number {
  const latest = samples.at(-1);
  if (latest === undefined) throw new RangeError('a statistic of no samples');
  switch (statistic) {
    case 'latest':
      return latest;
    case 'mean':
      return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
    case 'max':
      return Math.max(...samples);
    default:
      return quantile(samples, Number(statistic.slice(1)) / 100);
  }
}

function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = (sorted.length - 1) * share;
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (above - below) * (rank - Math.floor(rank));
}

/** Minutes as reports print them: two decimals at most. */
export function roundMinutes(minutes: number): number {
  return Math.round(minutes * 100) / 100;
}
