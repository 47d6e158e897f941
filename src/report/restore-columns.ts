import type { MeasuredObjective, PolicyTimes, TableTimes } from '../model/restore-report.ts';
import { count, exactMinutes } from './summary.ts';

/** What is not there. */
export const NONE = '–';

/** Widths matter in a table: `28m`, `3h08m`, `1d04h`; below a minute `45s`. Rounded; the margin beside it is exact. */
export function shortMinutes(minutes: number): string {
  const seconds = Math.round(minutes * 60);
  if (seconds < 60) return `${seconds}s`;
  const total = Math.round(minutes);
  const two = (number: number) => String(number).padStart(2, '0');
  if (total < 60) return `${total}m`;
  if (total < 24 * 60) return `${Math.floor(total / 60)}h${two(total % 60)}m`;
  const hours = Math.round(total / 60);
  return `${Math.floor(hours / 24)}d${two(hours % 24)}h`;
}

export const STATISTIC_COLUMNS = [
  { head: 'mean', of: (times: TableTimes) => times.statistics?.meanMinutes },
  { head: 'p50', of: (times: TableTimes) => times.statistics?.p50Minutes },
  { head: 'p90', of: (times: TableTimes) => times.statistics?.p90Minutes },
  { head: 'p95', of: (times: TableTimes) => times.statistics?.p95Minutes },
  { head: 'p99', of: (times: TableTimes) => times.statistics?.p99Minutes },
  { head: 'max', of: (times: TableTimes) => times.statistics?.maxMinutes },
  { head: 'latest', of: (times: TableTimes) => times.statistics?.latestMinutes },
] as const;

export type StatisticHead = (typeof STATISTIC_COLUMNS)[number]['head'];

export const STATUS_WORDS = { pass: 'PASS', fail: 'FAIL', unknown: 'UNKNOWN', 'not-applicable': 'N/A' } as const;

/** `3 h 8 min left`, `20 min over` */
export function marginText({ marginMinutes }: MeasuredObjective): string {
  if (marginMinutes === undefined) return NONE;
  return marginMinutes < 0 ? `${exactMinutes(-marginMinutes)} over` : `${exactMinutes(marginMinutes)} left`;
}

/** `+11% (28m → 31m)` */
export function trendText({ trend }: TableTimes): string | undefined {
  if (!trend) return undefined;
  const { changePercent, earlierMedianMinutes, laterMedianMinutes } = trend;
  const sign = changePercent > 0 ? '+' : '';
  return `${sign}${changePercent}% (${shortMinutes(earlierMedianMinutes)} → ${shortMinutes(laterMedianMinutes)})`;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

function sizeText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  const amount = bytes / 1024 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${UNITS[power]}`;
}

/** `12.4 GiB, warm`: the backup of the latest restore. */
export function backupText({ latestSizeBytes, latestCold }: TableTimes): string | undefined {
  const parts = [
    ...(latestSizeBytes === undefined ? [] : [sizeText(latestSizeBytes)]),
    ...(latestCold === undefined ? [] : [latestCold ? 'cold storage' : 'warm']),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** `2 FAILED, 1 ABORTED` */
export function uncountedText({ uncounted }: TableTimes): string | undefined {
  const parts = Object.entries(uncounted).map(([status, number]) => `${number} ${status}`);
  return parts.length === 0 ? undefined : parts.join(', ');
}

export function runningTexts({ running }: TableTimes): readonly string[] {
  return running.map(
    ({ id, minutes, breach }) =>
      `restore job ${id} has been running for ${exactMinutes(minutes)}${breach ? ', longer than the RTO: a breach already' : ''}`,
  );
}

/** `RTO 4 h, p95 of at least 3 restores over 180 d` */
export function askedText({ rtoMinutes, statistic, samplesAsked, overMinutes }: PolicyTimes): string {
  return `RTO ${exactMinutes(rtoMinutes)}, ${statistic} of at least ${count(samplesAsked, 'restore')} over ${exactMinutes(overMinutes)}`;
}

/** `12 tables: 10 within the RTO, 1 not, 1 unknown` */
export function verdictText({ tables, pass, fail, unknown }: PolicyTimes): string {
  return `${count(tables, 'table')}: ${pass} within the RTO, ${fail} not, ${unknown} unknown`;
}

/** What comparable tables took, and that it is no prediction. */
export function spreadText({ spread }: PolicyTimes): string | undefined {
  if (!spread) return undefined;
  const { samples, tables, p50Minutes, p95Minutes, maxMinutes, fastestTableP50Minutes, slowestTableP50Minutes } =
    spread;
  const took = `p50 ${exactMinutes(p50Minutes)}, p95 ${exactMinutes(p95Minutes)}, max ${exactMinutes(maxMinutes)}`;
  const medians = `the median of a table lies between ${exactMinutes(fastestTableP50Minutes)} and ${exactMinutes(slowestTableP50Minutes)}`;
  const head = `spread of comparable tables, no prediction: ${count(samples, 'restore')} of ${count(tables, 'table')} of this policy took ${took}`;
  return tables > 1 ? `${head}; ${medians}` : head;
}

export const FOOTNOTES = [
  'n, the statistics and the bars count every completed restore that is known; the measure, its status and margin count those of the period that the policy names.',
  'Quantiles interpolate linearly between the nearest ranks (R type 7). Trend: median of the earlier half of the restores → median of the later half.',
  'AWS promises no restore time, and size does not predict it.',
] as const;
