import { undecided } from '../controls/outcome.ts';
import type { ControlRequirements } from '../controls/requirements.ts';
import type { EstateTable } from '../estate/estate.ts';
import type { Unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { Policy } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import { policyResult } from './policy-result.ts';

/** Results about a table of which nobody knows whether the policy is about it. */
export function undecidedResults(
  table: EstateTable,
  policy: Policy,
  asks: readonly ControlRequirements[],
  why: Unknown,
  now?: Instant,
): Result[] {
  return asks.flatMap(({ control, requirements }) =>
    requirements.map(({ path }) => {
      const outcome = undecided(`cannot tell whether policy ${policy.name} matches the table`, why, {
        because: [why.detail],
        subjects: [],
      });
      return policyResult(now, control, policy, path, table, outcome);
    }),
  );
}
