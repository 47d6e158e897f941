/** What GitHub answered, or why there is no answer. */
export type Answer =
  | { readonly ok: true; readonly body: unknown; readonly hasNext: boolean }
  | {
      readonly ok: false;
      /** Absent: no answer came. */
      readonly status?: number;
      /** One sentence without a full stop. */
      readonly why: string;
      /** The request may have had its effect all the same. */
      readonly maybeDone: boolean;
    };

export type Method = 'GET' | 'POST' | 'PATCH';

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
  readonly fetch: typeof fetch;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 500;
/** A step that waits longer for its turn costs more than a comment is worth. */
const LONGEST_WAIT_MS = 60_000;
const ANSWER_MS = 20_000;

/** Retries what GitHub refused for a while: rate limits, 5xx, cut connections. A POST only when it surely had no effect. */
export function restClient(settings: RestSettings): Rest {
  return {
    request: async (method, path, body) => {
      for (let attempt = 1; ; attempt += 1) {
        const { answer, waitMs } = await send(settings, method, path, body, attempt);
        if (waitMs === undefined || attempt === ATTEMPTS || waitMs > LONGEST_WAIT_MS) return answer;
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
    const response = await fetch(`${apiUrl.replace(/\/+$/, '')}${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'user-agent': userAgent,
        'x-github-api-version': '2022-11-28',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A redirect would carry the request elsewhere, and none of what is asked here is ever moved.
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await response.text();
    if (response.ok) return { answer: accepted(text, response.headers) };
    const { status } = response;
    const answer = { ok: false, status, why: refusal(status, text), maybeDone: status >= 500 } as const;
    const limited = limitWaitMs(response, text, clock());
    if (limited !== undefined) return { answer, waitMs: limited };
    return { answer, ...(status >= 500 ? backOff : {}) };
  } catch (error) {
    return {
      answer: { ok: false, why: `no answer from ${apiUrl} (${troubleOf(error)})`, maybeDone: true },
      ...backOff,
    };
  }
}

function accepted(text: string, headers: Headers): Answer {
  return {
    ok: true,
    body: text === '' ? undefined : JSON.parse(text),
    hasNext: /<[^>]*>;[^,]*\brel="?next"?/.test(headers.get('link') ?? ''),
  };
}

/**
 * How long GitHub asks to wait; undefined when it refused for another reason.
 * Source: docs.github.com, "Rate limits for the REST API", "Exceeding the rate limit".
 */
function limitWaitMs({ status, headers }: Response, text: string, now: number): number | undefined {
  const after = Number(headers.get('retry-after') ?? Number.NaN);
  const used = headers.get('x-ratelimit-remaining') === '0';
  const secondary = /secondary rate limit|abuse detection/i.test(text);
  if (status !== 429 && !(status === 403 && (used || secondary || !Number.isNaN(after)))) return undefined;
  if (!Number.isNaN(after)) return after * 1_000;
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  return used && !Number.isNaN(reset) ? Math.max(reset * 1_000 - now, 0) + 1_000 : LONGEST_WAIT_MS;
}

const LONGEST_MESSAGE = 300;

function refusal(status: number, text: string): string {
  const said = messageIn(text);
  return `GitHub answered ${status}${said === '' ? '' : `: ${said.slice(0, LONGEST_MESSAGE)}`}`;
}

/** `{ "message": "Validation Failed", "errors": [{ "message": "body is too long" }] }` */
function messageIn(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
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

/** `fetch` tells "fetch failed", and why in its cause. */
function troubleOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = field(cause, 'code');
  return typeof code === 'string' ? code : cause.message;
}
