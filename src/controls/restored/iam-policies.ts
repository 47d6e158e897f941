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
  const account = estate.account(source.account)?.identityPolicies;
  const identity = identityCounterparts(own, source, account);
  const parts = [resourceFindings(resource), identityFindings(identity)];
  const failures = parts.flatMap(({ lines }) => lines);
  const hidden = parts.flatMap(({ why }) => why);
  const evidence = {
    expected: { iamPolicies: 'same-as-source' },
    actual: {
      resourcePolicyDifferences: resource.known ? resource.value.missing.length + resource.value.added.length : null,
      identityStatementsMissing: identity.known ? identity.value.missing.length : null,
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
    `resource policy as on the source; ${named === 0 ? 'no identity policy names the source alone' : `${count(named, 'identity statement')} of the source with a counterpart`}`,
    evidence,
  );
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
    { arn: own.arn, policy: ownPolicy.value },
    { arn: source.arn, policy: sourcePolicy.value },
  );
}

function identityCounterparts(
  own: EstateTable,
  source: EstateTable,
  policies: Fact<readonly IdentityPolicy[]> | undefined,
): Fact<Counterparts> {
  if (!policies)
    return unknown(
      'not-collected',
      `the identity policies of account ${source.account} were not read`,
      'iam:GetAccountAuthorizationDetails',
    );
  const found = mapFact(policies, (all) => counterpartsOf(all, source.arn, own.arn));
  if (!found.known || own.account === source.account || found.value.named === 0) return found;
  return unknown(
    'undocumented',
    `${count(found.value.named, 'identity statement')} of account ${source.account} ${found.value.named === 1 ? 'names' : 'name'} the source; whose statements stand for them in account ${own.account} cannot be proven`,
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
  const { missing, unproven } = counterparts.value;
  return {
    lines: missing,
    why: unproven.map((detail) => unknown('undocumented', `cannot be proven: ${detail}`)),
    ...(missing.length === 0 ? {} : { found: `${count(missing.length, 'identity statement')} without a counterpart` }),
  };
}
