import { MINUTE_MS } from '../model/instant.ts';
import type { BackupRule } from '../model/plan.ts';
import { type Cron, parseCron } from './cron.ts';
import { DEFAULT_SCHEDULE, DEFAULT_START_WINDOW_MINUTES, DEFAULT_TIMEZONE } from './defaults.ts';
import { isKnownZone, zoneSpelling } from './zone.ts';

/** The schedule of a rule with AWS's defaults applied. */
export interface RuleSchedule {
  readonly rule: BackupRule;
  readonly cron: Cron;
  readonly zone: string;
  readonly startWindowMs: number;
  readonly startWindowDefaulted: boolean;
  /** Infinite when the rule keeps its points forever. */
  readonly retentionDays: number;
}

export type RuleScheduleRead =
  | { readonly ok: true; readonly schedule: RuleSchedule }
  /** When the rule runs is not known. */
  | { readonly ok: false; readonly message: string };

export function ruleSchedule(rule: BackupRule): RuleScheduleRead {
  const zone = rule.scheduleTimezone ?? DEFAULT_TIMEZONE;
  const parse = parseCron(rule.scheduleExpression ?? DEFAULT_SCHEDULE);
  if (!parse.ok) return { ok: false, message: `its schedule cannot be read: ${parse.message}` };
  if (!isKnownZone(zone)) return { ok: false, message: unknownZone(zone) };
  if (parse.cron.subHourly) {
    const message = `${parse.cron.expression} runs less than an hour apart; AWS Backup's shortest frequency is hourly, and what it does with this is not documented`;
    return { ok: false, message };
  }
  const schedule: RuleSchedule = {
    rule,
    cron: parse.cron,
    zone,
    startWindowMs: (rule.startWindowMinutes ?? DEFAULT_START_WINDOW_MINUTES) * MINUTE_MS,
    startWindowDefaulted: rule.startWindowMinutes === undefined,
    retentionDays: keepsDays(rule),
  };
  return { ok: true, schedule };
}

/** Infinite when the rule gives no number: AWS then keeps the points forever. */
export function keepsDays(rule: BackupRule): number {
  return rule.lifecycle?.deleteAfterDays ?? Number.POSITIVE_INFINITY;
}

export function unknownZone(zone: string): string {
  const known = zoneSpelling(zone);
  const hint = known === undefined ? 'allowed are names of the IANA time zone database' : `IANA spells it "${known}"`;
  return `time zone: found "${zone}", ${hint}`;
}
