import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { proxyAgents } from './proxy-agents.ts';
import type { ProxyEnvironment } from './proxy-for.ts';

export interface FetchSettings {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export type Fetch = (address: string, settings: FetchSettings) => Promise<Response>;

/** Without a body. Source: Fetch standard, "null body status". */
const BODILESS = [204, 205, 304];

/**
 * As `fetch`, but through the proxies of the environment, which `fetch` does not see unless Node was started so. A redirect is an
 * error: it would carry the request, and what it is signed with, elsewhere.
 */
export function proxiedFetch(environment: ProxyEnvironment): Fetch {
  const { httpAgent, httpsAgent } = proxyAgents(environment, { keepAlive: false, maxSockets: 4 });
  return (address, { body, ...settings }) =>
    new Promise((resolve, reject) => {
      const isPlain = new URL(address).protocol === 'http:';
      const asked = isPlain
        ? httpRequest(address, { ...settings, agent: httpAgent })
        : httpsRequest(address, { ...settings, agent: httpsAgent });
      asked.once('error', reject);
      asked.once('response', (answer) => {
        const { statusCode: status = 0, headers } = answer;
        if (status >= 300 && status < 400 && headers.location !== undefined) {
          asked.destroy(new Error('an unexpected redirect'));
          return;
        }
        const pairs = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
        if (BODILESS.includes(status)) {
          answer.resume();
          resolve(new Response(null, { status, headers: pairs }));
        } else resolve(new Response(Readable.toWeb(answer) as ReadableStream, { status, headers: pairs }));
      });
      asked.end(body);
    });
}
