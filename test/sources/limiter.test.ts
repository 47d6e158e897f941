import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Limiter } from '../../src/sources/limiter.ts';
import { RUN_IN_FLIGHT, SERVICE_RATES } from '../../src/sources/rates.ts';

const PITR = 'dynamodb:DescribeContinuousBackups';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Starts `count` calls of `latencyMs` each; gives the instants, in ms from now, at which they left. */
function started(limiter: Limiter, operation: string, count: number, latencyMs = 0, scope = 'a/r'): number[] {
  const begin = performance.now();
  const left: number[] = [];
  for (let call = 0; call < count; call++) {
    void limiter.acquire(scope, operation).then((release) => {
      left.push(performance.now() - begin);
      setTimeout(release, latencyMs);
    });
  }
  return left;
}

function mostInAnySecond(instants: readonly number[]): number {
  return Math.max(...instants.map((from) => instants.filter((at) => at >= from && at < from + 1_000).length));
}

describe('the limiter', () => {
  test('lets a burst of one second leave at once and then keeps the pace', async () => {
    const left = started(new Limiter(), PITR, 35, 50);
    await vi.advanceTimersByTimeAsync(0);
    expect(left).toHaveLength(10);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(left).toHaveLength(35);
    expect(mostInAnySecond(left)).toBe(10);
    expect(Math.max(...left)).toBeLessThan(3_100);
  });

  test('gives each account and Region its own pace', async () => {
    const limiter = new Limiter();
    const one = started(limiter, PITR, 10, 0, 'a/r');
    const other = started(limiter, PITR, 10, 0, 'a/s');
    await vi.advanceTimersByTimeAsync(0);
    expect([one.length, other.length]).toEqual([10, 10]);
  });

  test('holds all operations of AWS Backup together to what they share', async () => {
    const limiter = new Limiter();
    const operations = ['ListBackupPlans', 'ListBackupJobs', 'ListBackupVaults', 'ListRestoreJobs'];
    const left = operations.map((name) => started(limiter, `backup:${name}`, 20, 5));
    await vi.advanceTimersByTimeAsync(500);
    expect(left.flat()).toHaveLength(SERVICE_RATES.backup.perSecond);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(left.flat()).toHaveLength(80);
    expect(mostInAnySecond(left.flat())).toBe(SERVICE_RATES.backup.perSecond);
  });

  test('does not hold one operation back because another one waits', async () => {
    const limiter = new Limiter();
    started(limiter, PITR, 100, 50);
    const tables = started(limiter, 'dynamodb:DescribeTable', 5, 50);
    await vi.advanceTimersByTimeAsync(0);
    expect(tables).toHaveLength(5);
  });

  test('keeps no more calls under way than a service and a run allow', async () => {
    const limiter = new Limiter();
    const one = started(limiter, 'dynamodb:DescribeTable', 500, 1_000);
    await vi.advanceTimersByTimeAsync(500);
    expect(one).toHaveLength(SERVICE_RATES.dynamodb.inFlight);
    started(limiter, 'dynamodb:DescribeTable', 500, 1_000, 'a/s');
    const last = started(limiter, 'dynamodb:DescribeTable', 500, 1_000, 'a/t');
    await vi.advanceTimersByTimeAsync(400);
    expect(one.length + last.length).toBeLessThanOrEqual(RUN_IN_FLIGHT);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(last).toHaveLength(500);
  });

  test('serves the calls of one operation in the order in which they came', async () => {
    const limiter = new Limiter();
    const order: number[] = [];
    for (let call = 0; call < 25; call++) {
      void limiter.acquire('a/r', PITR).then((release) => {
        order.push(call);
        release();
      });
    }
    await vi.advanceTimersByTimeAsync(5_000);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).toHaveLength(25);
  });

  test('lets the slowest operation go first, and a page before a crowd', async () => {
    const limiter = new Limiter();
    const order: string[] = [];
    const call = (operation: string) =>
      void limiter.acquire('a/r', `dynamodb:${operation}`).then((release) => {
        order.push(operation);
        setTimeout(release, 50);
      });
    for (let table = 0; table < SERVICE_RATES.dynamodb.inFlight + 2; table++) call('DescribeTable');
    call('ListTables');
    call('DescribeContinuousBackups');
    await vi.advanceTimersByTimeAsync(100);
    expect(order.slice(SERVICE_RATES.dynamodb.inFlight)).toEqual([
      'DescribeContinuousBackups',
      'ListTables',
      'DescribeTable',
      'DescribeTable',
    ]);
  });

  test('refuses those who wait, and those who come later, when the run is aborted', async () => {
    const abort = new AbortController();
    const limiter = new Limiter(abort.signal);
    for (let call = 0; call < 10; call++) await limiter.acquire('a/r', PITR);
    const waiting = limiter.acquire('a/r', PITR);
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(limiter.acquire('a/r', PITR)).rejects.toThrow('enough');
  });
});
