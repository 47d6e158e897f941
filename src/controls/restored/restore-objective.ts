import type { Policy, RestoreMeasure } from '../../model/policy.ts';
import { countedAsked } from './counted-restores.ts';
import { type RequiredSetting, requiredSettings } from './required-settings.ts';

export interface RestoreObjective {
  readonly rtoMinutes: number;
  readonly measure: RestoreMeasure;
  /** Only restore tests whose validation was successful are samples. */
  readonly validated: boolean;
  /** What must be in place when the clock stops; none by the clock `restored`. */
  readonly settings: readonly RequiredSetting[];
}

export function restoreObjective(policy: Policy): RestoreObjective | undefined {
  const { rtoMinutes, measure } = policy.restore ?? {};
  if (rtoMinutes === undefined || measure === undefined) return undefined;
  const { validated } = countedAsked(policy);
  return { rtoMinutes, measure, validated, settings: measure.clock === 'ready' ? requiredSettings(policy) : [] };
}
