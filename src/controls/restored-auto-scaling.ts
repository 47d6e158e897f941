import { denied, exampleInventory } from './example.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { autoScaling } from './shared/settings.ts';

const provisioned = { billingMode: 'PROVISIONED' } as const;
const read = 'dynamodb:table:ReadCapacityUnits';
const write = 'dynamodb:table:WriteCapacityUnits';

export const restoredAutoScaling = restoredSetting(autoScaling, {
  title: 'A restored table scales as asked',
  severity: 'high',
  description:
    'Passes when Application Auto Scaling treats the reads and writes of a provisioned table made by a restore, and of its global indexes, as asked: with the bounds, target, cooldowns and scale-in of its source, and its scheduled actions, whatever they are called; by target tracking everywhere (required); or, for the table itself, with the numbers named. Suspended targets count as absent, and so do scheduled actions where scheduled scaling is suspended. Registrations outlive their table, so one that is older than the restored table is named: it still applies. Fails when one part differs. Not applicable to a table, or beside a source, that is on demand. Unknown when tables, targets or scaling policies could not be read and, beside the source, when scheduled actions could not be.',
  remediation:
    'Register each part with `aws application-autoscaling register-scalable-target` and give it a policy with `aws application-autoscaling put-scaling-policy`, and its scheduled actions with `aws application-autoscaling put-scheduled-action`.',
  sources: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html',
    'https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html',
    'https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html',
  ],
  examples: [
    {
      title: 'passes when reads and writes of the table are scaled',
      policy: 'restore: { settings: { autoScaling: required } }',
      inventory: () =>
        exampleInventory({
          restored: { description: provisioned },
          scalableTargets: [read, write].map((dimension) => ({ dimension, resourceId: 'table/orders-restored' })),
          scalingPolicies: [read, write].map((dimension) => ({ dimension, resourceId: 'table/orders-restored' })),
        }),
      expect: { status: 'pass', message: 'auto scaling of all 2 capacities' },
    },
    {
      title: 'fails when the source’s targets were not registered again',
      policy: 'restore: { settings: { autoScaling: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { description: provisioned },
          restored: { description: provisioned },
          scalableTargets: [{ dimension: read }],
          scalingPolicies: [{ dimension: read }],
        }),
      expect: {
        status: 'fail',
        message: 'auto scaling differs on 1 capacity (read of the table); policy asks for that of the source',
      },
    },
    {
      title: 'fails when the source’s scheduled actions were not made again',
      policy: 'restore: { settings: { autoScaling: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { description: provisioned },
          restored: { description: provisioned },
          scheduledActions: [{ name: 'before-the-shops-open', dimension: write }],
        }),
      expect: {
        status: 'fail',
        message:
          'auto scaling differs on 1 scheduled action (before-the-shops-open); policy asks for that of the source',
      },
    },
    {
      title: 'is unknown beside the source when scheduled actions could not be read',
      policy: 'restore: { settings: { autoScaling: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { description: provisioned },
          restored: { description: provisioned },
          scheduledActions: denied('application-autoscaling:DescribeScheduledActions'),
        }),
      expect: { status: 'unknown', message: 'cannot tell the scheduled actions of the table and its source' },
    },
    {
      title: 'is unknown when targets could not be read',
      policy: 'restore: { settings: { autoScaling: required } }',
      inventory: () =>
        exampleInventory({
          restored: { description: provisioned },
          scalableTargets: denied('application-autoscaling:DescribeScalableTargets'),
        }),
      expect: { status: 'unknown', message: 'cannot tell the auto scaling of orders-restored' },
    },
  ],
});
