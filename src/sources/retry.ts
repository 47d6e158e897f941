import type { RetryErrorInfo, RetryErrorType, RetryStrategyV2, RetryToken } from '@smithy/types';

/**
 * Attempts, the first included. The SDK's three are too few where somebody else uses up the account's rate: with every
 * second call refused one call in eight would be lost. Twenty lose one in a million, and end after about 15 s.
 */
const ATTEMPTS = { THROTTLING: 20, TRANSIENT: 10, SERVER_ERROR: 10, CLIENT_ERROR: 1 } as const satisfies Record<
  RetryErrorType,
  number
>;
/** A call that never ends has already cost its whole time limit. */
const TIMEOUT_ATTEMPTS = 2;
/** Failures in a row, without one success in between, after which a service counts as gone and is not retried. */
const GONE_AFTER = 30;

const FIRST_DELAY_MS = 50;

/** HTTP status of an endpoint that offers a part of AWS: the operation will not be there a second later. */
const NOT_IMPLEMENTED = 501;

/** When a refused call is sent again. One for each client, so that one service that is down does not silence others. */
export class PatientRetry implements RetryStrategyV2 {
  readonly #longestDelayMs: number;
  #failuresInARow = 0;

  constructor(longestDelayMs: number) {
    this.#longestDelayMs = longestDelayMs;
  }

  async acquireInitialRetryToken(): Promise<RetryToken> {
    return { getRetryCount: () => 0, getRetryDelay: () => 0 };
  }

  async refreshRetryTokenForRetry(token: RetryToken, failure: RetryErrorInfo): Promise<RetryToken> {
    const attempts = token.getRetryCount() + 1;
    if (attempts >= this.#attemptsFor(failure)) throw new Error(`no retry after attempt ${attempts}`);
    const longest = Math.min(this.#longestDelayMs, FIRST_DELAY_MS * 2 ** (attempts - 1));
    // Half of it by chance, so that those who were refused together do not come back together.
    const delay = longest * (0.5 + Math.random() / 2);
    return { getRetryCount: () => attempts, getRetryDelay: () => delay };
  }

  recordSuccess(): void {
    this.#failuresInARow = 0;
  }

  #attemptsFor(failure: RetryErrorInfo): number {
    if (failure.errorType === 'THROTTLING') return ATTEMPTS.THROTTLING;
    const type = isServerAnswer(failure) ? 'SERVER_ERROR' : failure.errorType;
    if (type === 'CLIENT_ERROR' || statusOf(failure) === NOT_IMPLEMENTED) return ATTEMPTS.CLIENT_ERROR;
    this.#failuresInARow++;
    if (this.#failuresInARow > GONE_AFTER) return 1;
    return isTimeout(failure) ? TIMEOUT_ATTEMPTS : ATTEMPTS[type];
  }
}

/** A load balancer's HTML 503 reaches the SDK as a syntax error, which it takes for the caller's fault. */
function isServerAnswer(failure: RetryErrorInfo): boolean {
  return statusOf(failure) >= 500;
}

/** 0: no answer came. */
function statusOf({ error }: RetryErrorInfo): number {
  return error?.$response?.statusCode ?? 0;
}

function isTimeout({ error }: RetryErrorInfo): boolean {
  // The SDK calls resets and refusals timeouts too; those cost no time.
  if (error?.name !== 'TimeoutError') return false;
  return !('code' in error) || error.code === 'ETIMEDOUT';
}
