import { describe, expect, test } from 'vitest';
import { denied, type ExampleParts, KEY, ORDERS, tableArnOf } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import { fixed, policyWith, settings } from './fixing.ts';

const RESTORED = tableArnOf('orders-restored');
const TABLE = '--region eu-west-1 --table-name orders-restored';
const provisioned = { billingMode: 'PROVISIONED', throughput: { readUnits: 10, writeUnits: 5 } } as const;
const index = {
  name: 'by-day',
  keys: [{ name: 'day', type: 'HASH' }],
  projection: 'INCLUDE',
  nonKeyAttributes: ['sum'],
  throughput: { readUnits: 3, writeUnits: 2 },
} as const;
const on = (attribute: string) => known({ status: 'ENABLED', attribute } as const, 'test');
const recovery = (days: number) => known({ enabled: true, recoveryPeriodDays: days }, 'test');
const statement = (Action: string, Resource: string) => ({
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::444455556666:root' },
  Action,
  Resource,
});
const resourcePolicy = (...Statement: readonly object[]) => known(JSON.stringify({ Statement }), 'test');
const read = 'dynamodb:table:ReadCapacityUnits';

/** The setting asked for, the world, and what is run. */
const RUN: readonly (readonly [title: string, asked: string, parts: ExampleParts, commands: readonly string[]])[] = [
  [
    'time to live by the attribute that the policy names',
    'timeToLive: { attribute: expiresAt }',
    {},
    [
      `aws dynamodb update-time-to-live ${TABLE} --time-to-live-specification '{"Enabled":true,"AttributeName":"expiresAt"}'`,
    ],
  ],
  [
    'a stream of the view type that the policy names',
    'stream: KEYS_ONLY',
    {},
    [`aws dynamodb update-table ${TABLE} --stream-specification '{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}'`],
  ],
  [
    'deletion protection',
    'deletionProtection: enabled',
    {},
    [`aws dynamodb update-table ${TABLE} --deletion-protection-enabled`],
  ],
  [
    'point-in-time recovery with AWS’s own window where the policy names none',
    'pointInTimeRecovery: enabled',
    {},
    [
      `aws dynamodb update-continuous-backups ${TABLE} --point-in-time-recovery-specification '{"PointInTimeRecoveryEnabled":true}'`,
    ],
  ],
  [
    'point-in-time recovery with the source’s window, also where that is AWS’s own',
    'pointInTimeRecovery: same-as-source',
    {
      table: { pointInTimeRecovery: known({ enabled: true }, 'test') },
      restored: { pointInTimeRecovery: recovery(7) },
    },
    [
      `aws dynamodb update-continuous-backups ${TABLE} --point-in-time-recovery-specification '{"PointInTimeRecoveryEnabled":true,"RecoveryPeriodInDays":35}'`,
    ],
  ],
  [
    'only the tags that are missing, and none of AWS’s own',
    'tags: same-as-source',
    { table: { tags: { team: 'a', tier: 'gold', 'aws:x': 'y' } }, restored: { tags: { team: 'a', own: 'z' } } },
    [
      `aws dynamodb tag-resource --region eu-west-1 --resource-arn ${RESTORED} --tags '[{"Key":"tier","Value":"gold"}]'`,
    ],
  ],
  [
    'the key that DynamoDB owns',
    'encryption: aws-owned',
    { restored: { description: { encryption: { kind: 'kms', keyArn: KEY, status: 'ENABLED' } } } },
    [`aws dynamodb update-table ${TABLE} --sse-specification '{"Enabled":false}'`],
  ],
  [
    'the source’s key',
    'encryption: same-as-source',
    {
      table: { description: { encryption: { kind: 'kms', keyArn: KEY, status: 'ENABLED' } } },
      keys: [{ arn: KEY, manager: known('CUSTOMER', 'test'), aliases: known([], 'test') }],
    },
    [
      `aws dynamodb update-table ${TABLE} --sse-specification '{"Enabled":true,"SSEType":"KMS","KMSMasterKeyId":"${KEY}"}'`,
    ],
  ],
  [
    'provisioned billing with the units of the source and of its indexes',
    'billingMode: same-as-source',
    {
      table: { description: { ...provisioned, globalIndexes: [index] } },
      restored: { description: { globalIndexes: [{ ...index, throughput: { readUnits: 0, writeUnits: 0 } }] } },
    },
    [
      `aws dynamodb update-table ${TABLE} --billing-mode PROVISIONED --provisioned-throughput '{"ReadCapacityUnits":10,"WriteCapacityUnits":5}' --global-secondary-index-updates '[{"Update":{"IndexName":"by-day","ProvisionedThroughput":{"ReadCapacityUnits":3,"WriteCapacityUnits":2}}}]'`,
    ],
  ],
  [
    'units, those of the table and of the index that differ',
    'provisionedThroughput: same-as-source',
    {
      table: { description: { ...provisioned, globalIndexes: [index] } },
      restored: {
        description: {
          ...provisioned,
          throughput: { readUnits: 1, writeUnits: 5 },
          globalIndexes: [{ ...index, throughput: { readUnits: 3, writeUnits: 1 } }],
        },
      },
    },
    [
      `aws dynamodb update-table ${TABLE} --provisioned-throughput '{"ReadCapacityUnits":10,"WriteCapacityUnits":5}'`,
      `aws dynamodb update-table ${TABLE} --global-secondary-index-updates '[{"Update":{"IndexName":"by-day","ProvisionedThroughput":{"ReadCapacityUnits":3,"WriteCapacityUnits":2}}}]'`,
    ],
  ],
  [
    'at least the units that the policy names, and no fewer than there are',
    'provisionedThroughput: { readAtLeast: 20, writeAtLeast: 1 }',
    { restored: { description: provisioned } },
    [`aws dynamodb update-table ${TABLE} --provisioned-throughput '{"ReadCapacityUnits":20,"WriteCapacityUnits":5}'`],
  ],
  [
    'a global index that is missing',
    'globalSecondaryIndexes: same-as-source',
    { table: { description: { globalIndexes: [index], attributeTypes: { id: 'S', day: 'N' } } } },
    [
      `aws dynamodb update-table ${TABLE} --attribute-definitions '[{"AttributeName":"day","AttributeType":"N"}]' --global-secondary-index-updates '[{"Create":{"IndexName":"by-day","KeySchema":[{"AttributeName":"day","KeyType":"HASH"}],"Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["sum"]}}}]'`,
    ],
  ],
  [
    'an index after the billing mode, with the units that a provisioned table wants, and auto scaling after both',
    'billingMode: same-as-source, globalSecondaryIndexes: same-as-source, autoScaling: same-as-source',
    {
      table: { description: { ...provisioned, globalIndexes: [index], attributeTypes: { id: 'S', day: 'N' } } },
      scalableTargets: [{ dimension: read }],
    },
    [
      `aws dynamodb update-table ${TABLE} --billing-mode PROVISIONED --provisioned-throughput '{"ReadCapacityUnits":10,"WriteCapacityUnits":5}'`,
      `aws dynamodb update-table ${TABLE} --attribute-definitions '[{"AttributeName":"day","AttributeType":"N"}]' --global-secondary-index-updates '[{"Create":{"IndexName":"by-day","KeySchema":[{"AttributeName":"day","KeyType":"HASH"}],"Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["sum"]},"ProvisionedThroughput":{"ReadCapacityUnits":3,"WriteCapacityUnits":2}}}]'`,
      `aws application-autoscaling register-scalable-target --region eu-west-1 --service-namespace dynamodb --resource-id table/orders-restored --scalable-dimension ${read} --min-capacity 5 --max-capacity 100`,
    ],
  ],
  [
    'an index of a table that goes on demand without units',
    'billingMode: same-as-source, globalSecondaryIndexes: same-as-source',
    {
      table: {
        description: {
          globalIndexes: [{ ...index, throughput: { readUnits: 0, writeUnits: 0 } }],
          attributeTypes: { id: 'S', day: 'N' },
        },
      },
      restored: { description: provisioned },
    },
    [
      `aws dynamodb update-table ${TABLE} --billing-mode PAY_PER_REQUEST`,
      `aws dynamodb update-table ${TABLE} --attribute-definitions '[{"AttributeName":"day","AttributeType":"N"}]' --global-secondary-index-updates '[{"Create":{"IndexName":"by-day","KeySchema":[{"AttributeName":"day","KeyType":"HASH"}],"Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["sum"]}}}]'`,
    ],
  ],
  [
    'provisioned billing with the units that the policy names, where nobody else does',
    'billingMode: PROVISIONED, provisionedThroughput: { readAtLeast: 30, writeAtLeast: 20 }',
    {},
    [
      `aws dynamodb update-table ${TABLE} --billing-mode PROVISIONED --provisioned-throughput '{"ReadCapacityUnits":30,"WriteCapacityUnits":20}'`,
    ],
  ],
  [
    'the most that a table on demand serves, where it is below what the policy asks',
    'provisionedThroughput: { readAtLeast: 100, writeAtLeast: 1 }',
    { restored: { description: { onDemandThroughput: { readUnits: 10, writeUnits: 10 } } } },
    [`aws dynamodb update-table ${TABLE} --on-demand-throughput '{"MaxReadRequestUnits":100}'`],
  ],
  [
    'the most that a table on demand serves, as the source',
    'provisionedThroughput: same-as-source',
    {
      table: { description: { onDemandThroughput: { readUnits: 90 } } },
      restored: { description: { onDemandThroughput: { readUnits: 10 } } },
    },
    [`aws dynamodb update-table ${TABLE} --on-demand-throughput '{"MaxReadRequestUnits":90}'`],
  ],
  [
    'an index that is being deleted once it is gone',
    'globalSecondaryIndexes: same-as-source',
    {
      table: {
        description: { globalIndexes: [{ ...index, status: 'ACTIVE' }], attributeTypes: { id: 'S', day: 'N' } },
      },
      restored: { description: { globalIndexes: [{ ...index, status: 'DELETING' }] } },
    },
    [
      `aws dynamodb update-table ${TABLE} --attribute-definitions '[{"AttributeName":"day","AttributeType":"N"}]' --global-secondary-index-updates '[{"Create":{"IndexName":"by-day","KeySchema":[{"AttributeName":"day","KeyType":"HASH"}],"Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["sum"]}}}]'`,
    ],
  ],
  [
    'a scheduled action of the source, on a target that is there and whose scheduled scaling stands still',
    'autoScaling: same-as-source',
    {
      table: { description: provisioned },
      restored: { description: provisioned },
      scalableTargets: [
        { dimension: read },
        { dimension: read, resourceId: 'table/orders-restored', scheduledSuspended: true },
      ],
      scheduledActions: [
        { name: 'orders at dawn', timezone: 'Asia/Tokyo', startAt: '2027-01-01T00:00:00.000Z', maxCapacity: 400 },
      ],
    },
    [
      `aws application-autoscaling register-scalable-target --region eu-west-1 --service-namespace dynamodb --resource-id table/orders-restored --scalable-dimension ${read} --min-capacity 5 --max-capacity 100 --suspended-state '{"DynamicScalingInSuspended":false,"DynamicScalingOutSuspended":false,"ScheduledScalingSuspended":false}'`,
      `aws application-autoscaling put-scheduled-action --region eu-west-1 --service-namespace dynamodb --resource-id table/orders-restored --scalable-dimension ${read} --scheduled-action-name 'orders-restored at dawn' --schedule 'cron(0 7 * * ? *)' --timezone Asia/Tokyo --start-time 2027-01-01T00:00:00.000Z --scalable-target-action '{"MinCapacity":50,"MaxCapacity":400}'`,
    ],
  ],
  [
    'auto scaling that the policy names, and a target that stands still resumed',
    'autoScaling: { read: { min: 5, max: 50 } }',
    {
      restored: { description: provisioned },
      scalableTargets: [{ resourceId: 'table/orders-restored', dimension: read, suspended: true }],
    },
    [
      `aws application-autoscaling register-scalable-target --region eu-west-1 --service-namespace dynamodb --resource-id table/orders-restored --scalable-dimension ${read} --min-capacity 5 --max-capacity 50 --suspended-state '{"DynamicScalingInSuspended":false,"DynamicScalingOutSuspended":false,"ScheduledScalingSuspended":false}'`,
      `aws application-autoscaling put-scaling-policy --region eu-west-1 --service-namespace dynamodb --resource-id table/orders-restored --scalable-dimension ${read} --policy-name table/orders-restored-read --policy-type TargetTrackingScaling --target-tracking-scaling-policy-configuration '{"TargetValue":70,"PredefinedMetricSpecification":{"PredefinedMetricType":"DynamoDBReadCapacityUtilization"}}'`,
    ],
  ],
  [
    'an alarm with all that it has, under a name that is free',
    'alarms: same-as-source',
    {
      alarms: [
        {
          name: 'orders',
          definition: JSON.stringify({
            AlarmName: 'orders',
            Metrics: [{ Id: 'q', Expression: `SELECT SUM(X) FROM SCHEMA("AWS/DynamoDB") WHERE TableName = 'orders'` }],
            TreatMissingData: 'breaching',
          }),
        },
        { name: 'orders-restored', watches: [] },
      ],
    },
    [
      `aws cloudwatch put-metric-alarm --region eu-west-1 --cli-input-json '{"AlarmName":"orders-restored-2","Metrics":[{"Id":"q","Expression":"SELECT SUM(X) FROM SCHEMA(\\"AWS/DynamoDB\\") WHERE TableName = '\\''orders-restored'\\''"}],"TreatMissingData":"breaching"}'`,
    ],
  ],
  [
    'the source’s resource policy, where it adds to what is there',
    'iamPolicies: same-as-source',
    {
      table: {
        resourcePolicy: resourcePolicy(statement('dynamodb:Query', ORDERS), statement('dynamodb:Scan', ORDERS)),
      },
      restored: { resourcePolicy: resourcePolicy(statement('dynamodb:Query', RESTORED)) },
    },
    [
      `aws dynamodb put-resource-policy --region eu-west-1 --resource-arn ${RESTORED} --policy '${JSON.stringify({
        Statement: [statement('dynamodb:Query', RESTORED), statement('dynamodb:Scan', RESTORED)],
      })}'`,
    ],
  ],
];

