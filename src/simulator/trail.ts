import type { Call } from './operation.ts';
import type { Actor, Region, TrailEvent, World } from './state.ts';
import { accountOf, actorArn, regionOf } from './world.ts';

/** Members whose value is a map: its keys are the user's, so CloudTrail leaves them as they are. */
const MAPS = new Set([
  'BackupPlanTags',
  'BackupVaultTags',
  'BackupOptions',
  'GlobalSettings',
  'Metadata',
  'RecoveryPointTags',
  'ResourceTypeManagementPreference',
  'ResourceTypeOptInPreference',
  'RestoreMetadataOverrides',
  'Tags',
]);

/** Services whose events are written in one Region whatever Region was called. */
const GLOBAL_SERVICES = new Set(['iam.amazonaws.com', 'organizations.amazonaws.com']);

/** Members that name the resource of an event, with CloudTrail's type. */
const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  TableName: 'AWS::DynamoDB::Table',
  TargetTableName: 'AWS::DynamoDB::Table',
  BackupVaultName: 'AWS::Backup::BackupVault',
  BackupPlanId: 'AWS::Backup::BackupPlan',
  RoleName: 'AWS::IAM::Role',
  AlarmName: 'AWS::CloudWatch::Alarm',
};

/** Writes the CloudTrail event of a mutating call, refused calls too. */
export function recordCall(call: Call, response: object | undefined, error?: { code: string; message: string }): void {
  const { world, actor, now, service } = call;
  const name = GLOBAL_SERVICES.has(service.eventSource) ? 'us-east-1' : call.region.name;
  const region = regionOf(world, call.account.id, name);
  appendEvent(world, region, {
    actor,
    at: now,
    name: call.operation,
    source: service.eventSource,
    requestParameters: camelCased(call.input),
    responseElements: response && Object.keys(response).length > 0 ? camelCased(response) : null,
    resources: resourcesOf({ ...call.input, ...response }),
    ...(error && { errorCode: error.code, errorMessage: error.message }),
  });
}

export interface EventDetails {
  readonly actor: Actor;
  readonly at: Date;
  readonly name: string;
  readonly source: string;
  readonly requestParameters: unknown;
  readonly responseElements: unknown;
  readonly resources?: TrailEvent['resources'] | undefined;
  readonly readOnly?: boolean | undefined;
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
}

