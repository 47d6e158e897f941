import type { Policy } from '../model/policy.ts';

/** True when the policy's `backup` part asks for more than point-in-time recovery, which needs no backup plan. */
export function asksForPlan({ backup }: Policy): boolean {
  if (!backup) return false;
  const { objectives, copies, maximumRetentionMinutes, recoveryPoints, vault, pointInTimeRecovery } = backup;
  const asksMore =
    objectives.length > 0 || copies.length > 0 || maximumRetentionMinutes !== undefined || recoveryPoints || vault;
  return Boolean(asksMore) || !pointInTimeRecovery;
}
