import { type ClientRequestArgs, Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import { type Duplex, PassThrough } from 'node:stream';
import { type ConnectionOptions, connect } from 'node:tls';
import { type ProxyEnvironment, proxyFor } from './proxy-for.ts';

export interface Sockets {
  readonly keepAlive: boolean;
  readonly maxSockets: number;
}

type Connected = (error: Error | null, stream: Duplex) => void;

const CONNECT_MS = 20_000;

/** For Node 20, whose agents know of no proxy: each connection is a tunnel through it, plain ones as well. */
export class TunnelHttpAgent extends HttpAgent {
  readonly #environment: ProxyEnvironment;

  constructor(environment: ProxyEnvironment, sockets: Sockets) {
    super(sockets);
    this.#environment = environment;
  }

  override createConnection(options: ClientRequestArgs, callback: Connected): Duplex | null | undefined {
    const proxy = proxyFor(this.#environment, 'http', hostOf(options), Number(options.port ?? 80));
    if (!proxy) return super.createConnection(options, callback);
    tunnel(proxy, options, 80, callback);
    return undefined;
  }
}

export class TunnelHttpsAgent extends HttpsAgent {
  readonly #environment: ProxyEnvironment;

  constructor(environment: ProxyEnvironment, sockets: Sockets) {
    super(sockets);
    this.#environment = environment;
  }

  override createConnection(options: RequestOptions, callback: Connected): Duplex | null | undefined {
    const proxy = proxyFor(this.#environment, 'https', hostOf(options), Number(options.port ?? 443));
    if (!proxy) return super.createConnection(options, callback);
    tunnel(proxy, options, 443, (error, socket) => {
      if (error) callback(error, socket);
      // The server's certificate is checked against its own name, as without a proxy.
      else callback(null, connect({ servername: hostOf(options), ...(options as ConnectionOptions), socket }));
    });
    return undefined;
  }
}

function hostOf({ host, hostname }: ClientRequestArgs): string {
  return host ?? hostname ?? 'localhost';
}

function tunnel(proxy: URL, options: ClientRequestArgs, standardPort: number, callback: Connected): void {
  const name = hostOf(options);
  const target = `${name.includes(':') ? `[${name}]` : name}:${options.port ?? standardPort}`;
  const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  const asked = send({
    hostname: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: target,
    agent: false,
    headers: { host: target, ...credentialsOf(proxy) },
    timeout: CONNECT_MS,
  });
  const failed = (why: string): void => {
    callback(Object.assign(new Error(`the proxy ${why}`), { code: 'EPROXY' }), new PassThrough());
  };
  asked.once('timeout', () => asked.destroy(new Error('does not answer')));
  asked.once('error', ({ message }) => failed(message));
  asked.once('connect', ({ statusCode = 0 }, socket) => {
    if (statusCode >= 200 && statusCode <= 299) {
      socket.setTimeout(0);
      callback(null, socket);
      return;
    }
    socket.destroy();
    failed(`answered ${statusCode}`);
  });
  asked.end();
}

function credentialsOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` };
}