/** One `AwsApiCall` record. Shape: CloudTrail user guide, "CloudTrail record contents". */
export function appendEvent(world: World, region: Region, details: EventDetails): void {
  const { actor, at, name, source } = details;
  const id = world.ids.uuid('event');
  const readOnly = details.readOnly ?? false;
  const record = {
    eventVersion: '1.11',
    userIdentity: actor.userIdentity ?? userIdentity(world, actor, at),
    eventTime: wholeSeconds(at),
    eventSource: source,
    eventName: name,
    awsRegion: region.name,
    sourceIPAddress: actor.sourceIpAddress ?? '203.0.113.10',
    userAgent: actor.userAgent ?? 'aws-cli/2.31.0',
    ...(details.errorCode !== undefined && { errorCode: details.errorCode, errorMessage: details.errorMessage }),
    requestParameters: details.requestParameters,
    responseElements: details.responseElements,
    requestID: world.ids.uuid('event-request'),
    eventID: id,
    readOnly,
    ...(details.resources &&
      details.resources.length > 0 && {
        resources: details.resources.map((resource) => ({
          accountId: region.account,
          type: resource.ResourceType,
          ARN: resource.ResourceName,
        })),
      }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: region.account,
    eventCategory: 'Management',
  };
  addEvent(region, {
    id,
    name,
    source,
    at,
    readOnly,
    username: actor.type === 'Root' ? 'root' : actor.name,
    accessKeyId: actor.accessKeyId,
    resources: details.resources ?? [],
    record,
  });
}

/** An event that AWS Backup writes itself; payload in `serviceEventDetails`, no actor. */
export function appendServiceEvent(world: World, region: Region, name: string, at: Date, details: object): void {
  const id = world.ids.uuid('event');
  addEvent(region, {
    id,
    name,
    source: 'backup.amazonaws.com',
    at,
    readOnly: false,
    username: undefined,
    accessKeyId: undefined,
    resources: [],
    record: {
      eventVersion: '1.11',
      userIdentity: { accountId: region.account, invokedBy: 'backup.amazonaws.com' },
      eventTime: wholeSeconds(at),
      eventSource: 'backup.amazonaws.com',
      eventName: name,
      awsRegion: region.name,
      sourceIPAddress: 'backup.amazonaws.com',
      userAgent: 'backup.amazonaws.com',
      requestParameters: null,
      responseElements: null,
      eventID: id,
      readOnly: false,
      eventType: 'AwsServiceEvent',
      managementEvent: true,
      recipientAccountId: region.account,
      serviceEventDetails: secondsAndNanos(details),
      eventCategory: 'Management',
    },
  });
}

/** Keeps the trail in order of time; events mostly come in order. */
function addEvent(region: Region, event: TrailEvent): void {
  let index = region.trail.length;
  while (index > 0 && (region.trail[index - 1]?.at.getTime() ?? 0) > event.at.getTime()) index -= 1;
  region.trail.splice(index, 0, event);
}

function userIdentity(world: World, actor: Actor, at: Date): object {
  const arn = actorArn(world, actor);
  const common = { arn, accountId: actor.account, accessKeyId: actor.accessKeyId };
  const attributes = { creationDate: wholeSeconds(at), mfaAuthenticated: 'false' };
  switch (actor.type) {
    case 'Root':
      return { type: 'Root', principalId: actor.account, ...common };
    case 'IAMUser':
      return { type: 'IAMUser', principalId: principalId('AIDA', actor.name), ...common, userName: actor.name };
    case 'AssumedRole': {
      const role = actor.roleName ?? 'role';
      const partition = accountOf(world, actor.account).partition;
      const issuer = principalId('AROA', role);
      return {
        type: 'AssumedRole',
        principalId: `${issuer}:${actor.name}`,
        ...common,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: issuer,
            arn: `arn:${partition}:iam::${actor.account}:role${actor.rolePath ?? '/'}${role}`,
            accountId: actor.account,
            userName: role,
          },
          attributes,
        },
      };
    }
  }
}

function principalId(prefix: string, name: string): string {
  return prefix + Buffer.from(name).toString('hex').toUpperCase().padEnd(17, 'X').slice(0, 17);
}

function wholeSeconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/** Members in lowerCamelCase, instants as `Jan 10, 2019 1:45:24 PM`. */
function camelCased(value: unknown, isMap = false): unknown {
  if (value instanceof Date) return spokenDate(value);
  if (Array.isArray(value)) return value.map((item: unknown) => camelCased(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [
        isMap ? name : name.charAt(0).toLowerCase() + name.slice(1),
        camelCased(member, MAPS.has(name)),
      ]),
  );
}

function spokenDate(at: Date): string {
  return at
    .toLocaleString('en-US', {
      timeZone: 'UTC',
      month: 'short',
      day: 'numeric',
      year: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      second: '2-digit',
    })
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/(\d{4}),? at /, '$1 ')
    .replace(/(\d{4}), /, '$1 ');
}

/** The service's own events write instants as `{ seconds, nanos }`. */
function secondsAndNanos(details: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => {
        if (!(value instanceof Date)) return [name, value];
        const ms = value.getTime();
        return [name, { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 }];
      }),
  );
}

function resourcesOf(members: Readonly<Record<string, unknown>>): TrailEvent['resources'] {
  return Object.entries(RESOURCE_TYPES).flatMap(([member, ResourceType]) => {
    const value = members[member];
    return typeof value === 'string' ? [{ ResourceType, ResourceName: value }] : [];
  });
}
