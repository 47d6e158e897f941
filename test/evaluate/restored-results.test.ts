import { describe, expect, test } from 'vitest';
import { denied, exampleInventory, NOW } from '../../src/controls/example.ts';
import { judge, resultOf } from '../aws-meaning/judge.ts';

const PART = 'restore: { settings: { tags: { team: payments } } }';

describe('a table that bears the name of one that was restored', () => {
  const restored = { tags: { team: 'payments' } };

  test('is judged as restored when it is as old as the restore', () => {
    const report = judge(exampleInventory({ restored }), PART);
    expect(resultOf(report, 'restored-tags', 'orders-restored').status).toBe('pass');
  });

  test.each([
    ['what it has', restored],
    ['what it lacks', { tags: {} }],
  ])('is unknown when nobody may say how old it is, whatever %s', (_, settings) => {
    const description = denied('dynamodb:DescribeTable');
    const report = judge(exampleInventory({ restored: { ...settings, description } }), PART);
    expect(resultOf(report, 'restored-tags', 'orders-restored')).toMatchObject({
      status: 'unknown',
      message: 'cannot tell whether the table is still the one that was restored, or another of its name',
      unknown: { reason: 'denied', permission: 'dynamodb:DescribeTable' },
    });
  });

  test('is another one when it was created after the restore', () => {
    const report = judge(exampleInventory({ restored: { ...restored, description: { createdAt: NOW } } }), PART);
    expect(report.results.map(({ control, resource, status }) => [resource.name, control, status])).toEqual([
      ['orders', 'restored-tags', 'not-applicable'],
      ['orders-restored', 'restored-tags', 'not-applicable'],
    ]);
  });
});
