import { describe, expect, test } from 'vitest';
import { checkoutPath } from '../../src/report/checkout-path.ts';

describe('the path of a file in the checkout', () => {
  test.each([
    ['policies/orders.yaml', 'policies/orders.yaml'],
    ['./policies//orders.yaml', 'policies/orders.yaml'],
    ['policies\\tier 1\\orders.yaml', 'policies/tier 1/orders.yaml'],
    ['.\\policies\\orders.yaml', 'policies/orders.yaml'],
    ['..policies/orders.yaml', '..policies/orders.yaml'],
    ['D:\\a\\payments\\policies\\orders.yaml', undefined],
    ['d:/a/payments/orders.yaml', undefined],
    ['D:orders.yaml', undefined],
    ['\\\\server\\share\\orders.yaml', undefined],
    ['\\policies\\orders.yaml', undefined],
    ['/home/runner/orders.yaml', undefined],
    ['..\\orders.yaml', undefined],
    ['policies\\..\\..\\orders.yaml', undefined],
    ['.', undefined],
    ['', undefined],
  ])('%j → %j', (file, expected) => {
    expect(checkoutPath(file)).toBe(expected);
  });
});
