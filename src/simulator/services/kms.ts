import { ServiceError } from '../error.ts';
import { flag, inners, integer, needText, text, texts } from '../input.ts';
import { type Call, JSON_ERRORS, reads, type Service, writes } from '../operation.ts';
import { paginate } from '../page.ts';
import type { Key } from '../state.ts';
import { addKey, awsManagedKey, findKey } from './key.ts';

const PAGING = { limit: 'Limit', token: 'Marker', size: 100, max: 1000, badToken: 'InvalidMarkerException' };

export const KMS: Service = {
  scope: 'kms',
  actions: 'kms',
  eventSource: 'kms.amazonaws.com',
  errors: { ...JSON_ERRORS, unavailable: 'KMSInternalException' },
  operations: {
    CreateKey: writes(createKey),
    DescribeKey: reads((call) => ({ KeyMetadata: metadata(call, keyOf(call)) })),
    ListKeys: reads((call) => {
      const { items, next } = paginate(call, [...call.region.keys.values()], PAGING);
      return { Keys: items.map((key) => ({ KeyId: key.KeyId, KeyArn: key.Arn })), ...marker(next) };
    }),
    CreateAlias: writes(createAlias),
    DeleteAlias: writes(deleteAlias),
    ListAliases: reads(listAliases),
    GetKeyPolicy: reads((call) => ({ Policy: keyOf(call).policy, PolicyName: 'default' })),
    PutKeyPolicy: writes((call) => {
      keyOf(call).policy = needText(call.input, 'Policy');
      return {};
    }),
    GetKeyRotationStatus: reads((call) => ({ KeyRotationEnabled: keyOf(call).rotation })),
    EnableKeyRotation: writes((call) => {
      keyOf(call).rotation = true;
      return {};
    }),
    DisableKeyRotation: writes((call) => {
      keyOf(call).rotation = false;
      return {};
    }),
    UpdateKeyDescription: writes((call) => {
      keyOf(call).Description = text(call.input, 'Description') ?? '';
      return {};
    }),
    ListResourceTags: reads(listTags),
    TagResource: writes(tagKey),
    UntagResource: writes(untagKey),
    EnableKey: writes((call) => switched(call, 'Enabled')),
    DisableKey: writes((call) => switched(call, 'Disabled')),
    ScheduleKeyDeletion: writes(scheduleDeletion),
    CancelKeyDeletion: writes(cancelDeletion),
  },
};

function createKey(call: Call): object {
  const { input, world, region } = call;
  const key = addKey(world, region, {
    description: text(input, 'Description'),
    multiRegion: flag(input, 'MultiRegion'),
    policy: text(input, 'Policy'),
    tags: readTags(call),
  });
  return { KeyMetadata: metadata(call, key) };
}

function metadata({ region }: Call, key: Key): object {
  return {
    AWSAccountId: region.account,
    KeyId: key.KeyId,
    Arn: key.Arn,
    CreationDate: key.CreationDate,
    Enabled: key.KeyState === 'Enabled',
    Description: key.Description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.KeyState,
    DeletionDate: key.DeletionDate,
    Origin: 'AWS_KMS',
    KeyManager: key.KeyManager,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: key.MultiRegion,
  };
}

function createAlias(call: Call): object {
  const alias = needText(call.input, 'AliasName');
  if (!/^alias\/[a-zA-Z0-9/_-]+$/.test(alias) || alias.startsWith('alias/aws/')) {
    throw new ServiceError('InvalidAliasNameException', `Alias ${alias} is not valid`);
  }
  if (call.region.aliases.has(alias))
    throw new ServiceError('AlreadyExistsException', `An alias with the name ${alias} already exists`);
  const key = findKey(call.region, needText(call.input, 'TargetKeyId'));
  if (!key) throw notFound(needText(call.input, 'TargetKeyId'));
  call.region.aliases.set(alias, key.KeyId);
  return {};
}

function deleteAlias(call: Call): object {
  const alias = needText(call.input, 'AliasName');
  if (!call.region.aliases.delete(alias)) throw notFound(alias);
  return {};
}

