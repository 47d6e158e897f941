import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TrailHistory } from '../../../src/model/trail-event.ts';
import { readHistory } from '../../../src/sources/trail/history.ts';
import { trailRecord } from '../../history/trail-records.ts';
import { logFile } from './log-tree.ts';

const WINDOW = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z' };
const host = { now: WINDOW.to, workingDirectory: '.', environment: {}, progress: () => undefined };
const IDS = Array.from({ length: 300 }, (_, at) => `event-${String(at).padStart(3, '0')}`);
const BYTES = logFile(IDS.map((eventID) => trailRecord({ eventID })));

/** What the next answers do: how many bytes they give before the connection breaks. */
let breaks: number[] = [];
let asked: (string | undefined)[] = [];
let etag = '"one"';
let whenBroken = () => {};
let server: Server;
const before = { ...process.env };

/** A bucket with one object, which breaks off as it is told to. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const { range, 'if-match': match } = request.headers;
  asked.push(range);
  if (match !== undefined && match !== etag) {
    response.writeHead(412, { 'content-type': 'application/xml' });
    response.end('<Error><Code>PreconditionFailed</Code><Message>replaced</Message></Error>');
    return;
  }
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const part = BYTES.subarray(from);
  response.writeHead(range === undefined ? 200 : 206, {
    etag,
    'content-length': part.length,
    ...(range === undefined ? {} : { 'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}` }),
  });
  const most = breaks.shift();
  if (most === undefined) response.end(part);
  else response.write(part.subarray(0, most), () => setTimeout(broken, 20, response));
}

function broken(response: ServerResponse): void {
  whenBroken();
  response.destroy();
}

beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const settings = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'eu-west-1' };
  Object.assign(process.env, settings, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
});
afterEach(() => {
  breaks = [];
  asked = [];
  etag = '"one"';
  whenBroken = () => {};
});
afterAll(() => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'AWS_ENDPOINT_URL']) {
    delete process.env[name];
  }
  Object.assign(process.env, before);
  return new Promise((resolve) => server.close(resolve));
});

const read = () => {
  const environment = { AWS_ENDPOINT_URL: process.env['AWS_ENDPOINT_URL'] };
  return readHistory(['s3://logs/one.json.gz'], WINDOW, { ...host, environment });
};
const idsOf = ({ events }: TrailHistory) => events.map(({ id }) => id);
const gapsOf = ({ reach }: TrailHistory) => reach.flatMap(({ gaps }) => gaps.map(({ detail }) => detail));

describe('an object whose transfer breaks', () => {
  test('is taken up where it broke, and each of its events counts once', async () => {
    breaks = [1_000, 700, 0, 0];
    const history = await read();
    expect(gapsOf(history)).toEqual([]);
    expect(idsOf(history)).toEqual(IDS);
    expect(asked).toEqual([undefined, 'bytes=1000-', 'bytes=1700-', 'bytes=1700-', 'bytes=1700-']);
  });

  test('is a gap when it breaks again and again without a byte in between', async () => {
    breaks = [1_000, 0, 0, 0, 0, 0];
    const history = await read();
    expect(asked).toHaveLength(5);
    expect(gapsOf(history)).toEqual([
      expect.stringMatching(/^s3:\/\/logs\/one\.json\.gz: it cannot be read, ECONNRESET/),
    ]);
  });

  test('is a gap when it was replaced meanwhile: two objects are not one', async () => {
    breaks = [1_000];
    whenBroken = () => {
      etag = '"two"';
    };
    expect(gapsOf(await read())).toEqual([expect.stringContaining('it cannot be read, PreconditionFailed')]);
  });
});
