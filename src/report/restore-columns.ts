import { count } from '../model/count.ts';
import type { Drill, MeasuredObjective, PolicyTimes, TableTimes, TimeStatistics } from '../model/restore-report.ts';
import { doubtfulText, exactMinutes, readableInstant } from './summary.ts';

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

const STATISTICS = [
  { head: 'mean', of: (times: TimeStatistics) => times.meanMinutes },
  { head: 'p50', of: (times: TimeStatistics) => times.p50Minutes },
  { head: 'p90', of: (times: TimeStatistics) => times.p90Minutes },
  { head: 'p95', of: (times: TimeStatistics) => times.p95Minutes },
  { head: 'p99', of: (times: TimeStatistics) => times.p99Minutes },
  { head: 'max', of: (times: TimeStatistics) => times.maxMinutes },
] as const;

export const STATISTIC_COLUMNS = [
  ...STATISTICS.map(({ head, of }) => ({ head, of: ({ statistics }: TableTimes) => statistics && of(statistics) })),
  { head: 'latest' as const, of: ({ statistics }: TableTimes) => statistics?.latestMinutes },
];

export type StatisticHead = (typeof STATISTIC_COLUMNS)[number]['head'];

export const STATUS_WORDS = { pass: 'PASS', fail: 'FAIL', unknown: 'UNKNOWN', 'not-applicable': 'N/A' } as const;

/** What the measure alone does not say: why nothing is known, or what a table lacks so that its clock still runs. */
export function openText({ status, clock, message }: MeasuredObjective): string | undefined {
  return status === 'unknown' || (status === 'fail' && clock === 'ready') ? message : undefined;
}

/** `31m`; `≤45m` and `≥1h30m` where a ready time is known on one side only. */
export function measureText(objective: MeasuredObjective): string {
  const { measuredMinutes, readyAtLeastMinutes: least, readyAtMostMinutes: most } = objective;
  if (measuredMinutes === undefined) return NONE;
  const side = least === undefined || least === most ? '' : most === undefined ? '≥' : '≤';
  return `${side}${shortMinutes(measuredMinutes)}`;
}

export function restoredText({ restoredMinutes }: MeasuredObjective): string {
  return restoredMinutes === undefined ? NONE : shortMinutes(restoredMinutes);
}

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

/** `2 FAILED, 1 ABORTED, 1 restore perhaps of an earlier table of the name` */
export function uncountedText({ uncounted, doubtful }: TableTimes): string | undefined {
  const parts = [
    ...Object.entries(uncounted).map(([status, number]) => `${number} ${status}`),
    ...(doubtful === 0 ? [] : [doubtfulText(doubtful)]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

export function runningTexts({ running }: TableTimes): readonly string[] {
  return running.map(
    ({ id, minutes, breach }) =>
      `restore job ${id} has been running for ${exactMinutes(minutes)}${breach ? ', longer than the RTO: a breach already' : ''}`,
  );
}

/** The RPO really met at the latest restore of which the point is known: `3h00m`. */
export function rpoText({ drills }: TableTimes): string {
  const latest = drills.findLast(({ status, rpoMinutes }) => status === 'COMPLETED' && rpoMinutes !== undefined);
  return latest?.rpoMinutes === undefined ? NONE : shortMinutes(latest.rpoMinutes);
}

/** The calendar of one table: the last drill, those that went wrong and what followed, the next ones, what is overdue. */
export function drillTexts({ drills, nextDrills, drillsDue }: TableTimes): readonly string[] {
  const last = drills.at(-1);
  const failed = drills.filter(({ good }) => !good).slice(-MOST_FAILED);
  return [
    ...(last ? [`last drill ${drillText(last)}`] : []),
    ...failed.map((drill) =>
      drill.followedBy
        ? `failed drill ${drillText(drill)}; followed by ${drill.followedBy.id} of ${readableInstant(drill.followedBy.startedAt)}`
        : `failed drill ${drillText(drill)}; no good one followed`,
    ),
    ...nextDrills.map(
      ({ testingPlan, at }) => `next drill ${readableInstant(at)}, restore testing plan ${testingPlan}`,
    ),
    ...drillsDue.map(({ policy, everyMinutes, dueAt, status, message }) => {
      const asked = `${policy} asks for one every ${exactMinutes(everyMinutes)}`;
      if (status === 'unknown') return `whether a drill is overdue is not known: ${message} (${policy})`;
      if (dueAt === undefined) return `drill overdue: ${asked}, and none is known that counts`;
      return status === 'fail'
        ? `drill overdue since ${readableInstant(dueAt)}: ${asked}`
        : `drill due by ${readableInstant(dueAt)}: ${asked}`;
    }),
  ];
}

/** So many failures are named; the JSON has them all. */
const MOST_FAILED = 3;

/** `2026-11-20 08:00 UTC: COMPLETED in 31 min, validation FAILED, from a point 3 h old, in eu-west-1 of 111122223333, by restore testing plan weekly` */
function drillText(drill: Drill): string {
  const { id, status, startedAt, minutes, validationStatus, statusMessage, rpoMinutes, account, region, testingPlan } =
    drill;
  return [
    `${id} of ${readableInstant(startedAt)}: ${status}${minutes === undefined ? '' : ` in ${exactMinutes(minutes)}`}`,
    ...(validationStatus === undefined ? [] : [`validation ${validationStatus}`]),
    ...(statusMessage === undefined ? [] : [statusMessage]),
    ...(rpoMinutes === undefined ? [] : [`from a point ${exactMinutes(rpoMinutes)} old`]),
    ...(region === undefined ? [] : [`in ${region} of ${account}`]),
    ...(testingPlan === undefined ? [] : [`by ${testingPlan.slice(testingPlan.lastIndexOf(':') + 1)}`]),
  ].join(', ');
}

/** `RTO 4 h until ready, p95 of at least 3 restores over 180 d` */
export function askedText({ rtoMinutes, statistic, clock, samplesAsked, overMinutes }: PolicyTimes): string {
  const end = clock === 'ready' ? ' until ready' : '';
  return `RTO ${exactMinutes(rtoMinutes)}${end}, ${statistic} of at least ${count(samplesAsked, 'restore')} over ${exactMinutes(overMinutes)}`;
}

/** `12 tables: 10 within the RTO, 1 not, 1 unknown` */
export function verdictText({ tables, pass, fail, unknown }: PolicyTimes): string {
  return `${count(tables, 'table')}: ${pass} within the RTO, ${fail} not, ${unknown} unknown`;
}

/** What comparable tables took, and that it is no prediction. */
export function spreadText({ spread }: PolicyTimes): string | undefined {
  if (!spread) return undefined;
  const { samples, tables, fastestTableP50Minutes, slowestTableP50Minutes } = spread;
  const took = STATISTICS.map(({ head, of }) => `${head} ${exactMinutes(of(spread))}`).join(', ');
  const medians = `the median of a table lies between ${exactMinutes(fastestTableP50Minutes)} and ${exactMinutes(slowestTableP50Minutes)}`;
  const head = `spread of comparable tables, no prediction: ${count(samples, 'restore')} of ${count(tables, 'table')} of this policy took ${took}`;
  return tables > 1 ? `${head}; ${medians}` : head;
}

export const FOOTNOTES = [
  'n, the statistics and the bars count every completed restore that is known, until restored; the measure, its status and margin count those of the period that the policy names, by its clock. ≤ and ≥: a ready time that is proven on one side only.',
  'Quantiles interpolate linearly between the nearest ranks (R type 7). Trend: median of the earlier half of the restores → median of the later half.',
  'AWS promises no restore time, and size does not predict it.',
] as const;
