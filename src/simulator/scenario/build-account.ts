import { addPolicy } from '../services/iam-policies.ts';
import { addRole } from '../services/iam-roles.ts';
import type { Account, Actor, World } from '../state.ts';
import { accessKeyId, sessionKeyId } from '../world.ts';
import type { AccountEntry } from './format.ts';

/** Who may take a role when the scenario does not say: the account itself. */
function ownTrust(account: Account): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:${account.partition}:iam::${account.id}:root` },
        Action: 'sts:AssumeRole',
      },
    ],
  });
}

const TRAIL_MS = 400 * 86_400_000;

function buildTrails(world: World, account: Account, entry: AccountEntry): void {
  for (const trail of entry.trails ?? []) {
    world.trails.push({
      account: account.id,
      s3BucketName: trail.s3BucketName,
      s3KeyPrefix: trail.s3KeyPrefix?.replace(/^\/+|\/+$/g, ''),
      isOrganizationTrail: trail.isOrganizationTrail ?? false,
      since: trail.startLoggingTime ?? new Date(world.clock() - TRAIL_MS),
      athenaTable: trail.athenaTable,
    });
  }
}

export function buildAccount(world: World, account: Account, entry: AccountEntry): void {
  const created = new Date(0);
  if (entry.enabledRegions) account.enabledRegions = entry.enabledRegions;
  if (entry.globalSettings) account.globalSettings = Object.fromEntries(entry.globalSettings);
  buildTrails(world, account, entry);
  for (const policy of entry.policies ?? []) {
    addPolicy(world, account, {
      name: policy.policyName,
      document: policy.policyDocument,
      path: policy.path,
      description: policy.description,
      created,
    });
  }
  for (const role of entry.roles ?? []) {
    const added = addRole(world, account, {
      name: role.roleName,
      path: role.path,
      trust: role.assumeRolePolicyDocument ?? ownTrust(account),
      description: role.description,
      created,
      tags: Object.fromEntries(role.tags ?? []),
    });
    for (const { policyName, policyDocument } of role.policies ?? []) added.inline.set(policyName, policyDocument);
    for (const arn of role.attachedPolicies ?? []) added.attached.add(arn);
  }
  for (const user of entry.users ?? []) {
    const path = user.path ?? '/';
    account.users.set(user.userName, {
      UserName: user.userName,
      UserId: `AIDA${world.ids.word('user', 17)}`,
      Arn: `arn:${account.partition}:iam::${account.id}:user${path}${user.userName}`,
      Path: path,
      CreateDate: created,
      inline: new Map(user.policies?.map((policy) => [policy.policyName, policy.policyDocument])),
      attached: new Set(user.attachedPolicies),
    });
  }
  for (const [index, actor] of (entry.actors ?? []).entries()) addActor(world, account, actor, index + 1);
}

function addActor(
  world: World,
  account: Account,
  entry: NonNullable<AccountEntry['actors']>[number],
  serial: number,
): void {
  const type = entry.type ?? 'IAMUser';
  const assumed = type === 'SSO' || type === 'AssumedRole';
  const actor: Actor = {
    name: entry.name,
    account: account.id,
    accessKeyId: (assumed ? sessionKeyId : accessKeyId)(account.id, serial),
    type: type === 'SSO' ? 'AssumedRole' : type,
    sourceIpAddress: entry.sourceIpAddress,
    userAgent: entry.userAgent,
    userIdentity: entry.userIdentity,
    ...(type === 'AssumedRole' && { roleName: entry.roleName ?? 'role' }),
    // The role that IAM Identity Center makes for a permission set. Source: IAM Identity Center user guide.
    ...(type === 'SSO' && {
      roleName: `AWSReservedSSO_${entry.permissionSet ?? 'AdministratorAccess'}_${world.ids.hex('sso', 16)}`,
      rolePath: '/aws-reserved/sso.amazonaws.com/',
    }),
  };
  account.actors.set(entry.name, actor);
  world.credentials.set(actor.accessKeyId, actor);
}
