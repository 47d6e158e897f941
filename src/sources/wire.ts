import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { FinalizeHandler, FinalizeHandlerArguments, FinalizeHandlerOutput, MiddlewareStack } from '@smithy/types';
import type { ApiCalls } from '../model/inventory.ts';
import { proxyAgents } from '../network/proxy-agents.ts';
import type { ProxyEnvironment } from '../network/proxy-for.ts';
import { sortedRecord } from './answer.ts';
import { collected, Together } from './collected.ts';
import { Limiter } from './limiter.ts';
import type { Cost, ListBounds } from './pages.ts';
import { RUN_IN_FLIGHT } from './rates.ts';

export interface TimeLimits {
  readonly connectMs: number;
  /** Until the answer begins. A page of 1,000 recovery points takes AWS Backup seconds, not tens of them. */
  readonly answerMs: number;
  /** Without a byte. */
  readonly silenceMs: number;
  /** From its beginning until the answer is read to its end, however it drips. */
  readonly wholeAnswerMs: number;
  /** Between two attempts. */
  readonly longestRetryMs: number;
}

const TIME_LIMITS: TimeLimits = {
  connectMs: 5_000,
  answerMs: 20_000,
  silenceMs: 20_000,
  wholeAnswerMs: 60_000,
  longestRetryMs: 1_200,
};

/** How much is taken of an endpoint that never ends. */
export interface AnswerBounds {
  readonly answerBytes: number;
  /** Of all answers that are read at once: the largest pages that AWS gives, on every socket of a run, are half of it. */
  readonly answersTogetherBytes: number;
  readonly list: ListBounds;
}

/**
 * An answer: the largest that AWS gives are pages of 1,000 recovery points, 1.5 MB, and of what Athena found, 1,000 rows of
 * some kilobytes.
 *
 * A list: the longest that an organization of 100,000 tables makes in one Region of one account, if all of it lay there, are
 * its alarms, 20 a table at 100 a page: 20,000 pages. Its tables are 1,000 pages, 35 daily recovery points of each 3,500. Pages without an
 * item are those of jobs of other services, which AWS Backup leaves out of a page: a thousand of them are a million jobs. Beyond 2 GiB of text the
 * items would not fit into the memory that Node gives a process, which would end without a word. Two seconds for each of 3,500
 * pages are two hours; a page of 20 s is no service that can be read to its end.
 */
const ANSWER_BOUNDS: AnswerBounds = {
  answerBytes: 32 * 1024 * 1024,
  answersTogetherBytes: 256 * 1024 * 1024,
  list: {
    pages: 20_000,
    emptyPages: 1_000,
    bytes: 2 * 1024 * 1024 * 1024,
    answeringMs: 2 * 3_600_000,
    slowPageMs: 20_000,
  },
};

/** Fits the middleware stack of every client. */
export interface Plugin {
  applyToStack<Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): void;
}

/** What all connections of one run share: sockets, pace, and the count of what was sent. */
export class Wire {
  readonly handler: NodeHttpHandler;
  readonly limits: TimeLimits;
  readonly bounds: AnswerBounds;
  readonly #limiter: Limiter;
  readonly #together: Together;
  readonly #sent = new Map<string, number>();
  readonly #bytes = new WeakMap<object, number>();
  readonly #costs = new WeakMap<object, Cost>();

  constructor(
    environment: ProxyEnvironment,
    signal?: AbortSignal,
    limits: TimeLimits = TIME_LIMITS,
    bounds: AnswerBounds = ANSWER_BOUNDS,
  ) {
    this.limits = limits;
    this.bounds = bounds;
    this.#limiter = new Limiter(signal);
    this.#together = new Together(bounds.answersTogetherBytes);
    this.handler = new NodeHttpHandler({
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: limits.silenceMs,
      ...proxyAgents(environment, { keepAlive: true, maxSockets: RUN_IN_FLIGHT }),
    });
    // One listener for the run: with the signal on every request Node 20 warns of a leak from the eleventh on.
    signal?.addEventListener('abort', () => this.close(), { once: true });
  }

  apiCalls(): ApiCalls {
    const byOperation = sortedRecord(Object.fromEntries(this.#sent));
    return { total: Object.values(byOperation).reduce((sum, count) => sum + count, 0), byOperation };
  }

  close(): void {
    this.handler.destroy();
  }

  /** What an answer cost that a client of this run gave. */
  costOf(output: object): Cost {
    return this.#costs.get(output) ?? { bytes: 0, answerMs: 0 };
  }

  /** Reads the body of an answer; every client of a run is given it. What is streamed, an object of S3, does not come by here. */
  readonly collect = async (body: unknown): Promise<Uint8Array> => {
    const bytes = await collected(body, {
      bytes: this.bounds.answerBytes,
      ms: this.limits.wholeAnswerMs,
      together: this.#together,
    });
    if (typeof body === 'object' && body !== null) this.#bytes.set(body, bytes.length);
    return bytes;
  };

  /**
   * Paces and counts every attempt of a client. It stands after the SDK's retries, so that they count and wait too, and
   * before the signature, which would be stale after five minutes in the queue.
   */
  plugin(service: string, scope: string): Plugin {
    return {
      applyToStack: <Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>) => {
        // It walks through every answer to strike out secrets although nobody logs: a tenth of the work of a large read.
        stack.remove('loggerMiddleware');
        stack.addRelativeTo(
          (next: FinalizeHandler<Input, Output>, context: { readonly commandName?: string }) => {
            const operation = `${service}:${context.commandName?.replace(/Command$/, '')}`;
            let spentMs = 0;
            return async (args: FinalizeHandlerArguments<Input>) => {
              const release = await this.#leave(scope, operation);
              const begin = performance.now();
              try {
                const answer = await next(args);
                this.#note(answer, spentMs + performance.now() - begin);
                return answer;
              } finally {
                spentMs += performance.now() - begin;
                release();
              }
            };
          },
          { relation: 'before', toMiddleware: 'httpSigningMiddleware', name: 'holdfastPace', override: true },
        );
      },
    };
  }

  async #leave(scope: string, operation: string): Promise<() => void> {
    const release = await this.#limiter.acquire(scope, operation);
    this.#sent.set(operation, (this.#sent.get(operation) ?? 0) + 1);
    return release;
  }

  #note<Output extends object>({ output, response }: FinalizeHandlerOutput<Output>, answerMs: number): void {
    const body = typeof response === 'object' && response !== null && 'body' in response ? response.body : undefined;
    const bytes = typeof body === 'object' && body !== null ? this.#bytes.get(body) : undefined;
    this.#costs.set(output, { bytes: bytes ?? 0, answerMs });
  }
}
