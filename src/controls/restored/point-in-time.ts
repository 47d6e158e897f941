import { formatMinutes } from '../../model/duration.ts';
import { DAY_MINUTES } from '../../model/instant.ts';
import type { Outcome } from '../../model/result.ts';
import type { PointInTimeRecovery } from '../../model/table.ts';
import { fail, pass } from '../outcome.ts';

/** The window that AWS keeps when none is set. Source: DynamoDB API, PointInTimeRecoverySpecification. */
const DEFAULT_WINDOW_DAYS = 35;

/** Minutes that can be gone back; a window of any length; or no recovery at all. */
type Window = number | 'any' | 'off';

export function windowOf({ enabled, recoveryPeriodDays = DEFAULT_WINDOW_DAYS }: PointInTimeRecovery): number | 'off' {
  return enabled ? recoveryPeriodDays * DAY_MINUTES : 'off';
}

export function judgeWindow(own: PointInTimeRecovery, wanted: Window, origin: string): Outcome {
  const found = windowOf(own);
  const fits = wanted === 'off' || found === 'off' ? found === wanted : wanted === 'any' || found >= wanted;
  const message = `point-in-time recovery is ${described(found)}; policy asks for it ${described(wanted)}${origin}`;
  const evidence = { expected: jsonOf(wanted), actual: jsonOf(found), subjects: [] };
  return fits ? pass(message, evidence) : fail(message, evidence);
}

function described(window: Window): string {
  if (window === 'off' || window === 'any') return window === 'off' ? 'off' : 'on';
  return `on over ${formatMinutes(window)}`;
}

function jsonOf(window: Window) {
  const enabled = window !== 'off';
  return { pointInTimeRecovery: typeof window === 'number' ? { enabled, windowMinutes: window } : { enabled } };
}
