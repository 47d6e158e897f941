import type { Control } from '../controls/define.ts';
import type { EstateTable } from '../estate/estate.ts';
import type { Unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { Policy } from '../model/policy.ts';
import type { Outcome, Result, ResultResource } from '../model/result.ts';
import type { MatchSubject } from '../policy/match.ts';
import { fingerprintOf } from './fingerprint.ts';
import { positionOf } from './position.ts';
import { waive } from './waive.ts';

/** What a control said, as a result of the policy that asked. */
export function policyResult(
  now: Instant | undefined,
  control: Control,
  policy: Policy,
  path: string,
  table: EstateTable,
  outcome: Outcome,
): Result {
  const position = positionOf(policy, path);
  const result = resultOf(control.id, policy.severity[control.id] ?? control.severity, resourceOf(table), outcome, {
    name: policy.name,
    ...position,
    path,
  });
  return now === undefined || policy.waivers.length === 0 ? result : waive(result, policy, matchable(table), now);
}

export function resultOf(
  control: Result['control'],
  severity: Result['severity'],
  resource: ResultResource,
  outcome: Outcome,
  policy?: Result['policy'],
): Result {
  // Field by field and not by spreading: there are dozens of results a table, and this is half of what each costs.
  const result: { -readonly [Field in keyof Result]: Result[Field] } = {
    control,
    status: outcome.status,
    severity,
    resource,
    message: outcome.message,
    because: outcome.because,
    subjects: outcome.subjects,
    fingerprint: fingerprintOf(control, resource.arn, policy?.name ?? '', policy?.path ?? ''),
  };
  if (policy) result.policy = policy;
  if (outcome.expected) result.expected = outcome.expected;
  if (outcome.actual) result.actual = outcome.actual;
  if (outcome.follows) result.follows = outcome.follows;
  if (outcome.unknown) result.unknown = publicUnknown(outcome.unknown);
  return result;
}

function publicUnknown({ reason, permission, detail }: Unknown): NonNullable<Result['unknown']> {
  return permission === undefined ? { reason, detail } : { reason, permission, detail };
}

export function resourceOf({ arn, name, account, region }: EstateTable): ResultResource {
  return { type: 'AWS::DynamoDB::Table', arn, name, account, region };
}

/** What policies and waivers look at. */
export function matchable({ arn, name, account, region, record }: EstateTable): MatchSubject {
  const { tags, nameUnknown, placeUnknown: unresolved, perhapsAbsent } = record;
  const placeUnknown = unresolved || perhapsAbsent?.place ? { ...unresolved, ...perhapsAbsent?.place } : undefined;
  const open = { ...(nameUnknown ? { nameUnknown } : {}), ...(placeUnknown ? { placeUnknown } : {}) };
  return { arn, name, account, region, tags, ...open };
}
