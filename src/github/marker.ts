import { field, type Rest, textIn } from './rest.ts';

/** Hidden at the top of what Holdfast writes, so that the next run finds it. A header cannot hold `--` or `>`. */
export function markerOf(header: string): string {
  return `<!-- holdfast:${header} -->`;
}

/** Who writes with the token that GitHub gives to each job. */
const JOB_BOT = 'github-actions[bot]';

/**
 * Tells which entries (comments or issues) are Holdfast's own: they begin with the marker, and the token's own user wrote them. The
 * token may edit what others wrote, and a quotation of the marker must not turn their words into Holdfast's.
 */
export class Authorship {
  readonly #rest: Rest;
  readonly #marker: string;
  readonly #own = new Set([JOB_BOT]);
  #asked = false;

  constructor(rest: Rest, marker: string) {
    this.#rest = rest;
    this.#marker = marker;
  }

  begins(entry: unknown): boolean {
    const body = field(entry, 'body');
    return typeof body === 'string' && body.split(/\r?\n/, 1)[0] === this.#marker;
  }

  isOwn(entry: unknown): boolean {
    const login = loginOf(entry);
    return this.begins(entry) && login !== undefined && this.#own.has(login);
  }

  /** Who may have written what is Holdfast's own: the job's bot, and whoever else the token is of. */
  async *logins(): AsyncGenerator<string> {
    yield JOB_BOT;
    await this.ask();
    for (const login of this.#own) if (login !== JOB_BOT) yield login;
  }

  /** What the token wrote just now says who it is. */
  learn(written: unknown): void {
    const login = loginOf(written);
    if (login !== undefined) this.#own.add(login);
  }

  /** Asks GitHub whose the token is, once: most jobs write with their own bot's, and need not. */
  async ask(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    const user = await this.#rest.request('GET', '/user');
    if (user.ok) {
      this.learn({ user: user.body });
      return;
    }
    // The token of an app has no user; only GraphQL tells its name.
    const viewer = await this.#rest.request('POST', '/graphql', { query: '{ viewer { login } }' });
    if (viewer.ok) this.learn({ user: field(field(viewer.body, 'data'), 'viewer') });
  }
}

function loginOf(entry: unknown): string | undefined {
  return textIn(field(entry, 'user'), 'login');
}

/** Whether two texts say the same: the line at the end, with time and run, does not count. */
export function saysTheSame(a: unknown, b: string): boolean {
  return typeof a === 'string' && lasting(a) === lasting(b);
}

function lasting(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .trimEnd()
    .replace(/\n<sub>[^\n]*<\/sub>$/, '')
    .trimEnd();
}

export function idOf(entry: unknown, name: 'id' | 'number'): number | undefined {
  const id = field(entry, name);
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
