import { HOUR_MINUTES, MINUTE_MS } from '../model/instant.ts';
import type { BackupRule } from '../model/plan.ts';
import { type LongestGap, longestGap } from './gap.ts';
import { ruleSchedule } from './rule-schedule.ts';
import { offsetAt } from './zone.ts';

const WEEK_MINUTES = 7 * 24 * HOUR_MINUTES;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/**
 * The schedule of one rule for a line of evidence:
 * `cron(0 5 ? * MON-FRI *) UTC, longest gap 72 h (Fri 05:00 → Mon 05:00), start window 480 min (AWS default)`.
 * The gap is that of the rule alone, in its own time zone.
 */
export function describeRule(rule: BackupRule, fromMs: number): string {
  const read = ruleSchedule(rule);
  if (!read.ok) return `when it runs is not known: ${read.message}`;
  const { cron, zone, startWindowMs, startWindowDefaulted } = read.schedule;
  // `Etc/UTC` is how GetBackupPlan returns the default.
  const source = rule.scheduleExpression === undefined ? ' (AWS default)' : '';
  const window = `start window ${startWindowMs / MINUTE_MS} min${startWindowDefaulted ? ' (AWS default)' : ''}`;
  const gap = longestGap(cron, zone, fromMs);
  return `${cron.expression}${source} ${zone === 'Etc/UTC' ? 'UTC' : zone}, ${describeGap(gap, zone)}, ${window}`;
}

function describeGap(gap: LongestGap | null, zone: string): string {
  if (!gap) return 'fewer than two runs left';
  const pair = [gap.fromMs, gap.toMs].map((at) => localTime(at, zone, gap.minutes <= WEEK_MINUTES)).join(' → ');
  const end = gap.endsAtMs === undefined ? '' : `, last run ${localTime(gap.endsAtMs, zone, false)}`;
  return `longest gap ${hours(gap.minutes)} (${pair})${end}`;
}

/** Weekday and time say most within a week; beyond, only the date does. */
function localTime(atMs: number, zone: string, withinWeek: boolean): string {
  const local = new Date(atMs + offsetAt(zone, atMs));
  const [date = '', time = ''] = local.toISOString().split('T');
  return `${withinWeek ? WEEKDAYS[local.getUTCDay()] : date} ${time.slice(0, 5)}`;
}

/** Hours, however many: schedules are thought of in them. */
function hours(minutes: number): string {
  const whole = Math.floor(minutes / HOUR_MINUTES);
  const rest = minutes - whole * HOUR_MINUTES;
  if (whole === 0) return `${rest} min`;
  return rest === 0 ? `${whole} h` : `${whole} h ${rest} min`;
}
