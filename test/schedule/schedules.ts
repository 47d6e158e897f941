import type { BackupRule } from '../../src/model/plan.ts';
import { type Cron, parseCron } from '../../src/schedule/cron.ts';

export const FROM = '2026-11-22T00:00:00.000Z';
export const FROM_MS = Date.parse(FROM);

export function cronOf(text: string): Cron {
  const parse = parseCron(text);
  if (!parse.ok) throw new Error(`${text}: ${parse.message}`);
  return parse.cron;
}

/** `2026-11-22 05:00`, UTC. */
export function utc(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
}

export function at(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00Z`);
}

export interface RuleShape {
  readonly days?: number;
  readonly window?: number;
  readonly zone?: string;
}

export function ruleOf(name: string, schedule: string | undefined, { days, window, zone }: RuleShape = {}): BackupRule {
  return {
    name,
    vaultName: 'gold',
    copyActions: [],
    ...(schedule === undefined ? {} : { scheduleExpression: schedule }),
    ...(days === undefined ? {} : { lifecycle: { deleteAfterDays: days } }),
    ...(window === undefined ? {} : { startWindowMinutes: window }),
    ...(zone === undefined ? {} : { scheduleTimezone: zone }),
  };
}
