import type { Estate } from '../estate/estate.ts';
import { waive } from '../evaluate/waive.ts';
import { unknown } from '../model/fact.ts';
import type { Policy } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import { SEVERITIES } from '../model/severity.ts';
import { type MatchSubject, matchTable } from '../policy/match.ts';
import { driftControl } from './control.ts';

/**
 * What policies say of the drift of the tables that they match, by the control's id: a severity in place of the control's
 * own, of several policies the highest; a waiver. Plans, vaults and settings belong to no policy.
 */
export function policyTerms(policies: readonly Policy[], estate: Estate): (result: Result) => Result {
  return (result) => {
    const { resource } = result;
    if (resource.type !== 'AWS::DynamoDB::Table' || resource.name === '*') return result;
    const table = matchSubject(result, estate);
    const matching = policies.filter((policy) => matchTable(policy.tables, table).match === 'yes');
    const judged = { ...result, severity: severityBy(matching, result.severity) };
    const answers = matching.map((policy) => waive(judged, policy, table, estate.now));
    return (
      answers.find(({ status }) => status === 'waived') ??
      // An expired waiver is named in the result; one that none speaks of comes back as it was.
      answers.find((answer) => answer !== judged) ??
      judged
    );
  };
}

function severityBy(policies: readonly Policy[], severity: Result['severity']): Result['severity'] {
  if (severity !== driftControl.severity || policies.length === 0) return severity;
  const asked = policies.map((policy) => SEVERITIES.indexOf(policy.severity[driftControl.id] ?? severity));
  return SEVERITIES[Math.max(...asked)] ?? severity;
}

/** A table that is gone has its name left. */
function matchSubject({ resource: { arn, name, account, region } }: Result, estate: Estate): MatchSubject {
  const tags = estate.table(arn)?.record.tags ?? unknown('not-collected', `${name} is gone, and its tags with it`);
  return { arn, name, account, region, tags };
}
