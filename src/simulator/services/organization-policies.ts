import { checkPolicy } from '../../organizations/check-policy.ts';
import { decided, effectiveDocument } from '../../organizations/decided.ts';
import { ServiceError } from '../error.ts';
import { needText, text } from '../input.ts';
import { type Call, type Operation, reads, writes } from '../operation.ts';
import { paginate } from '../page.ts';
import type { Organization, OrganizationPolicy } from '../state.ts';
import { effectivePolicy, settlePlans } from './organization-plans.ts';
import { managed, organizationOf, PAGE } from './organization-tree.ts';

const TYPE = 'BACKUP_POLICY';

export const POLICY_OPERATIONS: Readonly<Record<string, Operation>> = {
  ListPolicies: reads((call) => {
    const organization = managed(call);
    const all = text(call.input, 'Filter') === TYPE ? [...organization.policies.values()] : [];
    const { items, next } = paginate(call, all, PAGE);
    return { Policies: items.map((policy) => summary(call, organization, policy)), NextToken: next };
  }),
  ListPoliciesForTarget: reads((call) => {
    const organization = managed(call);
    const ids = organization.attachments.get(needText(call.input, 'TargetId')) ?? [];
    const all = text(call.input, 'Filter') === TYPE ? ids.flatMap((id) => organization.policies.get(id) ?? []) : [];
    const { items, next } = paginate(call, all, PAGE);
    return { Policies: items.map((policy) => summary(call, organization, policy)), NextToken: next };
  }),
  ListTargetsForPolicy: reads((call) => {
    const organization = managed(call);
    const { id } = policyOf(call, organization);
    const targets = [...organization.attachments].flatMap(([target, ids]) => (ids.includes(id) ? [target] : []));
    const { items, next } = paginate(call, targets, PAGE);
    return { Targets: items.map((target) => described(call, organization, target)), NextToken: next };
  }),
  DescribePolicy: reads((call) => {
    const organization = managed(call);
    return { Policy: whole(call, organization, policyOf(call, organization)) };
  }),
  DescribeEffectivePolicy: reads(describeEffective),
  ListAccountsWithInvalidEffectivePolicy: reads((call) => {
    const organization = managed(call);
    const { items, next } = paginate(call, [...organization.invalid.keys()], PAGE);
    return {
      Accounts: items.map((id) => ({ Id: id, Name: call.world.accounts.get(id)?.name ?? id, State: 'ACTIVE' })),
      PolicyType: TYPE,
      NextToken: next,
    };
  }),
  ListEffectivePolicyValidationErrors: reads((call) => {
    const organization = managed(call);
    const account = needText(call.input, 'AccountId');
    const { items, next } = paginate(call, organization.invalid.get(account) ?? [], PAGE);
    return { AccountId: account, PolicyType: TYPE, EffectivePolicyValidationErrors: items, NextToken: next };
  }),
  CreatePolicy: writes((call) => {
    const organization = managed(call);
    const name = needText(call.input, 'Name');
    if ([...organization.policies.values()].some((policy) => policy.name === name)) {
      throw new ServiceError('DuplicatePolicyException', 'A policy with the same name already exists.');
    }
    const policy = {
      id: `p-${call.world.ids.hex('policy', 10)}`,
      name,
      description: text(call.input, 'Description') ?? '',
      content: accepted(needText(call.input, 'Content')),
    };
    organization.policies.set(policy.id, policy);
    return { Policy: whole(call, organization, policy) };
  }),
  UpdatePolicy: writes((call) => {
    const organization = managed(call);
    const policy = policyOf(call, organization);
    const content = text(call.input, 'Content');
    if (content !== undefined) policy.content = accepted(content);
    policy.name = text(call.input, 'Name') ?? policy.name;
    policy.description = text(call.input, 'Description') ?? policy.description;
    settlePlans(call.world);
    return { Policy: whole(call, organization, policy) };
  }),
  DeletePolicy: writes((call) => {
    const organization = managed(call);
    const { id } = policyOf(call, organization);
    if ([...organization.attachments.values()].some((ids) => ids.includes(id))) {
      throw new ServiceError('PolicyInUseException', 'The policy is attached to one or more entities.');
    }
    organization.policies.delete(id);
    return {};
  }),
  AttachPolicy: writes((call) => {
    const organization = managed(call);
    const { id } = policyOf(call, organization);
    const target = targetOf(call, organization);
    const ids = organization.attachments.get(target) ?? [];
    if (ids.includes(id)) {
      throw new ServiceError('DuplicatePolicyAttachmentException', 'The policy is already attached to the target.');
    }
    organization.attachments.set(target, [...ids, id]);
    settlePlans(call.world);
    return {};
  }),
  DetachPolicy: writes((call) => {
    const organization = managed(call);
    const { id } = policyOf(call, organization);
    const target = targetOf(call, organization);
    const ids = organization.attachments.get(target) ?? [];
    if (!ids.includes(id)) throw new ServiceError('PolicyNotAttachedException', 'The policy is not attached.');
    organization.attachments.set(
      target,
      ids.filter((each) => each !== id),
    );
    settlePlans(call.world);
    return {};
  }),
};

