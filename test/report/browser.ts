import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Readable, Writable } from 'node:stream';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** CHROME_PATH, or the first Chromium on the PATH. */
export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = [process.env['CHROME_PATH'], ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))];
  return places.find((place) => place !== undefined && existsSync(place));
}

export interface Page {
  /** A method of the Chrome DevTools Protocol. */
  readonly send: (method: string, params?: object) => Promise<unknown>;
  /** The value of an expression in the page. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  readonly open: (url: string) => Promise<void>;
}

export interface Browser {
  readonly page: Page;
  readonly close: () => void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: { readonly [name: string]: unknown };
  readonly error?: { readonly message: string };
}

/** Drives a headless Chromium through two pipes: no port, no package. */
export async function startBrowser(program: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'holdfast-browser-'));
  const words = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
  const child = spawn(program, [...words, `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , , requests, answers] = child.stdio;
  if (!(requests instanceof Writable && answers instanceof Readable)) throw new Error('the browser has no pipes');

  const waiting = new Map<number | string, (message: Message) => void>();
  // A browser that has ended reads no more; that it did is told below.
  requests.on('error', () => undefined);
  let received = '';
  answers.setEncoding('utf8').on('data', (text: string) => {
    const messages = (received + text).split('\0');
    received = messages.pop() ?? '';
    for (const each of messages) {
      const message: Message = JSON.parse(each);
      waiting.get(message.id ?? message.method ?? '')?.(message);
    }
  });

  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with exit code ${code}`)));
  });
  ended.catch(() => undefined);

  let serial = 0;
  const request = (method: string, params: object, sessionId?: string): Promise<Message['result']> => {
    serial += 1;
    const id = serial;
    requests.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
    const answered = new Promise<Message['result']>((resolve, reject) => {
      waiting.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
    });
    return Promise.race([answered, ended]);
  };

  const targets = Object(await request('Target.getTargets', {})).targetInfos;
  const { targetId } = targets.find(({ type }: { readonly type: string }) => type === 'page');
  const { sessionId } = Object(await request('Target.attachToTarget', { targetId, flatten: true }));
  const send: Page['send'] = (method, params = {}) => request(method, params, sessionId);
  await send('Page.enable');
  return {
    page: {
      send,
      evaluate: async (expression) => {
        const { result, exceptionDetails } = Object(
          await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true }),
        );
        if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
        return result.value;
      },
      open: async (url) => {
        const loaded = new Promise<void>((resolve) => waiting.set('Page.loadEventFired', () => resolve()));
        await send('Page.navigate', { url });
        await loaded;
      },
    },
    close: () => {
      child.once('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
      child.kill();
    },
  };
}
