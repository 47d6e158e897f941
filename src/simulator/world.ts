import { deferredQueue } from './deferred.ts';
import { countedIds } from './id.ts';
import type { Account, Actor, Organization, Region, World } from './state.ts';

export const DEFAULT_ACCOUNT = '111122223333';
export const DEFAULT_REGION = 'eu-west-1';

/** The resource types AWS Backup knows, switched on as in a new account. Source: backup `DescribeRegionSettings`. */
const OPT_IN = [
  'Aurora',
  'CloudFormation',
  'DocumentDB',
  'DynamoDB',
  'EBS',
  'EC2',
  'EFS',
  'FSx',
  'Neptune',
  'RDS',
  'Redshift',
  'S3',
  'VirtualMachine',
];

/** Regions that every account has without asking. Source: AWS General Reference, "enabled by default". */
export const DEFAULT_REGIONS = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

/** An organization in which no account has a unit, and nothing is attached. */
export function newOrganization(managementAccount: string, id = 'o-exampleorgid'): Organization {
  return {
    id,
    managementAccount,
    rootId: 'r-root',
    units: new Map(),
    parents: new Map(),
    backupPoliciesEnabled: true,
    policies: new Map(),
    attachments: new Map(),
    invalid: new Map(),
    plans: new Set(),
  };
}

export function createWorld(
  clock: () => number,
  defaultAccount = DEFAULT_ACCOUNT,
  defaultRegion = DEFAULT_REGION,
): World {
  return {
    clock,
    ids: countedIds('simulator'),
    deferred: deferredQueue(),
    accounts: new Map(),
    defaultAccount,
    defaultRegion,
    credentials: new Map(),
    organization: undefined,
    pageSize: undefined,
    trails: [],
    buckets: new Map(),
    athena: undefined,
    queries: new Map(),
    jobDurationsMs: { backup: 0, copy: 0, restore: 0 },
  };
}

/** Accounts exist as soon as somebody names them. */
export function accountOf(world: World, id: string, options: { name?: string; partition?: string } = {}): Account {
  const existing = world.accounts.get(id);
  if (existing) return existing;
  const account: Account = {
    id,
    name: options.name ?? `account-${id}`,
    partition: options.partition ?? 'aws',
    regions: new Map(),
    enabledRegions: DEFAULT_REGIONS,
    globalSettings: undefined,
    globalSettingsUpdated: undefined,
    actors: new Map(),
    roles: new Map(),
    users: new Map(),
    policies: new Map(),
  };
  world.accounts.set(id, account);
  return account;
}

export function regionOf(world: World, accountId: string, name: string): Region {
  const account = accountOf(world, accountId);
  const existing = account.regions.get(name);
  if (existing) return existing;
  const region: Region = {
    account: accountId,
    partition: account.partition,
    name,
    optIn: Object.fromEntries(OPT_IN.map((type) => [type, true])),
    // Advanced DynamoDB features are on in accounts that had no vault before 21 November 2021.
    management: { DynamoDB: true, EFS: true },
    plans: new Map(),
    vaults: new Map(),
    backupJobs: [],
    copyJobs: [],
    restoreJobs: [],
    restoreTestingPlans: new Map(),
    tables: new Map(),
    nativeBackups: new Map(),
    scalableTargets: new Map(),
    scalingPolicies: new Map(),
    scheduledActions: new Map(),
    metricAlarms: new Map(),
    compositeAlarms: new Map(),
    keys: new Map(),
    aliases: new Map(),
    tags: new Map(),
    stacks: new Map(),
    trail: [],
  };
  account.regions.set(name, region);
  return region;
}

/**
 * The access key of an account: `AKIA` + the account id + four characters that tell actors apart, 20 in all as AWS's.
 * Such keys name their account by themselves, so that any client can be pointed at any account.
 */
export function accessKeyId(account: string, serial: number): string {
  return `AKIA${account}${letters(serial)}`;
}

export function sessionKeyId(account: string, serial: number): string {
  return `ASIA${account}${letters(serial)}`;
}

function accountOfKey(key: string): string | undefined {
  return /^A[KS]IA(\d{12})/.exec(key)?.[1];
}

function letters(serial: number): string {
  return serial
    .toString(26)
    .padStart(4, '0')
    .replace(/[0-9a-p]/g, (digit) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[Number.parseInt(digit, 26)] ?? 'A');
}

export function actorOf(world: World, key: string): Actor {
  const known = world.credentials.get(key);
  if (known) return known;
  const account = accountOfKey(key) ?? world.defaultAccount;
  const actor: Actor = { name: 'simulator', account, accessKeyId: key, type: 'IAMUser' };
  world.credentials.set(key, actor);
  return actor;
}

export function actorArn(world: World, actor: Actor): string {
  const partition = accountOf(world, actor.account).partition;
  switch (actor.type) {
    case 'Root':
      return `arn:${partition}:iam::${actor.account}:root`;
    case 'IAMUser':
      return `arn:${partition}:iam::${actor.account}:user/${actor.name}`;
    case 'AssumedRole':
      return `arn:${partition}:sts::${actor.account}:assumed-role/${actor.roleName ?? 'role'}/${actor.name}`;
  }
}
