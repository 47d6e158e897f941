import type { Estate } from '../estate/estate.ts';
import { waive } from '../evaluate/waive.ts';
import { type Fact, known, unknown } from '../model/fact.ts';
import { isObject } from '../model/json.ts';
import type { Policy } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import { SEVERITIES } from '../model/severity.ts';
import type { Tags } from '../model/table.ts';
import { type Match, type MatchSubject, matchTable } from '../policy/match.ts';
import type { Baseline, RegionBaseline } from './baseline.ts';
import { driftControl } from './control.ts';
import { own, unknownIn } from './recorded.ts';

/**
 * What policies say of the drift of the tables that they match, by the control's id: a severity in place of the control's
 * own, of several policies the highest; a waiver. A severity counts also of a policy of which it cannot be told whether it
 * matches, a waiver does not. Plans, vaults and settings belong to no policy.
 */
export function policyTerms(
  policies: readonly Policy[],
  estate: Estate,
  recorded: Baseline,
): (result: Result) => Result {
  return (result) => {
    const { resource } = result;
    if (resource.type !== 'AWS::DynamoDB::Table' || resource.name === '*') return result;
    const table = matchSubject(result, estate, recorded);
    const matches = policies.map((policy) => ({ policy, match: matchTable(policy.tables, table).match }));
    const those = (...wanted: readonly Match['match'][]) =>
      matches.flatMap(({ policy, match }) => (wanted.includes(match) ? [policy] : []));
    const matching = those('yes');
    const judged = { ...result, severity: severityBy(those('yes', 'undecided'), result.severity) };
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

/** A table that is gone has the tags of the baseline. */
function matchSubject(
  { resource: { arn, name, account, region } }: Result,
  estate: Estate,
  recorded: Baseline,
): MatchSubject {
  const tags = estate.table(arn)?.record.tags ?? recordedTags(recorded.accounts[account]?.regions[region], name);
  return { arn, name, account, region, tags };
}

function recordedTags(region: RegionBaseline | undefined, name: string): Fact<Tags> {
  const table = isObject(region?.tables) ? own(region.tables, name) : undefined;
  const tags = isObject(table) ? table['tags'] : undefined;
  if (!isObject(tags) || unknownIn(tags)) {
    return unknownIn(tags) ?? unknown('not-collected', `${name} is gone, and the baseline has no tags of it`);
  }
  const texts = Object.entries(tags).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  return known(Object.fromEntries(texts), 'the baseline');
}
