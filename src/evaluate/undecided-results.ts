import { undecided } from '../controls/outcome.ts';
import type { ControlRequirements } from '../controls/requirements.ts';
import type { EstateTable } from '../estate/estate.ts';
import type { Unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { Policy } from '../model/policy.ts';
import type { Outcome, Result } from '../model/result.ts';
import { policyResult } from './policy-result.ts';

/** Of a table of which nobody knows whether it will be there, nothing is said for sure. */
export function perhapsAbsent(why: Unknown): Outcome {
  return open('cannot tell whether the table will be there', why);
}

function open(message: string, why: Unknown): Outcome {
  return undecided(message, why, { because: [why.detail], subjects: [] });
}

/** Results about a table of which nobody knows whether the policy is about it, or whether it is there. */
export function undecidedResults(
  table: EstateTable,
  policy: Policy,
  asks: readonly ControlRequirements[],
  why: Unknown,
  now?: Instant,
): Result[] {
  return asks.flatMap(({ control, requirements }) =>
    requirements.map(({ path }) => {
      const outcome = table.record.perhapsAbsent
        ? perhapsAbsent(why)
        : open(`cannot tell whether policy ${policy.name} matches the table`, why);
      return policyResult(now, control, policy, path, table, outcome);
    }),
  );
}
