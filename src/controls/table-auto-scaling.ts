import { full, part } from '../frameworks/evidence.ts';
import { denied, exampleInventory } from './example.ts';
import { tableSetting } from './restored/setting-control.ts';
import { autoScaling } from './shared/settings.ts';

const provisioned = { billingMode: 'PROVISIONED' } as const;
const sides = ['dynamodb:table:ReadCapacityUnits', 'dynamodb:table:WriteCapacityUnits'].map((dimension) => ({
  dimension,
}));

export const tableAutoScaling = tableSetting(autoScaling, {
  title: 'The table scales as asked',
  severity: 'medium',
  description:
    'Passes when Application Auto Scaling treats the reads and writes of a provisioned table as asked: by target tracking of the table and of each global index (required), or, for the table itself, with the numbers named. Suspended targets count as absent. Fails when one part differs. Not applicable to a table on demand. Unknown when the table, its targets or its scaling policies could not be read.',
  remediation:
    'Register each part with `aws application-autoscaling register-scalable-target` and give it a policy with `aws application-autoscaling put-scaling-policy`.',
  evidence: [
    ...full(
      'reads and writes of the table and of its global indexes scale',
      { 'aws-fsbp': ['DynamoDB.1'] },
      { is: ['required'] },
    ),
    ...part('the table scales within the numbers that the policy names; its indexes are not judged', {
      'aws-fsbp': ['DynamoDB.1'],
    }),
  ],
  sources: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html'],
  examples: [
    {
      title: 'passes when reads and writes of the table are scaled',
      policy: 'settings: { autoScaling: required }',
      inventory: () =>
        exampleInventory({ table: { description: provisioned }, scalableTargets: sides, scalingPolicies: sides }),
      expect: { status: 'pass', message: 'auto scaling of all 2 capacities' },
    },
    {
      title: 'fails when nothing scales the writes',
      policy: 'settings: { autoScaling: required }',
      inventory: () =>
        exampleInventory({
          table: { description: provisioned },
          scalableTargets: sides.slice(0, 1),
          scalingPolicies: sides.slice(0, 1),
        }),
      expect: {
        status: 'fail',
        message: 'auto scaling differs on 1 capacity (write of the table); policy asks for target tracking of all',
      },
    },
    {
      title: 'does not apply to a table on demand',
      policy: 'settings: { autoScaling: required }',
      inventory: () => exampleInventory(),
      expect: { status: 'not-applicable', message: 'on demand: no capacity to scale' },
    },
    {
      title: 'is unknown when targets could not be read',
      policy: 'settings: { autoScaling: required }',
      inventory: () =>
        exampleInventory({
          table: { description: provisioned },
          scalableTargets: denied('application-autoscaling:DescribeScalableTargets'),
        }),
      expect: { status: 'unknown', message: 'cannot tell the auto scaling of orders' },
    },
  ],
});
