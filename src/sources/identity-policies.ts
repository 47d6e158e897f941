import type {
  AttachedPolicy,
  GetAccountAuthorizationDetailsCommandOutput,
  ManagedPolicyDetail,
  PolicyDetail,
} from '@aws-sdk/client-iam';
import { parseArn } from '../model/arn.ts';
import type { IdentityPolicy } from '../model/table.ts';
import { required, sortedBy, sortedTexts } from './answer.ts';
import { IncompleteAnswer } from './failure.ts';

interface Holder {
  /** `role/app`, `user/team/ann`, `group/ops`. */
  readonly id: string;
  readonly inline: readonly PolicyDetail[];
  readonly attached: readonly AttachedPolicy[];
}

/** Every inline policy, and every managed one that somebody has. */
export function identityPolicies(pages: readonly GetAccountAuthorizationDetailsCommandOutput[]): IdentityPolicy[] {
  const holders = pages.flatMap(holdersOf);
  const managed = pages.flatMap((page) => page.Policies ?? []);
  return sortedBy([...holders.flatMap(inlinePolicies), ...managedPolicies(managed, holders)], (policy) => policy.id);
}

function holdersOf(page: GetAccountAuthorizationDetailsCommandOutput): Holder[] {
  return [
    ...(page.UserDetailList ?? []).map((user) => holder(user.Arn, user.UserPolicyList, user.AttachedManagedPolicies)),
    ...(page.GroupDetailList ?? []).map((group) =>
      holder(group.Arn, group.GroupPolicyList, group.AttachedManagedPolicies),
    ),
    ...(page.RoleDetailList ?? []).map((role) => holder(role.Arn, role.RolePolicyList, role.AttachedManagedPolicies)),
  ];
}

function holder(
  arn: string | undefined,
  inline: readonly PolicyDetail[] | undefined,
  attached: readonly AttachedPolicy[] | undefined,
): Holder {
  return {
    id: required(parseArn(required(arn, 'Arn')), 'Arn').resource,
    inline: inline ?? [],
    attached: attached ?? [],
  };
}

function inlinePolicies({ id, inline }: Holder): IdentityPolicy[] {
  return inline.map((policy) => ({
    id: `${id}/${required(policy.PolicyName, 'PolicyName')}`,
    attachedTo: [id],
    document: decoded(required(policy.PolicyDocument, 'PolicyDocument')),
  }));
}

function managedPolicies(policies: readonly ManagedPolicyDetail[], holders: readonly Holder[]): IdentityPolicy[] {
  const holdersByPolicy = new Map<string, string[]>();
  for (const { id, attached } of holders) {
    for (const { PolicyArn } of attached) {
      const arn = required(PolicyArn, 'PolicyArn');
      holdersByPolicy.set(arn, [...(holdersByPolicy.get(arn) ?? []), id]);
    }
  }
  return policies.flatMap((policy) => {
    const arn = required(policy.Arn, 'Policies.Arn');
    const attachedTo = sortedTexts(holdersByPolicy.get(arn));
    return attachedTo.length === 0 ? [] : [{ id: arn, attachedTo, document: defaultVersionOf(policy) }];
  });
}

export function defaultVersionOf(policy: ManagedPolicyDetail): string {
  const version = policy.PolicyVersionList?.find((candidate) => candidate.IsDefaultVersion);
  return decoded(required(version?.Document, 'PolicyVersionList.Document'));
}

/** IAM sends documents URL-encoded (RFC 3986). */
export function decoded(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    throw new IncompleteAnswer('the answer holds a policy document that is not URL-encoded');
  }
}
