import type { GetAccountAuthorizationDetailsCommandOutput, RoleDetail } from '@aws-sdk/client-iam';
import { parseArn } from '../model/arn.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { BackupRole, BackupRoleBody } from '../model/role.ts';
import { required, sortedTexts } from './answer.ts';
import { decoded, defaultVersionOf } from './identity-policies.ts';

/** Every role of the account, by ARN. */
export function rolesByArn(
  pages: readonly GetAccountAuthorizationDetailsCommandOutput[],
): ReadonlyMap<string, BackupRoleBody> {
  const managed = new Map(
    pages.flatMap((page) => page.Policies ?? []).map((policy) => [required(policy.Arn, 'Policies.Arn'), policy]),
  );
  const bodyOf = (role: RoleDetail): BackupRoleBody => ({
    trustPolicy: decoded(required(role.AssumeRolePolicyDocument, 'AssumeRolePolicyDocument')),
    policies: [
      ...(role.RolePolicyList ?? []).map((policy) => ({
        id: required(policy.PolicyName, 'PolicyName'),
        document: decoded(required(policy.PolicyDocument, 'PolicyDocument')),
      })),
      ...(role.AttachedManagedPolicies ?? []).map(({ PolicyArn }) => {
        const id = required(PolicyArn, 'PolicyArn');
        const policy = managed.get(id);
        return policy === undefined ? { id } : { id, document: defaultVersionOf(policy) };
      }),
    ],
  });
  return new Map(
    pages.flatMap((page) => page.RoleDetailList ?? []).map((role) => [required(role.Arn, 'Arn'), bodyOf(role)]),
  );
}

/** The roles of the account that selections of its Regions name. */
export function backupRoles(
  account: string,
  regions: readonly RegionInventory[],
  roles: ReadonlyMap<string, BackupRoleBody>,
): readonly BackupRole[] {
  const named = regions
    .flatMap(({ plans }) => (plans.known ? plans.value : []))
    .flatMap(({ selections }) => (selections.known ? selections.value : []))
    .flatMap(({ body }) => (body.known ? [body.value.roleArn] : []))
    .filter((arn) => parseArn(arn)?.account === account);
  return sortedTexts([...new Set(named)]).map((arn) => {
    const body = roles.get(arn);
    return body === undefined ? { arn } : { arn, body };
  });
}
