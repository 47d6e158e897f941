import { ServiceError } from '../error.ts';
import { flag, needText, tagList, text, texts } from '../input.ts';
import { type Call, type Operation, reads, writes } from '../operation.ts';
import { paginate } from '../page.ts';
import type { Account, ManagedPolicy, Tags, World } from '../state.ts';
import { awsPolicy } from './iam-aws-policies.ts';

const PAGING = { limit: 'MaxItems', token: 'Marker', size: 100 };

export const POLICY_OPERATIONS = {
  CreatePolicy: writes(createPolicy),
  GetPolicy: reads((call) => ({ Policy: members(call, policyOf(call)) })),
  GetPolicyVersion: reads(getVersion),
  CreatePolicyVersion: writes(createVersion),
  ListPolicyVersions: reads((call) => {
    const policy = policyOf(call);
    return { Versions: [...policy.versions.keys()].map((id) => version(policy, id)), IsTruncated: false };
  }),
  DeletePolicyVersion: writes((call) => {
    policyOf(call).versions.delete(needText(call.input, 'VersionId'));
    return {};
  }),
  DeletePolicy: writes((call) => {
    call.account.policies.delete(policyOf(call).Arn);
    return {};
  }),
  ListPolicies: reads((call) => {
    const { items, next } = paginate(call, [...call.account.policies.values()], PAGING);
    return { Policies: items.map((policy) => members(call, policy)), IsTruncated: next !== undefined, Marker: next };
  }),
  ListPolicyTags: reads((call) => ({ Tags: tagMembers(policyOf(call).tags), IsTruncated: false })),
  TagPolicy: writes((call) => {
    const policy = policyOf(call);
    policy.tags = { ...policy.tags, ...tagList(call.input, 'Tags') };
    return {};
  }),
  UntagPolicy: writes((call) => {
    const policy = policyOf(call);
    const gone = new Set(texts(call.input, 'TagKeys') ?? []);
    policy.tags = Object.fromEntries(Object.entries(policy.tags).filter(([key]) => !gone.has(key)));
    return {};
  }),
} satisfies Record<string, Operation>;

export function tagMembers(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function noSuchEntity(message: string): ServiceError {
  return new ServiceError('NoSuchEntity', message, { status: 404 });
}

export function checkDocument(document: string): string {
  try {
    JSON.parse(document);
  } catch {
    throw new ServiceError('MalformedPolicyDocument', 'Syntax errors in policy.');
  }
  return document;
}

export interface PolicyDetails {
  readonly name: string;
  readonly path?: string | undefined;
  readonly document: string;
  readonly description?: string | undefined;
  readonly created: Date;
}

export function addPolicy(world: World, account: Account, details: PolicyDetails): ManagedPolicy {
  const path = details.path ?? '/';
  const policy: ManagedPolicy = {
    PolicyName: details.name,
    PolicyId: `ANPA${world.ids.word('policy', 17)}`,
    Arn: `arn:${account.partition}:iam::${account.id}:policy${path}${details.name}`,
    Path: path,
    CreateDate: details.created,
    UpdateDate: details.created,
    Description: details.description,
    tags: {},
    defaultVersion: 'v1',
    versions: new Map([['v1', { document: details.document, created: details.created }]]),
  };
  account.policies.set(policy.Arn, policy);
  return policy;
}

function createPolicy(call: Call): object {
  const { account, world, input, now } = call;
  const name = needText(input, 'PolicyName');
  const path = text(input, 'Path') ?? '/';
  if (account.policies.has(`arn:${account.partition}:iam::${account.id}:policy${path}${name}`)) {
    throw new ServiceError('EntityAlreadyExists', `A policy called ${name} already exists.`, { status: 409 });
  }
  const policy = addPolicy(world, account, {
    name,
    path,
    document: checkDocument(needText(input, 'PolicyDocument')),
    description: text(input, 'Description'),
    created: now,
  });
  policy.tags = tagList(input, 'Tags') ?? {};
  return { Policy: members(call, policy) };
}

function createVersion(call: Call): object {
  const policy = policyOf(call);
  const newest = Math.max(...[...policy.versions.keys()].map((id) => Number(id.slice(1))));
  const id = `v${newest + 1}`;
  policy.versions.set(id, { document: checkDocument(needText(call.input, 'PolicyDocument')), created: call.now });
  if (flag(call.input, 'SetAsDefault') === true) policy.defaultVersion = id;
  policy.UpdateDate = call.now;
  return { PolicyVersion: version(policy, id) };
}

function getVersion(call: Call): object {
  const policy = policyOf(call);
  const id = needText(call.input, 'VersionId');
  const held = policy.versions.get(id);
  if (!held) throw noSuchEntity(`Policy ${policy.Arn} version ${id} does not exist.`);
  return { PolicyVersion: { Document: encodeURIComponent(held.document), ...version(policy, id) } };
}

function version(policy: ManagedPolicy, id: string): object {
  return {
    VersionId: id,
    IsDefaultVersion: id === policy.defaultVersion,
    CreateDate: policy.versions.get(id)?.created,
  };
}

function policyOf(call: Call): ManagedPolicy {
  const arn = needText(call.input, 'PolicyArn');
  const policy = call.account.policies.get(arn) ?? awsPolicy(arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

function members({ account }: Call, policy: ManagedPolicy): object {
  const { tags, defaultVersion, versions: _versions, ...shown } = policy;
  const holders = [...account.roles.values(), ...account.users.values()];
  return {
    ...shown,
    DefaultVersionId: defaultVersion,
    AttachmentCount: holders.filter((holder) => holder.attached.has(policy.Arn)).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    ...(Object.keys(tags).length > 0 && { Tags: tagMembers(tags) }),
  };
}
