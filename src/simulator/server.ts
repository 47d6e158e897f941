import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { byText } from '../model/order.ts';
import { answerTo, type Context } from './dispatch.ts';
import { ServiceError } from './error.ts';
import { type Fault, type Faults, faultRules } from './fault.ts';
import { countedIds } from './id.ts';
import { loadScenario } from './scenario/load.ts';
import type { AthenaEngine, World } from './state.ts';
import { trailTables } from './trail-table.ts';
import { failure } from './wire/answer.ts';
import { protocolOf } from './wire/understand.ts';
import { accessKeyId, createWorld } from './world.ts';

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The scenario's text, and the name under which its problems are reported. */
  readonly scenario?: { readonly text: string; readonly file: string };
  /** Epoch milliseconds. All times of the simulated accounts come from it. */
  readonly clock: () => number;
  /** Added to the scenario's. */
  readonly faults?: readonly Fault[];
  /** Answers the queries of Athena; absent: the scenario's trails are its tables. */
  readonly athena?: AthenaEngine;
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
  state.athena = options.athena ?? trailTables(state);
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
    // The first AWS CLI reads no other name.
    AWS_DEFAULT_REGION: region,
  });
  return {
    url,
    environment: environmentOf(state.defaultAccount),
    environmentOf,
    state,
    faults,
    requests: () => ({
      total: [...counts.values()].reduce((sum, count) => sum + count, 0),
      byOperation: Object.fromEntries([...counts].sort(byText(([operation]) => operation))),
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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

/** Under these names, on whatever port, only a program of this machine reaches the simulator. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/**
 * A site that has its own name point to 127.0.0.1 ("DNS rebinding") could read and change the state through its
 * visitor's browser, which sends the site's name as Host. Nothing else of the request is looked at.
 */
function refuseStranger(request: IncomingMessage, response: ServerResponse): boolean {
  const host = request.headers.host ?? '';
  if (LOOPBACK.test(host)) return false;
  const stated = JSON.stringify(host.slice(0, 100));
  response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(
    `The embedded AWS answers to 127.0.0.1, localhost and [::1] only; this request was sent to ${stated}.\n`,
  );
  return true;
}

async function serve(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (refuseStranger(request, response)) return;
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
