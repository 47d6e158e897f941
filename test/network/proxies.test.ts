import { createServer, type Server } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proxyFor } from '../../src/network/proxy-for.ts';
import { NODE_24, scrubbed, temporaryFolder } from '../built-package.ts';
import { runToEnd } from '../cli/child.ts';
import { type ConnectProxy, connectProxy } from '../connect-proxy.ts';
import { type ScriptedAws, scriptedAws } from '../sources/scripted-aws.ts';
import { askedThrough } from './asked-through.ts';

/** Stands for a server that speaks TLS: it takes down with what a client begins, and closes. */
let secure: Server;
let hellos: number[] = [];
let plain: ScriptedAws;

beforeAll(async () => {
  plain = await scriptedAws(() => ({ json: { TableNames: ['a', 'b'] } }));
  secure = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (data) => {
      hellos.push(data[0] ?? 0);
      socket.destroy();
    });
  });
  await new Promise<void>((done) => secure.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await plain.close();
  secure.close();
});

const portOf = (url: string) => Number(new URL(url).port);
function securePort(): number {
  const address = secure.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

type Asked = typeof askedThrough;

const inNode24: Asked = async (environment, addresses) => {
  const module = pathToFileURL(resolve(import.meta.dirname, 'asked-through.ts')).href;
  const code = `const { askedThrough } = await import(${JSON.stringify(module)}); console.log(JSON.stringify(await askedThrough(${JSON.stringify(environment)}, ${JSON.stringify(addresses)})));`;
  const folder = temporaryFolder();
  const { out, err } = await runToEnd(NODE_24, ['--input-type=module', '-e', code], {
    folder,
    environment: scrubbed(folder),
  });
  if (out === '') throw new Error(err);
  return JSON.parse(out);
};

async function through(port: number, use: (proxy: ConnectProxy) => Promise<void>, refusal?: number): Promise<void> {
  const proxy = await connectProxy(port, refusal);
  try {
    await use(proxy);
  } finally {
    await proxy.close();
  }
}

describe.each<[string, Asked]>([
  [`Node ${process.versions.node}`, askedThrough],
  ['Node 24', inNode24],
])('in %s', (_, asked) => {
  test('plain addresses are reached through http_proxy', async () => {
    await through(portOf(plain.url), async (proxy) => {
      const withName = proxy.url.replace('//', '//user:p%40ss@');
      const addresses = { github: 'http://github.invalid/x', aws: 'http://aws.invalid' };
      const found = await asked({ http_proxy: withName, HTTP_PROXY: 'http://127.0.0.1:1' }, addresses);
      expect(found).toEqual({ github: '200 {"TableNames":["a","b"]}', aws: 'a,b' });
      expect(proxy.asked).toHaveLength(2);
      expect(proxy.asked[0]).toMatch(/^(CONNECT github\.invalid:80|POST http:\/\/github\.invalid\/x)$/);
      expect(new Set(proxy.credentials)).toEqual(new Set([`Basic ${Buffer.from('user:p@ss').toString('base64')}`]));
    });
  });

  test('secure addresses are reached through a tunnel, in which TLS begins', async () => {
    hellos = [];
    await through(securePort(), async (proxy) => {
      const addresses = { github: 'https://github.invalid/x', aws: 'https://aws.invalid:8443' };
      const found = await asked({ HTTPS_PROXY: proxy.url }, addresses);
      expect(found.github).not.toMatch(/^\d/);
      expect(found.aws).toContain('dynamodb:ListTables brought no answer');
      expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT github.invalid:443', 'CONNECT aws.invalid:8443']));
      expect(new Set(hellos)).toEqual(new Set([22]));
    });
  });

  test('a proxy that refuses is an error, and nothing hangs', async () => {
    await through(
      securePort(),
      async (proxy) => {
        const addresses = { github: 'https://github.invalid/x', aws: 'https://aws.invalid' };
        const found = await asked({ https_proxy: proxy.url }, addresses);
        expect(found.github).not.toMatch(/^\d/);
        expect(found.aws).toContain('brought no answer');
      },
      403,
    );
  });

  test('no_proxy is honoured', async () => {
    await through(portOf(plain.url), async (proxy) => {
      const addresses = { github: `${plain.url}/x`, aws: plain.url };
      const found = await asked({ http_proxy: proxy.url, no_proxy: '.example.com,127.0.0.1' }, addresses);
      expect(found).toEqual({ github: '200 {"TableNames":["a","b"]}', aws: 'a,b' });
      expect(proxy.asked).toEqual([]);
    });
  });
});

test.each([
  ['*', 'a.example', 443, false],
  ['a.example', 'a.example', 443, false],
  ['A.example', 'a.EXAMPLE', 443, false],
  ['a.example', 'b.a.example', 443, true],
  ['.a.example', 'b.a.example', 443, false],
  ['*.a.example', 'b.a.example', 443, false],
  ['.a.example', 'nota.example', 443, true],
  ['x, a.example:8443', 'a.example', 8443, false],
  ['a.example:8443', 'a.example', 443, true],
  ['::1', '::1', 443, false],
  ['[::1]:80', '::1', 443, true],
  ['', 'a.example', 443, true],
])('no_proxy %j: %s:%i goes through the proxy: %s', (list, host, port, goes) => {
  const found = proxyFor({ https_proxy: 'http://proxy:3128', NO_PROXY: list }, 'https', host, port);
  expect(found?.host).toBe(goes ? 'proxy:3128' : undefined);
});
