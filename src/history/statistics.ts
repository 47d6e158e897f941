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
      // Spread into arguments, the restores of a year of many tables overflow the stack.
      return samples.reduce((most, sample) => (sample > most ? sample : most), latest);
    default:
      return percentile(samples, Number(statistic.slice(1)));
  }
}

/** Counted in hundredths of a rank: 3 × 0.95 is a little less than 2.85, and 81 minutes would be shown as 80. */
function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const hundredths = (sorted.length - 1) * percent;
  const part = hundredths % 100;
  const below = sorted[Math.floor(hundredths / 100)] ?? 0;
  const above = sorted[Math.ceil(hundredths / 100)] ?? below;
  return (below * (100 - part) + above * part) / 100;
}

/** Minutes as reports print them: two decimals at most. */
export function roundMinutes(minutes: number): number {
  return Math.round(minutes * 100) / 100;
}
