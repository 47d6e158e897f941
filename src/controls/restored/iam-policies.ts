import type { Estate, EstateTable } from '../../estate/estate.ts';
import { firstSubjects } from '../../estate/subjects.ts';
import { count } from '../../model/count.ts';
import { type Fact, mapFact, type Unknown, unknown } from '../../model/fact.ts';
import type { Outcome } from '../../model/result.ts';
import type { Subject } from '../../model/subject.ts';
import type { IdentityPolicy } from '../../model/table.ts';
import { fail, pass, undecided } from '../outcome.ts';
import { capped } from './capped.ts';
import { type Counterparts, counterpartsOf } from './identity-policies.ts';
import { compareResourcePolicies, type PolicyDifference } from './resource-policy.ts';

const UNSEEN = 'service control policies, permission boundaries and roles of other accounts were not compared';

/** Both kinds of policy; what one of them is known to lack is a failure whatever the other says. */
export function judgePolicies(estate: Estate, own: EstateTable, source: EstateTable): Outcome {
  const resource = resourceDifference(own, source);
  const identity = identityCounterparts(estate, own, source);
  const parts = [resourceFindings(resource), identityFindings(identity)];
  const failures = parts.flatMap(({ lines }) => lines);
  const hidden = parts.flatMap(({ why }) => why);
  const evidence = {
    expected: { iamPolicies: 'same-as-source' },
    actual: {
      resourcePolicyDifferences: resource.known ? resource.value.missing.length + resource.value.added.length : null,
      identityStatementsMissing: identity.known ? identity.value.missing.length : null,
      identityStatementsAdded: identity.known ? identity.value.added.length : null,
    },
    because: [...capped(failures), ...capped(hidden.map(({ detail }) => detail)), UNSEEN],
    subjects: identity.known ? firstSubjects(identity.value.principals, principalSubject) : [],
  };
  const { name } = own;
  if (failures.length > 0) {
    const what = parts.flatMap(({ found }) => found ?? []).join(', ');
    return fail(
      `${what}; policy asks for the IAM policies of the source ${source.name}, rewritten for ${name}`,
      evidence,
    );
  }
  const [why] = hidden;
  if (why) return undecided(`cannot tell whether the IAM policies of ${name} are those of the source`, why, evidence);
  const named = identity.known ? identity.value.named : 0;
  return pass(
    `resource policy as on the source; ${named === 0 ? 'no identity policy names one of the tables alone' : `${count(named, 'identity statement')} with a counterpart`}`,
    evidence,
  );
}

/** Whether there is a resource policy at all. */
export function judgeResourcePolicy(
  { name, record: { resourcePolicy } }: EstateTable,
  asked: 'resource-policy' | 'no-resource-policy',
): Outcome {
  const expected = { iamPolicies: asked };
  if (!resourcePolicy.known) {
    const evidence = { expected, because: [resourcePolicy.detail], subjects: [] };
    return undecided(`cannot tell whether ${name} has a resource policy`, resourcePolicy, evidence);
  }
  const found = resourcePolicy.value === null ? 'no-resource-policy' : 'resource-policy';
  const evidence = { expected, actual: { iamPolicies: found }, subjects: [] };
  const text = found === 'resource-policy' ? 'has a resource policy' : 'has no resource policy';
  return found === asked ? pass(`${text}, as asked`, evidence) : fail(`${text}; policy asks for ${asked}`, evidence);
}

/** Users and groups have policies, too, and are called with their kind. */
function principalSubject(principal: string): Subject {
  return { type: 'role', name: principal.replace(/^role\//, '') };
}

interface Findings {
  readonly lines: readonly string[];
  readonly why: readonly Unknown[];
  /** What a failing message says. */
  readonly found?: string;
}

function resourceDifference(own: EstateTable, source: EstateTable): Fact<PolicyDifference> {
  const [ownPolicy, sourcePolicy] = [own.record.resourcePolicy, source.record.resourcePolicy];
  if (!ownPolicy.known) return ownPolicy;
  if (!sourcePolicy.known) return sourcePolicy;
  return compareResourcePolicies(
    { ...own.record, policy: ownPolicy.value },
    { ...source.record, policy: sourcePolicy.value },
  );
}

function identityCounterparts(estate: Estate, own: EstateTable, source: EstateTable): Fact<Counterparts> {
  const theirs = policiesOf(estate, source);
  const found = mapFact(theirs, (all) => counterpartsOf(all, source.record, own.record));
  if (!found.known || own.account === source.account) return found;
  const ours = mapFact(policiesOf(estate, own), (all) => counterpartsOf(all, source.record, own.record));
  if (!ours.known) return ours;
  const named = found.value.named + ours.value.named;
  if (named === 0) return found;
  return unknown(
    'undocumented',
    `${count(named, 'identity statement')} of accounts ${source.account} and ${own.account} ${named === 1 ? 'names' : 'name'} one of the tables; whose statements of the one account stand for whose of the other cannot be proven`,
  );
}

function policiesOf(estate: Estate, { account }: EstateTable): Fact<readonly IdentityPolicy[]> {
  return (
    estate.account(account)?.identityPolicies ??
    unknown(
      'not-collected',
      `the identity policies of account ${account} were not read`,
      'iam:GetAccountAuthorizationDetails',
    )
  );
}

function resourceFindings(difference: Fact<PolicyDifference>): Findings {
  if (!difference.known) return { lines: [], why: [difference] };
  const { missing, added } = difference.value;
  const lines = [
    ...missing.map((statement) => `the resource policy lacks ${statement} of the source's`),
    ...added.map((statement) => `the resource policy has ${statement}, which the source's has not`),
  ];
  return {
    lines,
    why: [],
    ...(lines.length === 0 ? {} : { found: `resource policy differs in ${count(lines.length, 'statement')}` }),
  };
}

function identityFindings(counterparts: Fact<Counterparts>): Findings {
  if (!counterparts.known) return { lines: [], why: [counterparts] };
  const { missing, added, unproven } = counterparts.value;
  const found = [
    ...(missing.length === 0 ? [] : [`${count(missing.length, 'identity statement')} without a counterpart`]),
    ...(added.length === 0 ? [] : [`${count(added.length, 'identity statement')} about the restored table alone`]),
  ];
  return {
    lines: [...missing, ...added],
    why: unproven.map((detail) => unknown('undocumented', `cannot be proven: ${detail}`)),
    ...(found.length === 0 ? {} : { found: found.join(', ') }),
  };
}
