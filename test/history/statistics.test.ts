import { expect, test } from 'vitest';
import { statisticOf } from '../../src/history/statistics.ts';

test.each([
  ['p95', [30, 30, 30, 90], 81],
  ['p90', [10, 20, 30, 40, 50], 46],
  ['p50', [1, 2], 1.5],
  ['p99', [7], 7],
  ['mean', [1, 2, 6], 3],
  ['max', [3, 9, 2], 9],
  ['latest', [3, 9, 2], 2],
] as const)('%s of %j is %d, exactly', (statistic, samples, value) => {
  expect(statisticOf(statistic, samples)).toBe(value);
});
