import type { Instant } from '../model/instant.ts';
import type { Policy } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import type { MatchSubject } from '../policy/match.ts';
import { waiverFor } from '../policy/waiver.ts';

/**
 * A failing result that the policy waives is `waived`, and so is an unknown one: whoever accepts the failure accepts
 * not knowing. A waiver that has expired is named in the message.
 */
export function waive(result: Result, policy: Policy, table: MatchSubject, now: Instant): Result {
  if (result.status !== 'fail' && result.status !== 'unknown') return result;
  const found = waiverFor(policy, result.control, table, now);
  if (found.kind === 'active') {
    const { until, reason, approvedBy } = found.waiver;
    return { ...result, status: 'waived', waiver: { until, reason, approvedBy } };
  }
  const notes = [
    ...(found.kind === 'expired'
      ? [`the waiver of ${found.waiver.approvedBy} expired on ${found.waiver.until} (${found.waiver.reason})`]
      : []),
    ...(found.undecided ? [`cannot tell whether a waiver counts: ${found.undecided.why.detail}`] : []),
  ];
  return notes.length === 0 ? result : { ...result, message: [result.message, ...notes].join('; ') };
}
