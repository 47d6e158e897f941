import { text, texts } from '../input.ts';
import { type Call, QUERY_ERRORS, reads, type Service } from '../operation.ts';
import { type Page, paginate } from '../page.ts';
import type { Account, ManagedPolicy, Role, User } from '../state.ts';
import { awsPolicy } from './iam-aws-policies.ts';
import { POLICY_OPERATIONS, tagMembers } from './iam-policies.ts';
import { ROLE_OPERATIONS } from './iam-roles.ts';

export const IAM: Service = {
  scope: 'iam',
  actions: 'iam',
  eventSource: 'iam.amazonaws.com',
  xmlns: 'https://iam.amazonaws.com/doc/2010-05-08/',
  errors: { ...QUERY_ERRORS, unavailable: 'ServiceFailure' },
  operations: {
    GetAccountAuthorizationDetails: reads(authorizationDetails),
    ListAccountAliases: reads(() => ({ AccountAliases: [], IsTruncated: false })),
    GetUser: reads((call) => ({
      User: {
        Path: '/',
        UserName: text(call.input, 'UserName') ?? call.actor.name,
        UserId: 'AIDASIMULATORUSER0001',
        Arn: `arn:${call.account.partition}:iam::${call.account.id}:user/${text(call.input, 'UserName') ?? call.actor.name}`,
        CreateDate: new Date(0),
      },
    })),
    ...ROLE_OPERATIONS,
    ...POLICY_OPERATIONS,
  },
};

function truncated<T>(page: Page<T>): { IsTruncated: boolean; Marker: string | undefined } {
  return { IsTruncated: page.next !== undefined, Marker: page.next };
}

type Detail =
  | { readonly kind: 'User'; readonly user: User }
  | { readonly kind: 'Role'; readonly role: Role }
  | { readonly kind: 'LocalManagedPolicy' | 'AWSManagedPolicy'; readonly policy: ManagedPolicy };

/** Documents are URL-encoded (RFC 3986). Source: IAM API reference, GetAccountAuthorizationDetails. */
function authorizationDetails(call: Call): object {
  const { account } = call;
  const filter = texts(call.input, 'Filter') ?? [];
  const all: Detail[] = [
    ...[...account.users.values()].map((user) => ({ kind: 'User' as const, user })),
    ...[...account.roles.values()].map((role) => ({ kind: 'Role' as const, role })),
    ...[...account.policies.values()].map((policy) => ({ kind: 'LocalManagedPolicy' as const, policy })),
    ...awsPoliciesInUse(account).map((policy) => ({ kind: 'AWSManagedPolicy' as const, policy })),
  ];
  const page = paginate(call, all, {
    limit: 'MaxItems',
    token: 'Marker',
    size: 100,
    matches: ({ kind }) => filter.length === 0 || filter.includes(kind),
  });
  return {
    UserDetailList: page.items.flatMap((item) => (item.kind === 'User' ? [userDetail(item.user)] : [])),
    GroupDetailList: [],
    RoleDetailList: page.items.flatMap((item) => (item.kind === 'Role' ? [roleDetail(item.role)] : [])),
    Policies: page.items.flatMap((item) => ('policy' in item ? [policyDetail(call, item.policy)] : [])),
    ...truncated(page),
  };
}

/** Of the policies that AWS manages only those that somebody has are listed. */
function awsPoliciesInUse({ users, roles }: Account): readonly ManagedPolicy[] {
  const attached = new Set([...users.values(), ...roles.values()].flatMap((holder) => [...holder.attached]));
  return [...attached].flatMap((arn) => awsPolicy(arn) ?? []);
}

function userDetail(user: User): object {
  return {
    Path: user.Path,
    UserName: user.UserName,
    UserId: user.UserId,
    Arn: user.Arn,
    CreateDate: user.CreateDate,
    UserPolicyList: inlinePolicies(user.inline),
    GroupList: [],
    AttachedManagedPolicies: attachedPolicies(user.attached),
  };
}

function roleDetail(role: Role): object {
  return {
    Path: role.Path,
    RoleName: role.RoleName,
    RoleId: role.RoleId,
    Arn: role.Arn,
    CreateDate: role.CreateDate,
    AssumeRolePolicyDocument: encodeURIComponent(role.AssumeRolePolicyDocument),
    InstanceProfileList: [],
    RolePolicyList: inlinePolicies(role.inline),
    AttachedManagedPolicies: attachedPolicies(role.attached),
    Tags: tagMembers(role.tags),
    RoleLastUsed: {},
  };
}

function policyDetail({ account }: Call, policy: ManagedPolicy): object {
  const holders = [...account.roles.values(), ...account.users.values()];
  return {
    PolicyName: policy.PolicyName,
    PolicyId: policy.PolicyId,
    Arn: policy.Arn,
    Path: policy.Path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: holders.filter((holder) => holder.attached.has(policy.Arn)).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    Description: policy.Description,
    CreateDate: policy.CreateDate,
    UpdateDate: policy.UpdateDate,
    PolicyVersionList: [...policy.versions].map(([id, version]) => ({
      Document: encodeURIComponent(version.document),
      VersionId: id,
      IsDefaultVersion: id === policy.defaultVersion,
      CreateDate: version.created,
    })),
  };
}

function inlinePolicies(inline: ReadonlyMap<string, string>): object[] {
  return [...inline].map(([PolicyName, document]) => ({ PolicyName, PolicyDocument: encodeURIComponent(document) }));
}

function attachedPolicies(attached: ReadonlySet<string>): object[] {
  return [...attached].map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }));
}
