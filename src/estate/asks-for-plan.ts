import type { Policy } from '../model/policy.ts';

/** True when the policy's `backup` part asks for more than point-in-time recovery, which needs no backup plan. */
export function asksForPlan({ backup }: Policy): boolean {
  if (!backup) return false;
  const { pointInTimeRecovery, ...others } = backup;
  const asksMore = Object.values(others).some((value) => !Array.isArray(value) || value.length > 0);
  return asksMore || !pointInTimeRecovery;
}