/** The setting asked for, the world, and what is only said. */
const SAID: readonly (readonly [title: string, asked: string, parts: ExampleParts, said: readonly string[]])[] = [
  [
    'time to live that is on for another attribute',
    'timeToLive: { attribute: expiresAt }',
    { restored: { timeToLive: on('at') } },
    ['"Enabled":false,"AttributeName":"at"', 'an hour later, run fix again for the attribute expiresAt'],
  ],
  [
    'a stream of another view type',
    'stream: NEW_IMAGE',
    { restored: { description: { stream: 'OLD_IMAGE' } } },
    ['{"StreamEnabled":false}', 'then run fix again for NEW_IMAGE'],
  ],
  [
    'deletion protection that the source has not',
    'deletionProtection: same-as-source',
    { restored: { description: { deletionProtection: true } } },
    ['--no-deletion-protection-enabled', 'takes protection away'],
  ],
  [
    'point-in-time recovery that is to be off',
    'pointInTimeRecovery: disabled',
    { restored: { pointInTimeRecovery: recovery(35) } },
    ['"PointInTimeRecoveryEnabled":false', 'throws away the points in time that exist'],
  ],
  [
    'a key that the policy gives no name',
    'encryption: customer-managed',
    {},
    ['a key of the customer’s and names none: choose one'],
  ],
  [
    'a key of which the policy gives a pattern',
    'encryption: "arn:aws:kms:*:*:alias/*"',
    {},
    ['a key like arn:aws:kms:*:*:alias/*: choose one'],
  ],
  ['units that nobody knows', 'billingMode: PROVISIONED', {}, ['not known: how many units the table is to have']],
  [
    'an index whose keys have types that the inventory does not hold',
    'globalSecondaryIndexes: same-as-source',
    { table: { description: { globalIndexes: [index], attributeTypes: {} } } },
    ['not known: the types of the key attributes of index by-day'],
  ],
  [
    'an index of a provisioned table whose source, on demand, has no units for it',
    'globalSecondaryIndexes: same-as-source',
    {
      table: {
        description: {
          globalIndexes: [{ ...index, throughput: { readUnits: 0, writeUnits: 0 } }],
          attributeTypes: { id: 'S', day: 'N' },
        },
      },
      restored: { description: provisioned },
    },
    ['not known: how many units index by-day is to have'],
  ],
  [
    'an index that the source has not, and one with other keys',
    'globalSecondaryIndexes: same-as-source',
    {
      table: { description: { globalIndexes: [index] } },
      restored: {
        description: {
          globalIndexes: [
            { ...index, projection: 'ALL' },
            { ...index, name: 'more' },
          ],
        },
      },
    },
    ['"Delete":{"IndexName":"more"}', 'index by-day has other keys or another projection'],
  ],
  [
    'a local index that is missing',
    'localSecondaryIndexes: same-as-source',
    { table: { description: { localIndexes: [index] } } },
    ['local indexes are made with their table and cannot be added'],
  ],
  [
    'auto scaling of which the policy names no bounds',
    'autoScaling: required',
    { restored: { description: provisioned } },
    ['register-scalable-target', '--min-capacity 10 --max-capacity 100', 'are yours to choose'],
  ],
  [
    'a scheduled action that the source has not',
    'autoScaling: same-as-source',
    {
      table: { description: provisioned },
      restored: { description: provisioned },
      scheduledActions: [{ name: 'noon', resourceId: 'table/orders-restored' }],
    },
    ['the scheduled action noon (read of the table) is here and not on the source'],
  ],
  [
    'auto scaling that the source has not',
    'autoScaling: same-as-source',
    {
      table: { description: provisioned },
      restored: { description: provisioned },
      scalableTargets: [{ resourceId: 'table/orders-restored', dimension: read }],
    },
    ['deregister-scalable-target', 'read of the table is scaled here and not on the source'],
  ],
  [
    'an alarm that an older inventory holds in part',
    'alarms: same-as-source',
    { alarms: [{ name: 'errors' }] },
    ['not known: all that makes the alarm errors'],
  ],
  [
    'alarms of which the policy names only the metrics',
    'alarms: [{ metric: SystemErrors }, { metric: UserErrors }]',
    { alarms: [{ watches: [{ metric: 'UserErrors', table: 'orders-restored' }] }] },
    ['--metric-name SystemErrors', 'those below are yours to choose'],
  ],
  [
    'a resource policy that says more than the source’s',
    'iamPolicies: same-as-source',
    {
      table: { resourcePolicy: resourcePolicy(statement('dynamodb:Query', ORDERS)) },
      restored: { resourcePolicy: resourcePolicy(statement('dynamodb:Scan', RESTORED)) },
    },
    ['put-resource-policy', 'would take away from this table’s own policy'],
  ],
  [
    'a resource policy where the source has none',
    'iamPolicies: same-as-source',
    { restored: { resourcePolicy: resourcePolicy(statement('dynamodb:Scan', RESTORED)) } },
    ['delete-resource-policy', 'deleting this table’s takes away'],
  ],
  [
    'an identity policy that names the source alone',
    'iamPolicies: same-as-source',
    {
      identityPolicies: [
        {
          id: 'role/team/app/tables',
          attachedTo: ['role/team/app'],
          document: JSON.stringify({
            Statement: {
              Sid: 'A',
              Effect: 'Allow',
              Action: 'dynamodb:*',
              Resource: [ORDERS, `${ORDERS}/index/*`, '*:x'],
            },
          }),
        },
      ],
    },
    [
      'aws iam put-role-policy --role-name app --policy-name orders-restored-like-orders',
      `"Resource":["${RESTORED}","${RESTORED}/index/*"]`,
    ],
  ],
  [
    'what could not be read',
    'timeToLive: same-as-source',
    { table: { timeToLive: denied('dynamodb:DescribeTimeToLive') } },
    ['not known: not allowed to call dynamodb:DescribeTimeToLive, so not written'],
  ],
];

