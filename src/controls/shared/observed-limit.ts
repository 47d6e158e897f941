import type { Unknown } from '../../model/fact.ts';
import { DEFAULT_START_WINDOW_MINUTES } from '../../schedule/defaults.ts';
import { type ScheduleEvidence, undecidedRule } from './schedule-judgement.ts';

/** What points that exist are held to. */
export interface ObservedLimit {
  readonly minutes: number;
  /** Set when the start window is not known: up to `minutes` is met whatever it is, beyond nothing is sure. */
  readonly doubt?: Unknown;
}

/**
 * The rpo, or the frequency plus the start window where there is none. A rule that could not be read may have a shorter
 * start window than AWS's default, so the default must not stand in for it: a denied call would raise the limit.
 */
export function observedLimit(
  rpoMinutes: number | undefined,
  frequencyMinutes: number,
  { startWindowMinutes, windowHidden, schedule }: ScheduleEvidence,
): ObservedLimit {
  if (rpoMinutes !== undefined) return { minutes: rpoMinutes };
  const doubt = windowHidden ?? (startWindowMinutes === null ? undecidedRule(schedule) : undefined);
  if (doubt) return { minutes: frequencyMinutes, doubt };
  return { minutes: frequencyMinutes + (startWindowMinutes ?? DEFAULT_START_WINDOW_MINUTES) };
}
