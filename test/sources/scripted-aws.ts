import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came over the wire. */
export interface ScriptedRequest {
  /** Signing name out of the credential scope: `backup`, `dynamodb`, `monitoring`, `tagging`, `sts`. */
  readonly service: string;
  readonly accessKey: string;
  readonly region: string;
  /** `ListTables` of a JSON or query protocol; `GET /backup/plans` of REST. */
  readonly operation: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

export type ScriptedAnswer =
  | { readonly json: unknown; readonly status?: number; readonly afterMs?: number }
  | { readonly text: string; readonly type: string; readonly status?: number }
  /** Closes the connection: before a byte, or in the middle of the body. */
  | { readonly cut: 'at once' | 'in the body' }
  /** Says nothing, or drips, for ever. */
  | { readonly hang: 'before the answer' | 'in the body' | 'dripping' }
  /** Begins so, and goes on for ever, as fast as it is read. */
  | { readonly endless: string; readonly type: string; readonly status?: number };

export interface ScriptedAws {
  readonly url: string;
  readonly requests: readonly ScriptedRequest[];
  close(): Promise<void>;
}

/** A server that answers as a test says, for the faults that a truthful simulator does not have. */
export async function scriptedAws(answer: (request: ScriptedRequest) => ScriptedAnswer): Promise<ScriptedAws> {
  const requests: ScriptedRequest[] = [];
  const server = createServer((message, response) => {
    let body = '';
    message.on('data', (chunk) => {
      body += String(chunk);
    });
    message.on('end', () => {
      const request = understood(message, body);
      requests.push(request);
      const given = answer(request);
      if ('afterMs' in given && given.afterMs) setTimeout(() => give(given, response), given.afterMs);
      else give(given, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function understood(message: IncomingMessage, body: string): ScriptedRequest {
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(message.headers.authorization ?? '');
  const url = new URL(message.url ?? '/', 'http://scripted');
  const target = String(message.headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const action = new URLSearchParams(body).get('Action');
  return {
    service: scope?.[3] ?? 'unsigned',
    accessKey: scope?.[1] ?? '',
    region: scope?.[2] ?? '',
    operation: target || action || `${message.method} ${url.pathname}`,
    query: url.searchParams,
    body,
    headers: message.headers,
  };
}

const MORE = 'a'.repeat(65_536);

function give(answer: ScriptedAnswer, response: ServerResponse): void {
  if ('json' in answer) {
    response
      .writeHead(answer.status ?? 200, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify(answer.json));
  } else if ('text' in answer) {
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type }).end(answer.text);
  } else if ('endless' in answer) {
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type }).write(answer.endless);
    const more = (): void => {
      while (!response.destroyed && response.write(MORE));
    };
    response.on('drain', more);
    more();
  } else if ('cut' in answer) {
    if (answer.cut === 'in the body') response.writeHead(200, { 'content-length': '1000' }).write('{"TableNa');
    setTimeout(() => response.destroy(), 5);
  } else if (answer.hang !== 'before the answer') {
    response.writeHead(200, { 'content-length': '100000' }).write('{');
    if (answer.hang === 'dripping') {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    }
  }
}

/** What STS says of the caller. */
export function callerIdentity(account: string, partition = 'aws'): ScriptedAnswer {
  return {
    type: 'text/xml',
    text: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:${partition}:sts::${account}:assumed-role/reader/s</Arn><UserId>A</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  };
}

/** A service's refusal, in the shape of the JSON protocols. */
export function refusal(code: string, message = 'no', status = 400): ScriptedAnswer {
  return { json: { __type: code, message }, status };
}
