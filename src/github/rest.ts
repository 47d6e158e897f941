import { parseJson } from '../model/json.ts';
import type { Fetch } from '../network/proxied-fetch.ts';

/** What GitHub answered, or why there is no answer. */
export type Answer = { readonly ok: true; readonly body: unknown; readonly hasNext: boolean } | Refusal;

export interface Refusal {
  readonly ok: false;
  /** Absent: no answer came. */
  readonly status?: number;
  /** One sentence without a full stop. */
  readonly why: string;
  /** The request may have had its effect all the same. */
  readonly maybeDone: boolean;
  /** Too much was asked: the same request will be answered later, and no permission is missing. */
  readonly limited?: boolean;
  /** A list was answered, with more entries than are read. */
  readonly tooLong?: boolean;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** The REST interface of GitHub, as far as it is used. */
export interface Rest {
  /** `path` follows the address of the interface and begins with a slash; its parts are already encoded. */
  readonly request: (method: Method, path: string, body?: object) => Promise<Answer>;
}

export interface RestSettings {
  /** `GITHUB_API_URL` of the runner. */
  readonly apiUrl: string;
  readonly token: string;
  readonly userAgent: string;
  readonly fetch: Fetch;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 500;
/** A step that waits longer for its turns, all in all, costs more than a comment is worth. */
const LONGEST_WAIT_MS = 60_000;
const ANSWER_MS = 20_000;
/** A hundred of the longest comments, in the longest characters. */
const MOST_ANSWER_BYTES = 32 * 1_048_576;

/** Retries what GitHub refused for a while: rate limits, 5xx, cut connections. A POST only when it surely had no effect. */
export function restClient(settings: RestSettings): Rest {
  let leftMs = LONGEST_WAIT_MS;
  return {
    request: async (method, path, body) => {
      for (let attempt = 1; ; attempt += 1) {
        const { answer, waitMs } = await send(settings, method, path, body, attempt);
        if (waitMs === undefined || attempt === ATTEMPTS || waitMs > leftMs) return answer;
        leftMs -= waitMs;
        await settings.wait(waitMs);
      }
    },
  };
}

interface Attempt {
  readonly answer: Answer;
  /** Present: the same request may be sent again after this. */
  readonly waitMs?: number;
}

async function send(
  { apiUrl, token, userAgent, fetch, clock }: RestSettings,
  method: Method,
  path: string,
  body: object | undefined,
  attempt: number,
): Promise<Attempt> {
  const backOff = method === 'POST' ? {} : { waitMs: FIRST_WAIT_MS * 2 ** (attempt - 1) };
  try {
    const response = await fetch(addressOf(apiUrl, path), {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'user-agent': userAgent,
        'x-github-api-version': '2022-11-28',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await textOf(response);
    const { status } = response;
    if (text === undefined) {
      const why = `the answer of ${apiUrl} is longer than ${MOST_ANSWER_BYTES.toLocaleString('en-US')} bytes`;
      return { answer: { ok: false, status, why, maybeDone: true } };
    }
    if (response.ok) return { answer: accepted(text, response.headers) };
    const answer = { ok: false, status, why: refusal(status, text), maybeDone: status >= 500 } as const;
    const limit = limitOf(response, text, clock());
    if (limit !== undefined) {
      return { answer: { ...answer, limited: true, why: `${limit.why} (${answer.why})` }, waitMs: limit.waitMs };
    }
    return { answer, ...(status >= 500 ? backOff : {}) };
  } catch (error) {
    return {
      answer: { ok: false, why: `no answer from ${apiUrl} (${troubleOf(error)})`, maybeDone: true },
      ...backOff,
    };
  }
}

/** GraphQL of GitHub Enterprise is not below the version of REST. */
function addressOf(apiUrl: string, path: string): string {
  const base = apiUrl.replace(/\/+$/, '');
  return `${path === '/graphql' ? base.replace(/\/v3$/, '') : base}${path}`;
}

/** Undefined: it has more bytes than any answer that is asked for. */
async function textOf({ body }: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    // To leave the loop cancels the body, and the connection with it.
    if (bytes > MOST_ANSWER_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function accepted(text: string, headers: Headers): Answer {
  return {
    ok: true,
    body: text === '' ? undefined : parseJson(text),
    hasNext: /<[^>]*>;[^,]*\brel="?next"?/.test(headers.get('link') ?? ''),
  };
}

interface Limit {
  readonly waitMs: number;
  readonly why: string;
}

/**
 * How long GitHub asks to wait; undefined when it refused for another reason.
 * Source: docs.github.com, "Rate limits for the REST API", "Exceeding the rate limit".
 */
function limitOf({ status, headers }: Response, text: string, now: number): Limit | undefined {
  const after = Number(headers.get('retry-after') ?? Number.NaN);
  const used = headers.get('x-ratelimit-remaining') === '0';
  const secondary = /secondary rate limit|abuse detection/i.test(text);
  if (status !== 429 && !(status === 403 && (used || secondary || !Number.isNaN(after)))) return undefined;
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  if (!Number.isNaN(after)) return limitedFor(after * 1_000, now);
  if (used && !Number.isNaN(reset)) return limitedFor(Math.max(reset * 1_000 - now, 0) + 1_000, now);
  return { waitMs: LONGEST_WAIT_MS, why: "GitHub's rate limit is used up" };
}

/** Further away than any limit of GitHub's, which last an hour. */
const LONGEST_LIMIT_MS = 7 * 24 * 3_600_000;

function limitedFor(waitMs: number, now: number): Limit {
  const end = waitMs > LONGEST_LIMIT_MS ? '' : ` until ${new Date(now + waitMs).toISOString().slice(0, 19)}Z`;
  return { waitMs, why: `GitHub's rate limit is used up${end}` };
}

const LONGEST_MESSAGE = 300;

function refusal(status: number, text: string): string {
  const said = messageIn(text);
  return `GitHub answered ${status}${said === '' ? '' : `: ${said.slice(0, LONGEST_MESSAGE)}`}`;
}

/** `{ "message": "Validation Failed", "errors": [{ "message": "body is too long" }] }` */
function messageIn(text: string): string {
  try {
    const body: unknown = parseJson(text);
    const message = field(body, 'message');
    const errors = field(body, 'errors');
    const details = Array.isArray(errors) ? errors.map((error: unknown) => field(error, 'message') ?? error) : [];
    return [message, ...details].filter((part) => typeof part === 'string').join('; ');
  } catch {
    return '';
  }
}

/** A field of an answer, whatever was answered. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A name in an answer. Half a character is in none that GitHub sent, and stands in no address. */
export function textIn(value: unknown, name: string): string | undefined {
  const text = field(value, name);
  return typeof text === 'string' && !/\p{Surrogate}/u.test(text) ? text : undefined;
}

/** `fetch` tells "fetch failed", and why in its cause. */
function troubleOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = field(cause, 'code');
  return typeof code === 'string' ? code : cause.message;
}
