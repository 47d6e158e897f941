import { formatMinutes } from '../model/duration.ts';
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
  const before = described.get(rule);
  if (before?.fromMs === fromMs) return before.text;
  const text = describe(rule, fromMs);
  described.set(rule, { fromMs, text });
  return text;
}

/** Rules are few, and each is described for every table that it selects. */
const described = new WeakMap<BackupRule, { readonly fromMs: number; readonly text: string }>();

function describe(rule: BackupRule, fromMs: number): string {
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
  const clocksChange = offsetAt(zone, gap.fromMs) !== offsetAt(zone, gap.toMs);
  const form = gap.minutes > WEEK_MINUTES ? 'date' : clocksChange ? 'weekday and date' : 'weekday';
  const pair = [gap.fromMs, gap.toMs].map((at) => localTime(at, zone, form)).join(' → ');
  const change = clocksChange && form !== 'date' ? ', clocks change in between' : '';
  const end = gap.endsAtMs === undefined ? '' : `, last run ${localTime(gap.endsAtMs, zone, 'date')}`;
  return `longest gap ${gapLength(gap.minutes)} (${pair}${change})${end}`;
}

/** Weekday and time say most within a week, unless it is the one week of the year that is unlike the others. */
function localTime(atMs: number, zone: string, form: 'weekday' | 'date' | 'weekday and date'): string {
  const local = new Date(atMs + offsetAt(zone, atMs));
  const [date = '', time = ''] = local.toISOString().split('T');
  const weekday = WEEKDAYS[local.getUTCDay()] ?? '';
  const day = { weekday, date, 'weekday and date': `${weekday} ${date}` }[form];
  return `${day} ${time.slice(0, 5)}`;
}

/** Hours up to a week: schedules are thought of in them. */
function gapLength(minutes: number): string {
  if (minutes > WEEK_MINUTES) return formatMinutes(minutes);
  const whole = Math.floor(minutes / HOUR_MINUTES);
  const rest = minutes - whole * HOUR_MINUTES;
  if (whole === 0) return `${rest} min`;
  return rest === 0 ? `${whole} h` : `${whole} h ${rest} min`;
}
