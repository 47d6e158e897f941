import { ServiceError } from '../error.ts';
import { integer, needText, tagList, text, texts } from '../input.ts';
import { type Call, type Operation, reads, writes } from '../operation.ts';
import { paginate } from '../page.ts';
import type { Account, Role, World } from '../state.ts';
import { checkDocument, noSuchEntity, tagMembers } from './iam-policies.ts';

const PAGING = { limit: 'MaxItems', token: 'Marker', size: 100 };

export const ROLE_OPERATIONS = {
  CreateRole: writes(createRole),
  GetRole: reads((call) => ({ Role: members(roleOf(call)) })),
  DeleteRole: writes(deleteRole),
  ListRoles: reads(listRoles),
  UpdateRole: writes(updateRole),
  UpdateAssumeRolePolicy: writes((call) => {
    roleOf(call).AssumeRolePolicyDocument = checkDocument(needText(call.input, 'PolicyDocument'));
    return {};
  }),
  PutRolePolicy: writes((call) => {
    roleOf(call).inline.set(needText(call.input, 'PolicyName'), checkDocument(needText(call.input, 'PolicyDocument')));
    return {};
  }),
  GetRolePolicy: reads(getRolePolicy),
  DeleteRolePolicy: writes((call) => {
    const name = needText(call.input, 'PolicyName');
    if (!roleOf(call).inline.delete(name)) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    return {};
  }),
  ListRolePolicies: reads((call) => {
    const { items, next } = paginate(call, [...roleOf(call).inline.keys()], PAGING);
    return { PolicyNames: items, IsTruncated: next !== undefined, Marker: next };
  }),
  AttachRolePolicy: writes((call) => {
    roleOf(call).attached.add(needText(call.input, 'PolicyArn'));
    return {};
  }),
  DetachRolePolicy: writes((call) => {
    const arn = needText(call.input, 'PolicyArn');
    if (!roleOf(call).attached.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
    return {};
  }),
  ListAttachedRolePolicies: reads((call) => {
    const { items, next } = paginate(call, [...roleOf(call).attached], PAGING);
    const policies = items.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }));
    return { AttachedPolicies: policies, IsTruncated: next !== undefined, Marker: next };
  }),
  ListInstanceProfilesForRole: reads((call) => {
    roleOf(call);
    return { InstanceProfiles: [], IsTruncated: false };
  }),
  ListRoleTags: reads((call) => ({ Tags: tagMembers(roleOf(call).tags), IsTruncated: false })),
  TagRole: writes((call) => {
    const role = roleOf(call);
    role.tags = { ...role.tags, ...tagList(call.input, 'Tags') };
    return {};
  }),
  UntagRole: writes((call) => {
    const role = roleOf(call);
    const gone = new Set(texts(call.input, 'TagKeys') ?? []);
    role.tags = Object.fromEntries(Object.entries(role.tags).filter(([key]) => !gone.has(key)));
    return {};
  }),
} satisfies Record<string, Operation>;

export interface RoleDetails {
  readonly name: string;
  readonly path?: string | undefined;
  readonly trust: string;
  readonly description?: string | undefined;
  readonly created: Date;
  readonly tags?: Record<string, string> | undefined;
}

export function addRole(world: Pick<World, 'ids'>, account: Account, details: RoleDetails): Role {
  const path = details.path ?? '/';
  const role: Role = {
    RoleName: details.name,
    RoleId: `AROA${world.ids.word('role', 17)}`,
    Arn: `arn:${account.partition}:iam::${account.id}:role${path}${details.name}`,
    Path: path,
    CreateDate: details.created,
    AssumeRolePolicyDocument: details.trust,
    Description: details.description,
    MaxSessionDuration: 3600,
    tags: { ...details.tags },
    inline: new Map(),
    attached: new Set(),
  };
  account.roles.set(details.name, role);
  return role;
}

function createRole(call: Call): object {
  const { account, world, input, now } = call;
  const name = needText(input, 'RoleName');
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) throw new ServiceError('ValidationError', `RoleName ${name} is not valid`);
  if (account.roles.has(name)) {
    throw new ServiceError('EntityAlreadyExists', `Role with name ${name} already exists.`, { status: 409 });
  }
  const role = addRole(world, account, {
    name,
    path: text(input, 'Path'),
    trust: checkDocument(needText(input, 'AssumeRolePolicyDocument')),
    description: text(input, 'Description'),
    created: now,
    tags: tagList(input, 'Tags'),
  });
  role.MaxSessionDuration = integer(input, 'MaxSessionDuration') ?? 3600;
  return { Role: members(role) };
}

function deleteRole(call: Call): object {
  const role = roleOf(call);
  if (role.attached.size > 0) throw conflict('Cannot delete entity, must detach all policies first.');
  if (role.inline.size > 0) throw conflict('Cannot delete entity, must delete policies first.');
  call.account.roles.delete(role.RoleName);
  return {};
}

function updateRole(call: Call): object {
  const role = roleOf(call);
  role.Description = text(call.input, 'Description') ?? role.Description;
  role.MaxSessionDuration = integer(call.input, 'MaxSessionDuration') ?? role.MaxSessionDuration;
  return {};
}

function listRoles(call: Call): object {
  const prefix = text(call.input, 'PathPrefix') ?? '/';
  const { items, next } = paginate(call, [...call.account.roles.values()], {
    ...PAGING,
    matches: (role) => role.Path.startsWith(prefix),
  });
  return { Roles: items.map(members), IsTruncated: next !== undefined, Marker: next };
}

function getRolePolicy(call: Call): object {
  const role = roleOf(call);
  const name = needText(call.input, 'PolicyName');
  const document = role.inline.get(name);
  if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
  return { RoleName: role.RoleName, PolicyName: name, PolicyDocument: encodeURIComponent(document) };
}

function roleOf(call: Call): Role {
  const name = needText(call.input, 'RoleName');
  const role = call.account.roles.get(name);
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

function members(role: Role): object {
  const { tags, inline: _inline, attached: _attached, AssumeRolePolicyDocument, ...shown } = role;
  return {
    ...shown,
    AssumeRolePolicyDocument: encodeURIComponent(AssumeRolePolicyDocument),
    ...(Object.keys(tags).length > 0 && { Tags: tagMembers(tags) }),
  };
}

function conflict(message: string): ServiceError {
  return new ServiceError('DeleteConflict', message, { status: 409 });
}