describe('fix --table', () => {
  test.each(RUN)('runs what sets %s', async (_, asked, parts, commands) => {
    const { live, exit } = await fixed('--table orders-restored', settings(asked), { restored: {}, ...parts });
    const checked = live.filter((line) => !line.startsWith('aws sts '));
    expect(checked).toEqual(commands);
    expect(exit).toBe(0);
  });

  test.each(SAID)('runs nothing for %s, and says what there is to know', async (what, asked, parts, said) => {
    const { live, comments, exit } = await fixed('--table orders-restored', settings(asked), {
      restored: {},
      ...parts,
    });
    expect(live).toEqual([]);
    for (const each of said) expect(comments).toContain(each);
    expect(exit).toBe(what === 'what could not be read' ? 3 : 0);
  });

  test('says of a source that is gone that its value is not known', async () => {
    const parts: ExampleParts = {
      restored: {},
      restoreJobs: [{ sourceArn: tableArnOf('gone'), recoveryPointArn: 'arn' }],
    };
    const policy = settings('stream: same-as-source').replace('[orders]', '[gone]');
    const { comments, live } = await fixed('--table orders-restored', policy, parts);
    expect(live).toEqual([]);
    expect(comments).toContain('is gone or outside the scope');
  });

  test('makes the composite alarms of the source again, upon the alarms of the restored table', async () => {
    const errors = {
      name: 'orders-errors',
      watches: [{ metric: 'SystemErrors', table: 'orders' }],
      definition: JSON.stringify({ AlarmName: 'orders-errors', MetricName: 'SystemErrors', Threshold: 1 }),
    };
    const rule = 'ALARM(orders-errors) AND NOT OK("deploying")';
    const down = { name: 'orders-down', kind: 'composite', watches: [], expression: rule } as const;
    const whole = { ...down, definition: JSON.stringify({ AlarmName: 'orders-down', AlarmRule: rule }) };
    const restored = { description: { attributeTypes: { id: 'S' } } };
    const parts = (composite: object) => ({ restored, alarms: [errors, composite] });
    const asked = settings('alarms: same-as-source');
    const { live } = await fixed('--table orders-restored', asked, parts(whole));
    expect(live.at(-1)).toBe(
      `aws cloudwatch put-composite-alarm --region eu-west-1 --cli-input-json '{"AlarmName":"orders-restored-down","AlarmRule":"ALARM(\\"orders-restored-errors\\") AND NOT OK(\\"deploying\\")"}'`,
    );
    const template = await fixed('--table orders-restored --format cloudformation', asked, parts(whole));
    expect(template.out).toMatch(
      /Type: AWS::CloudWatch::CompositeAlarm\n\s+DependsOn:\n\s+- OrdersRestoredErrorsAlarm/,
    );
    // A baseline does not hold all of it.
    const partly = await fixed('--table orders-restored', asked, parts(down));
    expect(partly.live.filter((call) => call.includes('composite'))).toEqual([]);
    expect(partly.comments).toContain('put-composite-alarm');
  });

  test('says that a table is still being restored', async () => {
    const parts: ExampleParts = { restored: { description: { status: 'CREATING' } } };
    const { comments, live } = await fixed('--table orders-restored', settings('stream: NEW_IMAGE'), parts);
    expect(live).toEqual([]);
    expect(comments).toContain('still being restored: run fix again when it is ACTIVE');
  });

  test('says which settings no policy asks for, and why each step is there', async () => {
    const { comments } = await fixed('--table orders-restored', settings('stream: NEW_IMAGE'), { restored: {} });
    expect(comments).toContain('No policy asks for these settings, so nobody looked at them: global secondary indexes');
    expect(comments).toContain('asked by policy example, policies/p.yaml:5:24 (restore.settings.stream)');
  });

  test('sets what is asked of the table itself, restored or not, and leaves open what no value tells', async () => {
    const policy = policyWith(`settings:
  deletionProtection: enabled
  tags: { team: payments }
  timeToLive: { attribute: expiresAt }
  pointInTimeRecovery: { window: 35d }
  globalSecondaryIndexes: [by-day]
  iamPolicies: no-resource-policy`).replace('[orders]', '["orders*"]');
    const policies = { resourcePolicy: resourcePolicy(statement('dynamodb:GetItem', ORDERS)) };
    const { live, comments } = await fixed('', policy, { table: policies, restored: {} });
    expect(live.filter((call) => call.includes('--deletion-protection-enabled'))).toEqual(
      ['orders', 'orders-restored'].map(
        (name) => `aws dynamodb update-table --region eu-west-1 --table-name ${name} --deletion-protection-enabled`,
      ),
    );
    for (const call of ['tag-resource', 'update-time-to-live', 'update-continuous-backups']) {
      expect(live.filter((each) => each.includes(call))).toHaveLength(2);
    }
    expect(comments).toContain('asked by policy example, policies/p.yaml:6:3 (settings.deletionProtection)');
    expect(comments).toContain('delete-resource-policy');
    expect(comments).toContain('one index at a time');
    expect(comments).not.toContain('No policy asks for these settings');
  });
});
