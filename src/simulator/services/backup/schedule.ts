import { parseCron } from '../../../schedule/cron.ts';
import { nextFireTimes } from '../../../schedule/fire-times.ts';
import { isKnownZone } from '../../../schedule/zone.ts';
import type { Rule } from '../../state.ts';
import { invalid } from './lookup.ts';

/** AWS's schedule of a rule that has none. Source: Backup API reference, BackupRule. */
const DEFAULT_SCHEDULE = 'cron(0 5 ? * * *)';

/** Refuses what AWS documents as invalid when a plan is put. */
export function checkSchedule(expression: string | undefined, timezone: string | undefined): void {
  if (timezone !== undefined && !isKnownZone(timezone)) {
    throw invalid(`Invalid schedule expression timezone: ${timezone} is not an IANA time zone`);
  }
  if (expression === undefined) return;
  const parsed = parseCron(expression);
  if (!parsed.ok) throw invalid(`Invalid cron expression ${expression}: ${parsed.message}`);
}

export interface ScheduledRun {
  readonly ExecutionTime: Date;
  readonly RuleId: string;
  readonly RuleExecutionType: 'SNAPSHOTS';
}

/**
 * The next runs of all rules, earliest first. Of rules that run at the same instant only the one that keeps longest runs.
 * Source: Backup developer guide, "Backup plan summaries". Windows that merely overlap are not merged here.
 */
export function previewRuns(rules: readonly Rule[], now: Date, count: number): readonly ScheduledRun[] {
  const byRetention = [...rules].sort((a, b) => retentionDays(b) - retentionDays(a));
  const runs = new Map<number, ScheduledRun>();
  for (const rule of byRetention) {
    const parsed = parseCron(rule.ScheduleExpression ?? DEFAULT_SCHEDULE);
    const zone = rule.ScheduleExpressionTimezone ?? 'UTC';
    if (!parsed.ok || !isKnownZone(zone)) continue;
    for (const at of nextFireTimes(parsed.cron, zone, now.getTime(), count)) {
      if (runs.has(at)) continue;
      runs.set(at, { ExecutionTime: new Date(at), RuleId: rule.RuleId, RuleExecutionType: 'SNAPSHOTS' });
    }
  }
  return [...runs.values()].sort((a, b) => a.ExecutionTime.getTime() - b.ExecutionTime.getTime()).slice(0, count);
}

function retentionDays(rule: Rule): number {
  return rule.Lifecycle?.DeleteAfterDays ?? Number.POSITIVE_INFINITY;
}
