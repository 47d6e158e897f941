import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ProxyEnvironment } from './proxy-for.ts';
import { type Sockets, TunnelHttpAgent, TunnelHttpsAgent } from './tunnel-agents.ts';

export interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** Agents that reach the network as the environment says: Node's own where it can, as of 24, tunnels where it cannot. */
export function proxyAgents(environment: ProxyEnvironment, sockets: Sockets): Agents {
  const proxyEnv = { ...environment };
  return process.allowedNodeEnvironmentFlags.has('--use-env-proxy')
    ? { httpAgent: new HttpAgent({ ...sockets, proxyEnv }), httpsAgent: new HttpsAgent({ ...sockets, proxyEnv }) }
    : {
        httpAgent: new TunnelHttpAgent(environment, sockets),
        httpsAgent: new TunnelHttpsAgent(environment, sockets),
      };
}
