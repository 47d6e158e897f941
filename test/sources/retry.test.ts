import type { RetryErrorInfo } from '@smithy/types';
import { describe, expect, test } from 'vitest';
import { PatientRetry } from '../../src/sources/retry.ts';

/** How often a call is sent, the first time included, and the longest wait in between. */
async function attempts(retry: PatientRetry, failure: RetryErrorInfo): Promise<{ sent: number; longestMs: number }> {
  let token = await retry.acquireInitialRetryToken();
  let longestMs = 0;
  for (let sent = 1; ; sent++) {
    try {
      token = await retry.refreshRetryTokenForRetry(token, failure);
      longestMs = Math.max(longestMs, token.getRetryDelay());
    } catch {
      return { sent, longestMs };
    }
  }
}

function failing(errorType: RetryErrorInfo['errorType'], error: object = {}): RetryErrorInfo {
  return { errorType, error: Object.assign(new Error('x'), error) as NonNullable<RetryErrorInfo['error']> };
}

describe('retries', () => {
  test('are many for a throttle, and never wait longer than a good second', async () => {
    const { sent, longestMs } = await attempts(new PatientRetry(1_200), failing('THROTTLING'));
    expect(sent).toBe(20);
    expect(longestMs).toBeLessThanOrEqual(1_200);
  });

  test('are several for a reset or a fault of the service', async () => {
    expect(
      (await attempts(new PatientRetry(1_200), failing('TRANSIENT', { name: 'TimeoutError', code: 'ECONNRESET' })))
        .sent,
    ).toBe(10);
    expect((await attempts(new PatientRetry(1_200), failing('SERVER_ERROR'))).sent).toBe(10);
  });

  test('are one for a call that never ended', async () => {
    expect((await attempts(new PatientRetry(1_200), failing('TRANSIENT', { name: 'TimeoutError' }))).sent).toBe(2);
    expect(
      (await attempts(new PatientRetry(1_200), failing('TRANSIENT', { name: 'TimeoutError', code: 'ETIMEDOUT' }))).sent,
    ).toBe(2);
  });

  test('are none for a refusal', async () => {
    expect(
      (await attempts(new PatientRetry(1_200), failing('CLIENT_ERROR', { name: 'AccessDeniedException' }))).sent,
    ).toBe(1);
  });

  test('are several for an HTML page with status 503, which the SDK takes for a syntax error', async () => {
    const page = failing('CLIENT_ERROR', { name: 'SyntaxError', $response: { statusCode: 503 } });
    expect((await attempts(new PatientRetry(1_200), page)).sent).toBe(10);
  });

  test('are none for an operation that the endpoint does not have', async () => {
    const missing = failing('SERVER_ERROR', { $response: { statusCode: 501 } });
    expect((await attempts(new PatientRetry(1_200), missing)).sent).toBe(1);
  });

  test('end after thirty failures in a row, and come back with the first success', async () => {
    const retry = new PatientRetry(1_200);
    const reset = failing('TRANSIENT', { code: 'ECONNRESET' });
    for (let call = 0; call < 3; call++) await attempts(retry, reset);
    expect((await attempts(retry, reset)).sent).toBe(1);
    retry.recordSuccess();
    expect((await attempts(retry, reset)).sent).toBe(10);
  });
});