/** Any account may ask for its own. */
function describeEffective(call: Call): object {
  const organization = organizationOf(call);
  const account = text(call.input, 'TargetId') ?? call.account.id;
  if (account !== call.account.id) managed(call);
  const effective = organization.backupPoliciesEnabled
    ? effectivePolicy(organization, call.world, account)
    : decided(undefined);
  const document = effectiveDocument(effective);
  if (document === undefined) {
    throw new ServiceError('EffectivePolicyNotFoundException', 'There is no effective policy for the target.');
  }
  return {
    EffectivePolicy: {
      PolicyContent: JSON.stringify(document),
      LastUpdatedTimestamp: call.now,
      TargetId: account,
      PolicyType: TYPE,
    },
  };
}

function accepted(content: string): string {
  const [problem] = checkPolicy({ name: 'the policy', text: content }).problems.filter((each) => !each.ofAwsBackup);
  if (!problem) return content;
  throw new ServiceError(
    'MalformedPolicyDocumentException',
    `The provided policy document does not meet the requirements: ${problem.message}`,
  );
}

function policyOf(call: Call, organization: Organization): OrganizationPolicy {
  const policy = organization.policies.get(needText(call.input, 'PolicyId'));
  if (policy) return policy;
  throw new ServiceError('PolicyNotFoundException', "You specified a policy that doesn't exist.");
}

function targetOf(call: Call, { rootId, units }: Organization): string {
  const target = needText(call.input, 'TargetId');
  if (target === rootId || units.has(target) || call.world.accounts.has(target)) return target;
  throw new ServiceError('TargetNotFoundException', "You specified a target that doesn't exist.");
}

function summary(call: Call, { id, managementAccount }: Organization, policy: OrganizationPolicy): object {
  return {
    Id: policy.id,
    Arn: `arn:${call.account.partition}:organizations::${managementAccount}:policy/${id}/backup_policy/${policy.id}`,
    Name: policy.name,
    Description: policy.description,
    Type: TYPE,
    AwsManaged: false,
  };
}

function whole(call: Call, organization: Organization, policy: OrganizationPolicy): object {
  return { PolicySummary: summary(call, organization, policy), Content: policy.content };
}

function described(call: Call, { id, managementAccount, rootId, units }: Organization, target: string): object {
  const unit = units.get(target);
  const [kind, Type] =
    target === rootId ? ['root', 'ROOT'] : unit ? ['ou', 'ORGANIZATIONAL_UNIT'] : ['account', 'ACCOUNT'];
  return {
    TargetId: target,
    Arn: `arn:${call.account.partition}:organizations::${managementAccount}:${kind}/${id}/${target}`,
    Name: target === rootId ? 'Root' : (unit?.name ?? call.world.accounts.get(target)?.name ?? target),
    Type,
  };
}
