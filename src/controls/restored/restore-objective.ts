import type { Policy, RestoreMeasure } from '../../model/policy.ts';
import { type RequiredSetting, requiredSettings } from './required-settings.ts';

export interface RestoreObjective {
  readonly rtoMinutes: number;
  readonly measure: RestoreMeasure;
  /** What must be in place when the clock stops; none by the clock `restored`. */
  readonly settings: readonly RequiredSetting[];
}

export function restoreObjective(policy: Policy): RestoreObjective | undefined {
  const { rtoMinutes, measure } = policy.restore ?? {};
  if (rtoMinutes === undefined || measure === undefined) return undefined;
  return { rtoMinutes, measure, settings: measure.clock === 'ready' ? requiredSettings(policy) : [] };
}
