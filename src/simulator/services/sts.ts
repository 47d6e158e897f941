import { parseArn } from '../../model/arn.ts';
import { ServiceError } from '../error.ts';
import { needText } from '../input.ts';
import { type Call, QUERY_ERRORS, reads, type Service } from '../operation.ts';
import type { Actor } from '../state.ts';
import { actorArn, sessionKeyId } from '../world.ts';

/** Sessions do not end: SDKs compare this with the real clock, and the simulator's may stand still. */
const SESSIONS_END = new Date('2100-01-01T00:00:00Z');

export const STS: Service = {
  scope: 'sts',
  actions: 'sts',
  eventSource: 'sts.amazonaws.com',
  xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/',
  errors: QUERY_ERRORS,
  operations: {
    GetCallerIdentity: reads(({ world, actor }) => ({
      UserId: userId(actor),
      Account: actor.account,
      Arn: actorArn(world, actor),
    })),
    AssumeRole: reads(assumeRole),
    AssumeRoleWithWebIdentity: reads(assumeRole),
  },
};

/** Any caller may take any role that exists: trust policies are kept but not evaluated. */
function assumeRole(call: Call): object {
  const { world, input, actor } = call;
  const arn = needText(input, 'RoleArn');
  const session = needText(input, 'RoleSessionName');
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
    throw new ServiceError('ValidationError', `RoleSessionName ${session} does not match [\\w+=,.@-]{2,64}`);
  }
  const account = parseArn(arn)?.account ?? '';
  const role = [...(world.accounts.get(account)?.roles.values() ?? [])].find((candidate) => candidate.Arn === arn);
  if (!role) {
    const text = `User: ${actorArn(world, actor)} is not authorized to perform: sts:${call.operation} on resource: ${arn}`;
    throw new ServiceError('AccessDenied', text, { status: 403 });
  }
  const key = sessionKeyId(account, world.credentials.size + 1);
  const assumed: Actor = {
    name: session,
    account,
    accessKeyId: key,
    type: 'AssumedRole',
    roleName: role.RoleName,
    rolePath: role.Path,
    sourceIpAddress: actor.sourceIpAddress,
    userAgent: actor.userAgent,
  };
  world.credentials.set(key, assumed);
  return {
    Credentials: {
      AccessKeyId: key,
      SecretAccessKey: 'simulator',
      SessionToken: Buffer.from(`${arn}/${session}`).toString('base64'),
      Expiration: SESSIONS_END,
    },
    AssumedRoleUser: { AssumedRoleId: `${role.RoleId}:${session}`, Arn: actorArn(world, assumed) },
    PackedPolicySize: 0,
  };
}

function userId(actor: Actor): string {
  if (actor.type === 'Root') return actor.account;
  const id = Buffer.from(actor.roleName ?? actor.name)
    .toString('hex')
    .toUpperCase()
    .padEnd(17, 'X')
    .slice(0, 17);
  return actor.type === 'IAMUser' ? `AIDA${id}` : `AROA${id}:${actor.name}`;
}
