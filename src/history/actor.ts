import { isObject } from '../model/json.ts';
import type { Actor } from '../model/trail-event.ts';
import { lenientText } from './lenient-values.ts';

/** Roles that IAM Identity Center makes for its permission sets; the session is named for the person. */
const SSO_ROLE = /^AWSReservedSSO_/;
const SERVICE = /\.amazonaws\.com(?:\.cn)?$/;

const UNKNOWN: Actor = { kind: 'unknown', name: 'unknown' };

/**
 * Who made a call. `recipient` is the account that the event was written for: a caller from elsewhere is named as such.
 * Source: CloudTrail User Guide, "CloudTrail userIdentity element".
 */
export function actorOf(identity: unknown, recipient: string | undefined): Actor {
  if (!isObject(identity)) return UNKNOWN;
  const type = lenientText(identity['type']);
  const arn = lenientText(identity['arn']);
  const principal = lenientText(identity['principalId']);
  const account = lenientText(identity['accountId']) ?? (arn === undefined ? undefined : accountOf(arn));
  const invokedBy = lenientText(identity['invokedBy']);
  const shared = {
    ...(arn === undefined ? {} : { arn }),
    ...(account === undefined ? {} : { account }),
    ...(invokedBy === undefined ? {} : { invokedBy }),
  };
  const named = (kind: Actor['kind'], name: string | undefined): Actor => ({
    kind: isElsewhere(kind, account, recipient) ? 'other-account' : kind,
    name: name ?? arn ?? principal ?? account ?? UNKNOWN.name,
    ...shared,
  });

  switch (type) {
    case 'Root':
      return named('root', 'root');
    case 'IAMUser':
      return named('user', lenientText(identity['userName']) ?? lastPart(arn));
    case 'AssumedRole':
      return session(identity, named, arn, principal);
    case 'FederatedUser':
      return named('user', lastPart(arn) ?? afterColon(principal));
    case 'WebIdentityUser':
    case 'SAMLUser':
      return named('user', lenientText(identity['userName']) ?? afterColon(principal));
    case 'IdentityCenterUser':
      return named('sso-user', onBehalfOf(identity) ?? lenientText(identity['userName']));
    case 'AWSService':
      return named('service', invokedBy);
    case 'AWSAccount':
      return named(account !== undefined && account === recipient ? 'user' : 'other-account', arn ?? account);
    default:
      return unnamed(identity, named, arn, principal, invokedBy);
  }
}

type Name = (kind: Actor['kind'], name: string | undefined) => Actor;

/** Events that AWS Backup writes itself have no `type`; some senders write none for sessions either. */
function unnamed(
  identity: Readonly<Record<string, unknown>>,
  named: Name,
  arn: string | undefined,
  principal: string | undefined,
  invokedBy: string | undefined,
): Actor {
  if (arn?.includes(':assumed-role/')) return session(identity, named, arn, principal);
  if (arn?.endsWith(':root')) return named('root', 'root');
  if (arn?.includes(':user/')) return named('user', lastPart(arn));
  if (invokedBy !== undefined && SERVICE.test(invokedBy)) return named('service', invokedBy);
  return named('unknown', lenientText(identity['userName']));
}

function session(
  identity: Readonly<Record<string, unknown>>,
  named: Name,
  arn: string | undefined,
  principal: string | undefined,
): Actor {
  const context = identity['sessionContext'];
  const issuer = isObject(context) ? context['sessionIssuer'] : undefined;
  const issuerName = isObject(issuer) ? lenientText(issuer['userName']) : undefined;
  // `arn:aws:sts::111122223333:assumed-role/deploy/alice`: the role's path is left out, the session may hold no slash.
  const parts = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn ?? '');
  const role = issuerName ?? parts?.[1];
  const name = parts?.[2] ?? afterColon(principal) ?? role;
  const isPerson = role !== undefined && SSO_ROLE.test(role);
  const actor = named(isPerson ? 'sso-user' : 'role-session', name);
  return role === undefined ? actor : { ...actor, role };
}

/** IAM Identity Center tells the user's id, not the name, unless the directory does. */
function onBehalfOf(identity: Readonly<Record<string, unknown>>): string | undefined {
  const whom = identity['onBehalfOf'];
  return isObject(whom) ? lenientText(whom['userId']) : undefined;
}

function isElsewhere(kind: Actor['kind'], account: string | undefined, recipient: string | undefined): boolean {
  if (kind === 'service' || kind === 'unknown') return false;
  return account !== undefined && recipient !== undefined && account !== recipient;
}

function accountOf(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

/** `arn:aws:iam::111122223333:user/team/alice` → `alice`. */
function lastPart(arn: string | undefined): string | undefined {
  return arn?.includes('/') ? arn.slice(arn.lastIndexOf('/') + 1) : undefined;
}

/** `AROAEXAMPLE:alice` → `alice`. */
function afterColon(principal: string | undefined): string | undefined {
  return principal?.includes(':') ? principal.slice(principal.indexOf(':') + 1) || undefined : undefined;
}
