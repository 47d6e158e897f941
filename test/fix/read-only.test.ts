import { expect, test } from 'vitest';
import { withAws } from './aws-machine.ts';
import { ALL_SETTINGS, RESTORED_ESTATE } from './restored-estate.ts';

test.each([
  'fix',
  'fix --table orders',
  'fix --plan-for orders',
  'fix --format terraform',
  'fix --format cloudformation',
])('%s reads AWS and asks it to change nothing', async (line) => {
  await withAws(RESTORED_ESTATE, async ({ holdfast, simulator }) => {
    const { exit, out, err } = await holdfast(line, ALL_SETTINGS);
    expect(exit, err).toBe(0);
    expect(out).toMatch(/^#/);
    const called = Object.keys(simulator.requests().byOperation);
    expect(called).toContain('application-autoscaling:DescribeScalableTargets');
    expect(called.filter((operation) => !/:(Describe|Get|List|Lookup)[A-Z]/.test(operation))).toEqual([]);
  });
});
