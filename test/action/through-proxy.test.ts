import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW } from '../../src/controls/example.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { builtPackage, temporaryFolder } from '../built-package.ts';
import { type ConnectProxy, connectProxy } from '../connect-proxy.ts';
import { type GithubServer, githubServer, REPOSITORY, TOKEN } from '../github/github-server.ts';
import { selfSigned } from '../self-signed.ts';
import { pullRequestEvent, scheduleEvent } from './event-payloads.ts';
import { runStep, type Step } from './runner.ts';

const SCENARIO = join(import.meta.dirname, '../scenarios/everything/scenario.yaml');
const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: orders
tables: { names: [orders] }
backup: { objectives: [{ frequency: 1h, retention: 35d }] }
`;
const GITHUB = 'api.github.test';

/** AWS and GitHub under their own names, by TLS to its end, and only behind a proxy: the shipped bundle as a runner in a closed network starts it. */
const PACKAGE = builtPackage();
const folder = temporaryFolder();
const authority = join(folder, 'authority.pem');
let aws: Simulator;
let github: GithubServer;
let front: Server;
let proxy: ConnectProxy;

beforeAll(async () => {
  aws = await startSimulator({
    clock: () => Date.parse(NOW),
    scenario: { text: readFileSync(SCENARIO, 'utf8'), file: 'scenario.yaml' },
  });
  github = await githubServer();
  const certified = selfSigned([GITHUB, '*.amazonaws.com', '*.eu-west-1.amazonaws.com', '*.us-east-1.amazonaws.com']);
  writeFileSync(authority, certified.cert);
  front = createServer(certified, passOn);
  await new Promise<void>((done) => front.listen(0, '127.0.0.1', done));
  const address = front.address();
  proxy = await connectProxy(typeof address === 'object' ? (address?.port ?? 0) : 0);
});
afterAll(async () => {
  await proxy.close();
  front.close();
  front.closeAllConnections();
  await github.close();
  await aws.close();
});

/** The embedded AWS answers under names of this machine only. */
function passOn(message: IncomingMessage, response: ServerResponse): void {
  const { host, port } = new URL(message.headers.host === GITHUB ? github.url : aws.url);
  const headers = { ...message.headers, host };
  const sent = request({ host: '127.0.0.1', port, method: message.method, path: message.url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  sent.on('error', () => response.destroy());
  message.pipe(sent);
}

async function step(event: string, payload: object, environment: Readonly<Record<string, string>>): Promise<Step> {
  const workspace = temporaryFolder();
  mkdirSync(join(workspace, 'policies'));
  writeFileSync(join(workspace, 'policies/orders.yaml'), POLICY);
  const { AWS_ENDPOINT_URL: _, ...account } = aws.environment;
  return runStep(PACKAGE, {
    workspace,
    environment: { ...account, ...environment },
    with: { comment: 'on-failure', issue: 'on-failure' },
    github: { url: `https://${GITHUB}`, token: TOKEN, repository: REPOSITORY, event, payload },
  });
}

const trusting = () => ({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: authority });

test('a pull request is judged and commented on through the proxy alone', async () => {
  const { exit, outputs, log } = await step('pull_request', pullRequestEvent(7), trusting());
  expect(exit, log).toBe(1);
  expect(outputs).toMatchObject({ conclusion: 'noncompliant', 'comment-id': String(github.comments[0]?.id) });
  expect(github.comments[0]?.body).toContain('backup-frequency');
  const hosts = new Set(proxy.asked);
  expect(hosts).toContain(`CONNECT ${GITHUB}:443`);
  for (const service of ['dynamodb', 'backup', 'sts']) {
    expect(hosts).toContain(`CONNECT ${service}.eu-west-1.amazonaws.com:443`);
  }
  expect([...hosts].filter((each) => !each.startsWith('CONNECT '))).toEqual([]);
});

test('the scheduled scan opens its issue', async () => {
  const { outputs } = await step('schedule', scheduleEvent(), trusting());
  expect(outputs['issue-number']).toBe(String(github.issues[0]?.number));
});

test('a certificate that nobody vouches for is no AWS: the run ends with one error, and nothing is judged', async () => {
  const { exit, outputs, commands } = await step('pull_request', pullRequestEvent(8), { HTTPS_PROXY: proxy.url });
  expect(exit).toBe(2);
  expect(outputs['conclusion'] ?? '').toBe('');
  expect(commands.filter(({ name }) => name === 'error')).toHaveLength(1);
});
