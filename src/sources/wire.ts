import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { FinalizeHandler, FinalizeHandlerArguments, FinalizeHandlerOutput, MiddlewareStack } from '@smithy/types';
import type { ApiCalls } from '../model/inventory.ts';
import { sortedRecord } from './answer.ts';
import { Limiter } from './limiter.ts';
import { RUN_IN_FLIGHT } from './rates.ts';

export interface TimeLimits {
  readonly connectMs: number;
  /** Until the answer begins. A page of 1,000 recovery points takes AWS Backup seconds, not tens of them. */
  readonly answerMs: number;
  /** Without a byte. */
  readonly silenceMs: number;
  /** Until the answer is read to its end, however it drips. */
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

/** The variables of a proxy, as Node's own agents read them (Node 24; Node 20 has no proxy support of its own). */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** Fits the middleware stack of every client. */
export interface Plugin {
  applyToStack<Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): void;
}

/** What all connections of one run share: sockets, pace, and the count of what was sent. */
export class Wire {
  readonly handler: NodeHttpHandler;
  readonly #limiter: Limiter;
  readonly limits: TimeLimits;
  readonly #sent = new Map<string, number>();

  constructor(environment: ProxyEnvironment, signal?: AbortSignal, limits: TimeLimits = TIME_LIMITS) {
    this.limits = limits;
    this.#limiter = new Limiter(signal);
    const sockets = { keepAlive: true, maxSockets: RUN_IN_FLIGHT, proxyEnv: { ...environment } };
    this.handler = new NodeHttpHandler({
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: limits.silenceMs,
      httpAgent: new HttpAgent(sockets),
      httpsAgent: new HttpsAgent(sockets),
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
          (next: FinalizeHandler<Input, Output>, context: { readonly commandName?: string }) =>
            (args: FinalizeHandlerArguments<Input>) =>
              this.#send(scope, `${service}:${context.commandName?.replace(/Command$/, '')}`, next, args),
          { relation: 'before', toMiddleware: 'httpSigningMiddleware', name: 'holdfastPace', override: true },
        );
      },
    };
  }

  async #send<Input extends object, Output extends object>(
    scope: string,
    operation: string,
    next: FinalizeHandler<Input, Output>,
    args: FinalizeHandlerArguments<Input>,
  ): Promise<FinalizeHandlerOutput<Output>> {
    const release = await this.#limiter.acquire(scope, operation);
    this.#sent.set(operation, (this.#sent.get(operation) ?? 0) + 1);
    let timer: NodeJS.Timeout | undefined;
    try {
      const tooLate = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(Object.assign(new Error('the answer did not end'), { name: 'TimeoutError' })),
          this.limits.wholeAnswerMs,
        );
      });
      return await Promise.race([next(args), tooLate]);
    } finally {
      clearTimeout(timer);
      release();
    }
  }
}
