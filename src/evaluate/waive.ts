import type { Instant } from '../model/instant.ts';
import type { Policy } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import type { MatchableTable } from '../policy/match.ts';
import { waiverFor } from '../policy/waiver.ts';

export type WaivableTable = MatchableTable;

/**
 * A failing result that the policy waives is `waived`, and so is an unknown one: whoever accepts the failure accepts
 * not knowing. A waiver that has expired is named in the message.
 */
export function waive(result: Result, policy: Policy, table: WaivableTable, now: Instant): Result {
  if (policy.waivers.length === 0 || (result.status !== 'fail' && result.status !== 'unknown')) return result;
  const found = waiverFor(policy, result.control, table, now);
  if (found.state === 'none') return result;
  const { until, reason, approvedBy } = found.waiver;
  if (found.state === 'active') {
    return { ...result, status: 'waived', waiver: { until, reason, approvedBy } };
  }
  return { ...result, message: `${result.message}; the waiver of ${approvedBy} expired on ${until} (${reason})` };
}
