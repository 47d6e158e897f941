import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from './error.ts';
import type { Faults } from './fault.ts';
import type { Ids } from './id.ts';
import type { Call, Operation, Service } from './operation.ts';
import { asServiceError, closedRegion, faultError, unknownOperation } from './refusal.ts';
import { OPT_IN_REGIONS } from './services/account.ts';
import { LOG_SERVICES, SERVICES } from './services/index.ts';
import type { Actor, World } from './state.ts';
import { recordCall } from './trail.ts';
import { type Answer, failure, success } from './wire/answer.ts';
import { type Protocol, readScope, understand } from './wire/understand.ts';
import { accessKeyId, accountOf, actorOf, regionOf } from './world.ts';

export interface Context {
  readonly world: World;
  readonly faults: Faults;
  readonly counts: Map<string, number>;
  readonly requestIds: Ids;
  readonly observe: ((service: string, operation: string, response: object) => void) | undefined;
}

/** One request: who asks, what strikes it, what the operation says, in the words of its protocol. */
export async function answerTo(
  context: Context,
  request: IncomingMessage,
  body: string,
  protocol: Protocol,
  requestId: string,
): Promise<Answer | 'cut'> {
  const { world } = context;
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const signed = readScope(request.headers);
  // Web identities have no credentials yet: their one call is not signed.
  const scope = signed ?? (/Action=AssumeRoleWithWebIdentity/.test(body) ? unsignedSts(world) : undefined);
  if (!scope) {
    const error = new ServiceError('MissingAuthenticationToken', 'Missing Authentication Token', { status: 403 });
    return failure(protocol, undefined, requestId, error);
  }
  const service = SERVICES.get(scope.service) ?? LOG_SERVICES.get(scope.service);
  if (!service) {
    const text = `The simulator has no service ${scope.service}`;
    return failure(
      protocol,
      undefined,
      requestId,
      new ServiceError('UnknownOperationException', text, { status: 404 }),
    );
  }
  const understood = understand(protocol, service, {
    method: request.method ?? 'GET',
    url,
    headers: request.headers,
    body,
  });
  const name = understood.operation ?? `${request.method} ${url.pathname}`;
  const actor = actorOf(world, scope.accessKeyId);
  count(context.counts, `${service.actions}:${name}`);

  const target = { service: scope.service, operation: name, region: scope.region, account: actor.account };
  for (const fault of context.faults.strike(target)) {
    if (fault.kind === 'delay') {
      await sleep(fault.delayMs ?? 1000);
      continue;
    }
    if (fault.kind === 'cut') return 'cut';
    const error = faultError(world, service, name, actor, protocol, fault.kind);
    if (fault.kind === 'deny' && operationOf(service, name)?.writes) {
      record(callOf(world, service, name, actor, scope.region, understood.input()), error);
    }
    return failure(protocol, service.xmlns, requestId, error);
  }

  if (isClosed(world, actor, service, scope.region)) {
    return failure(protocol, service.xmlns, requestId, closedRegion(protocol));
  }

  const operation = operationOf(service, name);
  if (!operation) return failure(protocol, service.xmlns, requestId, unknownOperation(protocol, name));
  world.deferred.settle(world.clock());
  let call: Call | undefined;
  try {
    call = callOf(world, service, name, actor, scope.region, understood.input());
    const value = operation.handle(call);
    if (operation.writes) recordCall(call, value);
    context.observe?.(service.scope, name, value);
    const type =
      protocol === 'rest-json' ? 'application/json' : (request.headers['content-type'] ?? 'application/json');
    return success(protocol, service, name, requestId, operation.http?.status ?? 200, value, type);
  } catch (problem) {
    const error = asServiceError(service, problem);
    if (call && operation.writes) record(call, error);
    return failure(protocol, service.xmlns, requestId, error);
  }
}

/** IAM, Organizations and the account's own settings are of no Region. */
const OF_NO_REGION = new Set(['iam', 'organizations', 'account']);

/** A Region that the account has not asked for, and of which the scenario tells nothing. */
function isClosed(world: World, { account: id }: Actor, { scope }: Service, region: string): boolean {
  const account = world.accounts.get(id);
  if (!account || OF_NO_REGION.has(scope) || !OPT_IN_REGIONS.includes(region)) return false;
  return !account.enabledRegions.includes(region) && !account.regions.has(region);
}

function operationOf(service: Service, name: string): Operation | undefined {
  return Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
}

function record(call: Call, error: ServiceError): void {
  recordCall(call, undefined, { code: error.code, message: error.message });
}

function callOf(
  world: World,
  service: Service,
  operation: string,
  actor: Actor,
  region: string,
  input: Call['input'],
): Call {
  return {
    service,
    operation,
    input,
    world,
    account: accountOf(world, actor.account),
    region: regionOf(world, actor.account, region),
    actor,
    now: new Date(world.clock()),
  };
}

function unsignedSts(world: World): { accessKeyId: string; region: string; service: string } {
  return { accessKeyId: accessKeyId(world.defaultAccount, 0), region: world.defaultRegion, service: 'sts' };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