function listAliases(call: Call): object {
  const { region } = call;
  const wanted = text(call.input, 'KeyId');
  const key = wanted === undefined ? undefined : findKey(region, wanted);
  const { items, next } = paginate(call, [...region.aliases], {
    ...PAGING,
    size: 50,
    max: 100,
    matches: ([, keyId]) => wanted === undefined || keyId === key?.KeyId,
  });
  return {
    Aliases: items.map(([alias, keyId]) => ({
      AliasName: alias,
      AliasArn: `arn:${region.partition}:kms:${region.name}:${region.account}:${alias}`,
      TargetKeyId: keyId,
    })),
    ...marker(next),
  };
}

function listTags(call: Call): object {
  const { items, next } = paginate(call, Object.entries(keyOf(call).tags), { ...PAGING, size: 50, max: 50 });
  return { Tags: items.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), ...marker(next) };
}

function tagKey(call: Call): object {
  const key = keyOf(call);
  key.tags = { ...key.tags, ...readTags(call) };
  return {};
}

function untagKey(call: Call): object {
  const key = keyOf(call);
  const gone = new Set(texts(call.input, 'TagKeys') ?? []);
  key.tags = Object.fromEntries(Object.entries(key.tags).filter(([name]) => !gone.has(name)));
  return {};
}

function switched(call: Call, state: 'Enabled' | 'Disabled'): object {
  const key = keyOf(call);
  if (key.KeyState !== 'Enabled' && key.KeyState !== 'Disabled') throw invalidState(key);
  key.KeyState = state;
  return {};
}

/** Source: KMS API reference, ScheduleKeyDeletion: 7 to 30 days, 30 where nothing is said. */
function scheduleDeletion(call: Call): object {
  const key = keyOf(call);
  const days = integer(call.input, 'PendingWindowInDays') ?? 30;
  if (days < 7 || days > 30)
    throw new ServiceError('ValidationException', `PendingWindowInDays is ${days}; it must be between 7 and 30`);
  if (key.KeyState === 'PendingDeletion') throw invalidState(key);
  key.KeyState = 'PendingDeletion';
  key.DeletionDate = new Date(call.now.getTime() + days * 86_400_000);
  return { KeyId: key.Arn, DeletionDate: key.DeletionDate, KeyState: key.KeyState, PendingWindowInDays: days };
}

/** The key is disabled afterwards. Source: KMS API reference, CancelKeyDeletion. */
function cancelDeletion(call: Call): object {
  const key = keyOf(call);
  if (key.KeyState !== 'PendingDeletion') throw invalidState(key);
  key.KeyState = 'Disabled';
  key.DeletionDate = undefined;
  return { KeyId: key.Arn };
}

function invalidState(key: Key): ServiceError {
  const state = key.KeyState.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return new ServiceError('KMSInvalidStateException', `${key.Arn} is ${state}.`);
}

function readTags(call: Call): Record<string, string> {
  const tags = inners(call.input, 'Tags') ?? [];
  return Object.fromEntries(tags.map((tag) => [needText(tag, 'TagKey'), text(tag, 'TagValue') ?? '']));
}

function keyOf(call: Call): Key {
  const name = needText(call.input, 'KeyId');
  // Naming an AWS managed key in a request makes it.
  const managed = /(?:^|:)alias\/aws\/(\w+)$/.exec(name)?.[1];
  const key = managed === undefined ? findKey(call.region, name) : awsManagedKey(call.world, call.region, managed);
  if (name.startsWith('arn:') && name.split(':')[4] !== call.region.account) throw foreign(call, name);
  if (!key) throw notFound(name);
  return key;
}

/** To others KMS does not tell a key that is not shared from one that is not there. Source: KMS Developer Guide, key-policy-modifying-external-accounts. */
function foreign({ operation }: Call, name: string): ServiceError {
  return new ServiceError(
    'AccessDeniedException',
    `User is not authorized to perform: kms:${operation} on ${name} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
  );
}

function notFound(name: string): ServiceError {
  return new ServiceError('NotFoundException', `${name} is not found.`);
}

function marker(next: string | undefined): object {
  return { NextMarker: next, Truncated: next !== undefined };
}
