import { describe, expect, test } from 'vitest';
import { denied, type ExampleParts, exampleInventory } from '../../../src/controls/example.ts';
import { restoredAutoScaling } from '../../../src/controls/restored-auto-scaling.ts';
import type { RegionInventory } from '../../../src/model/inventory.ts';
import type { RestoreSettings } from '../../../src/model/policy.ts';
import type { ScheduledAction } from '../../../src/model/table.ts';
import { judgeInventory, judgeSetting } from './judge.ts';

const READ = 'dynamodb:table:ReadCapacityUnits';
const INDEX_WRITE = 'dynamodb:index:WriteCapacityUnits';
const SAME: RestoreSettings = { autoScaling: 'same-as-source' };
const PROVISIONED = { description: { billingMode: 'PROVISIONED' } } as const;
const RESTORED = 'table/orders-restored';

/** The source with an action each morning, and the restored table with these. */
function estate(own: readonly Partial<ScheduledAction>[], source: readonly Partial<ScheduledAction>[] = [{}]) {
  return {
    table: PROVISIONED,
    restored: PROVISIONED,
    scheduledActions: [...source, ...own.map((each) => ({ resourceId: RESTORED, ...each }))],
  } satisfies ExampleParts;
}

const judge = (parts: ExampleParts, settings = SAME) => judgeSetting(restoredAutoScaling, settings, parts);

describe('scheduled actions of a restored table', () => {
  test('pass where one does the same at the same times, whatever it is called and however UTC is written', () => {
    const outcome = judge(estate([{ name: 'wake-up', timezone: 'Etc/UTC' }]));
    expect(outcome).toMatchObject({
      status: 'pass',
      message: 'auto scaling of 1 scheduled action, as on the source',
      actual: { scheduledActions: [{ name: 'wake-up', part: 'read of the table', minCapacity: 50 }] },
    });
  });

  test.each<[string, Partial<ScheduledAction>]>([
    ['at other times', { schedule: 'cron(0 8 * * ? *)' }],
    ['in another time zone', { timezone: 'Asia/Tokyo' }],
    ['with other bounds', { minCapacity: 51 }],
    ['with one bound more', { maxCapacity: 900 }],
    ['that ends', { endAt: '2027-03-01T00:00:00.000Z' }],
    ['that starts later', { startAt: '2027-03-01T00:00:00.000Z' }],
    ['of another part', { dimension: 'dynamodb:table:WriteCapacityUnits' }],
  ])('fail where there is one %s', (_, action) => {
    const outcome = judge(estate([{ name: 'other', ...action }]));
    expect(outcome).toMatchObject({
      status: 'fail',
      message: 'auto scaling differs on 2 scheduled actions (morning, other); policy asks for that of the source',
    });
  });

  test('fail where the source has none', () => {
    expect(judge(estate([{ name: 'left-over' }], []))).toMatchObject({
      status: 'fail',
      because: [
        'scheduled action left-over (read of the table): cron(0 7 * * ? *) UTC → min 50 units; not on the source',
      ],
    });
  });

  test('are compared of indexes too, also of those that are gone', () => {
    const evening = { name: 'evening', resourceId: 'table/orders/index/by-week', dimension: INDEX_WRITE };
    const outcome = judge(estate([], [evening]));
    expect(outcome.message).toContain('1 scheduled action (evening)');
    expect(outcome.because[0]).toContain('write of index by-week');
  });

  test('are those of this table alone', () => {
    expect(judge(estate([], [{ resourceId: 'table/orders-of-old' }])).status).toBe('pass');
  });

  test('do not count where scheduled scaling is suspended', () => {
    const target = { resourceId: RESTORED, scheduledSuspended: true };
    const outcome = judge({ ...estate([{}]), scalableTargets: [{}, target], scalingPolicies: [] });
    expect(outcome).toMatchObject({
      status: 'fail',
      actual: { autoScaling: { 'read of the table': { minUnits: 5 } } },
    });
    expect(outcome.message).toContain('(morning)');
  });

  test('that could not be read leave a pass unknown and a failure as it is', () => {
    const unread = {
      table: PROVISIONED,
      restored: PROVISIONED,
      scheduledActions: denied('application-autoscaling:DescribeScheduledActions'),
    };
    expect(judge(unread)).toMatchObject({
      status: 'unknown',
      unknown: { reason: 'denied', permission: 'application-autoscaling:DescribeScheduledActions' },
    });
    expect(judge({ ...unread, scalableTargets: [{ dimension: READ }] })).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('1 capacity (read of the table)'),
    });
  });

  test('that an inventory of an older version does not hold are not taken to be none', () => {
    const inventory = exampleInventory(estate([], []));
    const [regionInventory] = inventory.regions;
    const { scheduledActions: _, ...older } = regionInventory as RegionInventory;
    const outcome = judgeInventory(restoredAutoScaling, SAME, { ...inventory, regions: [older] });
    expect(outcome).toMatchObject({ status: 'unknown', unknown: { reason: 'not-collected' } });
  });
});
