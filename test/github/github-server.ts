import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Entry {
  readonly id: number;
  readonly number: number;
  body: string;
  title?: string;
  state: string;
  state_reason?: string;
  readonly user: { readonly login: string; readonly type: string };
  readonly author_association: string;
  readonly labels: readonly { readonly name: string }[];
  readonly pull_request?: object;
  readonly head?: object;
}

/** Answers one request instead of the server, or, with `after`, once the server has done what was asked. */
export interface Fault {
  readonly method?: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | string;
  readonly after?: boolean;
  /** Ends the connection without an answer. */
  readonly cut?: boolean;
  /** Never ends the answer, which begins with the body. */
  readonly endless?: boolean;
}

export interface GithubServer {
  readonly url: string;
  readonly comments: Entry[];
  readonly issues: Entry[];
  readonly pulls: Entry[];
  /** Of every pull request. */
  readonly files: { readonly filename: string; readonly patch?: string }[];
  /** How long each POST takes, in milliseconds; what it writes is there at its end. */
  postMs: number;
  /** Whose the token is; undefined: a job's, which has no user. */
  viewer: string | undefined;
  /** Used up one by one, each by the first request that it fits. */
  readonly faults: Fault[];
  /** `POST /repos/…`, without queries. */
  readonly requests: string[];
  readonly entry: (change?: Partial<Entry>) => Entry;
  readonly writes: () => readonly string[];
  readonly close: () => Promise<void>;
}

export const TOKEN = 'ghs_0123456789abcdef';
export const REPOSITORY = 'octo-org/payments';

const PER_PAGE_MOST = 100;

/** The few endpoints of GitHub's REST interface that are used, with its pages, its limits and its errors. */
export async function githubServer(): Promise<GithubServer> {
  const comments: Entry[] = [];
  const issues: Entry[] = [];
  const pulls: Entry[] = [];
  const files: GithubServer['files'] = [];
  const faults: Fault[] = [];
  const requests: string[] = [];
  let serial = 100;

  const entry = (change: Partial<Entry> = {}): Entry => {
    serial += 1;
    return {
      id: serial,
      number: serial,
      body: '',
      state: 'open',
      user: { login: 'github-actions[bot]', type: 'Bot' },
      author_association: 'NONE',
      labels: [],
      ...change,
    };
  };

  const server = createServer((request, response) => void handle(request, response));

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://github.test');
    const method = request.method ?? 'GET';
    requests.push(`${method} ${url.pathname}`);
    let text = '';
    for await (const part of request) text += String(part);
    const at = faults.findIndex((each) => each.method === undefined || each.method === method);
    const fault = at < 0 ? undefined : faults.splice(at, 1)[0];
    if (fault && !fault.after) {
      failAs(fault, response);
      return;
    }
    if (method === 'POST' && served.postMs > 0) await new Promise((resolve) => setTimeout(resolve, served.postMs));
    const answer = answerTo(method, url, text === '' ? {} : JSON.parse(text), request.headers.authorization);
    if (fault) failAs(fault, response);
    else send(response, answer.status, answer.body, answer.headers);
  }

  function answerTo(
    method: string,
    url: URL,
    body: Record<string, unknown>,
    authorization: string | undefined,
  ): { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> } {
    if (authorization !== `Bearer ${TOKEN}`) return { status: 401, body: { message: 'Bad credentials' } };
    const [, repos, owner, name, kind, id, rest] = url.pathname.split('/');
    if (url.pathname === '/user' && served.viewer !== undefined) return { status: 200, body: { login: served.viewer } };
    if (repos !== 'repos' || `${owner}/${name}` !== REPOSITORY) return { status: 404, body: { message: 'Not Found' } };
    const tooLong = typeof body['body'] === 'string' && [...body['body']].length > 65_536;
    if (tooLong) {
      const errors = [{ message: 'body is too long (maximum is 65536 characters)' }];
      return { status: 422, body: { message: 'Validation Failed', errors } };
    }
    if (method === 'DELETE' && kind === 'issues' && id === 'comments') return removed(comments, rest);
    const route = `${method} ${kind}${rest === undefined ? '' : `/${rest}`}`;
    if (route === 'GET issues/comments') return page(url, comments);
    if (route === 'POST issues/comments') return created(comments, body);
    if (method === 'PATCH' && kind === 'issues' && id === 'comments') return changed(comments, 'id', rest, body);
    if (route === 'GET issues') {
      const { state, labels, creator } = Object.fromEntries(url.searchParams);
      const all = [...issues, ...pulls.map((pull) => ({ ...pull, pull_request: {} }))];
      const fits = (each: Entry) =>
        (state === 'all' || each.state === (state ?? 'open')) &&
        (creator === undefined || each.user.login === creator) &&
        (labels === undefined || each.labels.some((label) => label.name === labels));
      return page(url, all.filter(fits).toReversed());
    }
    if (route === 'POST issues') return created(issues, body);
    if (route === 'PATCH issues') return changed(issues, 'number', id, body);
    if (route === 'GET pulls') return page(url, pulls);
    if (route === 'GET pulls/files') return page(url, files);
    return { status: 404, body: { message: 'Not Found' } };
  }

  function created(list: Entry[], body: Record<string, unknown>) {
    const labels = Array.isArray(body['labels']) ? body['labels'].map((name) => ({ name: String(name) })) : [];
    const title = body['title'];
    const made = entry({
      body: String(body['body']),
      labels,
      ...(served.viewer === undefined ? {} : { user: { login: served.viewer, type: 'User' } }),
      ...(typeof title === 'string' ? { title } : {}),
    });
    list.push(made);
    return { status: 201, body: made };
  }

  function removed(list: Entry[], id: string | undefined) {
    const at = list.findIndex((each) => each.id === Number(id));
    if (at < 0) return { status: 404, body: { message: 'Not Found' } };
    list.splice(at, 1);
    return { status: 204, body: '' };
  }

  function changed(list: Entry[], by: 'id' | 'number', id: string | undefined, body: Record<string, unknown>) {
    const found = list.find((each) => each[by] === Number(id));
    if (!found) return { status: 404, body: { message: 'Not Found' } };
    Object.assign(found, body);
    return { status: 200, body: found };
  }

  function page(url: URL, list: readonly object[]) {
    const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), PER_PAGE_MOST);
    const number = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url);
    next.searchParams.set('page', String(number + 1));
    const more = number * size < list.length;
    const headers = { link: `<${next}>; rel="next", <${next}>; rel="last"` };
    return { status: 200, body: list.slice((number - 1) * size, number * size), ...(more ? { headers } : {}) };
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const served: GithubServer = {
    url: `http://127.0.0.1:${port}`,
    comments,
    issues,
    pulls,
    files,
    faults,
    requests,
    postMs: 0,
    viewer: undefined,
    entry,
    writes: () => requests.filter((request) => !request.startsWith('GET')),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return served;
}

function failAs({ status, headers, body, cut, endless }: Fault, response: ServerResponse): void {
  if (cut) response.destroy();
  else if (endless) pour(response, String(body));
  else send(response, status, body ?? { message: 'Server Error' }, headers);
}

function send(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function pour(response: ServerResponse, start: string): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(start);
  const more = 'a'.repeat(1_048_576);
  const next = () => {
    while (!response.destroyed && response.write(more));
    if (!response.destroyed) response.once('drain', next);
  };
  next();
}
