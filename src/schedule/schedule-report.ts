import { epochMs, type Instant, instant } from '../model/instant.ts';
import { parseCron } from './cron.ts';
import type { CronFieldName } from './cron-field.ts';
import { DEFAULT_START_WINDOW_MINUTES, DEFAULT_TIMEZONE } from './defaults.ts';
import { LAST_YEAR, nextFireTimes } from './fire-times.ts';
import { longestGap } from './gap.ts';
import { unknownZone } from './rule-schedule.ts';
import { isKnownZone } from './zone.ts';

const DEFAULT_COUNT = 10;

/** What `holdfast schedule --report json` prints. */
export interface ScheduleReport {
  readonly expression: string;
  readonly timezone: string;
  readonly runs: readonly Instant[];
  readonly longestGapMinutes: number | null;
  readonly gapFrom: Instant | null;
  readonly gapTo: Instant | null;
  readonly worstCaseMinutes: number | null;
}

export interface ScheduleReportOptions {
  /** IANA name; UTC when absent. */
  readonly timezone?: string;
  /** Runs are at or after it. */
  readonly from: Instant;
  /** 10 when absent. */
  readonly count?: number;
  /** 480, AWS's default, when absent. */
  readonly startWindowMinutes?: number;
}

export type ScheduleReportOutcome =
  | {
      readonly ok: true;
      readonly report: ScheduleReport;
      /** Where AWS's documents are silent, one sentence each; not part of the JSON. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly field?: CronFieldName | 'timezone'; readonly message: string };

export function scheduleReport(expression: string, options: ScheduleReportOptions): ScheduleReportOutcome {
  const { timezone = DEFAULT_TIMEZONE, count = DEFAULT_COUNT, from } = options;
  const { startWindowMinutes = DEFAULT_START_WINDOW_MINUTES } = options;
  const parse = parseCron(expression);
  if (!parse.ok) return parse;
  if (!isKnownZone(timezone)) return { ok: false, field: 'timezone', message: unknownZone(timezone) };
  const { cron } = parse;
  const gap = longestGap(cron, timezone, epochMs(from));
  const report: ScheduleReport = {
    expression,
    timezone,
    runs: nextFireTimes(cron, timezone, epochMs(from), count).map(instant),
    longestGapMinutes: gap?.minutes ?? null,
    gapFrom: gap && instant(gap.fromMs),
    gapTo: gap && instant(gap.toMs),
    worstCaseMinutes: gap && gap.minutes + startWindowMinutes,
  };
  const notes = [
    ...cron.notes,
    ...(cron.subHourly
      ? ['runs are less than an hour apart; the shortest frequency that AWS Backup documents is hourly']
      : []),
    ...(epochMs(from) >= Date.UTC(LAST_YEAR, 11, 31) && report.runs.length < count
      ? [`no run is later: the years of AWS's schedules end with ${LAST_YEAR}`]
      : []),
  ];
  return { ok: true, report, notes };
}
