import type { Actor } from '../model/trail-event.ts';
import { wildcard } from '../model/wildcard.ts';

/** `IAM user alice`, `alice in role deploy`, `SSO user bob (AdministratorAccess)`, `root of account 111122223333` … */
export function actorText(actor: Actor): string {
  const { invokedBy, kind, name } = actor;
  const through = invokedBy === undefined || kind === 'service' || invokedBy === name ? '' : ` through ${invokedBy}`;
  return `${whoIs(actor)}${through}`;
}

function whoIs({ kind, name, account, role }: Actor): string {
  switch (kind) {
    case 'user':
      return `IAM user ${name}`;
    case 'role-session':
      return role === undefined ? `role session ${name}` : `${name} in role ${role}`;
    case 'sso-user':
      return `SSO user ${name}${role === undefined ? '' : ` (${permissionSet(role)})`}`;
    case 'root':
      return account === undefined ? 'the root user' : `the root user of account ${account}`;
    case 'service':
      return `AWS service ${name}`;
    case 'other-account':
      return `${role === undefined ? name : `${name} in role ${role}`} of ${account === undefined ? 'another account' : `account ${account}`}`;
    case 'unknown':
      return 'somebody whom CloudTrail does not name';
  }
}

/** IAM Identity Center names its roles `AWSReservedSSO_`, permission set, `_`, sixteen hexadecimal digits. */
function permissionSet(role: string): string {
  return /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/i.exec(role)?.[1] ?? role;
}

/**
 * Does one of the patterns name the actor? A pattern that begins with `arn:` is held against the ARN; another against the
 * name that nobody but an administrator can give: user, role, SSO user, service. Whoever takes a role picks the session's
 * name, so that is never looked at by itself.
 */
export function isExpected(actor: Actor, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const fits = wildcard(pattern);
    if (pattern.startsWith('arn:')) return actor.arn !== undefined && fits(actor.arn);
    return givenNames(actor).some(fits);
  });
}

function givenNames({ kind, name, role }: Actor): readonly string[] {
  switch (kind) {
    case 'user':
    case 'service':
      return [name];
    case 'root':
      return ['root'];
    case 'role-session':
      return role === undefined ? [] : [role];
    case 'sso-user':
      return role === undefined ? [name] : [name, permissionSet(role)];
    case 'other-account':
    case 'unknown':
      return [];
  }
}
