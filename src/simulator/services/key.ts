import type { Key, Region, World } from '../state.ts';

/** The key that AWS makes for a service in an account and Region when it is first needed: `alias/aws/backup`. */
export function awsManagedKey(world: World, region: Region, service: string): Key {
  const alias = `alias/aws/${service}`;
  const known = region.keys.get(region.aliases.get(alias) ?? '');
  if (known) return known;
  const key = addKey(world, region, {
    manager: 'AWS',
    description: `Default key that protects my ${service} data when no other key is defined`,
  });
  region.aliases.set(alias, key.KeyId);
  return key;
}

export interface KeyDetails {
  readonly id?: string | undefined;
  readonly manager?: Key['KeyManager'] | undefined;
  readonly description?: string | undefined;
  readonly multiRegion?: boolean | undefined;
  readonly policy?: string | undefined;
  readonly tags?: Record<string, string> | undefined;
  readonly state?: Key['KeyState'] | undefined;
  readonly deletionDate?: Date | undefined;
}

export function addKey(world: World, region: Region, details: KeyDetails = {}): Key {
  const id = details.id ?? (details.multiRegion ? `mrk-${world.ids.hex('key', 32)}` : world.ids.uuid('key'));
  const key: Key = {
    KeyId: id,
    Arn: `arn:${region.partition}:kms:${region.name}:${region.account}:key/${id}`,
    KeyManager: details.manager ?? 'CUSTOMER',
    CreationDate: new Date(world.clock()),
    MultiRegion: details.multiRegion ?? false,
    Description: details.description ?? '',
    KeyState: details.state ?? 'Enabled',
    DeletionDate: details.deletionDate,
    rotation: false,
    policy: details.policy ?? accountPolicy(region),
    tags: { ...details.tags },
  };
  region.keys.set(id, key);
  return key;
}

/** A key by id, ARN, alias or alias ARN. */
export function findKey(region: Region, name: string): Key | undefined {
  const resource = name.startsWith('arn:') ? name.split(':').slice(5).join(':') : name;
  if (resource.startsWith('alias/')) return region.keys.get(region.aliases.get(resource) ?? '');
  return region.keys.get(resource.replace(/^key\//, ''));
}

/** The ARN that a name of a key stands for; a name that is not known here is left as it is (a key of another account). */
export function keyArn(world: World, region: Region, name: string): string {
  const managed = /^(?:.*:)?alias\/aws\/(\w+)$/.exec(name)?.[1];
  if (managed !== undefined) return awsManagedKey(world, region, managed).Arn;
  const found = findKey(region, name);
  if (found) return found.Arn;
  return name.startsWith('arn:') ? name : `arn:${region.partition}:kms:${region.name}:${region.account}:key/${name}`;
}

function accountPolicy(region: Region): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:${region.partition}:iam::${region.account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}
