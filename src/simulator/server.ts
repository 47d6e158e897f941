import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, ServiceError } from './error.ts';
import { type Fault, type Faults, faultRules } from './fault.ts';
import { countedIds, type Ids } from './id.ts';
import type { Call, Service } from './operation.ts';
import { loadScenario } from './scenario/load.ts';
import { SERVICES } from './services/index.ts';
import type { Actor, World } from './state.ts';
import { recordCall } from './trail.ts';
import { type Answer, failure, success } from './wire/answer.ts';
import { type Protocol, protocolOf, readScope, understand } from './wire/understand.ts';
import { accessKeyId, accountOf, actorArn, actorOf, createWorld, regionOf } from './world.ts';

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The scenario's text, and the name under which its problems are reported. */
  readonly scenario?: { readonly text: string; readonly file: string };
  /** Epoch milliseconds. All times of the simulated accounts come from it. */
  readonly clock: () => number;
  /** Added to the scenario's. */
  readonly faults?: readonly Fault[];
  /** Sees every successful answer before it is written. */
  readonly observe?: (service: string, operation: string, response: object) => void;
}

export interface RequestCounts {
  readonly total: number;
  /** `backup:ListBackupPlans` → calls, refused ones too. */
  readonly byOperation: Readonly<Record<string, number>>;
}

export interface Simulator {
  readonly url: string;
  /** What a client needs to reach the simulator as its default account. */
  readonly environment: Readonly<Record<string, string>>;
  /** The same for another account, Region or actor. */
  environmentOf(account: string, region?: string, actor?: string): Readonly<Record<string, string>>;
  readonly state: World;
  readonly faults: Faults;
  readonly requests: () => RequestCounts;
  close(): Promise<void>;
}

/** A scenario that cannot be read throws `ScenarioError` with every problem. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { clock, scenario } = options;
  const loaded = scenario && loadScenario(clock, scenario.text, scenario.file);
  const state = loaded?.world ?? createWorld(clock);
  const faults = faultRules([...(loaded?.faults ?? []), ...(options.faults ?? [])]);
  const counts = new Map<string, number>();
  // Request ids have their own counter: ids of resources do not depend on how many reads came before.
  const requestIds = countedIds('request');
  const context: Context = { world: state, faults, counts, requestIds, observe: options.observe };

  const server = createServer((request, response) => {
    void serve(context, request, response);
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  const environmentOf: Simulator['environmentOf'] = (account, region = state.defaultRegion, actor) => ({
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: keyOf(state, account, actor),
    AWS_SECRET_ACCESS_KEY: 'simulator',
    AWS_REGION: region,
  });
  return {
    url,
    environment: environmentOf(state.defaultAccount),
    environmentOf,
    state,
    faults,
    requests: () => ({
      total: [...counts.values()].reduce((sum, count) => sum + count, 0),
      byOperation: Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Context {
  readonly world: World;
  readonly faults: Faults;
  readonly counts: Map<string, number>;
  readonly requestIds: Ids;
  readonly observe: SimulatorOptions['observe'];
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function keyOf(world: World, account: string, actor: string | undefined): string {
  if (actor === undefined) return accessKeyId(account, 0);
  const key = world.accounts.get(account)?.actors.get(actor)?.accessKeyId;
  if (key === undefined) throw new Error(`account ${account} has no actor ${actor}`);
  return key;
}

async function serve(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = context.requestIds.uuid('request');
  const protocol = protocolOf(request.headers);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await answerTo(context, request, Buffer.concat(chunks).toString(), protocol, requestId);
    if (answer === 'cut') {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
    response.end(answer.body);
  } catch (error) {
    // A bug of the simulator: said as an AWS 500 with its stack, so that a client shows it.
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const answer = failure(
      protocol,
      undefined,
      requestId,
      new ServiceError('InternalFailure', message, { status: 500 }),
    );
    if (!response.headersSent) response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }
}

async function answerTo(
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
  const service = SERVICES.get(scope.service);
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
    if (fault.kind === 'deny' && service.operations[name]?.writes) {
      record(callOf(world, service, name, actor, scope.region, understood.input()), undefined, error);
    }
    return failure(protocol, service.xmlns, requestId, error);
  }

  const operation = service.operations[name];
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
    if (call && operation.writes) record(call, undefined, error);
    return failure(protocol, service.xmlns, requestId, error);
  }
}

function record(call: Call, response: object | undefined, error: ServiceError): void {
  recordCall(call, response, { code: error.code, message: error.message });
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

/** Query services say InvalidAction where the others say UnknownOperationException. */
function unknownOperation(protocol: Protocol, name: string): ServiceError {
  return protocol === 'query'
    ? new ServiceError('InvalidAction', `Could not find operation ${name}`)
    : new ServiceError('UnknownOperationException', `The simulator does not implement ${name}`, {
        status: protocol === 'rest-json' ? 404 : 400,
      });
}

function faultError(
  world: World,
  service: Service,
  operation: string,
  actor: Actor,
  protocol: Protocol,
  kind: 'deny' | 'throttle' | 'error',
): ServiceError {
  switch (kind) {
    case 'deny': {
      const action = `${service.actions}:${operation}`;
      const code = protocol === 'query' ? 'AccessDenied' : service.errors.accessDenied;
      const text =
        `User: ${actorArn(world, actor)} is not authorized to perform: ${action} ` +
        `because no identity-based policy allows the ${action} action`;
      return new ServiceError(code, text, { status: protocol === 'json' ? 400 : 403 });
    }
    case 'throttle':
      return new ServiceError(protocol === 'query' ? 'Throttling' : service.errors.throttled, 'Rate exceeded');
    case 'error':
      return new ServiceError(service.errors.unavailable, 'The service is unavailable', { status: 503 });
  }
}

function asServiceError(service: Service, problem: unknown): ServiceError {
  if (problem instanceof ServiceError) return problem;
  if (problem instanceof InputError) {
    return new ServiceError(problem.missing ? service.errors.missing : service.errors.invalid, problem.message);
  }
  throw problem;
}
